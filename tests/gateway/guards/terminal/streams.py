"""Hostile and honest pieces of terminal streams, and ways to cut them."""

import itertools

from hypothesis import strategies as st

ESC = b"\x1b"
LETTERS = b"[]PX^_k"
INTRODUCERS = [ESC + bytes([letter]) for letter in LETTERS]
INTRODUCERS += [bytes([0x40 + letter]) for letter in LETTERS[:-1]]
INTRODUCERS += [bytes([0xC2, 0x40 + letter]) for letter in LETTERS[:-1]]
ENDS = [b"\x07", b"\x1b\\", b"\x9c", b"\xc2\x9c", b"\x18", b"\x1a", b"\x1b", b"\n"]
BODIES = [
    b"52;c;c2VjcmV0", b"052;;eA==", b"1337;File=name=YQ==:eA==", b"5113;ac=send", b"0;title", b"8;;http://x/", b"9;note",
    b"4;1;?", b"10;?", b"Gf=100,a=T;eA==", b"tmux;\x1b\x1b]52;c;eA==\x07", b"q#0!9~", b"$qm", b"+q544e", b"P1234567", b"R",
    b"5i", b"4i", b"?5i", b"c", b"6n", b"?1;25;1049h", b"?2l", b"?2031;25h", b"1;31m", b"38;5;300m", b"38:2::1:2:3m",
    b"999999999A", b"1000000000b", b"2J", b"0 q", b"!p", b"21t", b"\\", b">4;2m", b"?u", b"1;2;3;4H", b"1049s",
]  # fmt: skip
TEXTS = [
    b"hello ", "受付番号 ".encode(), "受付ｶﾅ丂".encode("euc_jp"), "受付ｶﾅ話".encode("cp932"), b"\xe3\x81", b"\xc0\x9b",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80", b"\x8f\xb0\xa1", b"\x8e\xb1", b"\xad\xa1", b"\xff", b"\r\n", b"\x00", b"\x7f", b"\x05", b"\x0e", b"\x84",
    b"\xc2\x85", b"\x1b(0", b"\x1b(B", b"\x1b$B", b"\x1b%@", b"\x1bc", b"\x1bN", b"\x1b\x0c", b"\x1b[3\r1m", b"\x1b[1\x1b[m",
    b"\x1bZ",
    b"\x1b[5i", b"\x1b[4i", b"\x1b[!p", b"\x1b[1;31m", b"\x1b[K",
]  # fmt: skip

_piece = st.one_of(
    st.sampled_from(INTRODUCERS), st.sampled_from(ENDS), st.sampled_from(BODIES), st.sampled_from(TEXTS), st.binary(max_size=6)
)  # fmt: skip
streams = st.lists(_piece, max_size=14).map(b"".join)


@st.composite
def pieces(draw: st.DrawFn) -> tuple[bytes, list[bytes]]:
    """A stream, and the same in pieces."""
    stream = draw(streams)
    cuts = draw(st.one_of(st.just(range(1, len(stream))), st.lists(st.integers(0, len(stream)), max_size=6)))
    borders = [0, *sorted(cuts), len(stream)]
    return stream, [stream[start:stop] for start, stop in itertools.pairwise(borders)]
