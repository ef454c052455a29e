from datetime import date

import pytest

from gateway.recording.content_key import LASTING, began_on, over_on, read_slot, set_of, slot

WRAPPED = b"\x01" + bytes(92)


def test_a_slot_names_its_pair_and_earlier_ones_name_the_lasting_key():
    assert read_slot(slot(bytes(range(16)), WRAPPED)) == (bytes(range(16)), WRAPPED)
    assert read_slot(slot(LASTING, WRAPPED)) == (LASTING, WRAPPED)
    assert read_slot(b"\x02short") == (LASTING, b"\x02short")
    assert read_slot(b"") == (LASTING, b"")


def test_clients_are_a_set_in_one_order():
    assert set_of(["C02", "C01", "C02"]) == ("C01", "C02")


def test_R84_a_recording_has_whole_days():
    day = began_on("R-20261122-7F3K9QW2ZD")
    assert day == date(2026, 11, 22)
    assert over_on(day, 1) == date(2026, 11, 24)
    with pytest.raises(ValueError, match="identifier"):
        began_on("../20261122")
