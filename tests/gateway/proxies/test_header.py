import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.proxies.header import HEADER_BYTES_MAX, read
from gateway.proxies.said import Client, Malformed, Own
from tests.gateway.proxies.headers import SIGNATURE, binary, extension, line, local

CLIENT = "198.51.100.7:40022"
WHOLE = {
    "line": (line(), Client(size=len(line()), address=CLIENT)),
    "line of IPv6": (line("2001:db8::7", family="TCP6", to="2001:db8::1"), "2001:db8::7:40022"),
    "binary": (binary(), Client(size=28, address=CLIENT)),
    "binary of IPv6": (binary("2001:db8::7", to="2001:db8::1"), "2001:db8::7:40022"),
    "binary with extensions": (binary(extensions=extension(4, b"x" * 300) + extension(5, b"id")), CLIENT),
    "local": (local(), Own(size=16)),
    "local with something in it": (local(b"whatever"), Own(size=24)),
    "unknown": (b"PROXY UNKNOWN\r\n", Own(size=15)),
    "unknown with addresses": (b"PROXY UNKNOWN ::1 ::1 1 2\r\n", Own(size=27)),
}
AFTER = b"SSH-2.0-OpenSSH_9.2\r\n"


@pytest.mark.parametrize(("header", "said"), WHOLE.values(), ids=WHOLE)
def test_whole_wherever_it_is_cut_and_whatever_follows(header, said):
    for cut in range(len(header)):
        assert read(header[:cut]) is None, cut
    found = read(header)
    assert found == (Client(size=len(header), address=said) if isinstance(said, str) else said)
    assert read(header + AFTER) == found
    assert read(header + header) == found, "the second one is what a client said, not the proxy"


@pytest.mark.parametrize(
    "first",
    [
        AFTER,
        b"GET / HTTP/1.1\r\n",
        b"proxy TCP4 ",
        b"PROXY\tTCP4",
        b" PROXY ",
        b"\r\n\r\n\0\r\nQUIT\r",
        b"\r\n\r\n\0\r\nQUIT\n" + AFTER,
        b"\0",
    ],
)
def test_what_begins_otherwise_is_no_header_at_its_first_wrong_byte(first):
    assert isinstance(read(first), Malformed)


@pytest.mark.parametrize(
    "words",
    [
        b"PROXY",
        b"PROXY ",
        b"PROXY TCP4",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 1",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 1 2 3",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 192.0.2.2 1 2",
        b"PROXY  TCP4 198.51.100.7 192.0.2.1 1 2",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 1 2 ",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 01 2",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 65536 2",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 -1 2",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 1 x",
        b"PROXY TCP4 198.51.100.07 192.0.2.1 1 2",
        b"PROXY TCP4 198.51.100.256 192.0.2.1 1 2",
        b"PROXY TCP4 198.51.100.7 nobody 1 2",
        b"PROXY TCP4 2001:db8::7 2001:db8::1 1 2",
        b"PROXY TCP6 198.51.100.7 192.0.2.1 1 2",
        b"PROXY TCP6 fe80::1%eth0 ::1 1 2",
        b"PROXY UDP4 198.51.100.7 192.0.2.1 1 2",
        b"PROXY tcp4 198.51.100.7 192.0.2.1 1 2",
        b"PROXY TCP4 198.51.100.7\t192.0.2.1 1 2",
        b"PROXY TCP4 198.51.100.7 192.0.2.1 1 2\x00",
        b"PROXY TCP4 0.0.0.0 192.0.2.1 1 2",
        b"PROXY TCP4 224.0.0.1 192.0.2.1 1 2",
        b"PROXY TCP6 :: ::1 1 2",
        "PROXY TCP4 １98.51.100.7 192.0.2.1 1 2".encode(),
    ],
)
def test_a_line_of_other_words_names_nobody(words):
    assert isinstance(read(words + b"\r\n"), Malformed)


def test_a_line_ends_with_both_and_within_its_bytes():
    assert isinstance(read(b"PROXY UNKNOWN\n" + AFTER), Malformed)
    assert isinstance(read(b"PROXY UNKNOWN\rx"), Malformed)
    longest = b"PROXY UNKNOWN ".ljust(105, b"x") + b"\r\n"
    assert read(longest) == Own(size=107)
    assert read(b"PROXY UNKNOWN ".ljust(106, b"x")) is None
    assert isinstance(read(b"PROXY UNKNOWN ".ljust(107, b"x")), Malformed)
    assert isinstance(read(b"PROXY UNKNOWN ".ljust(106, b"x") + b"\r\n"), Malformed)


