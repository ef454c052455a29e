"""Every kind at once: what of a text is somebody's data, as non-overlapping sights in order.

Labels are the strongest; then what a form and check digits prove; then names. The result is the same for every cut between runs,
and its cost grows with the text, whatever the text is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from gateway.guards.detect import birth, phone
from gateway.guards.detect.address import addresses
from gateway.guards.detect.bank import accounts
from gateway.guards.detect.begun import begun
from gateway.guards.detect.birth import births
from gateway.guards.detect.clean import Shape, is_bare, is_clean
from gateway.guards.detect.context import Context, moved
from gateway.guards.detect.folding import folded, seen
from gateway.guards.detect.kana import readings
from gateway.guards.detect.keys import are_absent
from gateway.guards.detect.line_id import SHAPES, LineIds, LineShape
from gateway.guards.detect.long_number import long_numbers
from gateway.guards.detect.mail import mails
from gateway.guards.detect.name import names
from gateway.guards.detect.phone import phones
from gateway.guards.detect.postal import postal_codes
from gateway.guards.detect.runs import RUN
from gateway.guards.detect.scanning import LINE_MAX, beginning, scanned
from gateway.guards.detect.sight import Kind, Sight
from gateway.guards.detect.table import header_of

_RANK: Final = {kind: rank for rank, kind in enumerate(
    (Kind.ADDRESS, Kind.CARD, Kind.PHONE, Kind.MAIL, Kind.BANK, Kind.LINE_ID, Kind.POSTAL, Kind.MY_NUMBER, Kind.BIRTH, Kind.NAME,
     Kind.KANA, Kind.SUBSCRIBER_IP)
)}  # fmt: skip
_LABELLED: Final = -1
_NOTHING: Final = "\0"  # in no run
_BEGINNING: Final = Context()
_KANJI: Final = re.compile("[一-龥々\uf900-\ufaff㐀-䶿]")
_KANA: Final = re.compile("[ァ-ヺｦ-ﾟぁ-ゖ]{2}")
_ALONE: Final = frozenset({Kind.MAIL, Kind.SUBSCRIBER_IP, Kind.BIRTH})


class Detector:
    """Stateless: what is known of a stream is in the Context its caller carries."""

    def __init__(self, line_shapes: Sequence[LineShape] = SHAPES) -> None:
        self._line_ids = LineIds(line_shapes)
        self._letters = tuple(letters.encode() for letters in self._line_ids.letters)

    def look(self, text: str, context: Context) -> tuple[Sight, ...]:
        """What of `text`, which stands behind `context`, is somebody's data: whole runs, a line, or many lines."""
        return self.read(text, context)[0]

    def read(self, text: str, context: Context) -> tuple[tuple[Sight, ...], Context]:
        """The same, and the context behind the text: cheaper than `look` and then `Context.after`."""
        if context.says_nothing and self.is_clean(text.encode(errors="replace"), context):
            return (), _behind_clean(text, context)
        sights, at, found = list[Sight](), 0, tuple[Sight, ...]()
        while at < len(text):
            newline = text.find("\n", at)
            line = text[at:] if newline < 0 else text[at:newline]
            # Behind a line that held something the next mostly does too, and to ask would be in vain.
            if newline >= 0 and not found and context.says_nothing and self._is_quiet(line):
                context = _BEGINNING
            else:
                if line:
                    found, context = self._part(line, context)
                    sights += moved(found, at)
                if newline >= 0:
                    context = context.behind_line()
            at += len(line) + 1
        return tuple(sights), context

    def read_line(self, text: str, context: Context) -> tuple[tuple[Sight, ...], Context]:
        """One whole line, and once more with weaker evidence if something is sure on it; and the context behind its end."""
        if not text or (context.says_nothing and self._is_quiet(text)):
            return (), context.behind_line()
        plain, places = seen(text)
        part = folded(plain)
        labelled, label = scanned(context, part)
        rest = self._rest(part, labelled)
        found = _merged(rest, labelled, is_beside=context.is_beside)
        after = context.behind_part(part, found, label).behind_line()
        if any(sight.certain for sight in found) and not context.is_beside:
            found = tuple(dict.fromkeys((*found, *_merged(rest, labelled, is_beside=True))))
        return tuple(_placed(found, places)), after

    def begun(self, text: str, context: Context) -> tuple[int, int] | None:
        """The characters at the end of one line's text that are or may be the beginning of a value."""
        plain, places = seen(text)
        part = folded(plain)
        found, labelled = begun(part), beginning(context, part)
        starts = [start for start in (None if found is None else found[0], labelled) if start is not None]
        if not starts:
            return None
        return min(starts) if places is None else places[min(starts)], len(text)

    def is_clean(self, block: bytes, context: Context) -> bool:
        """True for whole lines of UTF-8 in which nothing is seen and no table begins. False says nothing."""
        return context.says_nothing and is_clean(block, self._letters)

    def _is_quiet(self, line: str) -> bool:
        """True for a whole line of ASCII in which nothing is seen and behind which nothing is expected."""
        if not line.isascii():
            return False
        if len(line) > LINE_MAX:
            return is_bare(line.encode() + b"\n", self._letters)
        line = line.rstrip("\r")
        if not line or line.isspace():
            return True
        return are_absent(line) and not self._free(line, Shape(line)) and header_of(line) is None

    def _part(self, raw: str, context: Context) -> tuple[tuple[Sight, ...], Context]:
        """A part of one line."""
        plain, places = seen(raw)
        part = folded(plain)
        labelled, label = scanned(context, part)
        found = _merged(self._rest(part, labelled), labelled, is_beside=context.is_beside)
        return tuple(_placed(found, places)), context.behind_part(part, found, label)

    def _rest(self, part: str, labelled: Sequence[Sight]) -> "_Rest":
        text = _without(part, labelled) if labelled else part
        shape = Shape(text)
        return _Rest(text, shape, self._free(text, shape), "@" in part)

    def _free(self, part: str, shape: Shape) -> list[Sight]:
        """What its form proves."""
        found, is_ascii = list[Sight](), part.isascii()
        if shape.may_hold_any():
            self._number(part, shape, found)
        elif not is_ascii and ("〇" in part or "零" in part):
            found += phones(part)
        if "@" in part:
            found += mails(part)
        if not is_ascii and _KANJI.search(part):
            found += addresses(part)
            found += births(part)
            found += accounts(part)
        return found

    def _number(self, part: str, shape: Shape, found: list[Sight]) -> None:
        if shape.may_hold_phone() or "〇" in part or "零" in part:
            found += phones(part, one_by_one=shape.may_hold_digits_apart())
        if shape.may_hold_long():
            found += long_numbers(part)
        if shape.may_hold_line_id():
            found += self._line_ids.look(part)
        if shape.may_hold_postal() or "〒" in part:
            found += postal_codes(part)


