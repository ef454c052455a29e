"""Telephone numbers of Japan that belong to people: mobile, IP and fixed lines as they are written (総務省 電気通信番号計画).

Not free-phone (0120, 0800), navi-dial (0570) and other services: nobody lives there. Bare fixed-line numbers of ten digits are
not told from other ids and not counted. Every pattern begins with a literal, which lets `re` skip at memory speed.
"""

import re
from collections.abc import Iterator

from gateway.guards.personal_data.sighting import Kind, Sighting

_GROUPED = re.compile(
    r"0(?<![0-9A-Za-z._/+-]0)[0-9]{1,4}(?P<close>[)] ?|[-( ])[0-9]{1,4}[-) ][0-9]{4}(?![0-9A-Za-z]|[-.][0-9])"
)
_BARE = re.compile(r"0(?<![0-9A-Za-z._/+-]0)[5789]0[0-9]{8}(?![0-9A-Za-z]|[-.][0-9])")
_ABROAD = re.compile(r"\+81(?P<join>[- ]?)\(?0?\)?([1-9][0-9]{0,4})[- ]?([0-9]{1,4})[- ]?([0-9]{4})(?![0-9A-Za-z])")
_MOBILE = ("050", "060", "070", "080", "090")
# Area codes without their 0. One and four digits are all there are; of two digits all regions; three digits continue those.
_ONE = frozenset("346")
_TWO_WRITTEN = (
    "11 15 17 18 19 22 23 24 25 26 27 28 29 42 43 44 45 46 47 48 49 52 53 54 55 58 59 72 73 75 76 77 78 79 82 83 84 86 87 88 "
    "89 92 93 95 96 97 98 99"
)
_TWO = frozenset(_TWO_WRITTEN.split())
_FOUR_WRITTEN = (
    "1267 1372 1374 1377 1392 1397 1398 1456 1457 1466 1547 1558 1564 1586 1587 1632 1634 1635 1648 1654 1655 1656 1658 4992 "
    "4994 4996 4998 5769 5979 7468 8387 8388 8396 8477 8512 8514 9496 9802 9912 9913 9969"
)
_FOUR = frozenset(_FOUR_WRITTEN.split())
_SERVICES = frozenset({"120", "170", "180", "570", "800", "990"})


def phones(text: str) -> Iterator[Sighting]:
    """Numbers in a text whose digits and signs are half-width."""
    for found in _BARE.finditer(text):
        yield Sighting(found.start(), found.end(), Kind.PHONE, found[0], sure=True)
    for found in _GROUPED.finditer(text):
        groups = tuple(re.findall(r"[0-9]+", found[0]))
        if len(groups) == 3 and _is_line(*groups):
            yield Sighting(found.start(), found.end(), Kind.PHONE, "".join(groups), sure=True)
    for found in _ABROAD.finditer(text):
        number = "0" + found[2] + found[3] + found[4]
        bare = not found["join"] and len(number) == 11 and number.startswith(_MOBILE)
        if bare or _is_line("0" + found[2], found[3], found[4]):
            yield Sighting(found.start(), found.end(), Kind.PHONE, number, sure=True)


def _is_line(first: str, second: str, third: str) -> bool:
    """True for the three groups of a number that can be given to a subscriber."""
    area = first[1:]
    if first in _MOBILE:
        return len(second) == 4 and len(third) == 4
    if len(first + second + third) != 10 or second[0] in "01" or area in _SERVICES:
        return False
    match len(area):
        case 1:
            return area in _ONE
        case 2:
            return area in _TWO
        case 3:
            return area[:2] in _TWO or area[:2] in {
                "12",
                "13",
                "14",
                "16",
                "57",
                "74",
                "85",
                "94",
                "98",
                "56",
                "91",
                "37",
            }
        case _:
            return area in _FOUR
