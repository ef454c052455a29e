"""How well and how fast personal data are found in what terminals paint: `python -m tests.benchmarks.detection`.

Recall and precision by kind over several seeds of the corpus: all shapes, shapes with a header or keys, shapes without, and
people with rare names apart. Names standing alone by carrier. False alarms in real text of this machine. MB in a second of
processor time.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from gateway.guards.detect import Context, Detector, Kind
from tests.corpus.documents import Doc
from tests.corpus.harvest import harvest
from tests.corpus.ordinary import negatives
from tests.corpus.people import customers
from tests.corpus.printed import positives
from tests.corpus.rare import rare_customers
from tests.corpus.scoring import Score, score

WITHOUT_HEADERS = ("applog", "grep_color", "less", "vim")
MUST_BE_NONE = (Kind.PHONE, Kind.CARD, Kind.MY_NUMBER)
WINDOW_BYTES = 100_000
CLEAN_LINE = b"Started Session of slice, reached target basic system\n"
_CARRIERS = {
    "table cell": " 1042 | {} | ok",
    "CSV field": "1042,{},ok",
    "log with 様": "顧客 {} 様 を照会",
    "prose": "担当は{}が行う",
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.detection")
    options.add_argument("--rows", type=int, default=30, help="customers in each document")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--megabytes", type=float, default=20, help="of real text")
    given = options.parse_args()
    seeds = range(1, given.seeds + 1)
    common = [doc for seed in seeds for doc in positives(seed, given.rows)]
    rare = [doc for seed in seeds for doc in positives(seed, cs=rare_customers(given.rows, seed))]
    print("\n".join(table_of(Measured.of(common, rare), given.rows * 5)))
    print("\n".join(ordinary_table([doc for seed in seeds for doc in negatives(seed)])))
    print("\n".join(harvest_table(*harvested(given.megabytes))))
    _print_speed(common, [doc for doc in negatives(1) if doc.name != "numbers"])


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Of common people: all shapes, those with a header or keys, those without; of people with rare names: all, without."""

    everything: Score
    headed: Score
    bare: Score
    rare: Score
    rare_bare: Score

    @classmethod
    def of(cls, common: Sequence[Doc], rare: Sequence[Doc]) -> Self:
        """Of these documents."""
        bare = [doc for doc in common if doc.name.startswith(WITHOUT_HEADERS)]
        headed = [doc for doc in common if not doc.name.startswith(WITHOUT_HEADERS)]
        rare_bare = [doc for doc in rare if doc.name.startswith(WITHOUT_HEADERS)]
        return cls(
            everything=score(common),
            headed=score(headed),
            bare=score(bare),
            rare=score(rare),
            rare_bare=score(rare_bare),
        )


def table_of(measured: Measured, names: int) -> list[str]:
    """Recall and precision by kind; `names` standing alone, by carrier."""
    columns = (measured.everything, measured.headed, measured.bare, measured.rare)
    lines = ["recall (a value counts if 85 % of it is masked); precision of all in the last column"]
    lines.append(f"{'kind':14s}  values     all  header    none    rare  rare, none  precision")
    for kind in Kind:
        recalls = " ".join(f"{_recall(one, kind):>7s}" for one in columns)
        rare_alone, precision = _recall(measured.rare_bare, kind), measured.everything.precision(kind)
        values = measured.everything.labels[kind]
        lines.append(f"{kind:14s} {values:7d} {recalls} {rare_alone:>11s} {precision:10.3f}")
    return [*lines, *_names_table(names)]


def _recall(one: Score, kind: Kind) -> str:
    return f"{one.recall(kind):.3f}" if one.labels[kind] else "-"


def _names_table(count: int) -> list[str]:
    lines = ["names standing alone, by carrier: masked of all; common by frequency, and rare"]
    detector = Detector()
    for name, carrier in _CARRIERS.items():
        shares = []
        for people in (customers(count, 11), rare_customers(count, 11)):
            masked = sum(_is_masked(detector, carrier, one["name"]) for one in people)
            shares.append(masked / len(people))
        lines.append(f"  {name:12s} {shares[0]:.3f}  {shares[1]:.3f}")
    return lines


def _is_masked(detector: Detector, carrier: str, name: str) -> bool:
    text, start = carrier.format(name), carrier.index("{")
    covered = sum(
        max(0, min(one.end, start + len(name)) - max(one.start, start)) for one in detector.look(text, Context())
    )
    return covered >= 0.85 * len(name)


def ordinary_table(docs: Iterable[Doc]) -> list[str]:
    """What is seen in made output that is nobody's."""
    lines = ["ordinary output: sights by kind, and the largest number of certain values of one kind in 100 kB"]
    detector = Detector()
    for doc in docs:
        sights = detector.look(doc.data.decode(doc.encoding), Context())
        if any(one.kind is not Kind.MAIL for one in sights):
            kinds = Counter(one.kind.value for one in sights)
            lines.append(f"  {doc.name:12s} {worst_window(doc.data.decode(doc.encoding), detector):3d} {dict(kinds)}")
    return lines


def worst_window(text: str, detector: Detector) -> int:
    """The largest number of different certain values of one kind that 100 kB of a text hold."""
    worst = 0
    for at in range(0, len(text), WINDOW_BYTES):
        values = {
            (one.kind, one.value_key) for one in detector.look(text[at : at + WINDOW_BYTES], Context()) if one.certain
        }
        worst = max([worst, *Counter(kind for kind, _ in values).values()])
    return worst


def harvested(megabytes: float) -> tuple[Counter[Kind], float]:
    """Sights in the machine's own text, and how many MB it was."""
    size, counts, detector = 0, Counter[Kind](), Detector()
    for _, data in harvest(megabytes):
        size += len(data)
        counts.update(one.kind for one in detector.look(data.decode(errors="replace"), Context()))
    return counts, size / 1e6


def harvest_table(counts: Counter[Kind], megabytes: float) -> list[str]:
    """The same as lines."""
    lines = [f"{megabytes:.1f} MB of this machine's own text: false alarms (mail addresses are real developers')"]
    for kind in Kind:
        must = "   must be none" if kind in MUST_BE_NONE else ""
        lines.append(f"  {kind:14s} {counts[kind]:6d}  {counts[kind] / megabytes:7.2f} in a MB{must}")
    return lines


def _print_speed(full: Sequence[Doc], ordinary: Sequence[Doc]) -> None:
    print("\nMB in a second of processor time (best of three)")
    detector, japanese = Detector(), [doc for doc in ordinary if doc.name == "ja_manual"]
    plain = [doc for doc in ordinary if doc.name != "ja_manual"]
    for name, docs in (("full of personal data", full), ("ordinary output", plain), ("Japanese manual", japanese)):
        texts = [doc.data.decode(doc.encoding) for doc in docs]
        size = sum(len(text.encode()) for text in texts)
        print(f"  {name:22s} {size / 1e6 / min(_seconds(detector, texts) for _ in range(3)):7.1f}")
    block = CLEAN_LINE * (32_768 // len(CLEAN_LINE))
    began, turns = time.process_time(), 400
    for _ in range(turns):
        detector.is_clean(block, Context())
    print(f"  {'clean block (is_clean)':22s} {len(block) * turns / 1e6 / (time.process_time() - began):7.1f}")


def _seconds(detector: Detector, texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        detector.read(text, Context())
    return time.process_time() - began


if __name__ == "__main__":
    main()
