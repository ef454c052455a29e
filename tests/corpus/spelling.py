"""What the readers of opaque output know of spelling, made anew: `python -m tests.corpus.spelling FOLDER`.

From the real text of this machine (manuals, change logs, sources, names of files, messages in Japanese): how likely a letter
follows two others, a kana the sign before it, and which kanji are used, the frequent first. `spelling.bin` is those three,
compressed. Another machine's text gives slightly other numbers.
"""

import argparse
import math
import re
import subprocess
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from gateway.guards.detect.data import given_names, municipalities, surnames
from gateway.guards.opaque.spelling import JAPANESE, KANA, LETTERS, PIECE, kana_class
from tests.corpus.harvest import harvest

KANJI_MAX = 1600
_NO_WORD = re.compile(
    r"[0-9A-Za-z]*[0-9][0-9a-f]{3,}[0-9A-Za-z]*|[0-9A-Za-z+/=]{40,}|\b[0-9a-f]{5,}\b"
)  # hashes and the like
SIXTEENTHS = 16


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.corpus.spelling")
    options.add_argument("into", type=Path)
    write(options.parse_args().into, 40)


def write(into: Path, megabytes: float) -> None:
    texts = {name: unicodedata.normalize("NFKC", data.decode(errors="replace")) for name, data in harvest(megabytes)}
    listed = subprocess.run("ls -R /usr /etc | head -c 4000000", shell=True, capture_output=True, check=False).stdout
    latin = [*texts.values(), listed.decode(errors="replace")]
    japanese = texts.get("man_ja", "") + texts.get("mo_ja", "")
    kanji = "".join(_kanji(japanese))
    (into / "spelling.bin").write_bytes(zlib.compress(_letters(latin) + _kana(japanese) + kanji.encode(), 9))


def _letters(texts: Iterable[str]) -> bytes:
    """Words by the root of how often they come: a rare word is as good a word."""
    words: Counter[str] = Counter()
    for text in (_NO_WORD.sub(" ", text) for text in texts):
        found = Counter(piece.lower() for piece in PIECE.findall(text))
        words.update({word: min(count, 200) for word, count in found.items()})
    after: Counter[tuple[int, int, int]] = Counter()
    for word, count in words.items():
        signs = [0, 0, *(sign - 96 for sign in word.encode()), 0]
        for at in range(2, len(signs)):
            after[signs[at - 2], signs[at - 1], signs[at]] += round(math.sqrt(count) * 100)
    one, two, before, pair = Counter[int](), Counter[tuple[int, int]](), Counter[int](), Counter[tuple[int, int]]()
    for (a, b, c), count in after.items():
        one[c], two[b, c], before[b], pair[a, b] = (
            one[c] + count,
            two[b, c] + count,
            before[b] + count,
            pair[a, b] + count,
        )
    total, weight = sum(one.values()), 2000

    def likely(a: int, b: int, c: int) -> float:
        alone = (one[c] + 100) / (total + 100 * LETTERS)
        by_one = (two[b, c] + weight * alone) / (before[b] + weight)
        return (after[a, b, c] + weight * by_one) / (pair[a, b] + weight)

    return _bits(likely(a, b, c) for a in range(LETTERS) for b in range(LETTERS) for c in range(LETTERS))


def _kana(text: str) -> bytes:
    after: Counter[tuple[int, int]] = Counter()
    for run in JAPANESE.findall(text):
        signs = [0, *map(kana_class, run), 0]
        after.update(pairwise(signs))
    one, before = Counter[int](), Counter[int]()
    for (a, b), count in after.items():
        one[b], before[a] = one[b] + count, before[a] + count
    total = sum(one.values())

    def likely(a: int, b: int) -> float:
        return (after[a, b] + 10 * (one[b] + 1) / (total + KANA)) / (before[a] + 10)

    return _bits(likely(a, b) for a in range(KANA) for b in range(KANA))


def _kanji(text: str) -> list[str]:
    """Those of messages and manuals, and a seventh for those of names and places."""
    kanji = re.compile("[\u4e00-\u9fff]")
    used = Counter(kanji.findall(text))
    named = Counter(
        sign
        for module in (surnames, given_names, municipalities)
        for sign in kanji.findall(Path(module.__file__).read_text())
    )
    share = 0.15 * sum(used.values()) / sum(named.values())
    score = Counter({sign: used[sign] + share * named[sign] for sign in used | named})
    return [sign for sign, count in score.most_common(KANJI_MAX) if count >= 2]


def _bits(likely: Iterable[float]) -> bytes:
    return bytes(min(255, round(-math.log2(one) * SIXTEENTHS)) for one in likely)


if __name__ == "__main__":
    main()
