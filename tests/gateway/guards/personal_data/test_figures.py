"""How well people are counted, in numbers: `pytest --long -n 0 -s tests/gateway/guards/personal_data/test_figures.py`.

What is innocent is what lies on the machine: this project, logs, manuals, packages, programs.
"""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.file import FileLook
from tests.gateway.guards.personal_data.synthetic import FORMATS, csv_file, customers, innocent_numbers

BOUNDS = Bounds(unpacked_bytes=1 << 30, unpacked_files=20_000, nesting=4)
PROJECT = Path(__file__).parents[4]
LIMIT = 20
HERE = {
    "logs": ("/var/log",),
    "packages": ("/var/lib/dpkg", "/var/lib/apt/lists"),
    "documents": ("/usr/share/doc",),
    "manuals": ("/usr/share/man",),
    "words": ("/usr/share/dict", "/usr/share/i18n"),
    "settings": ("/etc",),
    "sources": ("/usr/lib/python3", "/usr/lib/python3.11", "/usr/lib/python3.13", "/usr/include", "/usr/share/perl"),
    "programs": ("/usr/bin", "/usr/lib/openssh"),
    "languages": ("/usr/share/locale/ja",),
}
FILE_BYTES_MAX = 8_000_000
PER_GROUP = 3000


def look(data: bytes) -> FileLook:
    looked = FileLook(BOUNDS)
    for at in range(0, len(data), 255 * 1024):
        looked.feed(data[at : at + 255 * 1024])
    looked.close()
    return looked


def own_files() -> Iterator[Path]:
    """What this project consists of, but for the files that are about people."""
    for folder in ("gateway", "admin_ui", "policies", "deploy", "docs", "tests", "requirements"):
        yield from (
            path for path in (PROJECT / folder).rglob("*") if path.is_file() and "personal_data" not in path.parts
        )


def files_below(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for root, _, names in os.walk(folder):
            yield from (
                path for name in sorted(names) if (path := Path(root, name)).is_file() and not path.is_symlink()
            )


def read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX)
    except OSError:
        return b""


def test_R10_no_false_alarm_in_this_project() -> None:
    alarms = {str(path): looked.people for path in own_files() if (looked := look(read(path))).people > LIMIT}
    assert alarms == {}


def test_R10_no_false_alarm_in_numbers_of_machines() -> None:
    looked = look(innocent_numbers())
    assert looked.people < LIMIT, looked.counts


@pytest.mark.long
def test_figures_of_people_found() -> None:
    print("\nform        " + "".join(f"{count:>7}" for count in (0, 5, 19, 21, 50, 1000)) + "   kinds at 1000")
    wrong = 0
    for form, write in FORMATS.items():
        line, counts = f"{form:12}", {}
        for count in (0, 5, 19, 21, 50, 1000):
            looked = look(write(customers(count, seed=count)))
            wrong += (looked.people > LIMIT) != (count > LIMIT)
            line, counts = line + f"{looked.people:>7}", looked.counts
        print(line, "  ", counts)
    trials = sum((look(FORMATS[form](customers(count, seed=seed))).people > LIMIT) == (count > LIMIT)
                 for form in FORMATS for seed in range(20) for count in (19, 21))  # fmt: skip
    print(f"19 or 21 people, {len(FORMATS)} forms, 20 samples each: {trials} of {len(FORMATS) * 40} judged rightly")
    assert wrong == 0


def line(group: str, seen: Counter[str]) -> str:
    megabytes, alarms, unreadable = seen["bytes"] / 1e6, seen["alarms"], seen["unreadable"]
    return f"{group:14} {seen['files']:6} files {megabytes:8.1f} MB  alarms {alarms}  unreadable {unreadable}"


@pytest.mark.long
@pytest.mark.timeout(900)
def test_figures_of_false_alarms() -> None:
    total: Counter[str] = Counter()
    print()
    for group, folders in {"this project": (), **HERE}.items():
        seen: Counter[str] = Counter()
        for path in list(files_below(*folders) if folders else own_files())[:PER_GROUP]:
            data = read(path)
            looked = look(data)
            seen.update(
                files=1, bytes=len(data), alarms=looked.people > LIMIT, unreadable=looked.unreadable is not None
            )
            if looked.people > LIMIT or looked.unreadable:
                print(f"    {path}: {looked.people} {looked.counts} {looked.unreadable or ''}")
        total += seen
        print(line(group, seen))
    print(line("together", total))
    assert total["alarms"] * 1000 <= total["files"], "one in a thousand at most"


@pytest.mark.long
def test_figures_of_speed() -> None:
    sources = b"".join(read(path) for path in own_files() if path.suffix == ".py")
    samples = {
        "source": sources * (1 + 8_000_000 // max(1, len(sources))),
        "numbers": innocent_numbers(100_000),
        "people": csv_file(customers(20_000)),
        "program": read(Path(os.path.realpath("/usr/bin/python3"))),
    }
    print()
    for name, data in samples.items():
        began = time.process_time()
        hashlib.sha256(data).digest()
        hashed = time.process_time() - began
        began = time.process_time()
        look(data)
        looked = time.process_time() - began
        megabytes, ratio = len(data) / 1e6, looked / max(hashed, 1e-6)
        print(f"{name:10} {megabytes:6.1f} MB  {megabytes / looked:6.1f} MB/s of CPU, {ratio:6.1f} x SHA-256")
