import pytest

from gateway.menu.terminals import Drawing, drawing_on


@pytest.mark.parametrize(
    "term",
    ["xterm", "xterm-256color", "screen.xterm-256color", "tmux-256color", "linux", "putty", "rxvt-unicode-256color"],
)
def test_terminals_with_colours(term):
    assert drawing_on(term.encode()) is Drawing.IN_COLOUR


@pytest.mark.parametrize("term", ["vt100", "vt220", "xterm-mono", "xterm-m", "VT100"])
def test_terminals_without(term):
    assert drawing_on(term.encode()) is Drawing.WITHOUT_COLOUR


@pytest.mark.parametrize(
    "term",
    ["", "dumb", "unknown", "network", "emacs", "xtermish", "wyse50", "xterm\x1b[2J", "x" * 10_000, "端末", "vt100 "],
)
def test_everything_else_gets_lines(term):
    assert drawing_on(term.encode()) is Drawing.LINES


def test_bytes_that_are_no_text():
    assert drawing_on(b"\xff\xfe\x00") is Drawing.LINES
