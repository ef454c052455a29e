"""Clients and consents through the office: what a form may say, and in whose name it is said."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.ipc.messages import CallRefused
from gateway.vocabulary.party import Client
from gateway.wiring import office_clients
from gateway.wiring.office_clients import Paper, Validity, validity
from gateway.wiring.office_unfit import FieldsRefused
from tests.gateway.cli.town import Town
from tests.gateway.vocabulary.test_party import CONSENT
from tests.gateway.wiring.office_town import office_of

PAPER = Paper(
    client="C01",
    employer="",
    memorandum="覚書第3版",
    dated=date(2026, 3, 20),
    scope="保守運用",
    valid_from=date(2026, 4, 1),
    valid_until=date(2099, 3, 31),
    document="文書庫 12-3",
    sha256="00" * 32,
)


def fields(refused: Any) -> set[str]:
    assert isinstance(refused.value, FieldsRefused)
    return {each.field for each in refused.value.objected}


def test_how_a_consent_stands() -> None:
    assert validity(CONSENT, date(2026, 3, 31)) is Validity.NOT_YET
    assert validity(CONSENT, date(2026, 4, 1)) is Validity.IN_FORCE
    assert validity(CONSENT, date(2027, 4, 1)) is Validity.EXPIRED
    assert validity(replace(CONSENT, ended_at=datetime(2026, 5, 1, tzinfo=UTC)), date(2026, 4, 2)) is Validity.ENDED


def test_a_client_s_form_says_everything_at_once(town: Town) -> None:
    with office_of(town, "ito") as office, pytest.raises(FieldsRefused) as refused:
        office_clients.add_client(office, Client(id="a b", name="", kana="漢字", contact="x" * 101))
    assert fields(refused) == {"id", "name", "kana", "contact"}


def test_R79_a_papers_form_says_everything_at_once(town: Town) -> None:
    wrong = replace(
        PAPER,
        memorandum="",
        scope="a\nb",
        document=" ",
        sha256="no",
        valid_until=date(2026, 1, 1),
        dated=date(2099, 1, 1),
    )
    with office_of(town, "ito") as office, pytest.raises(FieldsRefused) as refused:
        office_clients.add_consent(office, wrong)
    assert fields(refused) == {"employer", "memorandum", "scope", "document", "sha256", "valid_until", "dated"}


@pytest.mark.parametrize("name", ["sato", "yamada", "mori"])
def test_R22_others_than_administrators_are_refused_and_the_attempt_is_journalled(town: Town, name: str) -> None:
    with office_of(town, name) as office:
        for attempt in (
            lambda: office_clients.add_client(office, Client(id="C50", name="x")),
            lambda: office_clients.change_client(office, Client(id="C01", name="x"), Client(id="C01", name="y")),
            lambda: office_clients.add_consent(office, PAPER),
            lambda: office_clients.end_consent(office, "K-x", "x"),
        ):
            with pytest.raises(CallRefused, match=r"role\.missing"):
                attempt()
    told = [each for each in town.events("office.refused") if each["by_username"] == name]
    assert len(told) >= 4


def test_nobody_s_consent_is_nobody_s(town: Town) -> None:
    with office_of(town, "ito") as office:
        for attempt in (
            lambda: office_clients.client_named(office, "C99"),
            lambda: office_clients.consent_of(office, "K-99"),
            lambda: office_clients.employer_named(office, "nobody"),
        ):
            with pytest.raises(CallRefused, match="absent"):
                attempt()
