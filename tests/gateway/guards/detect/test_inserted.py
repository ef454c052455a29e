import time

import pytest

from gateway.guards.detect import Context, Detector, Kind
from gateway.guards.detect.inserted import inserted

DETECTOR = Detector()
BEGIN = "INSERT INTO customers (id, name, phone, email) VALUES "


def seen(line):
    return [(sight.kind, line[sight.start : sight.end]) for sight in DETECTOR.look(line, Context())]


def test_R05_named_columns_say_what_each_value_is():
    line = BEGIN + "(1, '鰐淵 一閃', '0312345678', NULL), (2,'御手洗 碧','052-123-4567','a@example.jp');"
    assert seen(line) == [
        (Kind.NAME, "鰐淵 一閃"),
        (Kind.PHONE, "0312345678"),
        (Kind.NAME, "御手洗 碧"),
        (Kind.PHONE, "052-123-4567"),
        (Kind.MAIL, "a@example.jp"),
    ]


def test_R05_in_any_letters_and_with_the_tables_schema():
    assert seen("insert  into cc.customers(id,氏名) values (7,'四十物栞')") == [(Kind.NAME, "四十物栞")]


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ("(1,'a''b, (c)','0','x')", ["a''b, (c)", "0", "x"]),
        ("(1,'a\\'b','0','x')", ["a\\'b", "0", "x"]),
        ("(1,'open, ", ["open,"]),
        ("(1,'", [""]),
        ("(f(1,2),'a',b)", ["a", "b"]),
        ("(1,a,2,3); (1,b,2,3)", ["a", "2", "3"]),
        ("(1,a,2,3,4,5),(1,b)", ["a", "2", "3", "b"]),
    ],
)
def test_values_are_parted_as_sql_parts_them(values, cells):
    line = BEGIN + values
    assert [line[cell.start : cell.end].strip(" ") for cell in inserted(line)] == cells


def test_R05_nobody_is_seen_where_no_column_is_a_persons():
    assert seen("INSERT INTO jobs (id, queue, state) VALUES (1, '鰐淵 一閃', '0312345678')") == []
    assert list(inserted("INSERT INTO t VALUES (1, 'x')")) == []


@pytest.mark.parametrize("line", ["INSERT INTO x (" * 300, BEGIN + "(" * 3000, BEGIN + "'" * 3000, "INSERT " * 600])
def test_the_time_grows_with_the_line_and_no_faster(line):
    began = time.process_time()
    list(inserted(line[:4096]))
    assert time.process_time() - began < 0.2
