"""Somebody pages through a table by its keys (R-06): each answer begins where the one before ended, up or down. Pure.

It sees `where id > 100 order by id limit 50`, then `> 150`; `where id = 7`, then `= 8`; OFFSET 0, 50, 100; and FETCH again and
again, each as the first and last position of what was shown. Other work in between does not hide it: only the answers of one
table are compared, in the order of time, and a run may miss a few. Positions live in memory only; no journal gets them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

Position: TypeAlias = int | str
"""A key's value or an offset. Whole numbers, also those written as text, are compared as numbers, all else as text."""

_STRAYS_MAX: Final = 2  # answers that break a run before it is given up; else every second question would hide it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer from `table`, from its `first` key to its `last`, in whichever order."""

    at: datetime
    table: str
    first: Position
    last: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """`steps` (at least 2) that go on in one direction, within the span `within`, are a sweep."""

    steps: int
    within: timedelta


def paged(seen: Iterable[Answered], now: datetime, threshold: Threshold) -> dict[str, int]:
    """The tables somebody pages through, with the longest run of steps; answers under a clock ahead count too."""
    by_table: defaultdict[str, list[Answered]] = defaultdict(list)
    for each in seen:
        if now - each.at <= threshold.within:
            by_table[each.table].append(each)
    runs = {table: _longest(sorted(answers, key=lambda each: each.at)) for table, answers in by_table.items()}
    return {table: run for table, run in runs.items() if run >= threshold.steps}


def _longest(answers: list[Answered]) -> int:
    """The longest run upwards or downwards, counted in answers."""
    spans = [_ordered(each) for each in answers]
    down = [(_turned(high), _turned(low)) for low, high in spans]
    return max(_run(spans), _run(down))


_Key: TypeAlias = tuple[int, int, tuple[int, ...]]


def _run(spans: list[tuple[_Key, _Key]]) -> int:
    """Each next span lies wholly beyond the one before (a shared border is a step too, if it goes on beyond it)."""
    best = run = strays = 0
    end: _Key | None = None
    for low, high in spans:
        if end is None or (low >= end and high > end):
            run, end, strays = run + 1, high, 0
        elif strays < _STRAYS_MAX:
            strays += 1
        else:
            run, end, strays = 1, high, 0
        best = max(best, run)
    return best


def _ordered(answered: Answered) -> tuple[_Key, _Key]:
    first, last = _key(answered.first), _key(answered.last)
    return (first, last) if first <= last else (last, first)


def _key(position: Position) -> _Key:
    """Numbers before texts; a text by its letters. A number too long to be a key is a text."""
    text = str(position).strip()
    if text.lstrip("-").isdecimal() and len(text) <= 40 and text.count("-") <= 1:
        return 0, int(text), ()
    return 1, 0, tuple(ord(letter) for letter in text[:64])


def _turned(key: _Key) -> _Key:
    """The same key in an order that runs the other way."""
    return -key[0], -key[1], (*(-each for each in key[2]), 1)
