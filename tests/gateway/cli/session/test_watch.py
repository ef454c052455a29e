import json
import os
import subprocess
import sys
import threading
import time

import pytest

from tests.gateway.cli.town import PASSWORD, Connection, Session, Town, told

WATCH = ("session", "watch")
PURPOSE = ("--purpose", "立会い")


def test_R42_a_supervisor_sees_it_within_a_second_and_the_journal_heard_first(town: Town, order: str) -> None:
    connection = Connection(town, "sato")
    session = connection.open(order)
    session.recorder.output("最初\r\n".encode())
    shown: list[tuple[float, str]] = []
    with _watching(town, session.id) as watcher:
        reading = threading.Thread(target=_collect, args=(watcher, shown))
        reading.start()
        _until(lambda: any("最初" in text for _, text in shown))
        assert town.events("recording.viewed")[-1]["how"] == "watch"
        sent = time.monotonic()
        session.recorder.output(b"now\r\n")
        _until(lambda: any("now" in text for _, text in shown))
        assert time.monotonic() - sent < 3  # a second on a machine that is not busy with other tests
        session.end()
        reading.join(20)
        assert watcher.wait(20) == 0
    connection.close()


def test_R40_whoever_lacks_the_role_sees_and_journals_nothing(town: Town, recorded: Session) -> None:
    before = len(town.events("recording.viewed"))
    for name in ("sato", "ito"):
        assert told(town.as_(name, *WATCH, recorded.id, *PURPOSE, "--json"), 1)["code"] == "role.missing"
    assert told(town.run(*WATCH, recorded.id, *PURPOSE, "--json"), 1)["code"] == "entry.nobody"
    assert len(town.events("recording.viewed")) == before


@pytest.mark.parametrize(
    ("purpose", "code"), [("", "purpose.unfit"), ("x" * 201, "purpose.unfit"), ("a\nb", "purpose.unfit")]
)
def test_R40_a_purpose_is_one_line(town: Town, recorded: Session, purpose: str, code: str) -> None:
    assert told(town.as_("yamada", *WATCH, recorded.id, "--purpose", purpose, "--json"), 1)["code"] == code


def test_a_session_that_is_over_is_replayed_by_an_auditor_instead(town: Town, recorded: Session) -> None:
    assert told(town.as_("yamada", *WATCH, recorded.id, *PURPOSE, "--json"), 1)["code"] == "session.over"
    assert told(town.as_("yamada", *WATCH, "S-1", *PURPOSE, "--json"), 1)["code"] == "session.absent"


def _watching(town: Town, session: str) -> "subprocess.Popen[str]":
    """A process of its own, whose clock is the machine's: the town's code is drawn for that."""
    command = [sys.executable, "-c", _WITH_OFFSET, str(town.clock.offset + 30), *WATCH, session, *PURPOSE, "--json"]
    process = subprocess.Popen(
        [*command, "--as", "yamada", "--password-stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "SEKISHO_SETTINGS": str(town.settings)},
    )
    assert process.stdin is not None
    process.stdin.write(f"{PASSWORD}\n{town.code('yamada')}\n")
    process.stdin.close()
    return process


_WITH_OFFSET = """
import sys
from datetime import timedelta
from gateway.vocabulary.clock import SystemClock
offset, now = timedelta(seconds=float(sys.argv.pop(1))), SystemClock.now
SystemClock.now = lambda clock: now(clock) + offset
from gateway.cli.main import command
command().main()
"""


def _collect(watcher: "subprocess.Popen[str]", shown: list[tuple[float, str]]) -> None:
    assert watcher.stdout is not None
    for line in watcher.stdout:
        _, code, text = json.loads(line)
        if code == "o":
            shown.append((time.monotonic(), text))


def _until(condition: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.02)
