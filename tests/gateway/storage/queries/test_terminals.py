import pytest

from gateway.storage.engine import reading, writing
from gateway.storage.queries import terminals as lists
from gateway.storage.queries.terminals import TerminalFilter
from gateway.storage.stores.terminals import Terminals
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.terminal import TerminalKind
from tests.gateway.storage.samples import add_terminal


@pytest.fixture
def many(office):
    with writing(office) as connection:
        for number in range(10, 14):
            add_terminal(connection, f"pc-{number}")
        kept = {"name": "pc-13", "site": "東京", "owner": "EMP-1", "standing": Standing.SUSPENDED}
        Terminals(connection).change(id="T-pc-13", **kept, kind=TerminalKind.DEDICATED)
    return office


def found(database, **wanted):
    with reading(database) as connection:
        lines, total = lists.found_terminals(connection, TerminalFilter(**wanted))
    return [(line.terminal.name, line.owner_name) for line in lines], total


def test_all_of_them_by_name(many):
    with reading(many) as connection:
        assert [each.name for each in lists.terminals(connection)] == ["pc-01", "pc-10", "pc-11", "pc-12", "pc-13"]


def test_a_part_of_the_list_and_how_long_it_is(many):
    names, total = found(many, limit=2, offset=1)
    assert ([name for name, _ in names], total) == (["pc-10", "pc-11"], 5)


def test_the_filters(many):
    assert found(many, text="PC-13") == ([("pc-13", "見本保守株式会社")], 1)
    assert found(many, text="東京")[1] == found(many, owner="EMP-1")[1] == 1
    assert found(many, kind=TerminalKind.DEDICATED)[1] == found(many, standing=Standing.SUSPENDED)[1] == 1
    assert found(many, text="%")[1] == 0


def test_one_by_id_or_name(many):
    with reading(many) as connection:
        assert lists.terminal_named(connection, "pc-10") == lists.terminal_named(connection, "T-pc-10")
        assert lists.terminal_named(connection, "pc") is None
