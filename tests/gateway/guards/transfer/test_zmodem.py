import zlib
from binascii import crc_hqx

import pytest

from gateway.guards.transfer import Direction
from tests.gateway.guards.transfer.a_terminal import program, said_by
from tests.gateway.guards.transfer.captures import RZ, RZ_ANSWER, SZ, ZFILE_CRC32, bytewise, kind_of, tripped


def binary(kind: int, *, form: bytes = b"C") -> bytes:
    header = bytes((kind, 1, 2, 3, 4))
    check = zlib.crc32(header).to_bytes(4, "little") if form == b"C" else crc_hqx(header, 0).to_bytes(2, "big")
    escaped = b"".join(
        b"\x18" + bytes((byte ^ 0x40,)) if byte in b"\x10\x11\x13\x18\x90\x91\x93\x98" else bytes((byte,))
        for byte in header + check
    )
    return b"*\x18" + form + escaped


@pytest.mark.parametrize(("name", "arguments"), [("sz", ["f"]), ("rz", []), ("sz", ["-e", "f"])])
def test_R03_the_real_programs_trip_before_their_header_is_complete(tmp_path, name, arguments):
    (tmp_path / "f").write_text("data")
    said = said_by([program(name), *arguments], tmp_path, b"\x11")
    finding, passed = tripped([said])
    assert finding is not None and finding.kind == "transfer.zmodem"
    assert b"\x18B00" not in passed and b"\x18B01" not in passed


@pytest.mark.parametrize("capture", [SZ, RZ, RZ_ANSWER, ZFILE_CRC32])
def test_R03_headers_trip_at_their_last_byte(capture):
    finding, passed = tripped(bytewise(capture))
    assert finding is not None and finding.kind == "transfer.zmodem"
    assert capture.startswith(passed) and len(passed) < len(capture)


@pytest.mark.parametrize("form", [b"A", b"C"])
@pytest.mark.parametrize("kind", range(20))
def test_R03_binary_headers_of_every_type_trip_in_both_directions(kind, form):
    for direction in Direction:
        assert kind_of(b"text " + binary(kind, form=form), direction) == "transfer.zmodem"


def test_flow_control_between_the_bytes_changes_nothing():
    header = binary(4)
    assert kind_of(b"*\x11\x13\x18\x13\x11" + header[2:3] + b"\x11" + header[3:]) == "transfer.zmodem"


def test_parity_changes_nothing_in_what_is_typed():
    assert kind_of(b"\xaa\x98\xc3" + binary(4)[3:], Direction.INPUT) == "transfer.zmodem"


@pytest.mark.parametrize("form", [b"A", b"C"])
def test_a_binary_header_with_a_wrong_crc_starts_nothing(form):
    header = binary(4, form=form)
    assert kind_of(header[:-1] + bytes((header[-1] ^ 1,))) is None


def test_a_binary_header_of_no_type_starts_nothing():
    assert kind_of(binary(20)) is None


@pytest.mark.parametrize(
    "typed", [b"*\x18", b"\x18B", b"\x18\x03", b"i**\x18Y", b"\x18\x18\x18\x18\x18", b"*\x18A", b"*\x18Cancel\r"]
)
def test_control_x_is_a_key_of_nano_and_emacs(typed):
    assert kind_of(typed + b" and then more text", Direction.INPUT) is None


@pytest.mark.parametrize("text", [b"**B0100000023be50", b"rz waiting to receive.**^XB0100", b"rz\r\n", b"ls ** *B00"])
def test_prompts_and_what_a_file_says_about_it_are_honest(text):
    assert kind_of(text) is None
