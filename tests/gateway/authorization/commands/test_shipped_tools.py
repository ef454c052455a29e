"""The shipped vectors, run here with the tools that this machine has: every option is one the tool knows.

A tool that is not installed is passed over, as it is for an engineer; tools of systemd need a running systemd for an answer, so
only their complaint about an option would count.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.lists import ListedCommand
from gateway.authorization.commands.parameters import Kind
from tests.gateway.authorization.commands.an_offer import everything

TYPED = {
    Kind.UNIT: "cron.service",
    Kind.PATTERN: "-e",
    Kind.REGEX: "^[a-z]+|b$",
    Kind.TIME: "30min ago",
    Kind.PACKAGE: "coreutils",
    Kind.NAMED: "localhost",
    Kind.FLAG: "",
}
ELSEWHERE = {"ping", "apt-get", "apt-cache", "psql", "pg_isready"}  # they ask the network, a cache or a database server
COMPLAINTS = (
    "unrecognized option",
    "invalid option",
    "unknown option",
    "usage:",
    "unknown argument",
    "bad syntax",
    "unknown predicate",
)
RUNS = [
    each
    for each in everything().commands.values()
    if not each.privileged and each.vector[0] not in ELSEWHERE and shutil.which(str(each.vector[0]))
]


def filled(command: ListedCommand) -> tuple[str, ...]:
    """The vector with every parameter given."""
    values: dict[str, str | int] = {}
    for each in command.parameters:
        if each.kind is Kind.NUMBER:
            values[each.name] = max(each.minimum, 1)
        elif each.kind is Kind.CHOICE:
            values[each.name] = each.choices[0].word
        else:
            values[each.name] = TYPED.get(each.kind, "")
    return Invocation(command=command, values=values).vector()


def test_something_is_installed_here() -> None:
    assert {"tail", "grep", "ls", "df", "ps"} <= {each.name for each in RUNS}


@pytest.mark.parametrize("command", RUNS, ids=lambda each: each.name)
def test_every_option_is_one_the_tool_knows(command: ListedCommand, tmp_path: Path) -> None:
    vector = filled(command)
    log = tmp_path / "a.log"
    log.write_bytes(b"one -e two\nabc\n")
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    before = sorted(tmp_path.iterdir())
    with log.open("rb") as opened:
        done = subprocess.run(
            vector, stdin=opened, capture_output=True, env=environment, cwd=tmp_path, timeout=60, check=False
        )
    said = done.stderr.decode(errors="replace").lower()
    assert not any(each in said for each in COMPLAINTS), said
    assert sorted(tmp_path.iterdir()) == before
    if command.name in (
        "tail",
        "head",
        "view",
        "wc",
        "grep",
        "egrep",
        "ls",
        "recent",
        "df",
        "ps",
        "free",
        "date",
        "uname",
    ):
        assert done.returncode == (1 if "--count" in vector and done.stdout == b"0\n" else 0), said
