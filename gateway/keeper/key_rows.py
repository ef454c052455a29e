"""The row of one key that can be renewed: the one in use first, then perhaps the next one, then those that were in use.

Two ways of renewal. At once: a new key is in use, the former one stays, because what it signed or sealed is still there to be
verified or opened. By steps: a NEXT key is made known first, where others must trust it before it signs; then it is switched to,
and the former one is retired when nobody needs it any more. Pure; a row is one sealed file, replaced whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from gateway.keeper.host_ring import KeyStanding, RowRefused, Why
from gateway.vocabulary.secret import Secret

KEYS_MAX: Final = 16  # with ten years of yearly renewals there is room left; a file of keys has 4096 bytes
SEED_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class RowKey:
    """One key. `until`: of a former signer of the journal, the greatest tree it signed; 0 for every other key."""

    standing: KeyStanding
    seed: Secret
    until: int = 0


Row = tuple[RowKey, ...]


def first(seed: Secret) -> Row:
    """The row of a new installation."""
    return (RowKey(standing=KeyStanding.CURRENT, seed=seed),)


def renewed(row: Row, seed: Secret, until: int = 0) -> Row:
    """At once: `seed` is in use, what was is former. Raises RowRefused for a full row."""
    if len(row) >= KEYS_MAX:
        raise RowRefused(Why.TOO_MANY)
    former = replace(row[0], standing=KeyStanding.FORMER, until=until)
    return (RowKey(standing=KeyStanding.CURRENT, seed=seed), former, *row[1:])


def prepared(row: Row, seed: Secret) -> Row:
    """With a NEXT key. Raises RowRefused where one waits already, or the row is full."""
    if _next(row) is not None:
        raise RowRefused(Why.NEXT_EXISTS)
    if len(row) >= KEYS_MAX:
        raise RowRefused(Why.TOO_MANY)
    return (row[0], RowKey(standing=KeyStanding.NEXT, seed=seed), *row[1:])


def switched(row: Row) -> Row:
    """NEXT becomes CURRENT and CURRENT becomes FORMER. Raises RowRefused without a NEXT."""
    following = _next(row)
    if following is None:
        raise RowRefused(Why.NO_NEXT)
    rest = tuple(key for key in row[1:] if key is not following)
    former = replace(row[0], standing=KeyStanding.FORMER)
    return (replace(following, standing=KeyStanding.CURRENT), former, *rest)


def without_former(row: Row) -> Row:
    """Every former key destroyed. Raises RowRefused where there is none."""
    kept = tuple(key for key in row if key.standing is not KeyStanding.FORMER)
    if kept == row:
        raise RowRefused(Why.ABSENT)
    return kept


def former(row: Row) -> tuple[RowKey, ...]:
    """Those that were in use, the latest first."""
    return tuple(key for key in row if key.standing is KeyStanding.FORMER)


def following(row: Row) -> RowKey | None:
    """The one that waits to be used."""
    return _next(row)


def written(row: Row) -> bytes:
    """The row as it is sealed; one key alone is its bare seed, which earlier versions read, too."""
    if len(row) == 1:
        return row[0].seed.reveal()
    return msgspec.json.encode([[key.standing.value, key.seed.reveal().hex(), key.until] for key in row])


def read(data: bytes) -> Row:
    """What `written` gave. Raises ValueError."""
    if len(data) == SEED_BYTES:
        return first(Secret(data))
    try:
        found = msgspec.json.decode(data, type=list[tuple[KeyStanding, str, int]])
    except msgspec.MsgspecError:
        raise ValueError("no row of keys") from None
    row = tuple(RowKey(standing=standing, seed=_seed(seed), until=until) for standing, seed, until in found)
    _require_sound(row)
    return row


def _seed(text: str) -> Secret:
    seed = bytes.fromhex(text)
    if len(seed) != SEED_BYTES:
        raise ValueError("a key of another size")
    return Secret(seed)


def _require_sound(row: Sequence[RowKey]) -> None:
    standings = [key.standing for key in row]
    if not row or standings[0] is not KeyStanding.CURRENT or len(row) > KEYS_MAX:
        raise ValueError("a row without a key in use at its head")
    if standings.count(KeyStanding.CURRENT) != 1 or standings.count(KeyStanding.NEXT) > 1:
        raise ValueError("not exactly one key in use")


def _next(row: Row) -> RowKey | None:
    return next((key for key in row if key.standing is KeyStanding.NEXT), None)
