from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.crypto.splitting import Share, _inverse, _product, joined, split
from gateway.vocabulary.secret import Secret


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=40), st.integers(2, 9))
def test_any_two_holders_have_the_secret(secret, holders):
    shares = split(Secret(secret), holders)
    assert [share.holder for share in shares] == list(range(1, holders + 1))
    for pair in permutations(shares, 2):
        assert joined(pair).reveal() == secret


def test_one_share_alone_fits_every_secret_equally_well():
    """Over many splits of one byte each value comes to each holder about as often: a share tells nothing."""
    for secret in (b"\x00", b"\xff", b"k"):
        for holder in range(3):
            seen = Counter(split(Secret(secret), 3)[holder].value.reveal()[0] for _ in range(8192))
            assert len(seen) == 256
            assert max(seen.values()) < 80


def test_the_field_is_that_of_aes():
    """FIPS 197 §4.2: {57} x {83} = {c1}, {57} x {13} = {fe}; every element but 0 has its inverse."""
    assert (_product(0x57, 0x83), _product(0x57, 0x13)) == (0xC1, 0xFE)
    assert all(_product(value, _inverse(value)) == 1 for value in range(1, 256))
    assert _inverse(0x53) == 0xCA


def test_shares_of_two_splits_give_noise():
    secret = Secret(bytes(range(32)))
    one, other = split(secret, 2), split(secret, 2)
    assert joined([one[0], other[1]]).reveal() != secret.reveal()


@pytest.mark.parametrize("holders", [-1, 0, 1, 10])
def test_other_numbers_of_holders_are_refused(holders):
    with pytest.raises(ValueError, match="2 to 9"):
        split(Secret(b"k"), holders)


def test_what_are_no_two_shares_is_refused():
    a, b, short, nobody = (
        Share(holder=holder, value=Secret(value)) for holder, value in ((1, b"ab"), (2, b"cd"), (2, b"c"), (0, b"cd"))
    )
    for wrong in ([], [a], [a, b, a], [a, a], [a, short], [a, nobody]):
        with pytest.raises(ValueError, match="share"):
            joined(wrong)


def test_a_share_does_not_show_itself():
    assert "ab" not in repr(Share(holder=1, value=Secret(b"ab")))
