"""An administrator has a schema read: journalled, handed to the worker, and back; what a session met is told once a day."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.audit.canonical import canonical
from gateway.audit.entry import Entry
from gateway.authorization.columns.drift import Drift
from gateway.authorization.columns.events import CatalogueDrift
from gateway.authorization.columns.proposal import ColumnFacts
from gateway.authorization.columns.reading import NotRead, Told
from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused
from gateway.registrar import readings
from gateway.registrar.catalogue_desk import _tells_of
from gateway.registrar.client import Schemas
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.target import LoginWay, Protocol
from tests.gateway.registrar.scene import TARGET, Scene, opened, ticks

DB = replace(
    TARGET, id="H-20261122-DBDBDBDBDB", name="callcenter-db", protocol=Protocol.POSTGRESQL, accounts=("reader",),
    login=LoginWay.CERTIFICATE, drop_folder=None, free=None,
)  # fmt: skip
TOLD = Told(columns=(ColumnFacts(schema="public", table="t", name="氏名", type="text", nullable=True),), left_out=2)
DRIFT = Drift(relations=("public.new",), relation_count=1, column_count=3)


@pytest.fixture
def databases(scene: Scene) -> Scene:
    with scene.store.transaction() as transaction:
        assert transaction.office.add_target(DB)
    return scene.start()


class Asking:
    """An administrator who waits."""

    def __init__(self, scene: Scene, by: str = "admin", target: str = DB.name, account: str = "reader") -> None:
        self.result: Any = None
        office = scene.office(by)

        def ask() -> None:
            try:
                self.result = office.catalogue(target, account, "callcenter")
            except (CallRefused, GatewayFault) as refused:
                self.result = refused

        self.thread = threading.Thread(target=ask, daemon=True)
        self.thread.start()

    def answer(self) -> Any:
        self.thread.join(10)
        assert not self.thread.is_alive()
        return self.result


def worker(scene: Scene) -> Schemas:
    return Schemas(connect(scene.door("worker")))


def taken(schemas: Schemas) -> Any:
    for _ in ticks(10.0):
        if found := schemas.work():
            return found[0]
    raise AssertionError("nothing to read")


def test_a_schema_is_asked_for_read_and_told(databases: Scene) -> None:
    asking, schemas = Asking(databases), worker(databases)
    reading = taken(schemas)
    assert (reading.target.name, reading.account, reading.database) == (DB.name, "reader", "callcenter")
    (asked,) = databases.events("catalogue.read")
    assert (asked.person, asked.by_username, asked.target, asked.database) == (
        "P-admin",
        "admin",
        DB.name,
        "callcenter",
    )
    assert schemas.work() == []  # given out once
    schemas.answered(reading.id, TOLD)
    assert asking.answer() == TOLD
    (told,) = databases.events("catalogue.told")
    assert (told.columns, told.left_out, told.failed) == (1, 2, None)


def test_what_the_worker_could_not_read_is_said_in_its_words(databases: Scene) -> None:
    asking, schemas = Asking(databases), worker(databases)
    schemas.failed(taken(schemas).id, NotRead.OTHER_HOST, Text(ja="別の証明書", en="another certificate"))
    refused = asking.answer()
    assert (refused.code, refused.text.ja) == ("catalogue.not-read", "別の証明書")
    assert databases.events("catalogue.told")[0].failed is NotRead.OTHER_HOST


@pytest.mark.parametrize("by", ["sato", "yamada", "kansa"])
def test_only_an_administrator_has_a_schema_read(databases: Scene, by: str) -> None:
    assert Asking(databases, by).answer().code == "role.missing"
    assert worker(databases).work() == []
    assert databases.events("catalogue.read") == []


@pytest.mark.parametrize(
    "wanted", [{"target": "nowhere"}, {"target": TARGET.name, "account": "app"}, {"account": "owner"}]
)
def test_only_a_registered_role_of_a_database_is_used(databases: Scene, wanted: dict[str, str]) -> None:
    assert Asking(databases, **wanted).answer().code == "catalogue.no-database"


def test_a_suspended_database_is_not_read(databases: Scene) -> None:
    with databases.store.transaction() as transaction:
        assert transaction.office.change_target(replace(DB, standing=Standing.SUSPENDED))
    assert Asking(databases).answer().code == "catalogue.not-active"


def test_who_waits_too_long_is_told_so_and_the_answer_goes_to_nobody(
    databases: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readings, "READ_SECONDS", 0.3)
    asking, schemas = Asking(databases), worker(databases)
    reading = taken(schemas)
    assert asking.answer().code == "catalogue.late"
    with pytest.raises(CallRefused, match=r"catalogue\.nobody-waits"):
        schemas.answered(reading.id, TOLD)
    assert databases.events("catalogue.told") == []


def test_few_wait_at_once(databases: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "WAITING_MAX", 0)
    assert Asking(databases).answer().code == "catalogue.busy"


def test_an_answer_nobody_asked_for_reaches_nobody(databases: Scene) -> None:
    with pytest.raises(CallRefused):
        worker(databases).answered("CR-1", TOLD)


def session_of(scene: Scene) -> tuple[Any, str]:
    session, opening = scene.session("C-1").bound(), scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    return session.registrar, opening.id


def test_drift_is_journalled_once_a_day_of_each_database(databases: Scene) -> None:
    registrar, session = session_of(databases)
    for database in ("callcenter", "callcenter", "billing"):
        registrar.drifted(session, database, DRIFT)
    found = databases.events("catalogue.drift")
    assert [each.database for each in found] == ["callcenter", "billing"]
    first = found[0]
    assert (first.target, first.session, first.person, first.relations) == (TARGET.name, session, None, ("public.new",))
    assert (first.relation_count, first.column_count) == (1, 3)


def an_entry(body: Any) -> Entry:
    nothing = dict.fromkeys(("person", "session", "terminal", "target", "order", "subject"))
    return Entry(seq=1, at="", node="n", kind="catalogue.drift", body=body, prev=b"", hash=b"", **nothing)


LATE = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)  # half past eleven at night in Japan
BODY = {"v": 1, "seq": 1, "at": timestamp(LATE), "node": "n", "kind": "catalogue.drift", "prev": "00" * 32}
EVENT = CatalogueDrift(target="t", database="d", relations=("a.b",), relation_count=1, column_count=1)


@pytest.mark.parametrize(
    ("data", "later", "tells"),
    [
        ({"target": "t", "database": "d"}, timedelta(minutes=29), True),
        ({"target": "t", "database": "d"}, timedelta(minutes=31), False),  # it is the next day in Japan
        ({"target": "t", "database": "e"}, timedelta(0), False),
        ({"target": "u", "database": "d"}, timedelta(0), False),
        ({}, timedelta(0), False),
    ],
)
def test_a_day_is_a_day_in_japan_and_a_database_its_own(data: dict[str, str], later: timedelta, tells: bool) -> None:
    assert _tells_of(an_entry(canonical({**BODY, "data": data})), EVENT, LATE + later) is tells


@pytest.mark.parametrize("body", [b"", b"{}", b"\xff", canonical({**BODY, "at": "yesterday", "data": {}})])
def test_an_entry_that_is_none_any_more_tells_of_nothing(body: bytes) -> None:
    assert not _tells_of(an_entry(body), EVENT, LATE)


def test_drift_is_told_by_a_session_that_is_open_here(databases: Scene) -> None:
    registrar, _ = session_of(databases)
    with pytest.raises((CallRefused, GatewayFault)):
        registrar.drifted("S-1", "callcenter", DRIFT)
    assert databases.events("catalogue.drift") == []


@pytest.mark.parametrize(
    "made_up",
    [
        replace(DRIFT, relations=("x" * 128,)), replace(DRIFT, relations=("x",) * 33), replace(DRIFT, relations=()),
        replace(DRIFT, relation_count=0), replace(DRIFT, column_count=2**31),
    ],
)  # fmt: skip
def test_drift_is_bounded(databases: Scene, made_up: Drift) -> None:
    registrar, session = session_of(databases)
    refused: Callable[[], None] = lambda: registrar.drifted(session, "callcenter", made_up)  # noqa: E731
    with pytest.raises((CallRefused, GatewayFault)):
        refused()
