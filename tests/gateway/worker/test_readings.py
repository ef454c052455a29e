"""The worker reads schemas of a real PostgreSQL as sessions reach it; what a target or our own side does wrong is told."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.authorization.columns.reading import NotRead, Reading, Told
from gateway.ipc.messages import CallRefused
from gateway.relay.postgres.target import pins
from gateway.relay.postgres.target.words import NOT_AS_IT_SHOULD
from gateway.relay.reaching import AnotherHost, Unreachable
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text
from gateway.vocabulary.target import LoginWay
from gateway.worker.readings import PACE, Readings, read_schema
from tests.gateway.relay.postgres.target.a_database import ADatabase, a_database, made
from tests.gateway.storage.samples import target

NO = Text(ja="不可", en="no")
SCHEMA = """
CREATE SCHEMA sales; CREATE TABLE sales."order items" (id int, "a""b" text);
CREATE TABLE "顧客" ("顧客名" text NOT NULL, "電話番号" character varying(20), tel2 text, x numeric(10,2)[]);
COMMENT ON COLUMN "顧客".tel2 IS U&'予備の\\202E電話';
CREATE VIEW plain_customers AS SELECT id, name AS label FROM customers;
CREATE MATERIALIZED VIEW many AS SELECT id FROM customers;
CREATE SEQUENCE numbers; CREATE INDEX by_name ON customers (name); CREATE TYPE pair AS (a int, b int);
CREATE TABLE parted (id int) PARTITION BY RANGE (id); CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (1) TO (9);
ALTER TABLE customers ADD gone text; ALTER TABLE customers DROP gone;
CREATE TABLE hidden (secret text); REVOKE ALL ON hidden FROM PUBLIC;
"""


@pytest.fixture(scope="module")
def database() -> Iterator[ADatabase]:
    with a_database() as found:
        found.sql(SCHEMA)
        yield found


def reading(database: ADatabase, **changes: Any) -> Reading:
    return Reading(id="CR-1", target=database.target(**changes), account="reader", database="callcenter")


def test_every_relation_with_its_columns_types_and_comments(database: ADatabase) -> None:
    found = read_schema(reading(database), database.keeper)
    columns = {(each.schema, each.table, each.name): each for each in found.columns}
    assert {(schema, table) for schema, table, _ in columns} == {
        ("public", "customers"), ("sales", "order items"), ("public", "顧客"), ("public", "plain_customers"),
        ("public", "many"), ("public", "parted"), ("public", "parted_1"), ("public", "hidden"),
    }  # fmt: skip
    assert columns["public", "顧客", "電話番号"].type == "character varying(20)"
    assert columns["public", "顧客", "x"].type == "numeric(10,2)[]"
    assert columns["public", "顧客", "tel2"].comment == "予備の\u202e電話"
    assert not columns["public", "顧客", "顧客名"].nullable
    assert columns["public", "many", "id"].is_view
    assert ("sales", "order items", 'a"b') in columns
    assert not [each for each in columns if "........" in each[2]]  # a dropped column


def test_R05_no_row_of_data_is_read(database: ADatabase) -> None:
    """Nothing but the settings and the catalogue is asked, by a role that has a right on one table only."""
    database.sql("ALTER SYSTEM SET log_statement = 'all'; SELECT pg_reload_conf()")
    before = len(database.log)
    read_schema(reading(database), database.keeper)
    asked = [line for line in database.log[before:].split("LOG:  statement:") if "pg_attribute" in line]
    assert len(asked) == 1
    assert "name 1" not in str(read_schema(reading(database), database.keeper))
    assert "customers" not in asked[0]


def test_by_certificate_too(database: ADatabase) -> None:
    certified = replace(reading(database, login=LoginWay.CERTIFICATE, accounts=("certified",)), account="certified")
    assert read_schema(certified, database.keeper).columns


def test_another_certificate_is_another_server(database: ADatabase) -> None:
    with pytest.raises(AnotherHost):
        read_schema(reading(database, host_keys=(made()[0],)), database.keeper)


def test_no_pin_but_loopback_in_the_clear_is_the_demos(database: ADatabase) -> None:
    with pytest.raises(TargetError) as refused:
        read_schema(reading(database, host_keys=(), address="192.0.2.1"), database.keeper)
    assert refused.value.text is not None


@dataclass
class Office:
    """The registrar's side, with what it was told."""

    wanted: list[Reading]
    told: list[Any] = field(default_factory=list)
    refuses: Exception | None = None

    def work(self) -> list[Reading]:
        if self.refuses is not None:
            raise self.refuses
        return self.wanted

    def answered(self, reading: str, told: Told) -> None:
        self.told.append((reading, told))

    def failed(self, reading: str, why: NotRead, text: Text) -> None:
        self.told.append((reading, why, text.ja))


