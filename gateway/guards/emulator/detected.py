"""A mask by the detectors of `guards.detect`: a screen's lines from top to bottom, tables and labels carried along.

The line at whose end more may come shows nothing of what begins like a number or a mail address: a slow target must not tell
it digit by digit. What was seen is kept for whoever counts, until it is taken: kinds and values, never shown, never written.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from gateway.guards.detect import Context, Detector, Kind, Sight
from gateway.guards.emulator.lines import REMEMBERED_LINES, Line, Span
from gateway.guards.observing import Together

SEEN_MAX: Final = 1024  # values between two takes; a budget ends long before
_Read = tuple[tuple[Sight, ...], Context]
_RANK: Final = (Together.ALONE, Together.BESIDE, Together.LABELLED)


class Seen(NamedTuple):
    """How surely a value is one person's."""

    certain: bool
    together: Together


Values = dict[tuple[Kind, bytes], Seen]


class Detected:
    """Called with all the lines of one screen at a time; the same lines give the same spans."""

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._remembered: dict[tuple[str, Context], _Read] = {}
        self._seen: Values = {}

    def __call__(self, lines: Sequence[Line]) -> Sequence[Iterable[Span]]:
        """See Mask."""
        context, found = Context(), list[Iterable[Span]]()
        for line in lines:
            spans = self._begun(line, context) if line.grows else ()
            sights, context = self._read(line.text, context) if line.text else ((), context.behind_line())
            found.append([*[(start, end) for _, start, end, _, _, _ in sights], *spans] if sights or spans else ())
            if sights:
                self._keep(sights)
        return found

    def take_seen(self) -> Values:
        """The values that screens held since the last call, in the order of coming."""
        seen, self._seen = self._seen, {}
        return seen

    def _keep(self, sights: Sequence[Sight]) -> None:
        beside = Together.BESIDE if len({sight.kind for sight in sights}) > 1 else Together.ALONE
        for sight in sights:
            key = sight.kind, sight.value_key
            together = Together.LABELLED if sight.labelled else beside
            before = self._seen.get(key)
            if before is not None:
                together = max(before.together, together, key=_RANK.index)
                self._seen[key] = Seen(before.certain or sight.certain, together)
            elif len(self._seen) < SEEN_MAX:
                self._seen[key] = Seen(sight.certain, together)

    def _read(self, text: str, context: Context) -> _Read:
        """One line, and once more with weaker evidence if something is sure on it."""
        key = text, context
        if (found := self._remembered.get(key)) is None:
            self._remembered[key] = found = self._detector.read_line(text, context)
            if len(self._remembered) > REMEMBERED_LINES:
                del self._remembered[next(iter(self._remembered))]
        return found

    def _begun(self, line: Line, context: Context) -> list[Span]:
        beginning = self._detector.begun(line.text, context)
        return [] if beginning is None or line.typed.rstrip().endswith(line.text[slice(*beginning)]) else [beginning]
