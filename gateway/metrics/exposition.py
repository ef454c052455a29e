"""Prometheus's text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), written, never read. Pure.

Everything that stands in a line was checked where it was declared (`families`), so nothing needs to be escaped here.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from gateway.metrics.families import Family, Kind, Sample
from gateway.metrics.figures import Spread

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


def page(found: Mapping[Family, Sequence[Sample]]) -> bytes:
    """All families that have samples, in the mapping's order: HELP, TYPE, then the samples, each line ended by a line feed."""
    return "".join(_family(family, samples) for family, samples in found.items() if samples).encode("ascii")


def of_spread(family: Family, spread: Spread) -> tuple[Sample, ...]:
    """A histogram's samples: cumulative buckets, the last for +Inf, then sum and count. Raises ValueError for another kind."""
    if family.kind is not Kind.HISTOGRAM:
        raise ValueError(f"{family.name} is no histogram")
    buckets, sum_so_far = [], 0
    for bound, count in zip((*spread.bounds, math.inf), spread.counts, strict=True):
        sum_so_far += count
        buckets.append(Sample(sum_so_far, part="_bucket", le=bound))
    return (*buckets, Sample(spread.total, part="_sum"), Sample(sum_so_far, part="_count"))


def _family(family: Family, samples: Sequence[Sample]) -> str:
    head = f"# HELP {family.name} {family.says}\n# TYPE {family.name} {family.kind}\n"
    return head + "".join(_line(family, sample) for sample in samples)


def _line(family: Family, sample: Sample) -> str:
    if sample.le is not None:
        label = f'{{le="{_number(sample.le)}"}}'
    elif sample.word is not None and family.label is not None:
        label = f'{{{family.label.name}="{sample.word}"}}'
    else:
        label = ""
    return f"{family.name}{sample.part}{label} {_number(sample.value)}\n"


def _number(value: float) -> str:
    if value == math.inf:
        return "+Inf"
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(float(value))
