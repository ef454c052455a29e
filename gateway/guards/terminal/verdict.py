"""A token held against the table: what of it may be sent, in its canonical spelling, and what was withheld."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from gateway.guards.stage import Finding
from gateway.guards.terminal import kinds, modes, table
from gateway.guards.terminal.parameters import numbers_of
from gateway.guards.terminal.tokens import ESC, Broken, Control, Escape, Sequence, String, Text, Token
from gateway.guards.terminal.withheld import finding_of

Verdict = tuple[str, tuple[Finding, ...]]
_BODY = re.compile(r"([<=>?]?)([0-9:;]*)([ -/]*)")
_NOTHING: Final[Verdict] = ("", ())


def judged(token: Token) -> Verdict:
    """What to show of it and what to tell of it."""
    if isinstance(token, Text):
        return token.text, ()
    if isinstance(token, String):
        kind, weight = kinds.kind_of_string(token.introducer, token.head, doubtful=token.doubtful)
        return "", (Finding(kind, token.size_bytes, token.digest, weight),)
    if isinstance(token, Broken):
        kind, weight = kinds.BROKEN
        return "", (Finding(kind, token.size_bytes, token.digest, weight),)
    return _judged_short(token)


@lru_cache(maxsize=1024)  # programs repeat themselves
def _judged_short(token: Control | Escape | Sequence) -> Verdict:
    if isinstance(token, Control):
        return _judged_control(token)
    if isinstance(token, Escape):
        return _judged_escape(token)
    return _judged_sequence(token)


def _judged_control(token: Control) -> Verdict:
    if token.text in table.CONTROLS:
        return token.text, ()
    if token.text in table.MEANINGLESS_CONTROLS:
        return _NOTHING
    return "", (finding_of(token.text, *kinds.kind_of_control(token.text)),)


def _judged_escape(token: Escape) -> Verdict:
    if (token.intermediates, token.final) in table.ESCAPES:
        return token.text, ()
    if (token.intermediates, token.final) == table.MEANINGLESS_ESCAPE:
        return _NOTHING
    return "", (finding_of(token.text, *kinds.kind_of_escape(token.intermediates, token.final)),)


def _judged_sequence(token: Sequence) -> Verdict:
    body = _BODY.fullmatch(token.body)
    if body is None:
        return "", (finding_of(token.text, *kinds.UNKNOWN),)
    marker, parameters, intermediates = body.groups()
    key = marker, intermediates, token.final
    shown: str | None = None
    if not token.doubtful and key in table.MODES:
        return _judged_modes(marker, parameters, token)
    if not token.doubtful and key in table.SEQUENCES:
        shown = table.SEQUENCES[key].mended(parameters)
    if shown is not None:
        return f"{ESC}[{marker}{shown}{intermediates}{token.final}", ()
    numbers = numbers_of(parameters)
    return "", (finding_of(token.text, *kinds.kind_of_sequence(*key, numbers[0] if numbers else None)),)


def _judged_modes(marker: str, parameters: str, token: Sequence) -> Verdict:
    """Each mode by itself: those of the table pass, the others are withheld."""
    numbers = numbers_of(parameters)
    if numbers is None or len(numbers) > table.MODES_MAX:
        return "", (finding_of(token.text, *kinds.UNKNOWN),)
    allowed = table.MODES[marker, "", token.final]
    kept = [number for number in numbers if number in allowed]
    refused = [number for number in numbers if number not in allowed]
    shown = f"{ESC}[{marker}{';'.join(map(str, kept))}{token.final}" if kept else ""
    return shown, tuple(_refused_modes(marker, refused, token.final))


def _refused_modes(marker: str, numbers: Iterable[int], final: str) -> Iterable[Finding]:
    for number in numbers:
        kind = modes.REFUSED.get(number) if marker else None
        yield finding_of(f"{ESC}[{marker}{number}{final}", *(kind or modes.REFUSED_OTHERWISE))
