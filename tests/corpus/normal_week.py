"""What a person at work has on the screen in half an hour, piece by piece as a meter reads it, with the seconds it came at.

From this machine's own files and programs where it has them (sources, manuals, logs, packages, names of files), else made; the
same seed draws the same. A flood comes as fast as it is let through.
"""

import base64
import gzip
import hashlib
import os
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.corpus.harvest import harvest
from tests.corpus.ordinary import negatives

HALF_AN_HOUR = 1800.0
PAGE = 40  # rows of a terminal
COLUMNS = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """`text`, at least `after` seconds after the last."""

    after: float
    text: str


Chance = random.Random
Activity = Callable[[Chance], Iterator[Shown]]


def activities() -> dict[str, Activity]:
    """Each of half an hour or more; the reader of it stops at HALF_AN_HOUR."""
    return {
        "top": _top,
        "tail -f": _tail,
        "top and tail -f": _both,
        "vim": _vim,
        "compiling": _compiling,
        "apt": _apt,
        "journalctl": _journal,
        "git log": _git_log,
        "ls -R /usr": _listing,
        "ls -lR /etc": _long_listing,
        "find /usr": _found,
        "hexdumps": _hexdumps,
        "sums of files": _sums,
        "manuals": _manuals,
        "Japanese manuals": _japanese_manuals,
        "configuration": _configuration,
    }


def painted() -> dict[str, Activity]:
    """Full-screen programs as they paint: whole pictures, row by row, with what moves the cursor."""
    return {"top, painted": _top_painted, "vim, painted": _vim_painted}


def _printed(command: str, most: int = 3_000_000) -> str:
    ran = subprocess.run(
        f"{command} 2>/dev/null | head -c {most}", shell=True, capture_output=True, timeout=30, check=False
    )
    return ran.stdout.decode(errors="replace").expandtabs()


def _paged(text: str, seconds: float, chance: Chance) -> Iterator[Shown]:
    """Page by page, as long as a person looks at each."""
    lines = text.split("\n")
    for at in range(0, len(lines), PAGE):
        page = "\n".join(line[:COLUMNS] for line in lines[at : at + PAGE])
        yield Shown(chance.uniform(0.5, 1.5) * seconds, page + "\n")


def _flood(text: str) -> Iterator[Shown]:
    for at in range(0, len(text), 1024):
        yield Shown(0.0, text[at : at + 1024])


def _top(chance: Chance) -> Iterator[Shown]:
    """Every three seconds: of each picture what is new in it."""
    before: list[str] = []
    for picture in _pictures(chance):
        yield Shown(3.0, "".join(f"{row}\n" for row in picture if row not in before))
        before = picture


def _top_painted(chance: Chance) -> Iterator[Shown]:
    yield Shown(0.0, "\x1b[?1049h\x1b[H\x1b[2J")
    for picture in _pictures(chance):
        yield Shown(3.0, "\x1b[H" + "".join(f"\x1b[{at};1H{row}\x1b[K" for at, row in enumerate(picture[:PAGE], 1)))


def _vim_painted(chance: Chance) -> Iterator[Shown]:
    """Pages of a source, colours and all, and keys typed into it."""
    for shown in _vim(chance):
        rows = shown.text.splitlines()[:PAGE]
        coloured = (re.sub(r"\b(def|return|class|import|from)\b", "\x1b[33m\\1\x1b[m", row) for row in rows)
        picture = "".join(f"\x1b[{at};1H\x1b[33m{at:4} \x1b[m{row}\x1b[K" for at, row in enumerate(coloured, 1))
        yield Shown(shown.after, ("\x1b[?1049h\x1b[H\x1b[2J" if len(rows) > 1 else "") + picture)


def _pictures(chance: Chance) -> Iterator[list[str]]:
    names = sorted({*re.findall(r"[a-z][a-z-]{3,14}", _printed("ps -eo comm")), "sshd", "java", "postgres", "asterisk"})
    rows = [
        [chance.randrange(400, 99999), chance.choice(("root", "www-data", "maint")), chance.choice(names)]
        for _ in range(PAGE)
    ]
    for tick in range(int(HALF_AN_HOUR / 3)):
        for row in chance.sample(rows, 3):
            row[0], row[2] = chance.randrange(400, 99999), chance.choice(names)
        picture = [
            f"top - 09:{tick // 20 % 60:02}:{tick % 20 * 3:02} up 41 days,  load average: 0.{chance.randrange(99):02}"
        ]
        for pid, user, name in rows:
            busy, memory = chance.randrange(999) / 10, chance.randrange(99999)
            picture.append(
                f"{pid:7} {user:8}  20   0 {memory * 9:8} {memory:6} 9120 S {busy:5} 0.4  0:{tick % 60:02}.07 {name}"
            )
        yield picture


