"""Replays in the office's pages: permitted with the event that says why, and begun once, by whom and where it was permitted."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.recording.play import Hindrance, Play, hindrance
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Transaction
from gateway.vocabulary.identifiers import IDENTIFIER

_REFUSED: Final[Mapping[Hindrance, Refuse]] = MappingProxyType(
    {
        Hindrance.NOT_HIS: Refuse("play.absent", texts.PLAY_ABSENT),
        Hindrance.NOT_TAKEN: Refuse("play.absent", texts.PLAY_ABSENT),
        Hindrance.TAKEN: Refuse("play.taken", texts.PLAY_OVER),
        Hindrance.LATE: Refuse("play.late", texts.PLAY_OVER),
    }
)


def require_own(change: changes.PlayPermitted | changes.PlayTaken, bound: Bound) -> None:
    """Raise Violation for a play in another's name or web session."""
    if (change.person, change.web) != (bound.person, bound.assertion.web):
        raise Violation("a play of somebody else's")


def permitted(transaction: Transaction, change: changes.PlayPermitted, now: datetime) -> str:
    """Keep it. Raises Violation for a malformed id, Refuse for one that is there."""
    if not IDENTIFIER.fullmatch(change.play):
        raise Violation("a play with a malformed id")
    play = Play(id=change.play, recording=change.recording, person=change.person, web=change.web, made_at=now)
    if not transaction.office.plays.add(play):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    return change.recording


def taken(transaction: Transaction, change: changes.PlayTaken, now: datetime) -> str:
    """Begin it. Raises Refuse where it is another's, was begun, or is a minute old."""
    play = transaction.office.plays.get(change.play)
    hindered = hindrance(play, recording=change.recording, person=change.person, web=change.web, now=now)
    if hindered is not None:
        raise _REFUSED[hindered]
    if not transaction.office.plays.take(change.play, now):
        raise _REFUSED[Hindrance.TAKEN]
    return change.recording
