from binascii import crc_hqx

import pytest

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import program, said_by
from tests.gateway.guards.transfer.captures import bytewise, kind_of, tripped


def block(number: int, data: bytes, *, size: int = 128) -> bytes:
    """One block with CRC-16."""
    padded = data.ljust(size, b"\x1a")
    mark = {128: b"\x01", 1024: b"\x02"}[size]
    return mark + bytes((number, 255 - number)) + padded + crc_hqx(padded, 0).to_bytes(2, "big")


@pytest.mark.parametrize(
    ("name", "arguments", "typed"),
    [("sx", ["f"], b"C"), ("sx", ["-k", "f"], b"C"), ("sb", ["f"], b"C")],
)
def test_R03_the_real_programs_trip_before_anything_of_the_file(tmp_path, name, arguments, typed):
    (tmp_path / "f").write_text("the first person, the second person\n" * 40)
    said = said_by([program(name), *arguments], tmp_path, b"person" if name == "sx" else b"\x00\xff", typed)
    finding, passed = tripped(bytewise(said + bytes(1100)))
    assert finding is not None and finding.kind == "transfer.xmodem"
    assert b"person" not in passed


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("size", [128, 1024])
def test_R03_nothing_of_the_first_block_passes(direction, size):
    finding, passed = tripped(bytewise(b"ok\r\n" + block(1, b"secret", size=size)), direction)
    assert finding is not None and finding.kind == "transfer.xmodem"
    assert b"s" not in passed


@pytest.mark.parametrize("name", [b"customers.csv\x001234 14712345", "顧客.csv".encode() + b"\x009"])
def test_R03_a_file_name_and_size_in_block_0_are_a_start(name):
    assert kind_of(block(0, name)) == "transfer.xmodem"


@pytest.mark.parametrize("number", [0, 2, 17, 128, 255])
@pytest.mark.parametrize("size", [128, 1024])
def test_R03_any_other_block_trips_at_its_last_byte(number, size):
    stream = b"text" + block(number, bytes(range(0x20, 0x7F)), size=size)
    finding, passed = tripped(bytewise(stream))
    assert finding is not None and finding.size_bytes == size + 5
    assert passed == stream[:-1]


def test_a_block_with_a_wrong_crc_starts_nothing():
    whole = block(2, b"data")
    assert kind_of(whole[:-1] + bytes((whole[-1] ^ 1,))) is None


def test_a_number_without_its_complement_starts_nothing():
    whole = block(5, b"data")
    assert kind_of(whole[:2] + b"\x05" + whole[3:]) is None


@pytest.mark.parametrize("waiting", [b"C", b"CCCCC", b"\x15\x15\x15", b"G", b"rb waiting to receive.C", b"\x15C"])
def test_waiting_signs_are_letters_and_keys(waiting):
    for direction in Direction:
        assert kind_of(waiting, direction) is None


def test_jumps_in_machine_code_are_no_file_name():
    assert kind_of(b"\xe9\x01\x00\xff\x25\x4a\x2f\x00\x00h\x02\x00\xff\x35\xca\x2f\x00\x00") is None
