"""The row of our SSH host keys: one signs key exchanges, the others are announced in time for clients to learn or to forget.

A key is NEXT, then CURRENT, then FORMER, then gone; its private half is destroyed with it. The row is one sealed file, replaced
whole: after a crash either the old or the new row is there, never a mixture. Pure but for reading and writing that file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import msgspec

from gateway.crypto import digest, openssh, signing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

ANNOUNCED_MAX: Final = 4  # with more, signing for all of them would be a rate of its own
SEED_BYTES: Final = 32


class KeyStanding(StrEnum):
    """Where a host key stands."""

    CURRENT = "current"  # signs key exchanges
    NEXT = "next"  # announced, so that clients know it before it signs
    FORMER = "former"  # announced, so that clients do not forget it while the switch may be taken back


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKey:
    """One Ed25519 key of the row."""

    standing: KeyStanding
    seed: Secret

    @property
    def blob(self) -> bytes:
        """The public half (RFC 8709 section 4)."""
        return openssh.ed25519_blob(signing.public_of(self.seed))

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` prints it."""
        return digest.fingerprint(self.blob)


Row = tuple[HostKey, ...]


class RowRefused(Exception):
    """A step the row does not allow; the message is one of `Why`."""

    def __init__(self, why: "Why") -> None:
        super().__init__(why.value)
        self.why = why


class Why(StrEnum):
    """Why a step was refused."""

    NEXT_EXISTS = "next-exists"
    NO_NEXT = "no-next"
    TOO_MANY = "too-many"
    CURRENT = "current"
    ABSENT = "absent"


def first(seed: Secret) -> Row:
    """The row of a new installation."""
    return (HostKey(standing=KeyStanding.CURRENT, seed=seed),)


def prepared(row: Row, seed: Secret) -> Row:
    """With a NEXT key. Raises RowRefused where one waits already, or too many are announced."""
    if any(key.standing is KeyStanding.NEXT for key in row):
        raise RowRefused(Why.NEXT_EXISTS)
    if len(row) >= ANNOUNCED_MAX:
        raise RowRefused(Why.TOO_MANY)
    return _ordered((*row, HostKey(standing=KeyStanding.NEXT, seed=seed)))


def switched(row: Row) -> Row:
    """NEXT becomes CURRENT and CURRENT becomes FORMER. Raises RowRefused without a NEXT."""
    if not any(key.standing is KeyStanding.NEXT for key in row):
        raise RowRefused(Why.NO_NEXT)
    return _ordered([replace(key, standing=_AFTER_SWITCH[key.standing]) for key in row])


def retired(row: Row, fingerprint: str) -> Row:
    """Without the key of this fingerprint. Raises RowRefused for the CURRENT one, or one that is not in the row."""
    found = next((key for key in row if key.fingerprint == fingerprint), None)
    if found is None:
        raise RowRefused(Why.ABSENT)
    if found.standing is KeyStanding.CURRENT:
        raise RowRefused(Why.CURRENT)
    return tuple(key for key in row if key is not found)


def written(row: Row) -> bytes:
    """The row as it is sealed: a JSON list of standing and seed."""
    return msgspec.json.encode([[key.standing.value, key.seed.reveal().hex()] for key in row])


def read(data: bytes) -> Row:
    """What `written` gave, or the bare seed that earlier versions kept. Raises ValueError."""
    if len(data) == SEED_BYTES:
        return first(Secret(data))
    try:
        found = msgspec.json.decode(data, type=list[tuple[KeyStanding, str]])
    except msgspec.MsgspecError:
        raise ValueError("no row of host keys") from None
    row = tuple(HostKey(standing=standing, seed=Secret(bytes.fromhex(seed))) for standing, seed in found)
    standings = [key.standing for key in row]
    if any(len(key.seed.reveal()) != SEED_BYTES for key in row) or len(row) > ANNOUNCED_MAX:
        raise ValueError("no row of host keys")
    if standings.count(KeyStanding.CURRENT) != 1 or standings.count(KeyStanding.NEXT) > 1:
        raise ValueError("not exactly one current host key")
    return _ordered(row)


class HostRing:
    """The row in use: what is in memory is what is on the disk."""

    def __init__(self, row: Row, keep: Callable[[bytes], None]) -> None:
        """`keep` puts the row's new form durably in the place of the old, or raises GatewayFault."""
        self._row, self._keep = row, keep

    @property
    def row(self) -> Row:
        """The keys: CURRENT first, then NEXT, then FORMER ones."""
        return self._row

    @property
    def current(self) -> HostKey:
        """The key that signs key exchanges."""
        return self._row[0]

    def named(self, blob: bytes) -> HostKey | None:
        """The announced key with this public half."""
        return next((key for key in self._row if key.blob == blob), None)

    def replace(self, row: Row) -> None:
        """Another row from now on. Raises GatewayFault when it cannot be kept; then nothing changes."""
        if not row or row[0].standing is not KeyStanding.CURRENT:
            raise GatewayFault("a row of host keys without a current one")
        self._keep(written(row))
        self._row = row


_ORDER: Final = tuple(KeyStanding)
_AFTER_SWITCH: Final = {
    KeyStanding.NEXT: KeyStanding.CURRENT,
    KeyStanding.CURRENT: KeyStanding.FORMER,
    KeyStanding.FORMER: KeyStanding.FORMER,
}


def _ordered(row: Sequence[HostKey]) -> Row:
    return tuple(sorted(row, key=lambda key: _ORDER.index(key.standing)))
