"""What a metric is: a name, a kind, a sentence, and at most one label whose every value is known beforehand.

Invariants: a name is `sekisho_` and lower-case words, a counter's ends in `_total`; a label's value is one of the family's own,
never a word that came from a peer, so that no page of ours grows with what strangers send, and none tells of a person.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NAME: Final = re.compile(r"sekisho_[a-z][a-z0-9]*(_[a-z0-9]+)*")
LABEL: Final = re.compile(r"[a-z][a-z_]*")
WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Kind(StrEnum):
    """As the text format spells it."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label's name and all the values it can ever have."""

    name: str
    words: frozenset[str]

    def __post_init__(self) -> None:
        if not LABEL.fullmatch(self.name) or self.name == "le":
            raise ValueError(f"{self.name!r} is no name for a label")
        for word in self.words:
            if not WORD.fullmatch(word):
                raise ValueError(f"{word!r} is no value for a label")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A metric. `says` is one English line; its unit stands in the name."""

    name: str
    kind: Kind
    says: str
    label: Label | None = None

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a metric")
        if (self.kind is Kind.COUNTER) is not self.name.endswith("_total"):
            raise ValueError(f"{self.name}: a counter's name, and only a counter's, ends in _total")
        if not self.says or "\n" in self.says or "\\" in self.says:
            raise ValueError(f"{self.name}: says nothing, or not in one line")
        if self.kind is Kind.HISTOGRAM and self.label is not None:
            raise ValueError(f"{self.name}: a histogram has its bounds only")


@dataclass(frozen=True, slots=True)
class Sample:
    """One number. `word` is the label's value; `part` is a histogram's suffix and `le` its bound."""

    value: float
    word: str | None = None
    part: str = ""
    le: float | None = None


def plain(family: Family, value: float) -> tuple[Sample, ...]:
    """The one sample of a family without a label. Raises ValueError for a family with one, or a value that is no number."""
    if family.label is not None or family.kind is Kind.HISTOGRAM:
        raise ValueError(f"{family.name} has more than one sample")
    return (Sample(_number(family, value)),)


def by_word(family: Family, values: Mapping[str, float]) -> tuple[Sample, ...]:
    """One sample a word, sorted. Raises ValueError for a word that the family does not know, or a value that is no number."""
    words = family.label.words if family.label is not None else frozenset()
    strange = sorted(values.keys() - words)
    if strange:
        raise ValueError(f"{family.name} knows no {strange[0][:40]!r}")
    return tuple(Sample(_number(family, values[word]), word=word) for word in sorted(values))


def _number(family: Family, value: float) -> float:
    if not math.isfinite(value) or (family.kind is Kind.COUNTER and value < 0):
        raise ValueError(f"{family.name}: {value} is no number of that kind")
    return value
