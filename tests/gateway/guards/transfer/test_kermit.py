import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import program, said_by
from tests.gateway.guards.transfer.captures import (
    GKERMIT,
    GKERMIT_GET,
    KERMIT,
    KERMIT_FORCED_CRC,
    KERMIT_OTHER_PREFIX,
    KERMIT_PRINTABLE_MARK,
    bytewise,
    kind_of,
    tripped,
)

PARAMETERS = b"~/ @" + b'-#Y3~^>J)0___N"U1@'


def packet(kind: bytes, data: bytes, *, mark: bytes = b"\x01", seq: bytes = b" ") -> bytes:
    """A packet with a block check of type 1."""
    counted = bytes((len(data) + 3 + 32,)) + seq + kind + data
    total = sum(counted)
    return mark + counted + bytes((((total + ((total & 0xC0) >> 6)) & 0x3F) + 32,)) + b"\r"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("gkermit", ["-s", "f"]),
        ("gkermit", ["-g", "f"]),
        ("kermit", ["-s", "f"]),
        ("kermit", ["-Y", "-C", "set send start 62, send f, quit"]),
        ("kermit", ["-Y", "-C", "set send start 5, send f, quit"]),
        ("kermit", ["-Y", "-C", "set block 5, send f, quit"]),
    ],
)
def test_R03_the_real_programs_trip(tmp_path, name, arguments):
    (tmp_path / "f").write_text("data")
    said = said_by([program(name), *arguments], tmp_path, b"U1@")
    finding, passed = tripped(bytewise(said + b"\r"))
    assert finding is not None and finding.kind == "transfer.kermit"
    assert said.startswith(passed)


@pytest.mark.parametrize("capture", [KERMIT, KERMIT_PRINTABLE_MARK, KERMIT_FORCED_CRC, GKERMIT, GKERMIT_GET])
def test_R03_packets_trip_at_their_check(capture):
    for direction in Direction:
        finding, passed = tripped(bytewise(b"KERMIT READY TO SEND...\r\n" + capture), direction)
        assert finding is not None and finding.size_bytes == len(capture) - 1
        assert not passed.endswith(capture[-3:])


def test_R03_any_mark_and_any_prefix_is_known_in_what_is_typed():
    assert kind_of(KERMIT_OTHER_PREFIX, Direction.INPUT) == "transfer.kermit"
    for mark in range(0x01, 0x7F):
        answer = packet(b"Y", PARAMETERS.replace(b"#", b"&"), mark=bytes((mark,)))
        assert kind_of(b"x" + answer, Direction.INPUT) == "transfer.kermit", mark


@pytest.mark.parametrize(("kind", "data"), [(b"R", b"customers.csv"), (b"G", b"D")])
def test_R03_requests_to_a_server_are_starts(kind, data):
    assert kind_of(packet(kind, data), Direction.INPUT) == "transfer.kermit"


@given(st.integers(min_value=-40, max_value=40).filter(bool))
def test_a_packet_with_a_wrong_check_starts_nothing(off):
    whole = packet(b"S", PARAMETERS)
    wrong = (whole[-2] - 32 + off) % 64 + 32
    if wrong != whole[-2]:
        assert kind_of(whole[:-2] + bytes((wrong,))) is None


@pytest.mark.parametrize(
    "text",
    [
        b"KERMIT READY TO SEND...\r\n",
        b"Return to your local Kermit and give a RECEIVE command.\r\n",
        b"mail me @-#home, 9 S~ for 3 I would\r\n",
        b"\x01\x01a\x01d",
        b"/ Some Yes, and I say: all 9 Sizes of 4 Items\r\n",
    ],
)
def test_text_is_honest(text):
    for direction in Direction:
        assert kind_of(text * 20, direction) is None


def test_one_packet_does_not_make_another_one_evidence():
    """What is looked for is in the packet itself: else a later one would turn back time."""
    finding, _ = tripped([KERMIT_OTHER_PREFIX + KERMIT])
    assert finding == tripped(bytewise(KERMIT_OTHER_PREFIX + KERMIT))[0]
    assert kind_of(KERMIT_OTHER_PREFIX) is None
