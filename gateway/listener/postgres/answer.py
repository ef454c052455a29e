"""The one answer of a database client: the password, and behind it, with nothing between, the six digits of the one-time code."""

from typing import Final

from gateway.authentication.code import DIGITS
from gateway.vocabulary.secret import Secret

BYTES_MAX: Final = 2048


def parted(answer: Secret) -> tuple[Secret, str]:
    """Password and code. What is no text has neither: it is then judged as an answer that is wrong."""
    octets = answer.reveal()
    if len(octets) > BYTES_MAX:
        return Secret(b""), ""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        return Secret(b""), ""
    return Secret(text[:-DIGITS].encode("utf-8")), text[-DIGITS:]
