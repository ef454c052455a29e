import importlib
import pkgutil

import pytest

import gateway
from gateway.audit.event import KINDS
from gateway.registrar.kinds import OWN, WRITERS_OF, Writer, may_append, writer_of
from tests.gateway.registrar.stand_in import peer


def load_every_event() -> None:
    for module in pkgutil.walk_packages(gateway.__path__, "gateway."):
        if module.name.rpartition(".")[2].endswith("events"):
            importlib.import_module(module.name)


def test_every_kind_of_the_gateway_is_in_the_table_or_is_the_registrars_own() -> None:
    load_every_event()
    real = {kind for kind, event in KINDS.items() if event.__module__.startswith("gateway.")}
    assert real - WRITERS_OF.keys() - OWN == set()
    assert WRITERS_OF.keys() - real == set()


def test_nobody_appends_the_registrars_own_kinds() -> None:
    assert {"session.broken", "session.cut", "recording.closed", "office.committed", "registrar.started"} <= OWN
    assert not OWN & WRITERS_OF.keys()
    assert not any(may_append(writer, kind) for writer in Writer for kind in OWN)


def test_an_unknown_kind_is_appended_by_nobody() -> None:
    assert not any(may_append(writer, "no.such") for writer in Writer)


@pytest.mark.parametrize(
    ("writer", "may", "may_not"),
    [
        (Writer.STRANGER, "login.failed", "login.completed"),
        (Writer.SESSION, "session.opened", "order.approved"),
        (Writer.OFFICE_STRANGER, "office.declined", "recording.viewed"),
        (Writer.OFFICE, "recording.viewed", "order.approved"),
        (Writer.COMMIT, "recording.viewed", "recording.exported"),
        (Writer.GATEWAY, "gateway.started", "session.opened"),
        (Writer.WORKER, "witness.mailed", "login.failed"),
        (Writer.KEEPER, "key.used", "login.completed"),
        (Writer.SESSION, "session.started", "key.used"),
    ],
)
def test_the_table(writer: Writer, may: str, may_not: str) -> None:
    assert may_append(writer, may)
    assert not may_append(writer, may_not)


def test_a_writer_is_a_role_and_whether_it_is_bound() -> None:
    assert writer_of(peer("session")) is Writer.STRANGER
    assert writer_of(peer("session", person="P-sato")) is Writer.SESSION
    assert writer_of(peer("office")) is Writer.OFFICE_STRANGER
    assert writer_of(peer("office", person="P-sato")) is Writer.OFFICE
    assert writer_of(peer("gateway")) is Writer.GATEWAY
    assert writer_of(peer("keeper")) is Writer.KEEPER
    with pytest.raises(ValueError):
        writer_of(peer("janitor"))
