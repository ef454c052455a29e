"""A browser as its owner would call it: `Chrome 131 / Windows`, from what it says of itself. Proves nothing. Pure.

A browser on Chromium names Chrome and Safari too, so the more particular name is looked for first.
"""

import re
from typing import Final

_PROGRAMS: Final = (
    ("Edge", re.compile(r"\bEdgA?/(\d{1,4})|\bEdgiOS/(\d{1,4})")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d{1,4})")),
    ("Chrome", re.compile(r"\b(?:Headless)?(?:Chrome|CriOS)/(\d{1,4})")),
    ("Safari", re.compile(r"\bVersion/(\d{1,4})[\d.]* (?:Mobile/\w+ )?Safari/")),
)
_SYSTEMS: Final = (
    ("Windows", "Windows NT"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("macOS", "Mac OS X"),
    ("Linux", "Linux"),
)
LETTERS_MAX: Final = 60


def called(agent: str) -> str:
    """Name, version and system; the beginning of what was said, where that names no browser known here."""
    for name, pattern in _PROGRAMS:
        if found := pattern.search(agent):
            version = next(each for each in found.groups() if each)
            system = next((each for each, mark in _SYSTEMS if mark in agent), None)
            return f"{name} {version}" + (f" / {system}" if system else "")
    return agent if len(agent) <= LETTERS_MAX else agent[: LETTERS_MAX - 1] + "…"
