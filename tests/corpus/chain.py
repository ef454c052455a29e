"""A person in front of all that stands between a target and a terminal: guards, masker, meter, counter, the brake's verdicts.

What comes goes through in the pieces that a relay judges; waits are waited, pauses are gone on from at once, a freeze ends it.
Times are those of the stream. The registrar's rules are its own (`shell.judged`, the shipped caps); its memory is here.
"""

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from gateway.authorization.limits import TypedLimits
from gateway.authorization.obligations import InputMetered, Masked, Painted, Recorded
from gateway.disclosure.shell import Amounts, ShellPast, judged
from gateway.disclosure.shell_asking import ShellStopped, ShellTakeAnswer, ShellTaken
from gateway.disclosure.shown import Person
from gateway.disclosure.spans import Span
from gateway.guards.metering import ShellMeter
from gateway.guards.opaque.limits import ALARMING_PAUSES
from gateway.guards.stage import Passed, Tripped
from gateway.guards.verdict import Freeze, Pause, Proceed, Slow, Verdict, Why
from gateway.relay.guarding import guards_of
from gateway.relay.pieces import pieces
from gateway.relay.shell_counting import ShellCounter
from gateway.vocabulary.caps import ShellCaps
from tests.gateway.disclosure.test_shell import CAPS
from tests.gateway.registrar.a_shell import Keeper
from tests.gateway.relay.ssh.a_target import a_permit
from tests.gateway.sessions.an_office import free_target

WARN_PERCENT: Final = 80
IDLE_SECONDS: Final = 0.015
DAY_SECONDS: Final = 86_400.0
_PERMIT = replace(
    a_permit(free_target(), "maint"),
    obligations=(Recorded(), Painted(), Masked(), InputMetered(limits=TypedLimits(paste_bytes=4096))),
)

Stream = Iterable[tuple[float, bytes]]
"""Bytes of a target, each so many seconds after the last."""


class Desk:
    """The registrar's part for one session of one day. Fills `shell_counting.Register`."""

    def __init__(self, caps: ShellCaps = CAPS) -> None:
        self.at = 0.0
        self.told: dict[int, float] = {}
        self._caps = caps
        self._who: dict[Person, bytes] = {}
        self._seen_at: dict[bytes, float] = {}
        self._used: list[tuple[float, Amounts]] = []
        self._stopped: ShellStopped | None = None

    @property
    def people(self) -> int:
        """Different people that were let pass."""
        return len(self._seen_at)

    def take_shell(
        self,
        session: str,
        *,
        people: Sequence[Sequence[Person]] = (),
        alike: Sequence[Person] = (),
        unread: Amounts | None = None,
        table_lines: int = 0,
        stops: Freeze | None = None,
    ) -> ShellTakeAnswer:
        """As the registrar answers."""
        amounts = unread or Amounts()
        who = {self._known(values) for values in people}
        found = judged(self._past(), who, amounts, self._caps, WARN_PERCENT)
        if amounts:
            self._used.append((self.at, amounts))
        for days in found.told:
            self.told.setdefault(days, self.at)
        if stops is not None:
            return ShellStopped(why=stops.why, used=stops.used, limit=stops.limit)
        if found.exceeded:
            first = found.exceeded[0]
            why = {Span.OPAQUE_WINDOW: Why.OPAQUE, Span.OPAQUE_DAY: Why.OPAQUE, Span.NOVEL_DAY: Why.NOVEL}
            why |= {Span.HASHES_WINDOW: Why.HASHES, Span.HASHES_DAY: Why.HASHES}
            why |= {Span.NUMBERS_WINDOW: Why.BARE_NUMBERS, Span.NUMBERS_DAY: Why.BARE_NUMBERS}
            return ShellStopped(why=why.get(first.span, Why.PEOPLE), used=first.used, limit=first.cap)
        self._seen_at.update(dict.fromkeys(who, self.at))
        return ShellTaken(used=found.used, cap=found.cap, warned=False)

    def _known(self, values: Sequence[Person]) -> bytes:
        before = sorted({self._who[value] for value in values if value in self._who})
        who = before[0] if before else min(digest for _, digest in values)
        self._who.update(dict.fromkeys(values, who))
        return who

    def _past(self) -> ShellPast:
        window = self.at - self._caps.minutes * 60
        ever = frozenset(self._seen_at)
        lately = frozenset(who for who, at in self._seen_at.items() if at > window)
        spans = dict.fromkeys((Span.SESSION, Span.DAY, Span.DAYS_30, Span.DAYS_365), ever)
        within = sum((amounts for at, amounts in self._used if at > window), Amounts())
        today = sum((amounts for _, amounts in self._used), Amounts())
        return ShellPast(
            people={Span.PEOPLE_WINDOW: lately, **spans}, within=within, today=today, units_30_days=today.units
        )


