"""One rule as an officer reads it: an id, what it says, what to do next, in both languages, and what it demands."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text


class Effect(StrEnum):
    """What a rule does when its conditions hold. One `forbid` outweighs every `permit`."""

    PERMIT = "permit"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`title` and `next_step` may hold the placeholders of wording.py; `obligations` are names, on permits only.

    `capability` is the one it speaks of; None where it speaks of several or all (a permit never does).
    """

    id: str
    effect: Effect
    title: Text
    next_step: Text
    obligations: tuple[str, ...]
    file: str
    capability: Capability | None = None