def _tail(chance: Chance) -> Iterator[Shown]:
    for line in _syslog(chance).splitlines():
        yield Shown(chance.expovariate(2), line + "\n")


def _syslog(chance: Chance) -> str:
    """In which a handful of keys log in."""
    (log,) = (doc for doc in negatives(chance.randrange(1000), 4) if doc.name == "syslog")
    keys = [base64.b64encode(hashlib.sha256(str(key).encode()).digest()).decode().rstrip("=") for key in range(5)]
    return re.sub(r"SHA256:\S+", lambda _: "SHA256:" + chance.choice(keys), log.data.decode())


def _both(chance: Chance) -> Iterator[Shown]:
    top, tail = _top(chance), _tail(chance)
    while True:
        yield from islice(top, 60)
        yield from islice(tail, 360)


def _vim(chance: Chance) -> Iterator[Shown]:
    sources = sorted(Path(__file__).parents[2].glob("gateway/[a-m]*/*.py"))
    for path in chance.sample(sources, 40):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from _paged("\n".join(lines), 12, chance)
        for _ in range(5):  # lines that are typed anew, sign by sign: what is new in the picture is the row
            line = chance.choice(lines)
            yield Shown(4.0, "".join(f"{line[:end]}\n" for end in range(1, len(line), 7)))
        yield Shown(1.0, f'"{path.name}" {len(lines)}L, {path.stat().st_size}B written\n')


def _compiling(chance: Chance) -> Iterator[Shown]:
    names = sorted({path.stem for path in Path("/usr/include").rglob("*.h")}) or [f"part{at}" for at in range(4000)]
    for name in chance.sample(names, len(names)) * 2:  # and once more, after a correction
        line = chance.randrange(2000)
        yield Shown(0.4, f"cc -Wall -O2 -g -I../include -DHAVE_CONFIG_H -c -o build/{name}.o src/{name}.c\n")
        if chance.random() < 0.3:
            other = chance.choice(names)
            warning = f"src/{name}.c:{line}:{line % 70}: warning: unused variable '{other}' [-Wunused-variable]"
            where = f"src/{name}.c: In function '{name}_init':"
            yield Shown(0.0, f"{where}\n{warning}\n{line:5} |     int {other} = 0;\n      |         ^~~~\n")
        if chance.random() < 0.02:
            yield Shown(1.0, f"[{chance.randrange(100):3}%] Linking C executable {name}\n")


def _apt(chance: Chance) -> Iterator[Shown]:
    packages = re.findall(r"^Package: (\S+)\n(?:.*\n)*?Version: (\S+)", _status(), re.MULTILINE) or [
        ("libssl3", "3.0.17")
    ]
    while True:
        chosen = chance.sample(packages, min(30, len(packages)))
        yield Shown(
            5.0,
            "Reading package lists... Done\nBuilding dependency tree... Done\nThe following packages will be upgraded:\n",
        )
        yield Shown(0.1, "".join(f"  {name}\n" for name, _ in sorted(chosen)))
        for number, (name, version) in enumerate(chosen):
            yield Shown(
                0.5,
                f"Get:{number + 1} http://deb.debian.org/debian bookworm/main amd64 {name} amd64 {version} "
                f"[{chance.randrange(9999)} kB]\n",
            )
        for name, version in chosen:
            yield Shown(
                0.7,
                f"Preparing to unpack .../{name}_{version}_amd64.deb ...\nUnpacking {name} ({version}) over ({version}) ...\n",
            )
        for name, version in chosen:
            yield Shown(0.7, f"Setting up {name} ({version}) ...\n")
        yield Shown(60.0, "Processing triggers for man-db (2.11.2-2) ...\n")
        yield from _paged(_status()[chance.randrange(400_000) :][:12_000], 20, chance)


def _status() -> str:
    try:
        return Path("/var/lib/dpkg/status").read_text(encoding="utf-8", errors="replace")[:900_000]
    except OSError:
        return ""


