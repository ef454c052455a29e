from datetime import date

from gateway.storage.engine import reading, writing
from gateway.storage.office import Office
from gateway.storage.queries import employers as lists
from gateway.storage.queries.employers import EmployerFilter


def test_parts_of_the_list_by_filter(office):
    with writing(office) as connection:
        Office(connection).add_employer(id="EMP-2", name="A運用", kind="processor", contract_end=date(2026, 12, 31))
        Office(connection).add_employer(id="EMP-3", name="B運用", kind="sub-processor", contract_number="K-9")

    def found(**wanted):
        with reading(office) as connection:
            lines, total = lists.found_employers(connection, EmployerFilter(**wanted))
        return [line.id for line in lines], total

    assert found(limit=2) == (["EMP-2", "EMP-3"], 3)
    assert found(text="k-9") == (["EMP-3"], 1)
    assert found(kind="processor") == (["EMP-2"], 1)
    assert found(ending_until=date(2026, 12, 31)) == (["EMP-2"], 1)
    assert found(text="_")[1] == 0
    with reading(office) as connection:
        assert [line.id for line in lists.employers(connection)] == ["EMP-1", "EMP-2", "EMP-3"]


def test_R20_heads_are_counted(office):
    with reading(office) as connection:
        everybody = lists.heads(connection)["EMP-1"]
        assert everybody == 3
        assert lists.heads(connection, ending_after=date(2027, 3, 30))["EMP-1"] == everybody
        assert lists.heads(connection, ending_after=date(2027, 3, 31)) == {}
