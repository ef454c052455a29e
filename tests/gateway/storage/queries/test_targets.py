from dataclasses import replace
from datetime import date

import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.office import Office
from gateway.storage.queries import targets as lists
from gateway.storage.queries.targets import Row, TargetFilter
from gateway.storage.rights import Process
from gateway.storage.stores.targets import Targets
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Importance, Protocol, RiskEntry
from tests.databases import as_process
from tests.gateway.storage.samples import target


def test_lists_are_whole_and_in_order(office):
    with writing(office) as connection:
        Office(connection).add_target(target("build-host", free=True))
    with reading(office) as connection:
        assert lists.targets(connection) == [target("build-host", free=True), target()]


def test_R44_the_worker_reads_what_active_databases_are_known_by_and_no_other_column(office):
    with writing(office) as connection:
        for name, changed in (("db-2", {}), ("db-1", {}), ("db-0", {"standing": Standing.SUSPENDED})):
            pinned = replace(target(name), protocol=Protocol.POSTGRESQL, host_keys=(name.encode(), b"next"), **changed)
            Targets(connection).add(pinned)
    worker = as_process(office, Process.WORKER)
    with reading(worker) as connection:
        assert lists.pinned_databases(connection) == [("db-1", (b"db-1", b"next")), ("db-2", (b"db-2", b"next"))]
    if office.dialect.name == "postgresql":
        with pytest.raises(GatewayFault, match="InsufficientPrivilege"), reading(worker) as connection:
            lists.targets(connection)


DAY = date(2026, 11, 22)
ROW = RiskEntry(
    owner="yamada", importance=Importance.HIGH, people=9, risk="r", measure="m", review_on=date(2026, 12, 31)
)


@pytest.fixture
def many(office):
    with writing(office) as connection:
        for place in range(30):
            made = target(f"host-{place:02}", free=place % 2 == 0)
            Targets(connection).add(replace(made, risk=ROW if place < 10 else None, clients=(f"C_{place:02}",)))
    return office


def found(database, **wanted):
    with reading(database) as connection:
        lines, total = lists.found_targets(connection, TargetFilter(day=DAY, **wanted))
    return [line.name for line in lines], total


def test_a_part_of_the_list_and_how_long_it_is(many):
    names, total = found(many, limit=10, offset=10)
    assert (names[0], len(names), total) == ("host-09", 10, 31)


def test_the_filters(many):
    assert found(many, text="HOST-03") == (["host-03"], 1)
    assert found(many, text="192.0.2.7")[1] == 31
    assert found(many, text="%")[1] == found(many, text="_")[1] == 0  # no wildcards
    assert found(many, personal_data=True)[1] == 16
    assert found(many, personal_data=False)[1] == 15
    assert found(many, client="C_03") == (["host-03"], 1)
    assert found(many, client='C_03","C_04')[1] == 0
    assert found(many, row=Row.CURRENT)[1] == 10
    assert found(many, row=Row.MISSING)[1] == 21
    with reading(many) as connection:
        late = TargetFilter(day=date(2027, 1, 1), row=Row.OVERDUE)
        assert lists.found_targets(connection, late)[1] == 10
        free_then = TargetFilter(day=date(2027, 1, 1), personal_data=False)
        assert lists.found_targets(connection, free_then)[1] == 0  # the declarations have ended
        assert lists.target_by_id(connection, "TG-host-03") is not None
        assert lists.target_by_id(connection, "host-03") is None
