"""Which guards stand in one session: decided by what the permit demands, made fresh for each stream.

Where no terminal paints (a command whose output a program reads, which only targets free of personal data have) nothing is
filtered: its bytes are the program's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from gateway.authorization.decision import Permit
from gateway.authorization.obligations import InputMetered, Masked, Painted
from gateway.authorization.request import Capability
from gateway.guards.masking import Controls, Masker
from gateway.guards.observing import Observer
from gateway.guards.pipeline import Pipeline
from gateway.guards.stage import Stage
from gateway.guards.terminal import Spelling, TerminalEscape
from gateway.guards.transfer import Direction, Triggers, Tripwire
from gateway.guards.typed import ControlStrings, Meter
from gateway.vocabulary.target import Encoding

SIZE: Final = (80, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guards:
    """The guards of one session. `spelling` puts what was typed into the target's encoding.

    `masker` is the last stage of `shown`, for whoever knows what is typed and how large the window is.
    """

    shown: Stage = field(default_factory=Pipeline)
    errors: Stage = field(default_factory=Pipeline)
    typed: Stage = field(default_factory=Pipeline)
    spelling: Stage = field(default_factory=Pipeline)
    masker: Masker | None = None


class MakeGuards(Protocol):
    """How a session's guards are made."""

    def __call__(
        self, permit: Permit, *, on_terminal: bool, observer: Observer | None = None, size: tuple[int, int] = SIZE
    ) -> Guards:
        """Fresh ones; `on_terminal` says whether a terminal paints what is shown, or a program reads it.

        `observer` is told what a terminal is about to show; `size` is that terminal's, in columns and rows.
        """


def guards_of(
    permit: Permit, *, on_terminal: bool, observer: Observer | None = None, size: tuple[int, int] = SIZE
) -> Guards:
    """The guards that the permit demands. Only what may be painted is masked, so what must be masked is only painted."""
    duties = {type(duty) for duty in permit.obligations}
    if not on_terminal or not duties & {Painted, Masked}:
        return Guards()
    controls = Controls.SPELLED if permit.capability is Capability.COMMANDS else Controls.OBEYED
    stages = (Masker(observer, columns=size[0], rows=size[1], controls=controls) for _ in range(2))
    maskers = list(stages) if Masked in duties else []
    encoding = permit.target.encoding
    return Guards(
        shown=_painted(encoding, maskers[:1]),
        errors=_painted(encoding, maskers[1:]),
        typed=_metered(permit),
        spelling=Spelling(encoding),
        masker=maskers[0] if maskers else None,
    )


def _metered(permit: Permit) -> Stage:
    """From a terminal to a target. A policy that meters nothing still gets neither a terminal's answers nor a transfer.

    The first tripwire sees binary packets before controls are taken out of them; the second, whose halves that may have joined.
    """
    limits = next((duty.limits for duty in permit.obligations if isinstance(duty, InputMetered)), None)
    meter = () if limits is None else (Meter(limits),)
    return Pipeline([Tripwire(Direction.INPUT), ControlStrings(), *meter, Tripwire(Direction.INPUT)])


def _painted(encoding: Encoding, masker: Sequence[Stage]) -> Stage:
    """From a target to a terminal. The second tripwire: taking a sequence out may join the two halves of a start."""
    after = Tripwire(Direction.OUTPUT, triggers=Triggers.PRINTABLE)
    return Pipeline([Tripwire(Direction.OUTPUT), TerminalEscape(encoding), after, *masker])