@dataclass(slots=True)
class Sitting:
    """What happened. `shown`: bytes of the target's that were let through; `people`: different ones that were counted."""

    pauses: list[tuple[float, Why]] = field(default_factory=list)
    frozen: Freeze | None = None
    seconds: float = 0.0
    shown: int = 0
    people: int = 0
    alarmed: float | None = None
    shown_before_alarm: int | None = None

    @property
    def most_pauses(self) -> int:
        """In any half hour."""
        return max((sum(0 <= at - first < 1800 for at, _ in self.pauses) for first, _ in self.pauses), default=0)


class Session:
    """One person's, from the first byte to a freeze. `sees` gets the bytes that the person's terminal gets."""

    def __init__(
        self, *, size: tuple[int, int] = (120, 40), caps: ShellCaps = CAPS, sees: Callable[[bytes], None] | None = None
    ) -> None:
        self.sitting, self.desk = Sitting(), Desk(caps)
        self._meter = ShellMeter(caps, secrets.token_bytes(32))
        self._guard = guards_of(_PERMIT, on_terminal=True, observer=self._meter, size=size).shown
        self._counter = ShellCounter(
            session="S-1",
            clients=("C-01",),
            warn_percent=WARN_PERCENT,
            meter=self._meter,
            register=self.desk,
            digests=Keeper(),
        )
        self._sees = sees or _unseen

    def shows(self, stream: Stream, until: float = float("inf")) -> Sitting:
        """All of it, or until it freezes or so many seconds have gone."""
        sitting = self.sitting
        for after, data in stream:
            if after >= IDLE_SECONDS and not self._passes(self._guard.idle, 0):
                break
            sitting.seconds += after
            if sitting.seconds > until or not all(
                self._passes(lambda piece=piece: self._guard.feed(piece), len(piece)) for piece in pieces(data)
            ):
                break
        else:
            self._passes(self._guard.idle, 0)
        sitting.people = self.desk.people
        return sitting

    def _passes(self, act: Callable[[], Passed], size: int) -> bool:
        """False if it froze; nothing of it is shown then."""
        sitting, passed = self.sitting, Passed(b"")
        try:
            passed = act()
        except Tripped:
            sitting.frozen = Freeze(why=Why.TRANSFER, used=0, limit=0)
        else:
            self.desk.at = sitting.seconds
            self._judged(self._counter.judge(sitting.seconds))
        if self.desk.told or sitting.frozen:
            self._alarms()
        if sitting.frozen:
            return False
        sitting.shown += size
        self._sees(passed.data)
        return True

    def _judged(self, verdict: Verdict) -> None:
        """As `relay.brake` does what it says."""
        match verdict:
            case Freeze():
                self.sitting.frozen = verdict
            case Pause(why=why, so_far=so_far):
                self.sitting.pauses.append((self.sitting.seconds, why))
                if why is Why.HASHES or so_far >= ALARMING_PAUSES:
                    self._alarms()
            case Slow(seconds=seconds):
                self.sitting.seconds += seconds
            case Proceed():
                pass

    def _alarms(self) -> None:
        if self.sitting.alarmed is None:
            self.sitting.alarmed, self.sitting.shown_before_alarm = self.sitting.seconds, self.sitting.shown


def _unseen(data: bytes) -> None:
    """Nobody looks."""
