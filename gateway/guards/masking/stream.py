"""Text from left to right: decided run by run, shown as soon as it is decided, a run that is not whole held back.

Invariants: at most HELD_MAX characters are held, none of them longer than until `idle`; what is shown between two calls of
`idle` is the same for every split; whatever is shown was read by the observer before, and every value told.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gateway.guards.detect import RUN, Context, Detector, Sight, ends_run
from gateway.guards.masking.echo import Echo
from gateway.guards.masking.reading import BORDER, Controls, Meant, Part, Stop, meant, read
from gateway.guards.masking.runs import CUT, HELD_MAX, decided, long_runs
from gateway.guards.masking.sequences import UNFINISHED
from gateway.guards.masking.stars import Hidden, Span, Stars, hidden
from gateway.guards.masking.telling import Telling
from gateway.guards.observing import Observer

_UNREAD: Final = str.maketrans({"\r": None, BORDER: None})
_TAIL_MAX: Final = 300  # a sequence that is not whole is no longer


class Shown(NamedTuple):
    """What may be shown; and the same for the emulator that watches: what was written, the hidden characters marked."""

    masked: str = ""
    marked: str = ""


class Flow(NamedTuple):
    """What may be shown; and of the stream what only a kept screen can show, if that is so."""

    shown: Shown
    rest: str | None = None


class Stream:
    """Between `begin` and a flow with a rest the person's terminal gets this."""

    def __init__(self, detector: Detector, observer: Observer, controls: Controls = Controls.OBEYED) -> None:
        self._detector, self._observer = detector, observer
        self._telling, self._echo, self._stars = Telling(observer), Echo(), Stars()
        self._context, self._controls = Context(), controls
        self._line_begins = True
        self._held = ""  # the stream from the beginning of the unfinished run on
        self._shown = 0  # so many characters of it were shown: echo, and what a pause let go
        self._looked = 0  # so many of its readable ones were looked at for echo
        self._covered = 0  # so many of its first ones belong to a value that was cut

    @property
    def holds(self) -> bool:
        """True while a pause would let something go."""
        return self._shown < whole(self._held)

    def typed(self, text: str) -> None:
        """What the person typed, before its echo can come."""
        self._echo.typed(text)

    def begin(self) -> None:
        """A new line, on which nothing is known."""
        self._telling.line_ended()
        self._context, self._line_begins = self._context.broken(), True
        self._keep("", 0, 0, 0)

    def feed(self, text: str) -> Flow:
        """More of the stream."""
        part = self._part(self._held + text)
        meaning = meant(part.text)
        clear = self._echoed(part) if self._echo.may_come else []
        spans, cut = self._decided(meaning)
        return self._passed(part, meaning, spans, cut, clear)

    def idle(self) -> Shown:
        """Nothing came for a while: what is held, hidden where it is or begins like a value."""
        part = self._part(self._held)
        meaning = meant(part.text)
        sights = self._detector.look(meaning.text, self._context)
        spans = [(sight.start, sight.end) for sight in sights]
        if self._covered:
            spans.append((0, self._covered))
        if (beginning := self._detector.begun(meaning.text, self._context)) is not None:
            spans.append(beginning)
        end = whole(self._held)
        shown = self._rendered(part, hidden(meaning, _joined(spans)), end, len(part.text))
        self._shown = max(end, self._shown)
        return shown

    def close(self) -> Shown:
        """The stream ended: what is held is decided as it is."""
        self._held = self._held[: max(self._shown, whole(self._held))]
        part = self._part(self._held)
        meaning = meant(part.text)
        spans, _ = self._decided(meaning, is_last=True)
        shown = self._rendered(part, hidden(meaning, spans), len(self._held), len(part.text))
        self.begin()
        return shown

    def _part(self, stream: str) -> Part:
        return read(stream, line_begins=self._line_begins, controls=self._controls)

    def _passed(self, part: Part, meaning: Meant, spans: Sequence[Span], cut: int, clear: Sequence[Span]) -> Flow:
        """Show what is decided and what is echo, keep what is not."""
        read_to = meaning.place(cut)
        held_from = part.place(read_to)
        changed = _but(hidden(meaning, spans), clear)
        echoed = clear[-1][1] if clear and clear[-1][1] > read_to else read_to
        end = part.place(echoed) if echoed > read_to else held_from
        shown = self._rendered(part, changed, end, echoed)
        if read_to:
            self._line_begins = part.text.endswith("\n", 0, read_to)
        self._echo.passed(len(part.text) - self._looked)
        shown_until = max(self._shown, end)
        if part.stop is Stop.SCREEN:
            if shown_until > held_from:  # of what is not decided some was shown already
                rest = meaning.text[cut:]
                self._telling.saw(rest, self._detector.look(rest, self._context))
            self._telling.line_ended()
            if not self._line_begins:
                self._observer.read("\n", "\n")
            self._keep("", 0, 0, 0)
            return Flow(shown, part.stream[shown_until:])
        covered = max(0, self._covered - cut)
        self._keep(part.stream[held_from:], shown_until - held_from, len(part.text) - read_to, covered)
        return Flow(shown)

    def _keep(self, held: str, shown: int, looked: int, covered: int) -> None:
        self._held, self._shown, self._looked, self._covered = held, shown, looked, covered

    def _rendered(self, part: Part, changed: Sequence[Hidden], end: int, read_to: int) -> Shown:
        """The stream from what was shown up to `end`, with what is changed; the observer reads it as it was."""
        self._read(part.text, part.first_at(self._shown), read_to, changed)
        stream, at = part.stream, self._shown
        masked, marked = list[str](), list[str]()
        is_as_read = part.starts is None and not at
        for start, stop, stars in changed if is_as_read else self._in_stream(part, changed, end):
            if at <= start and stop <= end:
                between, value = stream[at:start], stream[start:stop]
                masked += between, self._stars.masked(value) if stars is None else stars
                marked += between, self._stars.marked(value)
                at = stop
        rest = stream[at:end]
        if not masked:
            return Shown(rest, rest)
        return Shown("".join((*masked, rest)), "".join((*marked, rest)))

    def _in_stream(self, part: Part, changed: Sequence[Hidden], end: int) -> Iterator[tuple[int, int, str | None]]:
        """Where in the stream what is hidden stands; in one piece where no sequence lies between and nothing of it was shown."""
        for one in changed:
            start, stop = part.place(one.start), part.place(one.end - 1) + 1
            if stop - start == one.end - one.start and start >= self._shown:
                yield start, stop, one.stars
            else:
                yield from self._in_pieces(part, one, end)

    def _in_pieces(self, part: Part, one: Hidden, end: int) -> Iterator[tuple[int, int, str | None]]:
        """Between the sequences, and only what was not shown and is to be shown now."""
        at = one.start
        while at < one.end:
            place, stop = part.place(at), at + 1
            while stop < one.end and part.place(stop) - place == stop - at:
                stop += 1
            start, until = max(place, self._shown), min(place + stop - at, end)
            if start < until:
                begin = at + start - place - one.start
                yield start, until, None if one.stars is None else one.stars[begin : begin + until - start]
            at = stop

    def _read(self, text: str, start: int, stop: int, changed: Sequence[Hidden]) -> None:
        read = text[start:stop]
        if not read:
            return
        shown = _blanked(text, start, stop, changed) if changed else read
        if "\r" in read or BORDER in read:
            read, shown = read.translate(_UNREAD), shown.translate(_UNREAD)
        self._observer.read(read, shown)

    def _echoed(self, part: Part) -> list[Span]:
        """What of the readable characters only repeats what was typed."""
        text, already, spans = part.text, part.first_at(self._shown), list[Span]()
        limit = self._echo.limit(self._looked)
        for run in RUN.finditer(text, 0, limit):
            end = run.end()
            if end == len(text) - 1 and text[end] == " " and ends_run(text[end - 1], " ", None) is None:
                end += 1
            start = max(run.start(), already)
            until = self._echo.shown_until(text, start, self._looked, min(end, limit))
            if until > start:
                spans.append((start, until))
        return spans

    def _decided(self, meaning: Meant, *, is_last: bool = False) -> tuple[list[Span], int]:
        """What is to be hidden, in order; and the place before which all is decided."""
        text = meaning.text
        cut = len(text) if is_last else decided(text, meaning.known)
        spans, at = [(0, self._covered)] if self._covered else [], 0
        known = text if meaning.known == len(text) else text[: meaning.known]
        for start, end in long_runs(known):
            if start > at:
                spans += self._seen(text[at:start], at)
            at = start
            while end - at > HELD_MAX:
                spans += self._cut_run(text[at : at + HELD_MAX], at)
                at += CUT
        if cut > at:
            spans += self._seen(text if (at, cut) == (0, len(text)) else text[at:cut], at)
        self._covered = max((end for _, end in spans), default=0)
        return _joined(spans) if len(spans) > 1 else spans, max(cut, at)

    def _seen(self, text: str, at: int) -> list[Span]:
        sights, self._context = self._detector.read(text, self._context)
        self._telling.saw(text, sights)
        return [(start + at, end + at) for _, start, end, _, _, _ in sights]

    def _cut_run(self, text: str, at: int) -> list[Span]:
        """The first characters of a run that is too long to wait for: what begins in them is hidden to its end."""
        sights = [sight for sight in self._detector.look(text, self._context) if sight.start < CUT]
        here: list[Sight] = [sight._replace(end=min(sight.end, CUT)) for sight in sights]
        self._context = self._context.after(text[:CUT], here)
        self._telling.saw(text[:CUT], here)
        return [(sight.start + at, sight.end + at) for sight in sights]


def _but(changed: list[Hidden], clear: Sequence[Span]) -> list[Hidden]:
    """What is changed outside of these spans, character by character where there are any."""
    if not clear:
        return changed
    return [
        Hidden(at, at + 1, None if one.stars is None else one.stars[at - one.start : at - one.start + 1])
        for one in changed
        for at in range(one.start, one.end)
        if not any(start <= at < end for start, end in clear)
    ]


def _blanked(text: str, start: int, stop: int, changed: Sequence[Hidden]) -> str:
    """Characters `start` to `stop`, those that are hidden as spaces."""
    pieces, at = list[str](), start
    for one in changed:
        if at < one.end and one.start < stop:
            hides_from, hides_to = max(at, one.start), min(one.end, stop)
            pieces += text[at:hides_from], " " * (hides_to - hides_from)
            at = hides_to
    return "".join((*pieces, text[at:stop]))


def _joined(spans: Sequence[Span]) -> list[Span]:
    """In order and without overlaps."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def whole(held: str) -> int:
    """How much of it may be shown: all but a sequence that is not whole."""
    begun_at = held.rfind("\x1b", max(0, len(held) - _TAIL_MAX))
    return begun_at if begun_at >= 0 and UNFINISHED.match(held, begun_at) else len(held)
