"""One-time codes (RFC 6238, HMAC-SHA-1, six digits, steps of 30 s), for whoever plays a person of the demo.

Written apart from the keeper, which checks them, so that the two cannot be wrong together.
"""

import base64
import hashlib
import hmac
import struct

STEP_SECONDS = 30
TYPING_SECONDS = 5  # nobody reads and types six digits in less


def code(totp_secret: str, unix_seconds: float) -> str:
    """The six digits valid in the step that holds `unix_seconds`; `totp_secret` is base 32."""
    step = int(unix_seconds) // STEP_SECONDS
    mac = hmac.new(base64.b32decode(totp_secret), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def wait_seconds(unix_seconds: float) -> float:
    """How long to wait for a code that can still be typed: 0, or until the next step where less than TYPING_SECONDS remain."""
    left = STEP_SECONDS - unix_seconds % STEP_SECONDS
    return left if left < TYPING_SECONDS else 0.0
