"""One-time codes (RFC 6238: SHA-1, 30 s, six digits), judged without telling by time which step was near. Pure."""

import hmac
from datetime import datetime
from typing import Final

import pyotp

from gateway.vocabulary.secret import Secret

STEP_SECONDS: Final = 30
DRIFT_STEPS: Final = 1
SECRET_BYTES_MIN: Final = 16
DIGITS: Final = 6


def matching_step(secret: Secret, code: str, now: datetime) -> int | None:
    """The 30 s step whose code this is, among the current one and one on either side (RFC 6238 §5.2); else None.

    All three are computed and compared whatever the outcome. Raises ValueError for a secret that is none.
    """
    totp = pyotp.TOTP(secret.reveal().decode("ascii"), digits=DIGITS, interval=STEP_SECONDS)
    current = _step(now)
    steps = range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1)
    good = [hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()) for step in steps]
    return next((step for step, matches in zip(steps, good, strict=True) if matches), None)


def seconds_to_next(now: datetime) -> int:
    """Whole seconds, 1 to 30, until the device shows another code."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS


def last_possible_step(now: datetime) -> int:
    """The last step whose code could have been accepted up to now."""
    return _step(now) + DRIFT_STEPS


def require_secret(text: str) -> None:
    """Raises ValueError, without the secret in it, unless `text` is base32 of at least 128 bits."""
    try:
        strong = len(pyotp.TOTP(text).byte_secret()) >= SECRET_BYTES_MIN
    except ValueError:
        strong = False
    if not strong:
        raise ValueError("not base32 of at least 128 bits") from None


def _step(now: datetime) -> int:
    return int(now.timestamp()) // STEP_SECONDS