class _Rest(NamedTuple):
    """A part of a line without what is labelled, and what is seen there by its form; `mails`: an `@` stands in the part."""

    text: str
    shape: Shape
    free: Sequence[Sight]
    mails: bool


def _merged(rest: _Rest, labelled: Sequence[Sight], *, is_beside: bool) -> Sequence[Sight]:
    """What is labelled, and what else is seen in the rest."""
    free = rest.free
    if ((free or labelled or is_beside) and rest.shape.may_hold_date()) or not rest.text.isascii():
        free = [*free, *_weaker(rest.text, rest.shape, [*labelled, *free], is_beside=is_beside)]
    if not free and not labelled:
        return ()
    kept = _apart(labelled, free)
    return _mails_believed(kept, is_beside=is_beside) if rest.mails else kept


def _placed(sights: Sequence[Sight], places: tuple[int, ...] | None) -> Sequence[Sight]:
    """Sights of what the eye reads, in the text with all that is hidden."""
    if places is None:
        return sights
    return [one._replace(start=places[one.start], end=places[one.end - 1] + 1) for one in sights]


def _without(part: str, labelled: Sequence[Sight]) -> str:
    """The same length with what is labelled taken out, as if it were separators: nothing else is sought there."""
    pieces, at = list[str](), 0
    for start, end in sorted([(one.start, one.end) for one in labelled]):
        if end > at:
            start = max(at, start)
            pieces += part[at:start], _NOTHING * (end - start)
            at = end
    return "".join((*pieces, part[at:]))


def _weaker(part: str, shape: Shape, strong: Sequence[Sight], *, is_beside: bool) -> Iterator[Sight]:
    """Names, and what only other data of the same line make likely."""
    spoken = min((one.end for one in strong if one.kind not in _ALONE), default=len(part) + 1)
    if is_beside:
        spoken = 0
    if not part.isascii():
        for run in RUN.finditer(part):
            if not run[0].isascii():
                for one in _named(run[0], spoken - run.start()):
                    spoken = min(spoken, run.start() + one.end)
                    yield one._replace(start=run.start() + one.start, end=run.start() + one.end)
    if spoken > len(part):
        return
    if shape.may_hold_bare():
        yield from (one for one in phone.look_weakly(part) if one.start >= spoken)
    yield from (one for one in birth.look_weakly(part) if one.start >= spoken)


def _named(run: str, spoken: int) -> Iterator[Sight]:
    if _KANJI.search(run):
        yield from names(run, spoken_for=spoken)
    if _KANA.search(run):
        yield from readings(run)


def _apart(labelled: Sequence[Sight], free: Sequence[Sight]) -> list[Sight]:
    """In order and without overlaps: of two that overlap the stronger stays whole and the other ends before it."""
    if not free and _are_apart(labelled):
        return list(labelled)
    ranked = [(one.start, _LABELLED, one) for one in labelled] + [(one.start, _RANK[one.kind], one) for one in free]
    ranked.sort(key=lambda item: (item[0], item[1], not item[2].certain, -item[2].end))
    kept: list[tuple[int, Sight]] = []
    for _, rank, one in ranked:
        if kept and one.start < kept[-1][1].end:
            before_rank, before = kept[-1]
            if rank >= before_rank:
                continue
            kept.pop()
            if before.start < one.start:
                kept.append((before_rank, before._replace(end=one.start, certain=False)))
        kept.append((rank, one))
    return [one for _, one in kept]


def _are_apart(sights: Sequence[Sight]) -> bool:
    """True if each ends before the next begins."""
    reached = -1
    for one in sights:
        if one.start < reached or one.start == one.end:
            return False
        reached = one.end
    return True


def _mails_believed(sights: Sequence[Sight], *, is_beside: bool) -> list[Sight]:
    """A mail address is certain behind other data of its line."""
    believed: list[Sight] = []
    for one in sights:
        is_beside = is_beside or one.kind not in _ALONE
        believed.append(one._replace(certain=True) if is_beside and one.kind is Kind.MAIL else one)
    return believed


def _behind_clean(text: str, context: Context) -> Context:
    """Behind a clean text of whole lines and perhaps a beginning of the next."""
    last = text.rpartition("\n")
    return Context().behind_part(last[2], ()) if last[1] else context.behind_part(text, ())
