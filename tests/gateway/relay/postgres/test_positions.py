from gateway.disclosure.asking import Positions
from gateway.disclosure.counting import Row
from gateway.relay.postgres.positions import KEY_LETTERS_MAX, KeysSeen


def row(number: str | None, table: str = "s.t") -> Row:
    return Row(client="C01", subject="customer", number=number, revealed=False, masked=True, table=table)


def test_first_and_last_of_each_table_over_all_batches_of_a_statement():
    keys = KeysSeen()
    keys.saw([row("3"), row("9", "s.u"), row("4")], 1)
    keys.saw([row("5"), row(None)], 1)
    assert keys.place(1) == 5
    assert keys.ended(1) == [
        Positions(table="s.t", first="3", last="5"),
        Positions(table="s.u", first="9", last="9"),
    ]
    assert keys.ended(1) == []


def test_the_next_statement_begins_anew():
    keys = KeysSeen()
    keys.saw([row("3")], 1)
    assert keys.place(2) == 0
    keys.saw([row("8")], 2)
    assert keys.ended(1) == []
    assert keys.ended(2) == [Positions(table="s.t", first="8", last="8")]


def test_a_long_key_is_cut():
    keys = KeysSeen()
    keys.saw([row("x" * 1000)], 1)
    assert len(keys.ended(1)[0].first) == KEY_LETTERS_MAX
