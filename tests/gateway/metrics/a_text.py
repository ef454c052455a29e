"""Reads Prometheus's text format 0.0.4 as a scraper does, stricter than it must: every rule of the format is a refusal here."""

import re
from dataclasses import dataclass, field

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_HELP = re.compile(rf"# HELP ({NAME}) (.+)")
_TYPE = re.compile(rf"# TYPE ({NAME}) (counter|gauge|histogram|summary|untyped)")
_SAMPLE = re.compile(rf'({NAME})(?:\{{([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"\}})? (\S+)')
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|Inf)|NaN")


@dataclass
class Read:
    """One family: its kind, and its samples by (name, label, value of the label)."""

    kind: str
    help: str
    samples: dict[tuple[str, str, str], float] = field(default_factory=dict)


def read(page: bytes) -> dict[str, Read]:
    """Families by name. Raises ValueError for whatever a scraper could stumble over."""
    text = page.decode("utf-8")
    if text and not text.endswith("\n"):
        raise ValueError("the last line is not ended")
    found: dict[str, Read] = {}
    current, waiting = "", ""
    for line in text.split("\n")[:-1]:
        if match := _HELP.fullmatch(line):
            if match[1] in found:
                raise ValueError(f"{match[1]} twice")
            waiting, said = match[1], match[2]
        elif match := _TYPE.fullmatch(line):
            if match[1] != waiting:
                raise ValueError(f"a TYPE for {match[1]} without its HELP")
            current, waiting = match[1], ""
            found[current] = Read(match[2], said)
        elif match := _SAMPLE.fullmatch(line):
            _add(found.get(current), current, match)
        else:
            raise ValueError(f"no line of the format: {line!r}")
    for name, family in found.items():
        _judge(name, family)
    return found


def _add(family: Read | None, current: str, match: re.Match[str]) -> None:
    name, label, word, value = match[1], match[2] or "", match[3] or "", match[4]
    suffixes = ("_bucket", "_sum", "_count") if family is not None and family.kind == "histogram" else ("",)
    if family is None or name not in {current + suffix for suffix in suffixes}:
        raise ValueError(f"a sample of {name} among those of {current}")
    if not _NUMBER.fullmatch(value):
        raise ValueError(f"{value!r} is no number")
    if (name, label, word) in family.samples:
        raise ValueError(f"{name} {word} twice")
    family.samples[name, label, word] = float(value)


def _judge(name: str, family: Read) -> None:
    if not family.samples:
        raise ValueError(f"{name} has no samples")
    if family.kind == "counter" and (not name.endswith("_total") or min(family.samples.values()) < 0):
        raise ValueError(f"{name} is no counter")
    if family.kind != "histogram":
        return
    buckets = [(float(word), value) for (_, label, word), value in family.samples.items() if label == "le"]
    if buckets != sorted(buckets) or [value for _, value in buckets] != sorted(value for _, value in buckets):
        raise ValueError(f"{name}: buckets do not ascend")
    if buckets[-1][0] != float("inf") or buckets[-1][1] != family.samples[f"{name}_count", "", ""]:
        raise ValueError(f"{name}: the last bucket is not the count")
