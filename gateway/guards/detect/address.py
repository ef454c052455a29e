"""Postal addresses of Japan: a place, a block number behind it, and the building behind that.

Sought from the block number, the place is looked up backwards in the list of municipalities. A block of three parts (丁目, 番,
号) says enough without a known place. A place without a block is nobody's.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.data.municipalities import BY_PREFECTURE
from gateway.guards.detect.folding import squeezed
from gateway.guards.detect.sight import Kind, Sight

_LETTER: Final = "一-龥々ヶケノﾉぁ-んァ-ヺー\uf900-\ufaff㐀-䶿"
_NUMBER: Final = "[0-9一二三四五六七八九十百]"
# It begins with the number itself and looks back from there: for speed.
_BLOCK: Final = re.compile(
    rf"[0-9一二三四五六七八九十](?<=[{_LETTER}].)"
    r"(?:(?<=[0-9])(?<!第.)[0-9]{0,4}|(?<![0-9])[一二三四五六七八九十]{0,2}(?=丁目|番地))"
    rf"(?:丁目(?:{_NUMBER}{{1,4}}(?:番地?(?:の?[0-9]{{1,4}}号?)?|-[0-9]{{1,4}}(?:-[0-9]{{1,4}})?|号)?)?"
    rf"|番地(?:の?[0-9]{{1,4}})?|番(?:[0-9]{{1,4}}号?|(?=$|[^{_LETTER}]))|-[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,2}}|号地)"
    r"(?![0-9])"
)
_BEFORE: Final = re.compile(rf"[{_LETTER}]{{1,40}}\Z")
_BUILDING: Final = re.compile(
    rf"(?: (?=[{_LETTER}]))?(?:[{_LETTER}A-Za-z・]{{1,20}}?(?:(?<=[{_LETTER}]) )?[0-9]{{0,4}}(?:号室|号棟|階|F(?![A-Za-z]))"
    r"(?:[0-9]{1,4}号室?)?"
    r"|(?:コーポ|メゾン|ハイツ|ハイム|マンション|アパート|レジデンス|グランド|パレス"
    r"|タワー|ヴィラ|コート|サン|プラザ|ビル|シャトー)"
    rf"[{_LETTER}・]{{0,12}}(?:[0-9]{{1,4}})?|-[0-9]{{2,4}}(?![0-9]))"
)
_DIGIT: Final = re.compile("[0-9]")
_PREFECTURES: Final = tuple(BY_PREFECTURE)
_PREFECTURE: Final = re.compile("(?:" + "|".join(_PREFECTURES) + ")")
_LONGEST: Final = 12
_JOINTS: Final = re.compile(r"丁目|番地の?|番(?=[0-9])|の(?<=[0-9].)(?=[0-9])")
_LAST: Final = re.compile("号(?<=[0-9].)(?!室)")
_THREE_PARTS: Final = re.compile(r"丁目.{1,4}番.{1,4}号")


def _places() -> frozenset[str]:
    names = {name for listed in BY_PREFECTURE.values() for name in listed.split()}
    within = {part for name in names for cut in ("郡", "市") if (part := name.partition(cut)[2])}
    return frozenset(names | {name for name in within if len(name) > 1 and name[-1] in "市区町村"})


_PLACES: Final = _places()


def addresses(text: str) -> Iterator[Sight]:
    """Addresses in folded text that is not plain ASCII."""
    if not _DIGIT.search(text) and "丁目" not in text and "番地" not in text:
        return
    reached = 0
    for block in _BLOCK.finditer(text):
        if block.start() < reached:
            continue
        before = _BEFORE.search(text[max(reached, block.start() - 40) : block.start()])
        if before is None:
            continue
        start = _start_of_place(before[0])
        if start is None:
            if not _THREE_PARTS.search(block[0]):
                continue
            start = max(0, len(before[0]) - 12)
        start += block.start() - len(before[0])
        reached = end = end_of_building(text, block.end())
        yield Sight(Kind.ADDRESS, start, end, key_of(text[start:end]), certain=True)


def end_of_building(text: str, end: int) -> int:
    """Where what stands behind a block number ends: a building's name, floor and room."""
    for _ in range(2):
        building = _BUILDING.match(text, end)
        if building is None:
            break
        end = building.end()
    return end


def key_of(written: str) -> bytes:
    """An address without its prefecture, building words kept: block numbers in one spelling."""
    whole = squeezed(written)
    plain = _PREFECTURE.sub("", whole, count=1) or whole
    return _LAST.sub("", _JOINTS.sub("-", plain)).rstrip("-").encode()


def _start_of_place(before: str) -> int | None:
    """Where the prefecture or municipality begins in the letters before a block number; None for no known place."""
    prefecture = _PREFECTURE.search(before)
    if prefecture is not None:
        return prefecture.start()
    for at, sign in enumerate(before):
        if sign in "市区町村":
            for start in range(max(0, at + 1 - _LONGEST), at):
                if before[start : at + 1] in _PLACES:
                    return start
    return None
