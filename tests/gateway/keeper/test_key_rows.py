import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.keeper import key_rows
from gateway.keeper.host_ring import KeyStanding, RowRefused
from gateway.vocabulary.secret import Secret


def seed(number: int) -> Secret:
    return Secret(bytes([number]) * 32)


def seeds(row: key_rows.Row) -> list[tuple[str, int]]:
    return [(key.standing.value, key.seed.reveal()[0]) for key in row]


def test_a_key_renewed_at_once_stands_behind_the_new_one():
    row = key_rows.renewed(key_rows.renewed(key_rows.first(seed(1)), seed(2), until=7), seed(3))
    assert seeds(row) == [("current", 3), ("former", 2), ("former", 1)]
    assert [key.until for key in row] == [0, 0, 7]


def test_by_steps_the_next_one_waits_and_the_former_one_stays_until_it_is_retired():
    row = key_rows.prepared(key_rows.first(seed(1)), seed(2))
    assert seeds(row) == [("current", 1), ("next", 2)]
    with pytest.raises(RowRefused):
        key_rows.prepared(row, seed(3))
    row = key_rows.switched(row)
    assert seeds(row) == [("current", 2), ("former", 1)]
    with pytest.raises(RowRefused):
        key_rows.switched(row)
    assert seeds(key_rows.without_former(row)) == [("current", 2)]
    with pytest.raises(RowRefused):
        key_rows.without_former(key_rows.first(seed(1)))


def test_a_row_is_full_at_last_and_still_fits_its_file():
    row = key_rows.first(seed(0))
    for number in range(1, key_rows.KEYS_MAX):
        row = key_rows.renewed(row, seed(number), until=2**50)
    with pytest.raises(RowRefused):
        key_rows.renewed(row, seed(99))
    assert len(key_rows.written(row)) * 4 / 3 < 3900
    assert key_rows.read(key_rows.written(row)) == row


def test_one_key_alone_is_read_by_earlier_versions():
    assert key_rows.written(key_rows.first(seed(5))) == bytes([5]) * 32


@given(st.binary(max_size=200))
def test_whatever_is_read_is_a_row_or_is_refused(data):
    try:
        row = key_rows.read(data)
    except ValueError:
        return
    assert row[0].standing is KeyStanding.CURRENT
