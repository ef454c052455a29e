"""Names of people in Japanese: a common surname and a given name, and something beside it that makes it a person's.

That is its reading in the next field, a label (氏名), a form of address (様), or a date of birth on the same line. A name alone
on its line is not sure, for half of all surnames are places: `people` believes a list that is mostly names. Rare surnames are
missed (measured: about half of rare ones).
"""

import re
from collections.abc import Iterator

from gateway.guards.personal_data.sighting import Kind, Sighting
from gateway.guards.personal_data.surnames import SURNAMES

_GIVEN = "[一-龥々ぁ-んァ-ヶ]"
_NAME = rf"[一-龥々ヶ]{{1,4}}[ 　]?{_GIVEN}{{1,4}}"
_READING = re.compile(r"[,\t|;]\s?[\"']?(?:[ァ-ヶー]{2,8}[ 　]?[ァ-ヶー]{2,8})(?=[\"',\t|;\s])")
_LABELLED = re.compile(
    rf"(?:氏名|名前|顧客名|契約者名?|[Nn]ame)[\"' ]{{0,2}}[:=：|][ \"']{{0,3}}({_NAME})(?![一-龥々ぁ-んァ-ヶ])"
)
_ALONE = re.compile(rf"^[\"' \t]*({_NAME})[\"',; \t\r]*$", re.MULTILINE)
_FORMS = ("様", "殿")
_ADDRESSED = re.compile(rf"({_NAME})[ 　]?\Z")
_BEHIND_FORM = frozenset(" 　(（,、\"'\r\n\t")
_BORN = re.compile(
    r"(?:19[0-9]{2}|20[01][0-9])(?:-[0-9]{2}-[0-9]{2}|/[0-9]{1,2}/[0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}日)"
    r"|(?:昭和|平成|大正)[0-9元]{1,2}年[0-9]{1,2}月[0-9]{1,2}日"
)
_FIELD_BEFORE = re.compile(rf"(?:^|[,\t|;\"'>\n])[ 　]?({_NAME})[\"']? ?\Z")
_FIELD = re.compile(rf"(?:^|[,\t|;\"'>])[ 　]?({_NAME})(?=[\"',\t|; <])")


def names(text: str) -> Iterator[Sighting]:
    """Names in a text that is not plain ASCII, each with what makes it a person's."""
    for found in _READING.finditer(text):
        before = _FIELD_BEFORE.search(text[max(0, found.start() - 16) : found.start()])
        if before is not None:
            yield from _sighted(before[1], found.start() - len(before[1]))
    for found in _LABELLED.finditer(text):
        yield from _sighted(found[1], found.start(1))
    yield from _addressed(text)
    for found in _ALONE.finditer(text):
        if _is_name(found[1]):
            yield Sighting(found.start(1), found.end(1), Kind.NAME, re.sub(r"[ 　]", "", found[1]), sure=False)
    for found in _BORN.finditer(text):
        start = text.rfind("\n", max(0, found.start() - 400), found.start()) + 1 or max(0, found.start() - 400)
        line = text[start : found.start() + 400].partition("\n")[0]
        name = next((one for one in _FIELD.finditer(line) if _is_name(one[1])), None)
        if name is not None:
            yield from _sighted(name[1], start + name.start(1))


def _addressed(text: str) -> Iterator[Sighting]:
    """Names before a form of address."""
    for form in _FORMS:
        at = text.find(form)
        while at >= 0:
            before = _ADDRESSED.search(text[max(0, at - 10) : at])
            if before is not None and (at + 1 == len(text) or text[at + 1] in _BEHIND_FORM):
                yield from _sighted(before[1], max(0, at - 10) + before.start(1))
            at = text.find(form, at + 1)


def _sighted(name: str, start: int) -> Iterator[Sighting]:
    if _is_name(name):
        yield Sighting(start, start + len(name), Kind.NAME, re.sub(r"[ 　]", "", name), sure=True)


def _is_name(name: str) -> bool:
    """A surname of the list and a given name; without a space between them three letters at least (東京 is nobody)."""
    spaced = re.split(r"[ 　]", name, maxsplit=1)
    if len(spaced) == 2:
        return spaced[0] in SURNAMES
    return len(name) > 2 and any(name[:cut] in SURNAMES for cut in range(1, min(4, len(name) - 1) + 1))
