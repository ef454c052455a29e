from gateway.guards.detect import Kind, Sight
from gateway.guards.detect.learning import learnt, table_of


def row_sights(line: str) -> list[Sight]:
    return [Sight(Kind.NAME, 2, 4, b"x", False), Sight(Kind.PHONE, 5, len(line), b"y", True)]


def test_three_rows_of_one_shape_teach_their_columns():
    rows, line = None, "1,佐藤,09012345678"
    for number in range(1, 4):
        rows = learnt(rows, line, row_sights(line))
        assert rows is not None
        table = table_of(rows)
        assert (table is not None) == (number == 3)
    assert table is not None
    assert [None if title is None else title.kind for title in table.titles] == [None, Kind.NAME, Kind.PHONE]
    assert learnt(rows, "other", ()) is None
