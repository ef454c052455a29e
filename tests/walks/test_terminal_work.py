"""Work on a host behind the gateway, on a terminal, with the programs people use (R-96)."""

import secrets
import time

import pytest

from tests.walks.clients import QUIET


@pytest.fixture
def shell(client):
    with client.shell("callcenter-app", *QUIET) as terminal:
        terminal.prompt()
        yield terminal


def test_R96_vim_edits_japanese_and_leaves_nothing_behind(shell):
    note = f"note-{secrets.token_hex(4)}.txt"
    shell.line(f"vim {note}")
    shell.shows(r"~.*\[New\]")
    shell.send("i見本の一行")
    shell.shows(r"見本の一行.*1,16-11")
    shell.send("\x1b")
    shell.shows(r"1,13-9")
    shell.send(":wq\r")
    shell.expect(r"\x1b\[\?1049l")
    shell.prompt()
    before = len(shell.seen)
    shell.quiet(0.3)
    assert shell.seen[before:] == b"", "the terminal's answers to vim reached the shell"
    assert shell.run(f"cat {note}; rm {note}") == "見本の一行\r\n".encode()


def test_R96_top_paints_and_quits(shell):
    shell.line("top -d 1")
    clock = shell.shows(r"top - (\d\d:\d\d:\d\d).*load average.*PID.*COMMAND.*root").group(1)
    shell.shows(rf"top - (?!{clock})\d\d:\d\d:\d\d")  # it paints again by itself
    shell.send("q")
    shell.prompt()


def test_R96_less_pages_searches_and_quits(shell):
    shell.line("seq 5000 | less")
    shell.shows(r"\n29\n:")
    shell.send(" ")
    shell.shows(r"\n58\n:")
    shell.send("/4444\r")
    shell.shows(r"4444\n4445")
    shell.send("G")
    shell.shows(r"\n5000\n.*END")
    shell.send("q")
    shell.prompt()


def test_R96_tmux_inside_with_two_panes(shell, client):
    shell.line(f"tmux -L {client.username}-{secrets.token_hex(4)} -f /dev/null new-session")
    shell.shows(r"\$\n.*\[0\] 0:bash")
    shell.line("echo 窓$((40+2))")
    shell.shows("窓42")
    time.sleep(0.3)  # tmux takes keys within a millisecond of each other for a paste, and a pasted prefix for text
    shell.send(b"\x02")
    time.sleep(0.3)
    shell.send("%")
    shell.shows(r"│\S* ?\S*\$")
    shell.line("exit")
    shell.shows(r"(?<!│)\n(?!.*│)")
    shell.resize(80, 24)
    time.sleep(0.3)
    shell.line("echo pane-$(tput cols)-$(tput lines)")
    shell.shows("pane-80-2[234]")
    shell.line("exit")
    shell.expect(r"\[exited\]")
    shell.prompt()


def test_R96_a_resize_is_seen_on_the_target(shell):
    assert shell.run("stty size") == b"30 100\r\n"
    shell.resize(132, 43)
    assert shell.run("sleep 0.2; stty size") == b"43 132\r\n"
    assert shell.run("echo $TERM $LANG") == b"xterm-256color C.UTF-8\r\n"


def test_R96_ctrl_c_ends_a_command_and_not_the_session(shell):
    shell.line("sleep 100")
    shell.expect("sleep 100\r\n")
    time.sleep(0.3)
    shell.send(b"\x03")
    shell.expect(r"\^C")
    shell.prompt(5)
    assert shell.run("echo $?") == b"130\r\n"


def test_R96_japanese_in_and_out_and_an_exit_status(shell, client, sekisho):
    assert shell.run("printf 'こんにちは' | od -An -tx1").split() == [b"%02x" % byte for byte in "こんにちは".encode()]
    assert shell.run("echo 漢字かな交じり文 | rev") == "文りじ交なか字漢\r\n".encode()
    shell.line("exit 3")
    assert shell.wait() == 3
    (session,) = sekisho.sessions_of(client.username)
    (ended,) = sekisho.events("--session", session["id"], "--kind", "session.ended")
    assert ended["data"]["exit_status"] == 3
