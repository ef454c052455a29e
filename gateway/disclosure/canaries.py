"""Canary persons: people who do not exist, put among a client's real ones. Whoever is shown one has read where nobody should.

Their values are never kept: only digests, under the client's key, as of people who are shown. `spelled_seen` is what is digested
of a value that a shell shows; a canary's row in a database is found by `digests.spelled_person`, like anybody's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gateway.disclosure.digests import spelled_person

SUBJECT: Final = "subject"
"""Stands before the sort of number (`subject:customers`) where a value is a person's number in a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """One of `client`'s. `note` says where it was put; never a value."""

    id: str
    client: str
    note: str
    added_at: datetime
    added_by: str


def spelled_seen(client: str, kind: str, value: bytes) -> bytes:
    """The message whose digest stands for a personal value of that kind; `value` normalised, as guards/detect has it."""
    return spelled_person(client, f"seen:{kind}", value.decode("utf-8", "surrogateescape"))
