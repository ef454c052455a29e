"""Records are counted alike, however they are cut."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.tls_records import Records


def _record(body: bytes) -> bytes:
    return b"\x17\x03\x03" + len(body).to_bytes(2, "big") + body


@given(st.lists(st.binary(max_size=40), max_size=6), st.binary(max_size=4), st.lists(st.integers(0, 300), max_size=12))
def test_any_cut_counts_the_same(bodies: list[bytes], more: bytes, cuts: list[int]) -> None:
    data = b"".join(map(_record, bodies)) + more
    records, at, count = Records(), 0, 0
    for cut in sorted({*(each for each in cuts if each < len(data)), len(data)}):
        count += records.ended(data[at:cut])
        at = cut
    assert count == len(bodies)


def test_every_cut_in_two() -> None:
    data = _record(b"one") + _record(b"") + _record(b"three")
    for cut in range(len(data) + 1):
        records = Records()
        assert records.ended(data[:cut]) + records.ended(data[cut:]) == 3
