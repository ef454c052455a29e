"""One session's meter: told by the masker what is about to be shown, asked before it is.

Invariants: what was not said to be told stays news, however often it is asked for; a verdict depends on what was observed and
on the times handed in, nothing else.
"""

from dataclasses import dataclass

from gateway.guards.detect import Kind
from gateway.guards.metering.people import People, Seen
from gateway.guards.metering.rereading import Rereader
from gateway.guards.metering.tables import Tables
from gateway.guards.observing import Together
from gateway.guards.opaque import OpaqueLimits, OpaqueMeter, Used
from gateway.guards.verdict import Verdict
from gateway.vocabulary.caps import ShellCaps

SHARE = 16  # of a limit: so much may be used before it is told
EARLY_SHARE = 2 * SHARE  # at which the telling may begin beside what is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is not told yet. `people` are new values by person (a number of this session's), `again` who was seen again.

    `is_due`: so much was used that it has to be told although nobody new is seen; `is_due_soon`: half of that.
    """

    people: dict[int, list[Seen]]
    again: frozenset[int]
    alike: list[Seen]
    used: Used
    table_lines: int
    is_due: bool
    is_due_soon: bool


class ShellMeter:
    """Fills `observing.Observer`. Used by one thread at a time."""

    def __init__(self, caps: ShellCaps, key: bytes) -> None:
        self._caps = caps
        self._people, self._tables, self._rereader = People(key), Tables(), Rereader()
        self._opaque = OpaqueMeter(limits_of(caps))
        self._read: list[str] = []
        self._shown: list[str] = []
        self._used, self._lines = Used(), 0

    @property
    def count(self) -> int:
        """Different people of this session."""
        return self._people.count

    def saw(self, kind: Kind, value_key: bytes, certain: bool, context: Together) -> None:  # noqa: FBT001  # as Observer
        """A personal value."""
        self._people.saw(Seen(kind, value_key), context, certain=certain)

    def read(self, text: str, shown: str | None = None) -> None:
        """Text as a person reads it; what is shown as stars is nobody's secret writing, so it is read for people alone."""
        self._read.append(text)
        self._shown.append(text if shown is None else shown)
        self._tables.read(text)

    def verdict(self, at: float) -> Verdict:
        """Of all that was read, by what this session alone counts. `at` in monotonic seconds."""
        read, self._read = "".join(self._read), []
        shown, self._shown = "".join(self._shown), []
        if read:
            self._opaque.read(shown, at)
            for seen in self._rereader.read(read):
                together = Together.BESIDE if seen.kind is Kind.MAIL else Together.ALONE
                self._people.saw(seen, together, certain=True)
        return self._opaque.verdict(at)

    def news(self) -> News:
        """What must be told; `told` when it was."""
        self._used += self._opaque.take_used()
        self._lines += self._tables.take()
        return News(
            people=self._people.new(),
            again=self._people.again(),
            alike=self._people.alike(),
            used=self._used,
            table_lines=self._lines,
            is_due=self._reaches(SHARE),
            is_due_soon=self._reaches(EARLY_SHARE),
        )

    def told(self) -> None:
        """All of the last news was told and may be shown."""
        self._people.told()
        self.told_used()

    def told_used(self) -> None:
        """What was used was told; its people were not taken."""
        self._used, self._lines = Used(), 0

    def told_part(self, used: Used, lines: int) -> None:
        """Only so much of it was told. Raises ValueError for more than there was."""
        if lines > self._lines:
            raise ValueError("more was told than was used")
        self._used, self._lines = self._used - used, self._lines - lines

    def released(self) -> None:
        """A supervisor lets the session go on."""
        self._opaque.released()

    def _reaches(self, share: int) -> bool:
        caps, used = self._caps, self._used
        shares = (
            (used.opaque, caps.opaque),
            (used.hashes, caps.hashes_per_pause),
            (used.bare_lines, caps.bare_lines),
            (used.novel, caps.novel),
            (self._lines, caps.table_lines),
        )
        return any(number * share >= limit for number, limit in shares)


def limits_of(caps: ShellCaps) -> OpaqueLimits:
    """What the session's own meter of unreadable text is held to."""
    return OpaqueLimits(
        window_seconds=caps.minutes * 60.0,
        opaque=caps.opaque,
        hashes=caps.hashes,
        bare_lines=caps.bare_lines,
        novel=caps.novel,
        novel_in_all=caps.novel_session,
        hashes_per_pause=caps.hashes_per_pause,
        volume=caps.volume,
        burst=caps.burst,
        per_second=caps.per_second,
    )
