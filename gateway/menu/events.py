"""What the journal keeps of the menu: what was chosen in it, and how it was left without a choice."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from gateway.audit.event import Event


class Form(StrEnum):
    """How the menu was shown."""

    SCREEN = "screen"
    PLAIN = "plain"


class Leaving(StrEnum):
    """Why nothing was chosen."""

    LEFT = "left"  # the person left
    GONE = "gone"  # the client went, or reads nothing
    IDLE = "idle"
    NO_ANSWER = "no-answer"  # no usable number was given
    NOTHING = "nothing"  # nothing could be chosen
    LISTED = "listed"  # a command was given the list, which is all it gets
    ENDED = "ended"  # the gateway ended it, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuChosen(Event):
    """A target and account were chosen; the decision about them comes next and is an event of its own."""

    kind: ClassVar[str] = "menu.chosen"

    account: str
    form: Form
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuLeft(Event):
    """Nothing was chosen."""

    kind: ClassVar[str] = "menu.left"

    form: Form
    reason: Leaving
    address: str
