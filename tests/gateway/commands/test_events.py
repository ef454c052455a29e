"""Events of listed commands: the journal takes them, only from a session, and nothing in them is a target's word."""

import pytest

from gateway.audit.event import Event, decode, encode
from gateway.commands.events import (
    LINE_LETTERS_MAX,
    CommandEnded,
    CommandLookedUp,
    CommandRefused,
    CommandRun,
    ConfigChanged,
    Cut,
    Sought,
    harmless,
)
from gateway.registrar.kinds import Writer, may_append
from gateway.wiring.office_sentences import SENTENCES

INDEX = {"person": "P-1", "session": "S-1", "terminal": "TM-1", "target": "callcenter-app", "order": "WO-1"}
ALL = [
    CommandLookedUp(**INDEX, sought=Sought.PATH, path="/var/log/syslog", sent=bytes(32)),
    CommandRun(
        **INDEX,
        number=1,
        command="tail",
        command_list="logs",
        vector=("tail", "-n", "5"),
        path="/var/log/syslog",
        privileged=False,
        follow=True,
        sent=bytes(32),
    ),
    CommandEnded(**INDEX, number=1, begun=True, status=0, shown_bytes=3, milliseconds=12, left=False),
    CommandEnded(
        **INDEX, number=2, begun=False, shown_bytes=0, milliseconds=0, cut=Cut.FAILED, left=True, until_seconds=35
    ),
    CommandRefused(**INDEX, line="cat /etc/shadow", why="outside"),
    ConfigChanged(
        **INDEX,
        number=3,
        path="/etc/x",
        before=bytes(32),
        after=bytes(32),
        before_bytes=1,
        after_bytes=2,
        lines_added=1,
        lines_removed=0,
        reason="why",
        sent=bytes(32),
    ),
]


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.kind)
def test_an_event_is_kept_only_by_a_session_and_has_a_sentence(event: Event) -> None:
    assert decode(event.kind, encode(event)) == event
    assert [writer for writer in Writer if may_append(writer, event.kind)] == [Writer.SESSION]
    assert event.kind in SENTENCES


def test_a_line_is_kept_bounded_and_harmless() -> None:
    assert harmless("tail /var/log/ログ") == "tail /var/log/ログ"
    assert harmless("a\x1b[2J\n\u202eb") == "a\\x1b[2J\\n\\u202eb"
    assert harmless("\ud800").isascii()
    assert len(harmless("x" * 100_000)) == LINE_LETTERS_MAX + 3
    assert len(harmless("\x1b" * 100_000)) == LINE_LETTERS_MAX + 3
