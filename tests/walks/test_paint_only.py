"""A free shell with real OpenSSH: whatever a program prints, only paint reaches the terminal (R-03, promise 3)."""

import csv
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.relay.noticing import EACH_MAX
from tests.walks.clients import QUIET
from tests.walks.leaks import leaks, numbers_of, people_in

PEOPLE = 20
BYTEWISE = """python3 -uc '
import sys, time
for byte in open(sys.argv[1], "rb").read():
    sys.stdout.buffer.write(bytes([byte])); sys.stdout.flush(); time.sleep(0.0002)
'"""
TARGET = "callcenter-app"


def rows_of(demo):
    (target,) = (target for target in demo["targets"] if target["name"] == TARGET)
    with open(target["personal_data"]["truth_csv"], encoding="utf-8", newline="") as file:
        return [row for row, _ in zip(csv.DictReader(file), range(PEOPLE), strict=False)]


@pytest.fixture(scope="module")
def rows(demo):
    return rows_of(demo)


@pytest.fixture(scope="module")
def on_target(demo, rows) -> Iterator[dict[str, Path]]:
    """Each leak's stream as a file on the target, by the leak's name."""
    (target,) = (target for target in demo["targets"] if target["name"] == TARGET)
    data = Path(target["personal_data"]["file"])
    folder = data.parent / f"leaks-{secrets.token_hex(4)}"
    folder.mkdir()
    shutil.copystat(data.parent, folder)
    shutil.chown(folder, group=data.stat().st_gid)
    placed = {}
    for number, leak in enumerate(leaks([f"{row['name']},{row['phone']}" for row in rows])):
        file = folder / f"{number:02}"
        file.write_bytes(leak.stream)
        shutil.chown(file, group=data.stat().st_gid)
        file.chmod(0o640)
        placed[leak.name] = file
    yield placed
    shutil.rmtree(folder)


def told_of(sekisho, client, kind):
    return [event["data"] for event in sekisho.events_of(client.username) if event["kind"] == kind]


SHOWN = [leak.name for leak in leaks(["x"]) if not leak.ends]
ENDS = [leak.name for leak in leaks(["x"]) if leak.ends]


def test_R03_nothing_but_paint_reaches_the_terminal_whole_or_byte_by_byte(client, sekisho, on_target, rows):
    numbers = numbers_of(rows)
    with client.shell(TARGET, *QUIET) as shell:
        shell.prompt()
        for name in SHOWN:
            before = len(shell.seen)
            shell.run(f"cat {on_target[name]}; printf '\\033\\\\'")
            if on_target[name].stat().st_size < 20_000:
                shell.run(f"{BYTEWISE} {on_target[name]}; printf '\\033\\\\'")
            assert people_in(shell.seen[before:], numbers) == 0, name
        shell.line("exit")
        shell.wait()
        assert people_in(shell.seen, numbers) == 0
    each = sum(event["count"] for event in told_of(sekisho, client, "guard.withheld"))
    summed = sum(event["count"] for event in told_of(sekisho, client, "guard.summed"))
    assert each + summed >= 2 * len(SHOWN) - 1
    (session,) = sekisho.sessions_of(client.username)
    assert people_in(sekisho.shown(session["recording"]), numbers) == 0
    markers = [label for _, code, label in sekisho.export(session["recording"]) if code == "m"]
    told = sum(
        label.startswith(("withheld: ", "noticed: ")) for label in markers
    )  # the commands typed here are programs
    assert told >= min(each, EACH_MAX)


@pytest.mark.parametrize("name", ENDS)
def test_R03_a_transfer_that_begins_ends_the_session(client, sekisho, on_target, rows, name):
    with client.shell(TARGET, *QUIET) as shell:
        shell.prompt()
        shell.line(f"stty -opost; cat {on_target[name]}")  # as the programs do that speak these protocols
        shell.expect("ファイル転送")
        shell.wait()
        assert people_in(shell.seen, numbers_of(rows)) == 0
    (tripped,) = told_of(sekisho, client, "guard.tripped")
    assert tripped["what"].startswith("transfer.")
    (ended,) = told_of(sekisho, client, "session.ended")
    assert ended["reason"] == "transfer"
