"""A session as it plays: plain lines, nothing a terminal would act upon."""

from datetime import UTC, datetime

from gateway.guards.statements import judge
from gateway.relay.postgres.ports import Denied, Permitted
from gateway.relay.postgres.recording import Record
from gateway.relay.postgres.rows import Shape
from gateway.relay.postgres.runs import About, Bound, Run
from gateway.relay.postgres.wire.portals import Format
from gateway.relay.postgres.wire.rows import Field, RowDescription
from gateway.vocabulary.outcome import Text
from tests.gateway.guards.statements.a_catalogue import CATALOGUE, LIMITS
from tests.gateway.relay.postgres.a_session import Tape


class Noon:
    """Three in the night, in Japan noon."""

    def now(self):
        return datetime(2026, 11, 23, 3, 0, 0, tzinfo=UTC)

    def monotonic(self):
        return 0.0


def about(sql, types=()):
    return About(sql, Permitted.of(sql, judge("SELECT 1", CATALOGUE, LIMITS), sql), types)


def shaped(*names):
    fields = tuple(Field(name=name, type=25) for name in names)
    return Shape(judge("SELECT 1", CATALOGUE, LIMITS), RowDescription(fields=fields), None)


def test_a_statement_its_values_its_rows_and_its_end():
    tape = Tape()
    record, asked = Record(tape, Noon()), about("SELECT 1\nFROM x\x1b[2J", (0, 23))
    bound = Bound(asked, (b"a\x07b", b"\0\0\0\7", None), (Format.TEXT, Format.BINARY, Format.TEXT))
    record.asked(3, asked.sql, bound)
    run, shape = Run(3, asked, 0.0), shaped("id", "name")
    record.rows(run, shape, [[b"C1", "＊＊".encode()], [b"C200", None]])
    record.rows(run, shape, [[b"C3", b"x" * 10]])
    record.ended(run, "3 rows, 1 ms")
    assert tape.out == b""
    record.keep()
    assert tape.marks == ["statement 3: SELECT 1\\nFROM x\\u001b[2J"]
    assert tape.text.split("\r\n") == [
        "[3] 12:00:00", "SELECT 1", "FROM x\\u001b[2J", "  $1 = a\\u0007b", "  $2 = 7", "  $3 = NULL",
        "[3]", "id   | name", "-----+-----", "C1   | ＊＊", "C200 | NULL", "C3   | xxxxxxxxxx",
        "[3] 3 rows, 1 ms", "", "",
    ]  # fmt: skip


def test_rows_of_two_statements_in_turn_say_whose_they_are():
    tape = Tape()
    record, shape = Record(tape, Noon()), shaped("a")
    for number in (1, 2, 1):
        record.rows(Run(number, about("SELECT 1"), 0.0), shape, [[b"x"]])
    record.keep()
    assert [line for line in tape.text.split("\r\n") if line.startswith("[")] == ["[1]", "[2]", "[1]"]


def test_a_mark_stands_behind_what_was_told_before_it():
    tape = Tape()
    record = Record(tape, Noon())
    record.said(Text(ja="はい", en="yes"))
    record.mark("cancel")
    assert (tape.text, tape.marks) == ("はい\r\nyes\r\n", ["cancel"])
    record.keep()
    assert tape.text == "はい\r\nyes\r\n"


def test_a_refusal_says_its_code_and_its_words():
    tape = Tape()
    record = Record(tape, Noon())
    record.refused(Denied(sqlstate="42501", why="x", text=Text(ja="だめ", en="no")))
    record.keep()
    assert tape.text == "42501 だめ\r\n42501 no\r\n"


def test_values_beyond_their_formats_are_told_all_the_same():
    tape = Tape()
    record, asked = Record(tape, Noon()), about("SELECT 1")
    record.asked(1, asked.sql, Bound(asked, (b"a", b"b", b"c"), (Format.TEXT, Format.TEXT)))
    record.keep()
    assert "$3 = c" in tape.text
