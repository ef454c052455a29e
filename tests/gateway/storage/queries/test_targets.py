from gateway.storage.engine import reading, writing
from gateway.storage.office import Office
from gateway.storage.queries import targets as lists
from gateway.storage.queries.targets import ClientLine, EmployerLine
from tests.gateway.storage.samples import add_terminal, target


def test_lists_are_whole_and_in_order(office):
    with writing(office) as connection:
        Office(connection).add_target(target("build-host", free=True))
        Office(connection).add_client(id="C-2", name="乙商事")
        Office(connection).add_client(id="C-1", name="甲商事")
        add_terminal(connection, "pc-00")
    with reading(office) as connection:
        assert lists.targets(connection) == [target("build-host", free=True), target()]
        assert [terminal.name for terminal in lists.terminals(connection)] == ["pc-00", "pc-01"]
        assert lists.employers(connection) == [EmployerLine(id="EMP-1", name="見本保守株式会社", kind="contractor")]
        assert lists.clients(connection) == [ClientLine(id="C-1", name="甲商事"), ClientLine(id="C-2", name="乙商事")]
