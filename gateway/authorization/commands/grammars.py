"""How a unit, a package, a time and a bounded regular expression are spelled.

Each function says yes or no, or gives the form that reaches the target; none asks the target or a clock.
"""

import re
from datetime import datetime

_SUFFIXES = ("service", "socket", "target", "mount", "automount", "swap", "timer", "path", "slice", "scope", "device")
# systemd.unit(5): ASCII letters, digits and `:-_.\@`; a backslash only as systemd-escape(1) writes it. Never first: `-`.
_UNIT = re.compile(r"(?!-)(?:[A-Za-z0-9:_.@-]|\\x[0-9a-f]{2}){1,255}")
# Debian Policy 5.6.7. apt-get reads a last `-` or `+` as remove or install, so a name that ends so is not accepted.
_PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]{0,126}[a-z0-9]")
_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%H:%M", "%H:%M:%S")
_DAY, _HOUR = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_MOMENT = re.compile(rf"{_DAY}(?:[ T]{_HOUR})?|{_HOUR}")
_AGO = re.compile(r"([1-9][0-9]{0,3})(min|h|d)")
_DAYS = ("today", "yesterday")
# POSIX XBD 9.4 without groups, intervals, named classes and references: a matcher needs no backtracking for it.
_ATOM = r"(?:\\[.\[*+?^$|(){}\\]|\.|\[\^?[^\[\]\\^]+\]|[^\[\]\\*+?^$|(){}.])"
_BRANCH = rf"\^?(?:{_ATOM}[*+?]?)+\$?"
_REGEX = re.compile(rf"{_BRANCH}(?:\|{_BRANCH})*")


def unit_of(text: str) -> str | None:
    """The full name of a systemd unit, `.service` where no type was written; None for what is no unit's name."""
    if not _UNIT.fullmatch(text):
        return None
    full = text if text.rpartition(".")[2] in _SUFFIXES and "." in text else f"{text}.service"
    return full if len(full) <= 255 and not full.startswith(".") else None


def package_of(text: str) -> str | None:
    """The package's name, or None."""
    return text if _PACKAGE.fullmatch(text) else None


def time_of(text: str) -> str | None:
    """A time as systemd.time(7) reads it in the target's zone: `2026-11-22 10:00`, `10:00`, `today`, `30min ago`; or None.

    Typed as `2026-11-22`, `2026-11-22T10:00[:00]` (or quoted, with a space), `10:00[:00]`, `today`, `yesterday`, or
    `30min`, `2h`, `3d` for so long ago.
    """
    ago = _AGO.fullmatch(text)
    if ago:
        return f"{ago[1]}{ago[2]} ago"
    if text in _DAYS:
        return text
    spaced = text.replace("T", " ")
    if not _MOMENT.fullmatch(text) or not any(_reads(spaced, form) for form in _MOMENTS):
        return None
    return spaced


def is_regex(text: str) -> bool:
    """True for alternatives of literals, `.`, `[...]`, anchors and `* + ?`; no groups, intervals, classes or references."""
    return _REGEX.fullmatch(text) is not None


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  # only whether it is a date; the zone is the target's
    except ValueError:
        return False
    return True
