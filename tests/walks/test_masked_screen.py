"""Customers' data on a terminal, through every program that shows files: nobody's values ever stand there in clear (R-05)."""

import secrets
from pathlib import Path

import pytest

from tests.walks.clients import QUIET
from tests.walks.truth import Truth

APP = "callcenter-app"
MASKED = "***-****-****"


@pytest.fixture(scope="module")
def papers(demo):
    """The customers' file on the target, and who is in it."""
    target = next(one for one in demo["targets"] if one["name"] == APP)
    return target["personal_data"]["file"], Truth(Path(target["personal_data"]["truth_csv"]))


@pytest.fixture
def shell(client):
    with client.shell(APP, *QUIET) as terminal:
        terminal.prompt()
        yield terminal


def test_R05_cat_of_a_thousand_customers_shows_nobody(shell, papers):
    file, truth = papers
    shell.line(f"head -1000 {file}")
    shell.expect(MASKED.replace("*", r"\*"))
    shell.quiet(4)
    assert truth.people_in(shell.seen) == set()
    assert "customer_id,client_code,name" in shell.seen.decode(errors="replace")


@pytest.mark.parametrize(
    ("command", "leave"),
    [
        ("head -4 {} | less", "q"),
        ("vim -R <(head -4 {})", ":q!\r"),
        ("head -4 {} | column -t -s,", ""),
        ("grep --color=always -m 3 100 {}", ""),
    ],
    ids=["less", "vim", "column", "grep"],
)
def test_R05_programs_that_show_files_show_nobody(shell, papers, command, leave):
    file, truth = papers
    shell.line(command.format(file))
    shell.shows(MASKED.replace("*", r"\*"))
    if leave:
        shell.quiet(0.5)
        shell.send(leave)
        shell.prompt()
    assert shell.run("echo ready").strip().endswith(b"ready")
    assert truth.people_in(shell.seen) == set()
    assert truth.people_in(shell.picture.encode()) == set()


def test_R05_tmux_with_the_file_in_two_panes_shows_nobody(shell, papers, client):
    file, truth = papers
    shell.line(
        f"tmux -L {client.username}-{secrets.token_hex(4)} -f /dev/null new-session 'head -3 {file}; bash --norc'"
    )
    shell.shows(r"\*\*\*.*\[0\]")
    shell.line("tmux split-window -h")
    shell.shows("│")
    shell.line(f"head -3 {file} | tail -2")
    shell.quiet(1.5)
    assert truth.people_in(shell.seen) == set()
    shell.line("tmux kill-server")
    shell.prompt()


def test_R05_a_number_painted_digit_by_digit_at_its_places_is_nobodys(shell):
    shell.line(
        "for at in 13 12 11 10 9 8 7 6 5 4 3 2 1; do printf '\\033[%dG%s' $at $(echo 090-8765-4321 | cut -c$at); done; echo"
    )
    shell.expect(r"\*\*\*-\*\*\*\*-\*\*\*\*")
    shell.prompt()
    assert b"8765" not in shell.seen.replace(b"090-8765-4321 |", b"")


def test_R05_what_is_typed_comes_back_at_once(shell):
    """The echo of a key is not held back, whatever it looks like."""
    for letter in "echo 090-12":
        shell.send(letter)
        shell.expect(letter, seconds=5)
    shell.send("\x03")
    shell.prompt()


def test_R05_what_nobody_may_know_is_not_in_the_recording_of_the_screen(shell, client, papers, sekisho):
    file, truth = papers
    shell.run(f"head -5 {file}")
    shell.line("exit")
    shell.wait()
    (session,) = sekisho.sessions_of(client.username)
    assert session["id"]
    assert truth.people_in(shell.seen) == set()
