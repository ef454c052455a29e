"""How many people's data a text holds: the largest number of different values of one kind, not counting one person's twice.

A record (a line, an object, a row) may hold two telephone numbers of one person. So values of a kind are kept apart by their
place in the record: by the label before them where there is one (`mobile:`), else first, second, third of their record. Each
place has a set of its own; the fourth and every further place share one, so that a list on a single line is counted
too. The estimate is the largest set. It is a lower bound for honest files; who knows the rule can hide four people as one.

A bare My Number or card number counts once half of the file's numbers of that length pass their check: ids do not. A name
alone on its line counts once half of the lines are names. An e-mail address in running text counts where another kind stands
on its line.
Only hashes of values are kept, SET_MAX of each place, and nothing longer than the file.
"""

import re
from collections import Counter
from collections.abc import Iterator

from gateway.guards.personal_data.address import addresses
from gateway.guards.personal_data.mail import mails
from gateway.guards.personal_data.name import names
from gateway.guards.personal_data.numbers import long_numbers
from gateway.guards.personal_data.phone import phones
from gateway.guards.personal_data.sighting import Kind, Sighting

SET_MAX = 50_000  # beyond that "at least so many" is enough for any limit
PLACES = 3
_BELIEVED_MIN = 4
_BLOCK = 4 * 1024
_KANJI = re.compile("[一-龥]")
_RECORD_ENDS = re.compile(r"\n|\}|\)\s{0,8}[,;]|</(?:row|tr|w:tr|si|item|record|table:table-row)>")
_LABEL = re.compile(r"([A-Za-z_]{2,24}[0-9]?|[一-龥ァ-ヶー]{2,8})[\"']?\s{0,4}[:=：]\s{0,4}[\"'(]{0,2}\Z")
_LABELS = (
    "mobile", "cell", "home", "work", "office", "fax", "phone", "tel", "携帯", "自宅", "勤務", "連絡", "電話", "mail", "メール",
    "address", "住所", "name", "氏名", "card", "number",
)  # fmt: skip


class People:
    """The estimate for one file. Fed by one thread, texts in order."""

    def __init__(self) -> None:
        self._places: dict[tuple[Kind, str], set[int]] = {}
        self._known: dict[Kind, list[str]] = {}
        self._record: Counter[Kind] = Counter()
        self._bare: Counter[Kind] = Counter()
        self._passing: dict[Kind, set[int]] = {Kind.CARD: set(), Kind.MY_NUMBER: set(), Kind.NAME: set()}
        self._passed: Counter[Kind] = Counter()

    @property
    def count(self) -> int:
        """How many people, as far as was read."""
        return max([*(len(values) for values in self._places.values()), *self._believed().values()], default=0)

    @property
    def counts(self) -> dict[str, int]:
        """The estimate by kind, where there is any."""
        largest: Counter[str] = Counter(self._believed())
        for (kind, _), values in self._places.items():
            largest[kind.value] = max(largest[kind.value], len(values))
        return {kind: number for kind, number in sorted(largest.items()) if number}

    def see(self, text: str) -> None:
        """One more piece of the file."""
        sightings = sorted([*self._all(text)])
        self._record.clear()
        before = 0
        for at, seen in enumerate(sightings):
            if _RECORD_ENDS.search(text, before, seen.start):
                self._record.clear()
            before = seen.end
            if seen.sure or _stands_with(text, sightings, at):
                self._put(text, seen)

    def _all(self, text: str) -> Iterator[Sighting]:
        yield from phones(text)
        if "@" in text:
            yield from mails(text)
        yield from self._numbers(text)
        if not text.isascii():
            yield from self._japanese(text)

    def _japanese(self, text: str) -> Iterator[Sighting]:
        """What is written in kanji, block by block: most files have few, and looking for names is slow."""
        begin = 0
        while begin < len(text):
            end = text.find("\n", begin + _BLOCK) + 1 or len(text)
            block = text[begin:end]
            if not block.isascii() and _KANJI.search(block):
                self._bare[Kind.NAME] += sum(1 for one in block.splitlines() if one.strip())
                for seen in (*addresses(block), *names(block)):
                    if seen.kind is Kind.NAME and not seen.sure:
                        self._pass(seen)
                    else:
                        yield seen._replace(start=seen.start + begin, end=seen.end + begin)
            begin = end

    def _numbers(self, text: str) -> Iterator[Sighting]:
        for seen in long_numbers(text, self._bare):
            if seen.sure:
                yield seen
            else:
                self._pass(seen)

    def _pass(self, seen: Sighting) -> None:
        """Something that is believed only if most of its like are so."""
        self._passed[seen.kind] += 1
        if len(self._passing[seen.kind]) < SET_MAX:
            self._passing[seen.kind].add(hash(seen.value))

    def _believed(self) -> dict[str, int]:
        return {
            kind.value: len(values)
            for kind, values in self._passing.items()
            if len(values) >= _BELIEVED_MIN and 2 * self._passed[kind] >= self._bare[kind]
        }

    def _put(self, text: str, seen: Sighting) -> None:
        place = self._place(text, seen)
        known = self._known.setdefault(seen.kind, [])
        if place not in known:
            if len(known) < PLACES:
                known.append(place)
            else:
                place = "further"
        values = self._places.setdefault((seen.kind, place), set())
        if len(values) < SET_MAX:
            values.add(hash(seen.value))

    def _place(self, text: str, seen: Sighting) -> str:
        """Where in its record a value stands."""
        self._record[seen.kind] += 1
        found = _LABEL.search(text[max(0, seen.start - 40) : seen.start])
        label = "" if found is None else "+".join(word for word in _LABELS if word in found[1].lower())
        return label or str(self._record[seen.kind])


def _stands_with(text: str, sightings: list[Sighting], at: int) -> bool:
    """True if a surer sighting is on the same line as this one."""
    seen = sightings[at]
    for other in sightings[max(0, at - 2) : at + 3]:
        between = (other.end, seen.start) if other.start < seen.start else (seen.end, other.start)
        if other.sure and other.kind is not seen.kind and "\n" not in text[between[0] : between[1]]:
            return True
    return False
