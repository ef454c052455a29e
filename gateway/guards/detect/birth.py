"""Dates as births are written, in both calendars; by itself a date is nobody's but for `…生` behind it."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

_ERAS: Final = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "M": 1867,
    "T": 1911,
    "S": 1925,
    "H": 1988,
    "R": 2018,
}
DATE: Final = re.compile(
    r"(?<![0-9A-Za-z.])(?:(?P<year>(?:18|19|20)[0-9]{2})|(?P<era>明治|大正|昭和|平成|令和|[MTSHR])(?P<of>[0-9]{1,2}|元))"
    r"(?P<join>[-/.年])(?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?(?![0-9])"
)
# Stands in every DATE, and is sought much faster.
_WITHIN: Final = re.compile("[-/.年](?<=[0-9元].)[0-9]{1,2}[-/.月][0-9]")
_OLDEST, _YOUNGEST = "19000101", "20121231"
_BORN: Final = re.compile(r" ?[(（]?(?:生まれ|生)(?!産|成|活|徒|じ|き|命|物|存)")
BARE: Final = re.compile(r"(?<![0-9])((?:18|19|20)[0-9]{2})(0[1-9]|1[0-2])([0-3][0-9])(?![0-9])")


def births(text: str) -> Iterator[Sight]:
    """Dates in folded text that say somebody was born then."""
    at = text.find("生")
    if at < 0 or not _WITHIN.search(text):
        return
    for found in DATE.finditer(text):
        if _BORN.match(text, found.end()):
            yield Sight(Kind.BIRTH, found.start(), found.end(), date_of(found).encode(), certain=True)


def look_weakly(text: str) -> Iterator[Sight]:
    """Whole dates on which somebody of age was born: where other data of the same line speak for them."""
    if not _WITHIN.search(text):
        return
    for found in DATE.finditer(text):
        born = date_of(found)
        if _OLDEST <= born <= _YOUNGEST:
            yield Sight(Kind.BIRTH, found.start(), found.end(), born.encode(), certain=False)


def date_of(found: re.Match[str]) -> str:
    """YYYYMMDD of a match of DATE."""
    of_era = 1 if found["of"] == "元" else int(found["of"] or 0)
    year = int(found["year"]) if found["year"] else _ERAS[found["era"]] + of_era
    return f"{year:04d}{int(found['month']):02d}{int(found['day']):02d}"
