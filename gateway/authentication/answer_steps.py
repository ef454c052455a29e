"""Questions on the walk: which one may be asked, and what the answers come to.

No question before the terminal is proved. A password is held until the code is there and judged with it; refusals take even
times (pace), and an unknown name is shown like a wrong answer.
"""

from collections.abc import Sequence

from gateway.authentication import code, pace, password, texts
from gateway.authentication.answers import Judged, judged
from gateway.authentication.completion import StillGood, complete
from gateway.authentication.events import (
    CutOffReason,
    LoginCutOff,
    LoginEvent,
    LoginFactorProved,
    LoginLocked,
    StepFault,
)
from gateway.authentication.ledger import Factor
from gateway.authentication.methods import methods_at
from gateway.authentication.ports import Verdict
from gateway.authentication.progress import Done, Failed, Over, Partial, Progress, Prompt
from gateway.authentication.walk import Failure, Walk
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret

_FAULTS = {
    Verdict.WRONG: StepFault.WRONG,
    Verdict.USED: StepFault.USED,
    Verdict.UNKNOWN: StepFault.UNKNOWN,
}


class AnswerSteps:
    """The keyboard-interactive method of one walk (RFC 4256), one question a request."""

    def __init__(self, walk: Walk, still_good: StillGood) -> None:
        self._walk = walk
        self._still_good = still_good
        self._asked: Factor | None = None
        self._password: Secret | None = None

    def forget(self) -> None:
        """Drop the question asked and the password held."""
        self._asked = None
        self._password = None

    def prompt(self) -> Prompt | Failed | Over:
        """The next question. A question asked again without an answer starts over."""
        over = self._walk.query()
        if over is not None:
            return over
        if self._asked is not None:
            self.forget()
        self._asked = self._next()
        if self._asked is None:
            return self._walk.failed(
                Failure(fault=StepFault.TERMINAL_NOT_PROVED, text=texts.UNAPPROVED_TERMINAL), *self._walk.unapproved()
            )
        refusal, self._walk.newest_refusal = self._walk.newest_refusal, None
        ask = password.prompt if self._asked is Factor.PASSWORD else code.prompt
        return ask("" if refusal is None else refusal.both())

    def answer(self, typed: str) -> Progress:
        """The answer to the question asked."""
        asked, self._asked = self._asked, None
        if asked is None:
            return self._walk.close(
                texts.UNASKED, self._walk.trail.event(LoginCutOff, reason=CutOffReason.UNASKED_ANSWER)
            )
        if asked is Factor.PASSWORD:
            return self._hold(typed)
        started = self._walk.ports.clock.monotonic()
        came_to = self._judge(typed)
        if not isinstance(came_to, Done):
            self._walk.ports.pause(pace.shortfall(self._walk.ports.clock.monotonic() - started))
        return came_to

    def _next(self) -> Factor | None:
        ledger = self._walk.ledger
        if ledger.admits(Factor.CODE) or self._password is not None:
            return Factor.CODE
        return Factor.PASSWORD if ledger.admits(Factor.PASSWORD) else None

    def _hold(self, typed: str) -> Partial | Failed | Over:
        self._password = password.held(typed)
        if self._password is None:
            return self._walk.failed(
                Failure(fault=StepFault.UNREADABLE, text=texts.ANSWER_TOO_LONG, factor=Factor.PASSWORD)
            )
        return Partial(methods=methods_at(self._walk.ledger.stage))

    def _judge(self, typed: str) -> Done | Failed | Over:
        held, self._password = self._password, None
        wrong = texts.WRONG_CODE if held is None else texts.WRONG_PASSWORD_OR_CODE
        digits = code.digits(typed)
        if digits is None:
            return self._walk.failed(Failure(fault=StepFault.NOT_A_CODE, text=wrong, factor=Factor.CODE))
        found = judged(
            self._walk.ports.factors,
            self._walk.ledger,
            username=self._walk.name.username,
            terminal=self._walk.terminal,
            password=held,
            digits=digits,
        )
        proved = found.ledger.factors[len(self._walk.ledger.factors) :]
        proofs = [self._walk.trail.event(LoginFactorProved, factor=factor) for factor in proved]
        if found.checked.verdict is Verdict.RIGHT:
            return complete(self._walk, self._still_good, found, proofs)
        return self._turned_down(found, wrong, proofs)

    def _turned_down(self, found: Judged, wrong: Text, proofs: Sequence[LoginEvent]) -> Failed | Over:
        verdict, seconds = found.checked.verdict, found.checked.seconds
        if verdict is Verdict.LOCKED:
            failure = Failure(fault=StepFault.LOCKED, text=texts.locked(seconds), factor=found.factor)
            return self._walk.failed_for_good(failure, *proofs, self._walk.trail.event(LoginLocked, seconds=seconds))
        text = texts.used_code(seconds) if verdict is Verdict.USED else wrong
        came_to = self._walk.failed(Failure(fault=_FAULTS[verdict], text=text, factor=found.factor), *proofs)
        if verdict is Verdict.USED:
            self._walk.ledger = found.ledger  # what was right before the used code need not be typed again
        return came_to
