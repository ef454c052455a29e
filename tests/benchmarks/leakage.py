"""What leaves through a terminal: values printed in any way, every disguise, every channel of `tests.walks.leaks`.

Values and disguises, drawn by chance each time, through guards, masker and meter (`--disguises` prints only these; a seed draws
the same again): people an eye could read, or that a disguise had told, before the first alarm and before the freeze, where nobody
is stopped by a pause.
Channels, through a plain OpenSSH bastion and through the gateway: the same rows of twenty people, printed by the same `cat` of
the same files on a target; counted is how many of them are in the bytes that the client got. Printed, not asserted:
`tests/hostile/test_leakage.py` and `tests/walks/test_paint_only.py` assert.
"""

import argparse
import csv
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.demo import a_demo, account_of
from tests.benchmarks.peers import Peers, Way
from tests.corpus.disguises import disguises, every_script, found_words, imitations
from tests.corpus.readable import drawn
from tests.hostile.test_leakage import readable, readable_line, unread, unread_line
from tests.walks.clients import QUIET, Client
from tests.walks.leaks import Leak, leaks, numbers_of, people_in
from tests.walks.terminal import Terminal

PEOPLE = 20
READABLE = 84
TARGET = "callcenter-app"
PROMPT = rb"[$#] "


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.leakage")
    options.add_argument("--manifest", type=Path, help="a running demo with --people; otherwise one is started")
    options.add_argument("--disguises", action="store_true", help="only what needs no demo")
    options.add_argument("--seed", default=os.urandom(4).hex(), help="of the disguises")
    wanted = options.parse_args()
    _print_disguises(wanted.seed)
    if not wanted.disguises:
        _print_channels(wanted.manifest)


def _print_disguises(seed: str) -> None:
    """Through guards, masker and meter, at once."""
    print(f"people that leave through a shell; drawn with --seed {seed}")
    for one in drawn(seed, READABLE):
        print(readable_line(one, *readable(one)))
    words = found_words()
    for hidden in (*disguises(seed, words), *every_script(seed), *imitations(seed, words)):
        print(unread_line(hidden, *unread(hidden)))


def _print_channels(manifest: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="sekisho-leakage-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # other users pass through
        with a_demo(manifest, folder, 60) as demo, Peers(folder, account_of(demo)).running() as peers:
            rows = _rows(demo)
            people = iter([person for person in demo["people"] if re.fullmatch(r"e\d+", person["username"])])
            bastion = next(way for way in peers.paths() if way.name.startswith("bastion"))
            print(f"\npeople of {PEOPLE} whose data the client got\n{'bastion':>8} {'sekisho':>8}  channel")
            for leak, file in _placed(folder, leaks([f"{row['name']},{row['phone']}" for row in rows])):
                numbers = numbers_of(rows)
                through = _through_bastion(bastion, file)
                gate = _through_gateway(Client(demo, next(people), folder), file)
                print(f"{people_in(through, numbers):8} {people_in(gate, numbers):8}  {leak.name}", flush=True)


def _rows(demo: dict[str, Any]) -> list[dict[str, str]]:
    (target,) = (target for target in demo["targets"] if target["name"] == TARGET)
    with open(target["personal_data"]["truth_csv"], encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.DictReader(file), range(PEOPLE), strict=False)]


def _placed(folder: Path, found: list[Leak]) -> Iterator[tuple[Leak, Path]]:
    for number, leak in enumerate(found):
        file = folder / f"leak-{number:02}"
        file.write_bytes(leak.stream)
        file.chmod(0o644)
        yield leak, file


def _through_bastion(way: Way, file: Path) -> bytes:
    return _printed([*way.command[:1], "-tt", *way.command[1:]], way.environment, file)


def _through_gateway(client: Client, file: Path) -> bytes:
    return _printed(["ssh", *QUIET, *client.options(), "-tt", client.address(TARGET)], client.askpass(), file)


def _printed(command: list[str], environment: dict[str, str], file: Path) -> bytes:
    with Terminal(command, {**environment, "TERM": "xterm-256color"}) as terminal:
        terminal.expect(PROMPT)
        terminal.line(f"stty -opost; cat {file}; printf '\\033\\\\'; exit")
        try:
            terminal.wait()
        except AssertionError:  # a stream that the client waits in for ever: what came so far is what it got
            os.kill(terminal.pid, 15)
        return terminal.seen


if __name__ == "__main__":
    main()
