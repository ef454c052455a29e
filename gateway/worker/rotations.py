"""Changing the passwords that are due, one target after another; a thread of its own, so that a slow target delays no mail.

What our own side refuses or cannot do is said and tried again at the next look; what the target does wrong, the registrar is
told. Nothing here remembers anything: what is due stands in the database.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.ipc.messages import CallRefused
from gateway.rotation.ports import Register, Rotator, Vault, Work
from gateway.rotation.rotators import rotator_of
from gateway.rotation.walk import Walk
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Target
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=1.0, good=1.0, failed=5.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotations:
    """`run` until `wait` says that it is over."""

    register: Register
    vault: Vault
    rotator_of: Callable[[Target, Vault], Rotator] = rotator_of

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """Do what is due now. False if our own side did not answer as it should."""
        try:
            due = self.register.work()
        except (GatewayFault, CallRefused) as failure:
            log.error("it is not known which passwords are due: %s", failure)  # noqa: TRY400  # expected, and said
            return False
        done = [self._rotate(work) for work in due]  # every one of them, whatever became of the first
        return all(done)

    def _rotate(self, work: Work) -> bool:
        target = work.target
        try:
            stage = Walk(work, self.vault, self.register, self.rotator_of(target, self.vault)).run()
        except (GatewayFault, CallRefused) as failure:
            log.error("the password of %s was not changed, it is tried again: %s", target.name, failure)  # noqa: TRY400
            return False
        log.info("the password of %s: %s", target.name, stage.value)
        return True