@pytest.mark.parametrize(
    "header",
    [
        SIGNATURE + b"\x11",  # another version
        SIGNATURE + b"\x22",  # another command
        SIGNATURE + b"\x21\x00",  # a client's, and no address
        SIGNATURE + b"\x21\x12",  # UDP
        SIGNATURE + b"\x21\x31",  # a Unix socket
        SIGNATURE + b"\x21\x11\xff\xff",  # more than is looked at
        SIGNATURE + b"\x20\x00\xff\xff",
        SIGNATURE + b"\x21\x11\x00\x0b" + bytes(11),  # too short for its addresses
        SIGNATURE + b"\x21\x21\x00\x0c" + bytes(12),
        binary("0.0.0.0"),
        binary("224.0.0.1"),
        binary("::", to="::1"),
        binary(extensions=b"\x04"),
        binary(extensions=b"\x04\x00\x02x"),
        binary(extensions=b"\x04\x00\x01xx"),
    ],
)
def test_a_binary_header_that_is_wrong_is_refused_as_soon_as_that_shows(header):
    assert isinstance(read(header), Malformed)
    assert isinstance(read(header + AFTER), Malformed)


def test_the_longest_header_is_read_and_one_more_byte_is_refused():
    fill = HEADER_BYTES_MAX - len(binary()) - 3
    assert read(binary(extensions=extension(4, bytes(fill)))) == Client(size=HEADER_BYTES_MAX, address=CLIENT)
    assert isinstance(read(binary(extensions=extension(4, bytes(fill + 1)))[:16]), Malformed)


@pytest.mark.parametrize(
    "header", [line("::ffff:198.51.100.7", family="TCP6", to="::1"), binary("::ffff:198.51.100.7", to="::1")]
)
def test_an_address_inside_another_is_that_address(header):
    """Else one machine would have two names, and count twice."""
    assert read(header) == Client(size=len(header), address=CLIENT)


def test_a_checksum_has_to_be_right():
    header = binary(extensions=extension(3, bytes(4)) + extension(2, b"sekisho"))
    right = header[:31] + crc(header) + header[35:]
    assert read(right) == Client(size=len(header), address=CLIENT)
    assert isinstance(read(header), Malformed)
    for place in {*range(16, len(right))} - {28}:  # there it would be another extension, and no checksum
        wrong = bytearray(right)
        wrong[place] ^= 1
        assert not isinstance(read(bytes(wrong)), Client), place
    assert isinstance(read(binary(extensions=extension(3, b"xxx"))), Malformed)
    assert isinstance(read(binary(extensions=extension(3, bytes(4)) * 2)), Malformed)


def crc(octets):
    """CRC-32C by table, as RFC 9260 appendix A has it; its check value is E3069283."""
    table = []
    for number in range(256):
        value = number
        for _ in range(8):
            value = (value >> 1) ^ 0x82F63B78 if value & 1 else value >> 1
        table.append(value)
    found = 0xFFFFFFFF
    for octet in octets:
        found = table[(found ^ octet) & 0xFF] ^ (found >> 8)
    return (found ^ 0xFFFFFFFF).to_bytes(4, "big")


def test_the_checksum_of_this_test_is_the_standards():
    assert crc(b"123456789").hex() == "e3069283"


OCTETS = st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=120).map(lambda end: b"PROXY " + end),
    st.text("TCP46UNKOW0123456789.: \r\n", max_size=60).map(lambda end: b"PROXY " + end.encode()),
    st.binary(max_size=120).map(lambda end: SIGNATURE + end),
    st.binary(max_size=60).map(lambda end: SIGNATURE + b"\x21\x11\x00" + bytes([len(end)]) + end),
)


@given(OCTETS)
def test_any_bytes_are_judged_once_and_for_all(octets):
    """What was found in a beginning is found in all that begins with it, and a header is never more than has come."""
    found = None
    for cut in range(len(octets) + 1):
        now = read(octets[:cut])
        if found is not None:
            assert now == found or (isinstance(now, Malformed) and isinstance(found, Malformed))
        found = now
        if isinstance(now, Client | Own):
            assert 15 <= now.size <= cut


@given(st.ip_addresses(), st.integers(0, 65535), st.binary(max_size=64))
def test_whoever_is_named_is_the_client(source, port, value):
    to = "192.0.2.1" if source.version == 4 else "2001:db8::1"
    family = f"TCP{source.version}"
    for header in (
        line(str(source), port, family, to),
        binary(str(source), port, to, extensions=extension(0x20, value)),
    ):
        found = read(header + AFTER)
        host = getattr(source, "ipv4_mapped", None) or source
        if host.is_unspecified or host.is_multicast:
            assert isinstance(found, Malformed)
        else:
            assert found == Client(size=len(header), address=f"{host}:{port}")
