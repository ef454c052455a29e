"""Databases by their rows."""

import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.personal_data.people import People
from gateway.guards.personal_data.sqlite import Pages
from tests.gateway.guards.personal_data.synthetic import customers, database_file


def read(data: bytes, size: int = 4096) -> tuple[int, bytes]:
    people, strings = People(), bytearray()
    pages = Pages(people, strings.extend)
    for at in range(0, len(data), size):
        pages.feed(data[at : at + size])
    pages.close()
    return people.count, bytes(strings)


def test_R10_rows_are_people_however_the_file_comes() -> None:
    data = database_file(customers(300))
    assert [read(data, size)[0] for size in (7, 4096, len(data))] == [300] * 3


def test_other_sizes_and_encodings() -> None:
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA page_size = 512")
        database.execute("PRAGMA encoding = 'UTF-16'")
        database.execute("CREATE TABLE t (a, b, c, d, e)")
        rows = [(number, None, 1.5, one["mobile"], one["email"]) for number, one in enumerate(customers(40))]
        database.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", rows)
        database.commit()
        assert read(bytes(database.serialize()))[0] == 40


def test_what_no_row_uses_is_read_by_its_strings() -> None:
    data = bytearray(database_file(customers(1)))
    last = len(data) - 4096
    content = int.from_bytes(data[last + 5 : last + 7], "big")
    data[last + 100 : last + 113] = b"090-1234-5678"
    assert content > 200
    assert b"090-1234-5678" in read(bytes(data))[1]


@settings(deadline=None)
@given(st.data())
def test_nothing_breaks_it(draw: st.DataObject) -> None:
    data = bytearray(database_file(customers(3)))
    for _ in range(draw.draw(st.integers(1, 30))):
        data[draw.draw(st.integers(16, len(data) - 1))] = draw.draw(st.integers(0, 255))
    read(bytes(data[: draw.draw(st.integers(0, len(data)))]))
