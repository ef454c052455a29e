"""One rotation from "due" to "kept" (R-14): the table of its stages, and the walk through it.

Two stages are durable: DUE (nothing has happened) and PREPARED (the next password is kept; the target may have either). The
others live in one walk. Whatever dies after PREPARED, the next walk begins there: does the next password let in already? If
not, it is set again, which does no harm. Only a password that was proved replaces the old one.
"""

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.relay.reaching import AnotherHost, Unreachable
from gateway.rotation.due import Failure
from gateway.rotation.ports import Register, Rotator, Vault, Work
from gateway.vocabulary.outcome import TargetError

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """How far a rotation has come."""

    DUE = "due"
    PREPARED = "prepared"
    CHANGED = "changed"
    PROVED = "proved"
    KEPT = "kept"
    FAILED = "failed"


class Step(StrEnum):
    """What takes it further."""

    PREPARE = "prepare"  # the keeper makes the next password, the registrar keeps it
    CHANGE = "change"  # the target takes it
    PROVE = "prove"  # it lets in
    KEEP = "keep"  # it replaces the old one
    GIVE_UP = "give-up"


NEXT: Final[Mapping[tuple[Stage, Step], Stage]] = MappingProxyType(
    {
        (Stage.DUE, Step.PREPARE): Stage.PREPARED,
        (Stage.PREPARED, Step.CHANGE): Stage.CHANGED,
        (Stage.PREPARED, Step.PROVE): Stage.PROVED,  # an earlier walk had changed it
        (Stage.CHANGED, Step.PROVE): Stage.PROVED,
        (Stage.PROVED, Step.KEEP): Stage.KEPT,
        (Stage.DUE, Step.GIVE_UP): Stage.FAILED,
        (Stage.PREPARED, Step.GIVE_UP): Stage.FAILED,
        (Stage.CHANGED, Step.GIVE_UP): Stage.FAILED,
        (Stage.PROVED, Step.GIVE_UP): Stage.FAILED,
    }
)


class Walk:
    """One target's way through the table. `rotator` is the target, `after` hears each step that was taken (for tests)."""

    def __init__(self, work: Work, vault: Vault, register: Register, rotator: Rotator) -> None:
        self._name, self._vault, self._register, self._rotator = work.target.name, vault, register, rotator
        self._resumed = work.prepared
        self.stage = Stage.PREPARED if work.prepared else Stage.DUE

    def run(self) -> Stage:
        """Go to the end: KEPT, or FAILED with the registrar told why. Raises GatewayFault or CallRefused of our own side."""
        try:
            for step in self._steps():
                step()
        except TargetError as error:
            self._give_up(_failure(error), error)
        return self.stage

    def _steps(self) -> list[Callable[[], None]]:
        if self._resumed:
            return [self._look, self._change, self._prove, self._keep]
        return [self._prepare, self._change, self._prove, self._keep]

    def _prepare(self) -> None:
        self._register.prepared(self._name, self._vault.prepare(self._name))
        self._step(Step.PREPARE)

    def _look(self) -> None:
        if self._rotator.lets_in():
            self._step(Step.PROVE)

    def _change(self) -> None:
        if self.stage is Stage.PREPARED:
            self._rotator.change()
            self._step(Step.CHANGE)

    def _prove(self) -> None:
        if self.stage is not Stage.CHANGED:
            return
        if self._rotator.lets_in():
            self._step(Step.PROVE)
        else:
            self._give_up(Failure.NOT_PROVED, None)

    def _keep(self) -> None:
        if self.stage is Stage.PROVED:
            self._register.done(self._name)
            self._step(Step.KEEP)

    def _give_up(self, why: Failure, error: TargetError | None) -> None:
        log.error("the password of %s was not changed: %s (%s)", self._name, why.value, error)
        self._register.not_done(self._name, why)
        self._step(Step.GIVE_UP)

    def _step(self, step: Step) -> None:
        self.stage = NEXT[self.stage, step]


def _failure(error: TargetError) -> Failure:
    match error:
        case Unreachable():
            return Failure.UNREACHABLE
        case AnotherHost():
            return Failure.OTHER_HOST
        case _:
            return Failure.REFUSED
