"""A one-time link by which a person without any factor sets his first ones. Pure: what a link is, and when it is good.

The token itself is in the link alone; everybody else knows a keyed digest of it. One person has one link at most, the newest.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gateway.vocabulary.identity import Language

LIFE: Final = timedelta(hours=24)
TOKEN_BYTES: Final = 32
TOKEN_LETTERS: Final = 43  # of base64url without padding
TOKEN_DIGEST: Final = "enrolment.token"  # noqa: S105  # the context of the keyed digest, not a token
RECOVERY_CODES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One link: whose (row id, user name, language), when it was made, until when it is good, when it was used. UTC."""

    person: str
    username: str
    language: Language
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None


def is_open(link: Enrolment, now: datetime) -> bool:
    """True while the link may be used; that its person may still come in, and has no factor yet, is judged apart."""
    return link.used_at is None and link.issued_at <= now < link.expires_at