def readings(office: Office, read: Any) -> Readings:
    return Readings(register=office, login_of=lambda _: None, read=read)  # type: ignore[arg-type,return-value]


def one() -> Reading:
    return Reading(id="CR-1", target=replace(target(), standing=Standing.ACTIVE), account="r", database="d")


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Unreachable("x", NO), NotRead.UNREACHABLE), (AnotherHost("x", NO), NotRead.OTHER_HOST),
        (TargetError("x", NO), NotRead.REFUSED), (TargetError("x", NOT_AS_IT_SHOULD), NotRead.NONSENSE),
        (GatewayFault("x"), NotRead.OURS), (CallRefused("target.no_secret", NO), NotRead.OURS),
    ],
)  # fmt: skip
def test_why_it_was_not_read_is_told(fault: Exception, why: NotRead) -> None:
    def read(*_: Any) -> Told:
        raise fault

    office = Office([one()])
    assert readings(office, read).look()
    ((reading, told, words),) = office.told
    assert (reading, told) == ("CR-1", why)
    assert words


def test_one_that_cannot_be_told_leaves_the_others(caplog: pytest.LogCaptureFixture) -> None:
    class Away(Office):
        def answered(self, reading: str, told: Told) -> None:
            if reading == "CR-1":
                raise CallRefused("catalogue.nobody-waits", NO)
            super().answered(reading, told)

    office = Away([one(), replace(one(), id="CR-2")])
    assert readings(office, lambda *_: Told(columns=())).look()
    assert [each[0] for each in office.told] == ["CR-2"]
    assert "could not be told" in caplog.text


def test_our_own_side_away_is_tried_again_later() -> None:
    paused: list[float] = []

    def wait(seconds: float) -> bool:
        paused.append(seconds)
        return len(paused) == 2

    readings(Office([], refuses=GatewayFault("away")), None).run(wait)
    assert paused[1] == PACE.failed


@pytest.mark.parametrize(
    "answers", [[], [[]], [[], [], []], [[("search_path", "public")], []], [None, [("x",)]], [None, [(None,) * 7]]]
)
def test_a_target_that_answers_nonsense_is_a_fault_of_the_target(monkeypatch: pytest.MonkeyPatch, answers: Any) -> None:
    class Talk:
        closed = False

        def ask(self, *_: Any) -> Any:
            taken = [(name.lower(), value) for name, value in pins.settings(30).items()]
            taken = [(name, f"{value}, MDY" if name == "datestyle" else value) for name, value in taken]
            return [taken if each is None else each for each in answers]

        def close(self) -> None:
            self.closed = True

    class Found:
        talk = Talk()
        let_in = SimpleNamespace(settings={"server_encoding": "UTF8"})

    found = Found()
    monkeypatch.setattr("gateway.worker.readings.reached", lambda *_, **__: found)
    with pytest.raises(TargetError) as fault:
        read_schema(one(), None)  # type: ignore[arg-type]
    assert fault.value.text is not None
    assert found.talk.closed
