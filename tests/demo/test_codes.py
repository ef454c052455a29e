"""One-time codes as RFC 6238 has them, and as an independent implementation computes them."""

import base64

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo_stack.codes import code, seconds_left

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("unix_seconds", "expected"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_R16_codes_of_rfc_6238_appendix_b(unix_seconds: int, expected: str) -> None:
    assert code(RFC_SECRET, unix_seconds) == expected


@given(st.binary(min_size=20, max_size=20), st.integers(0, 2**35))
def test_R16_codes_agree_with_another_implementation(secret: bytes, unix_seconds: int) -> None:
    encoded = base64.b32encode(secret).decode()
    assert code(encoded, unix_seconds) == pyotp.TOTP(encoded).at(unix_seconds)


def test_a_step_has_thirty_seconds() -> None:
    assert [seconds_left(moment) for moment in (0, 1.9, 29.99, 30)] == [30, 29, 1, 30]
