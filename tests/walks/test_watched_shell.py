"""A free shell that must be watched, on a stack whose policy was changed while it ran: it waits, works, stands still."""

import os
import signal
import subprocess

import pytest

from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]
CHANGES = (
    ('watcher = "none"', 'watcher = "required"'),
    ("watcher_gone_seconds = 30", "watcher_gone_seconds = 8"),
)


def require_watchers(stack, sekisho):
    """As an administrator does: edit, check, reload."""
    limits = stack.base / "state" / "policies" / "limits.toml"
    text = limits.read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert old in text
        text = text.replace(old, new)
    limits.write_text(text, encoding="utf-8")
    digest = sekisho.json("policy", "check")["policy"]["digest"]
    os.kill(stack.supervisor, signal.SIGHUP)
    eventually(lambda: [one for one in sekisho.events("--kind", "policy.loaded") if one["data"]["policy"] == digest])


def test_R27_a_free_shell_is_watched_or_stands_still(tmp_path):
    with own_stack(people=1) as stack:
        sekisho = Sekisho(stack.demo)
        require_watchers(stack, sekisho)
        person = next(one for one in stack.demo["people"] if one["username"] == "e001")
        with Client(stack.demo, person, tmp_path).shell("callcenter-app") as screen:
            session = screen.expect(rb"sekisho\s+session\s+watch\s+(S-[\w-]+)").group(1).decode()
            screen.line("echo not-$((40+2))")
            screen.expect(rb"\x07")
            watching = [stack.demo["cli"], "session", "watch", session, "--purpose", "立会い", "--json"]
            watcher = subprocess.Popen(watching, env=sekisho.environment, stdout=subprocess.DEVNULL)
            try:
                screen.expect("A supervisor is watching")
                screen.line("")  # the shell's first prompt may come before or after these words
                screen.prompt()
                assert screen.run("echo yes-$((40+2))").strip() == b"yes-42"
                os.kill(watcher.pid, signal.SIGSTOP)  # a watcher who died says nothing any more
                screen.expect("Nobody watches any more")
                os.kill(watcher.pid, signal.SIGCONT)
                screen.expect("A supervisor is watching")
                assert screen.run("echo again-$((40+2))").strip() == b"again-42"
            finally:
                os.kill(watcher.pid, signal.SIGCONT)
                watcher.terminate()
                watcher.wait(20)
            screen.expect("no supervisor watched it")
            screen.wait()
        assert b"not-42" not in screen.seen
        ended = eventually(lambda: [one for one in sekisho.events_of("e001") if one["kind"] == "session.ended"])
        assert ended[-1]["data"]["reason"] == "unwatched"
        kinds = [one["kind"] for one in sekisho.events_of("e001")]
        assert kinds.count("session.watched") == 2
