"""Telephone numbers of Japan as they are written (総務省 電気通信番号計画): mobile, IP, fixed and free-phone lines, `+81`.

Bare fixed lines of ten digits look like any id: they are seen only under a label or beside other data (`look_weakly`). Free-phone
numbers are masked, for a caller may stand behind one, and never certain.
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from gateway.guards.detect.sight import Kind, Sight

_NOT_BEFORE: Final = r"(?<![0-9A-Za-z._/+\-]0)"  # behind the literal with which every pattern begins, for speed
_NOT_BEHIND: Final = r"(?![0-9A-Za-z]|[-./][0-9])"
_GROUPED: Final = re.compile(
    rf"0{_NOT_BEFORE}([0-9]{{1,4}})(\)[ -]?| - |[-.( ])([0-9]{{1,4}})( - |[-). ])([0-9]{{3,4}}){_NOT_BEHIND}"
)
_MOBILE: Final = re.compile(rf"0{_NOT_BEFORE}[5-9]0([-. /_]?)[0-9]{{4}}[-. /_]?[0-9]{{4}}{_NOT_BEHIND}")
_FREE: Final = re.compile(rf"0{_NOT_BEFORE}120[0-9]{{6}}{_NOT_BEHIND}")
_ABROAD: Final = re.compile(
    r"\+81([- .]?)\(?0?\)?([1-9][0-9]{0,4})[- .()]?([0-9]{1,4})[- .()]?([0-9]{3,4})(?![0-9A-Za-z])"
)
_SPACED: Final = re.compile(rf"0{_NOT_BEFORE}([ ._/\-])[5-9]\1[0](?:\1[0-9]){{8}}(?![0-9A-Za-z])(?!\1[0-9])")
_ONE_BY_ONE: Final = re.compile(
    rf"0{_NOT_BEFORE}([ ._/\-])((?:[0-9]\1){{1,4}})-\1((?:[0-9]\1){{1,4}})-((?:\1[0-9]){{3,4}})(?![0-9A-Za-z])(?!\1[0-9])"
)
_BARE: Final = re.compile(rf"0{_NOT_BEFORE}[1-9][0-9]{{8}}{_NOT_BEHIND}")
_ZEROS: Final = frozenset("〇零")
_KANJI_DIGITS: Final = {
    ord(sign): str(value)
    for signs in ("〇一二三四五六七八九", "零壱弐参肆伍陸漆捌玖")
    for value, sign in enumerate(signs)
}
_NO_DIGITS: Final = re.compile("[^0-9]+")
_APART: Final = " - "

_MOBILES: Final = frozenset({"050", "060", "070", "080", "090"})
_SERVICES: Final = frozenset({"0120", "0800"})
_ONE: Final = "3 4 6"
_TWO: Final = (
    "11 15 17 18 19 22 23 24 25 26 27 28 29 42 43 44 45 46 47 48 49 52 53 54 55 58 59 72 73 75 76 77 78 79 82 83 84 86 87 88 "
    "89 92 93 95 96 97 98 99"
)
_THREE: Final = """
123 124 125 126 133 134 135 136 137 138 139 142 143 144 145 146 152 153 154 155 156 157 158 162 163 164 165 166 167 172 173 174
175 176 178 179 182 183 184 185 186 187 191 192 193 194 195 197 198 220 223 224 225 226 228 229 233 234 235 237 238 240 241 242
243 244 246 247 248 250 254 255 256 257 258 259 260 261 263 264 265 266 267 268 269 270 274 276 277 278 279 280 282 283 284 285
287 288 289 291 293 294 295 296 297 299 422 428 436 438 439 460 463 465 466 467 470 475 476 478 479 480 493 494 495 531 532 533
536 537 538 539 544 545 547 548 550 551 553 554 555 556 557 558 561 562 563 564 565 566 567 568 569 572 573 574 575 576 577 578
581 584 585 586 587 594 595 596 597 598 599 721 725 735 736 737 738 739 740 742 743 744 745 746 747 748 749 761 763 765 766 767
768 770 771 772 773 774 776 778 779 790 791 794 795 796 797 798 799 820 823 824 826 827 829 833 834 835 836 837 838 845 846 847
848 852 853 854 855 856 857 858 859 863 865 866 867 868 869 875 877 879 880 883 884 885 887 889 892 893 894 895 896 897 898 920
930 940 942 943 944 946 947 948 949 950 952 954 955 956 957 959 964 965 966 967 968 969 972 973 974 977 978 979 980 982 983 984
985 986 987 993 994 995 996 997
"""
_FOUR: Final = """
1267 1372 1374 1377 1392 1397 1398 1456 1457 1466 1547 1558 1564 1586 1587 1632 1634 1635 1648 1654 1655 1656 1658 4992 4994 4996
4998 5769 5979 7468 8387 8388 8396 8477 8512 8514 9496 9802 9912 9913 9969
"""
_AREAS: Final = frozenset(f"0{area}" for area in f"{_ONE} {_TWO} {_THREE} {_FOUR}".split())


def phones(text: str, *, one_by_one: bool = True) -> Iterator[Sight]:
    """Numbers in folded text. `one_by_one`: digits may stand one by one, or ` - ` between groups of them."""
    yield from chain(_mobiles(text), _grouped(text))
    if "0120" in text:
        yield from map(_sight, _FREE.finditer(text))
    if one_by_one:
        yield from map(_sight, _SPACED.finditer(text))
        yield from (_sight(found) for found in _ONE_BY_ONE.finditer(text) if _is_line_of(found))
    if "+81" in text:
        yield from _abroad(text)
    if "〇" in text or "零" in text:
        spelled = text.translate(_KANJI_DIGITS)
        yield from (one for one in phones(spelled) if not _ZEROS.isdisjoint(text[one.start : one.end]))


def _mobiles(text: str) -> Iterator[Sight]:
    for found in _MOBILE.finditer(text):
        if found[1] != " " or not _in_columns(text, found):
            yield _sight(found)


def _grouped(text: str) -> Iterator[Sight]:
    for found in _GROUPED.finditer(text):
        spaced = " " in (found[2], found[4])
        if (
            _is_grouped_alike(found)
            and is_line("0" + found[1], found[3], found[5])
            and not (spaced and _in_columns(text, found))
        ):
            yield _sight(found)


def _abroad(text: str) -> Iterator[Sight]:
    for found in _ABROAD.finditer(text):
        number = f"0{found[2]}{found[3]}{found[4]}"
        if is_number(number):
            yield Sight(Kind.PHONE, found.start(), found.end(), number.encode(), certain=True)


def look_weakly(text: str) -> Iterator[Sight]:
    """Bare fixed lines too: where other data of the same line speak for them."""
    for found in _BARE.finditer(text):
        if is_number(found[0]):
            yield Sight(Kind.PHONE, found.start(), found.end(), found[0].encode(), certain=False)


def is_line(first: str, second: str, third: str) -> bool:
    """True for the three groups of a number that can be given to a subscriber."""
    if first in _MOBILES:
        return len(second) == 4 and len(third) == 4
    if first in _SERVICES:
        return len(second) == 3 and len(third) == (3 if first == "0120" else 4)
    return first in _AREAS and len(first + second) == 6 and len(third) == 4 and second[0] not in "01"


def is_number(digits: str) -> bool:
    """True for the digits of such a number, however they are grouped."""
    if digits[:3] in _MOBILES:
        return len(digits) == 11
    if digits.startswith("0120"):
        return len(digits) == 10
    return len(digits) == 10 and any(digits[:cut] in _AREAS and digits[cut] not in "01" for cut in range(2, 6))


def number_of(written: str) -> str:
    """The national digits of a number as it was written, `+81` and `0081` taken for the 0."""
    digits = _NO_DIGITS.sub("", written)
    for abroad in ("0081", "81") if written.lstrip("( ").startswith(("+", "0081")) else ():
        if digits.startswith(abroad):
            return "0" + digits[len(abroad) :].removeprefix("0")
    return digits


def _is_line_of(found: re.Match[str]) -> bool:
    """`0 9 0 - 1 2 3 4 - 5 6 7 8`."""
    first, second, third = (_NO_DIGITS.sub("", found[group]) for group in (2, 3, 4))
    return is_line("0" + first, second, third)


def _is_grouped_alike(found: re.Match[str]) -> bool:
    """`03-1234-5678`, `03(1234)5678`, `(03)1234-5678`, `03.1234.5678`, `03 1234 5678`, `03 - 1234 - 5678`."""
    first, second = found[2], found[4]
    if _APART in (first, second):
        return first == second
    first = first[0]
    if first == "(":
        return second == ")"
    if first == ")":
        return second in "- "
    return first == second or {first, second} == {"-", " "}


def _in_columns(text: str, found: re.Match[str]) -> bool:
    """True if more numbers stand on either side of one that is written with spaces, as in a table of sizes."""
    before, behind = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 2]
    return (len(before) == 2 and before[1] == " " and before[0].isdigit()) or (
        len(behind) == 2 and behind[0] == " " and behind[1].isdigit()
    )


def _sight(found: re.Match[str]) -> Sight:
    number = number_of(found[0])
    opened = found.start() - (")" in found[0] and found.string[found.start() - 1 : found.start()] == "(")
    return Sight(Kind.PHONE, opened, found.end(), number.encode(), certain=number[:4] not in _SERVICES)
