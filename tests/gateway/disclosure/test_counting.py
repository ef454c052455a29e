from gateway.disclosure.counting import NO_CODE, Row, client_of, counted
from gateway.disclosure.shown import UNKNOWN_CLIENT
from tests.gateway.disclosure.a_past import digest


def row(client="C01", number="1", *, revealed=False, masked=True, subject="customer") -> Row:
    return Row(client=client, subject=subject, number=number, revealed=revealed, masked=masked)


def of(*rows: Row, statement: int = 1):
    return counted(rows, digest, "S1", statement)


def test_masked_rows_count_by_client():
    assert of(row(), row(), row("C02"), row(None)).rows == {"C01": 2, "C02": 1, UNKNOWN_CLIENT: 1}


def test_rows_without_personal_columns_count_nothing():
    assert of(row(masked=False)).rows == {}
    assert of(row(masked=False)).people == frozenset()


def test_one_person_in_several_tables_is_one():
    found = of(row(revealed=True), row(revealed=True), row(number="2", revealed=True))
    assert len(found.people) == 2
    assert len(of(row(revealed=True), row(subject="public.other", revealed=True)).people) == 2


def test_R06_rows_of_nobody_known_are_all_different_people():
    one = of(row(number=None, revealed=True), row(number=None, revealed=True), statement=1)
    other = of(row(number=None, revealed=True), row(number=None, revealed=True), statement=2)
    assert len(one.people | other.people) == 4


def test_a_row_half_revealed_counts_for_both():
    found = of(row(revealed=True, masked=True))
    assert (len(found.people), found.rows) == (1, {"C01": 1})


def test_R25_what_can_be_no_clients_code_is_nobodys():
    for code in ("C01", "a", "C-01.x_9"):
        assert client_of(row(client=code)) == code
    for none in ("", " ", "C 1", "名", "x" * 65, "-a", "a\n"):
        assert client_of(row(client=none)) == NO_CODE
    assert client_of(row(client=None)) == UNKNOWN_CLIENT
