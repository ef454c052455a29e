"""Which clients are told before their log-in that only UTF-8 is spoken."""

import pytest

from gateway.relay.postgres.startup import refusal_of
from gateway.relay.postgres.wire.opening import StartupMessage


@pytest.mark.parametrize("asked", ["UTF8", "utf-8", "'utf-8'", "UNICODE", "SQL_ASCII"])
def test_utf8_by_any_of_its_names(asked):
    assert refusal_of(StartupMessage(parameters={"user": "sato", "client_encoding": asked})) is None


@pytest.mark.parametrize(
    "parameters",
    [
        {"client_encoding": "SJIS"},
        {"client_encoding": "EUC_JP"},
        {"CLIENT_ENCODING": "LATIN1"},
        {"options": "-c client_encoding=sjis"},
        {"options": "-cclient_encoding=sjis"},
        {"options": "-c geqo=off --client-encoding=win1252"},
    ],
)
def test_another_is_refused_with_what_to_do(parameters):
    denied = refusal_of(StartupMessage(parameters={"user": "sato", **parameters}))
    assert denied is not None
    assert denied.sqlstate == "0A000"
    assert "UTF8" in denied.text.en
    assert "PGCLIENTENCODING=UTF8" in denied.hint.ja


def test_who_asks_for_nothing_is_let_be():
    assert refusal_of(StartupMessage(parameters={"user": "sato", "options": "-c geqo=off", "DateStyle": "ISO"})) is None
