r"""What may be within one value: a run. No value crosses a run's border, so a run that has ended never changes its mind.

A run holds letters, digits, `@._%+-():/\` and everything that is not ASCII but for the marks 、。「」 and their like, and the
lines of frames. A space is within one only between digits, kana and kanji (and the brackets and dashes of telephone numbers): one
character to either side decides.
"""

import re
from typing import Final

_SIGNS: Final = r"A-Za-z0-9@._%+\-():/\\"
_OTHERS: Final = (
    r"\x80-\u2501\u2580-\u3000\u3003-\u3007\u3012-\U0010ffff"  # all but frames and 、。〈〉《》「」『』【】
)
_JOINED: Final = (
    r"0-9\u2e80-\u3000\u3003-\u3007\u3012-\u9fff\uf900-\ufaff\uff10-\uff19\uff66-\uff9f\U00020000-\U0003ffff"
)
_BEFORE_SPACE: Final = rf"[{_JOINED})）]"
_BEHIND_SPACE: Final = rf"[{_JOINED}(（]"
_DASHES: Final = r"\-\u2010-\u2015\u2212\u2500\u2501"
_NUMERIC: Final = r"0-9\uff10-\uff19"
_SPACE: Final = (
    rf"(?:(?<={_BEFORE_SPACE}) (?={_BEHIND_SPACE})|(?<=[{_NUMERIC}]) (?=[{_DASHES}])|(?<=[{_DASHES}]) (?=[{_NUMERIC}]))"
)

RUN: Final = re.compile(rf"[{_SIGNS}{_OTHERS}]+(?:{_SPACE}[{_SIGNS}{_OTHERS}]+)*")
_IN_RUN: Final = re.compile(rf"[{_SIGNS}{_OTHERS}]")
_MAY_PRECEDE: Final = re.compile(rf"[{_JOINED})）{_DASHES}]")
_JOINS: Final = re.compile(f".{_SPACE}")


def is_in_run(sign: str) -> bool:
    """True for a character of any run; a space never is by itself."""
    return _IN_RUN.match(sign) is not None


def ends_run(previous: str, sign: str, following: str | None) -> bool | None:
    """True if `sign`, behind `previous`, ends the run; None while only the character behind a space will tell."""
    if sign != " ":
        return _IN_RUN.match(sign) is None
    if not previous or _MAY_PRECEDE.match(previous) is None:
        return True
    return None if following is None else _JOINS.match(f"{previous} {following}") is None