def _journal(chance: Chance) -> Iterator[Shown]:
    """Boots and services, page by page."""
    found = {doc.name: doc.data.decode() for doc in negatives(chance.randrange(1000), 2)}
    kernel = "\n".join(line for line in found["kernel"].splitlines() if "BIOS-e820" not in line)
    return _paged(_syslog(chance)[:60_000] + kernel + _printed("journalctl --no-pager", 200_000), 12, chance)


def _git_log(chance: Chance) -> Iterator[Shown]:
    """A commit each twelve seconds."""
    told = [
        line
        for name, data in harvest(2)
        if name == "doc"
        for line in data.decode(errors="replace").splitlines()
        if len(line) > 30
    ]
    while True:
        number = hashlib.sha1(str(chance.random()).encode()).hexdigest()
        message = "\n".join("    " + line.strip(" *-")[:90] for line in chance.sample(told or ["Fix the build"], 4))
        yield Shown(
            12.0,
            f"commit {number}\nAuthor: Hanako Maintenance <hanako@example.jp>\n"
            f"Date:   Mon Nov 23 10:00:00 2026 +0900\n\n{message}\n\n",
        )


def _listing(chance: Chance) -> Iterator[Shown]:
    yield from _flood(_printed(f"ls -RC -w {COLUMNS} /usr"))


def _long_listing(chance: Chance) -> Iterator[Shown]:
    yield from _flood(_printed("ls -lR /etc /usr/lib", 2_000_000))


def _found(chance: Chance) -> Iterator[Shown]:
    yield from _flood(_printed("find /usr"))


def _hexdumps(chance: Chance) -> Iterator[Shown]:
    """The first five lines of a file, each minute."""
    programs = sorted(path for path in Path("/usr/bin").iterdir() if path.is_file())
    while True:
        with chance.choice(programs).open("rb") as file:
            data = file.read(80)
        lines = []
        for at in range(0, len(data), 16):
            part = data[at : at + 16]
            seen = "".join(chr(one) if 32 <= one < 127 else "." for one in part)
            lines.append(f"{at:08x}  {part.hex(' '):47}  |{seen}|\n")
        yield Shown(60.0, "".join(lines))


def _sums(chance: Chance) -> Iterator[Shown]:
    """Of 25 files each ten minutes, and looked at again, which is no news."""
    while True:
        lines = [
            f"{hashlib.sha256(str(chance.random()).encode()).hexdigest()}  release-{number:02}.deb\n"
            for number in range(25)
        ]
        yield Shown(300.0, "".join(lines))
        yield Shown(300.0, "".join(lines) + "release-03.deb: OK\n")


def _manuals(chance: Chance) -> Iterator[Shown]:
    pages = sorted(Path("/usr/share/man/man1").glob("[a-g]*.gz"))
    for path in chance.sample(pages, min(30, len(pages))):
        yield from _paged(_rendered(path), 15, chance)


def _japanese_manuals(chance: Chance) -> Iterator[Shown]:
    pages = sorted(Path("/usr/share/man/ja").rglob("*.gz"))
    for path in chance.sample(pages, len(pages)):
        yield from _paged(_rendered(path), 15, chance)
    (made,) = (doc for doc in negatives(1) if doc.name == "ja_manual")
    yield from _paged(made.data.decode(), 15, chance)


def _rendered(path: Path) -> str:
    """A manual without its markup, roughly."""
    source = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    source = re.sub(r"^[.'](?:\\\"|ds|de|if|ie|el|nr|tr|rm|\.).*$", "", source, flags=re.MULTILINE)
    source = re.sub(
        r"\\f(?:\(..|\[.*?\]|.)|\\[&|^%/,]|\\s[-+]?[0-9]|\\m\[.*?\]|^\.[A-Z][A-Za-z]{0,2} ?",
        "",
        source,
        flags=re.MULTILINE,
    )
    return re.sub(
        r"\n{3,}", "\n\n", source.replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\").replace('"', "")
    )


def _configuration(chance: Chance) -> Iterator[Shown]:
    """A file here and there."""
    paths = sorted(
        path
        for path in Path("/etc").glob("**/*.conf")
        if "fonts" not in path.parts and path.is_file() and os.access(path, os.R_OK)
    )
    for path in chance.sample(paths, len(paths)):
        yield from _paged(path.read_text(encoding="utf-8", errors="replace")[:10_000], 12, chance)
