"""A person becomes a digest: equal for equal numbers of one client's people, of no use to anybody without the keeper's key.

The keyed function is handed in (the keeper's, one key a client). What it is given says where each part ends, so no two people
share a spelling. A row whose number is NULL, or of a relation nobody classified, is somebody else each time it is shown:
counting too many is safe, too few is not.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

from gateway.disclosure.shown import Person
from gateway.vocabulary.outcome import GatewayFault

Digest: TypeAlias = Callable[[str, bytes], bytes]
"""(client, message) -> a keyed digest of the message, 16 to 64 bytes."""

_NUMBERED: Final = b"sekisho person 1"
_STRANGER: Final = b"sekisho stranger 1"
_BYTES_MIN, _BYTES_MAX = 16, 64


def person_of(client: str, subject: str, number: str, digest: Digest) -> Person:
    """The person with that number among the client's; `subject` is the sort of number the catalogue says. Raises GatewayFault."""
    return client, checked(digest(client, spelled_person(client, subject, number)))


def stranger_of(client: str, session: str, statement: int, row: int, digest: Digest) -> Person:
    """Nobody knows who that row of that statement is about: one more person. Raises GatewayFault."""
    return client, checked(digest(client, spelled_stranger(client, session, statement, row)))


def spelled_person(client: str, subject: str, number: str) -> bytes:
    """The message whose digest stands for that person, for whoever has many digested at once."""
    return _spelled(_NUMBERED, client, subject, number)


def spelled_stranger(client: str, session: str, statement: int, row: int) -> bytes:
    """The message whose digest stands for whomever that row is about."""
    return _spelled(_STRANGER, client, session, str(statement), str(row))


def _spelled(*parts: bytes | str) -> bytes:
    """Each part behind its length as 8 bytes; text may hold what UTF-8 cannot say."""
    encoded = [each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass") for each in parts]
    return b"".join(len(each).to_bytes(8, "big") + each for each in encoded)


def checked(found: bytes) -> bytes:
    """A digest of a fit length. Raises GatewayFault."""
    if not _BYTES_MIN <= len(found) <= _BYTES_MAX:
        raise GatewayFault(f"a digest of {len(found)} bytes; {_BYTES_MIN} to {_BYTES_MAX} are wanted")
    return found
