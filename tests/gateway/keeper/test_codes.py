from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.keeper import codes
from gateway.vocabulary.secret import Secret

# RFC 6238 appendix B: the SHA-1 secret, and its eight-digit codes cut to six
RFC_SECRET = Secret(b"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")


@pytest.mark.parametrize(("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_the_codes_of_rfc_6238(seconds, code):
    assert codes.matching_step(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("drift", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_of_drift_on_either_side(drift, good):
    now = datetime(2026, 11, 22, 3, 0, 5, tzinfo=UTC)
    code = pyotp.TOTP(RFC_SECRET.reveal().decode()).at(now + timedelta(seconds=30 * drift))
    found = codes.matching_step(RFC_SECRET, code, now)
    assert (found is not None) == good
    if good:
        assert found == int(now.timestamp()) // 30 + drift


@given(st.text(max_size=16))
def test_anything_else_is_no_code(text):
    now = datetime(2026, 11, 22, 3, 0, 5, tzinfo=UTC)
    good = {pyotp.TOTP(RFC_SECRET.reveal().decode()).at(now + timedelta(seconds=30 * step)) for step in (-1, 0, 1)}
    assert (codes.matching_step(RFC_SECRET, text, now) is not None) == (text in good)


@pytest.mark.parametrize(("second", "left"), [(0, 30), (1, 29), (29, 1), (30, 30), (59, 1)])
def test_R16_seconds_to_the_next_code(second, left):
    assert codes.seconds_to_next(datetime(2026, 11, 22, 3, 0, second, tzinfo=UTC)) == left


def test_a_good_secret():
    codes.require_secret(pyotp.random_base32())


@pytest.mark.parametrize("text", ["", "short", "JBSWY3DPEHPK3PXP", "not base 32 but quite long!!!!!", "日本語" * 20])
def test_a_weak_or_broken_secret_is_refused_unseen(text):
    with pytest.raises(ValueError) as refused:
        codes.require_secret(text)
    assert not text or text not in str(refused.value)
    assert refused.value.__cause__ is None
