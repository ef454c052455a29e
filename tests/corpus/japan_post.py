"""Build `gateway/guards/detect/data` from Japan Post's list of postal codes: `python -m tests.corpus.japan_post utf_ken_all.csv`.

The list (https://www.post.japanpost.jp/zipcode/download.html, "utf_ken_all.csv") is public: Japan Post claims no copyright in it
and lets anybody distribute it. Two files are made: the municipalities as a list to read, the codes as a bitmap of the ten million
numbers there are, squeezed. Nothing runs this but whoever renews the data.
"""

import argparse
import csv
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parents[2] / "gateway" / "guards" / "detect" / "data"
_CODE, _PREFECTURE, _CITY = 2, 6, 7  # columns of the list
_HEAD: Final = '''"""The municipalities of Japan as addresses write them: {count}, by prefecture; a city and its ward in one word.

From Japan Post's public list of postal codes as of {month}; Japan Post claims no copyright in it (`tests/corpus/japan_post`).
"""

BY_PREFECTURE = {{
'''


def written(rows: Iterable[tuple[str, str, str]], *, month: str, into: Path = DATA) -> None:
    """Both files, from (code, prefecture, municipality)."""
    codes, cities = bytearray(10_000_000 // 8), dict[str, dict[str, None]]()
    for code, prefecture, city in rows:
        number = int(code)
        codes[number >> 3] |= 1 << (number & 7)
        cities.setdefault(prefecture, {})[city] = None
    (into / "postal_codes.bin").write_bytes(zlib.compress(bytes(codes), 9))
    (into / "municipalities.py").write_text(_listed(cities, month), encoding="utf-8")


def _listed(cities: dict[str, dict[str, None]], month: str) -> str:
    text = _HEAD.format(count=sum(len(names) for names in cities.values()), month=month)
    for prefecture, names in cities.items():
        text += f'    "{prefecture}": """\n'
        line = ""
        for name in names:
            if len(line) + len(name) >= 58:  # a kanji is two columns wide
                text, line = text + line.rstrip() + "\n", ""
            line += name + " "
        text += line.rstrip() + '\n""",\n'
    return text + "}\n"


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.corpus.japan_post")
    options.add_argument("list", type=Path, help="utf_ken_all.csv")
    options.add_argument("--month", required=True, help="of the list, as 2026-10")
    given = options.parse_args()
    with given.list.open(encoding="utf-8", newline="") as opened:
        written(((row[_CODE], row[_PREFECTURE], row[_CITY]) for row in csv.reader(opened)), month=given.month)


if __name__ == "__main__":
    main()
