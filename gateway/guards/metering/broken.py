"""Mail addresses and addresses whose second half stands on the next line: whatever is seen only once two lines are one."""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect import Context, Detector, Kind, Sight
from gateway.guards.detect.folding import folded
from gateway.guards.detect.inserted import columns_named
from gateway.guards.detect.mail import mails
from gateway.guards.detect.runs import RUN, is_in_run
from gateway.guards.detect.scanning import scanned
from gateway.guards.metering.people import Seen

_MAIL: Final = re.compile(r"@[A-Za-z0-9.\-]{0,32}[^\S\n]*\n|\n[^\S\n]*@")
_PLACE: Final = re.compile(r"[都道府県](?<=東京都|北海道|大阪府|京都府|[一-龥][一-龥]県)[^\s、。]{0,30}[^\S\n]*\n")
_KINDS: Final = frozenset({Kind.MAIL, Kind.ADDRESS})
_DIGIT: Final = re.compile("[0-9]")
_APART: Final = frozenset(",;")  # in no address and in no number
PHONE_MIN: Final = 10  # digits
HALF_MAX: Final = 64  # characters


class Broken:
    """Used by one thread."""

    def __init__(self) -> None:
        self._detector = Detector()
        self._above = ""

    def read(self, text: str) -> Iterator[Seen]:
        """More folded lines, whole ones."""
        text, last = self._above + text, text.rfind("\n", 0, len(text) - 1) + 1
        self._above = text[len(self._above) + last :][-HALF_MAX:] if text else ""
        for found in _MAIL.finditer(text) if "@" in text else ():
            yield from self._joined(text, text.index("\n", found.start()))
        for found in () if text.isascii() else _PLACE.finditer(text):
            yield from self._joined(text, found.end() - 1)

    def _joined(self, text: str, end: int) -> Iterator[Seen]:
        """What stands over this end of a line."""
        above = text[max(text.rfind("\n", 0, end) + 1, end - HALF_MAX) : end].rstrip()
        behind = text[end + 1 : end + 1 + HALF_MAX].split("\n", 1)[0].lstrip()
        border = len(above)
        if not behind or ("@" in above and _is_whole(above, behind)) or not _may_cross(above, behind):
            return
        if self._has_ended(above):
            return
        for sight in self._look(above + behind):
            if sight.start < border < sight.end:
                yield Seen(sight.kind, sight.value_key)

    def _has_ended(self, above: str) -> bool:
        """True if the detector sees a value at this line's end."""
        if self._detector.is_clean(above.encode(errors="replace"), Context()):
            return False
        return _surely_ends(folded(above)) or any(sight.end == len(above) for sight in self._look(above))

    def _look(self, text: str) -> list[Sight]:
        return [sight for sight in self._detector.look(text, Context()) if sight.kind in _KINDS]


def _is_whole(above: str, behind: str) -> bool:
    """True if a mail address above seems to have ended: a dot in its domain, none in the word that follows."""
    domain = above.rpartition("@")[2]
    return "." in domain[:-1] and "." not in behind.split(" ", 1)[0]


def _may_cross(above: str, behind: str) -> bool:
    """False where no value can stand over the border: its signs are in no run, or in one that is no mail address's."""
    if not above or not is_in_run(above[-1]) or not is_in_run(behind[0]):
        return False
    joined = above + behind
    if not joined.isascii() or columns_named(joined):
        return True
    over = next(run[0] for run in RUN.finditer(joined) if run.end() > len(above))
    at = over.find("@", 1)
    return at > 0 and "." in over[at:]


def _surely_ends(line: str) -> bool:
    """True if a value ends with this line whatever else the detector sees in it: labelled, or a mail address behind a comma."""
    labelled, end = scanned(Context(), line)[0], len(line)
    if not labelled:
        found = [one for one in mails(line) if one.end == end] if "@" in line else []
        return any(line[one.start - 1] in _APART and _DIGIT.subn("", line[one.start :])[1] < PHONE_MIN for one in found)
    last = [one for one in labelled if one.end == end]
    return (
        len(last) == 1
        and last[0].kind in _KINDS
        and all(one.end <= last[0].start for one in labelled if one not in last)
    )
