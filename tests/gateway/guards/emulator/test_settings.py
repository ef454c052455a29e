import pytest

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.settings import AT_FIRST, changes


def after(stream):
    emulator = Emulator(5, 2)
    emulator.feed(stream)
    return emulator.state.settings


@pytest.mark.parametrize(
    ("before", "stream", "expected"),
    [
        ("", "\x1b[?25l", "\x1b[?25l"),
        ("\x1b[?25l", "", "\x1b[?25h"),
        ("", "\x1b[?1h\x1b=", "\x1b=\x1b[?1h"),
        ("", "\x1b[?66h", "\x1b="),
        ("", "\x1b[?1000h\x1b[?1002h\x1b[?1006h", "\x1b[?1002h\x1b[?1006h"),
        ("\x1b[?1002h", "\x1b[?1003h", "\x1b[?1002l\x1b[?1003h"),
        ("\x1b[?1002h", "\x1b[?1002h\x1b[?1000l", "\x1b[?1002l"),
        ("", "\x1b[?2004h\x1b[?1004h", "\x1b[?1004h\x1b[?2004h"),
        ("", "\x1b[4 q", "\x1b[4 q"),
        ("\x1b[4 q", "\x1b[ q", "\x1b[0 q"),
        ("", "\x1b[>4;2m", "\x1b[>4;2m"),
        ("\x1b[>4;2m", "\x1b[>4m", "\x1b[>4m"),
        ("", "\x1b[?5h", "\x1b[?5h"),
        ("", "\x1b[?12l", "\x1b[?12l"),  # nobody knew what its owner chose
        ("", "\x1b[?1h\x1b[?25l\x1b[?2004h\x1b[!p", "\x1b[?2004h"),
        ("", "\x1b[?1h\x1b[?2004h\x1b[?1000h\x1bc", ""),
    ],
)
def test_a_terminal_is_told_what_changed(before, stream, expected):
    assert changes(after(before), after(before + stream if stream else "")) == expected


def test_nothing_changed_nothing_is_told():
    assert changes(AT_FIRST, after("text")) == ""
