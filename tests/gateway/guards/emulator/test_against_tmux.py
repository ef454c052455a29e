"""tmux says the same of any stream in which it agrees with xterm (`agreed`), and of what real programs paint."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.painting import difference
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.row import BLANK
from gateway.guards.emulator.settling import neutral
from gateway.guards.emulator.style import MARKS
from tests.gateway.guards.emulator.agreed import agreed
from tests.gateway.guards.emulator.streams import COLUMNS, ROWS, pieces
from tests.gateway.guards.emulator.tmux import ANEW, Tmux
from tests.gateway.guards.terminal.test_escape import shown
from tests.gateway.guards.test_transcripts import TRANSCRIPTS, encoding_of

SIZE = (80, 24)  # of the transcripts


@pytest.fixture(scope="module")
def tmux(tmp_path_factory):
    with Tmux(tmp_path_factory.mktemp("tmux"), COLUMNS, ROWS) as window:
        yield window


def lines(emulator):
    return ["".join(row).rstrip() for row in emulator.cells]


def looks(emulator):
    """The styles of what is no blank. Of lines only that they are there: tmux 3.3a spells their kinds in a way of its own."""
    return [[_look(style) for letter, style in cells if letter not in ("", BLANK)] for cells in _cells(emulator)]


def _cells(emulator):
    return [zip(row.letters, row.styles, strict=True) for row in emulator.state.page.rows]


def _look(style):
    return style._replace(underline=bool(style.underline), marks=style.marks & ~MARKS[53])


@given(st.lists(pieces, max_size=30))
@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_tmux_shows_the_same(tmux, monkeypatch, drawn):
    stream, ours = agreed(drawn, COLUMNS, ROWS, monkeypatch)
    theirs, cursor = tmux.shown(stream.encode())
    assert lines(theirs) == lines(ours), repr(stream)
    assert looks(theirs) == looks(ours), repr(stream)
    state = ours.state
    assert cursor == (state.x + state.pending, state.y), repr(stream)


@given(st.lists(pieces, max_size=20), st.lists(pieces.filter(lambda piece: "\u200d" not in piece), max_size=20))
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_tmux_is_painted_over_too(tmux, monkeypatch, before, after):
    """The difference to any screen at all, sent to a tmux that shows another one."""
    stream, shown = agreed(before, COLUMNS, ROWS, monkeypatch)
    wanted = Emulator(COLUMNS, ROWS)
    wanted.feed("".join(after))
    painting = neutral(shown.state).encode() + difference(picture_of(shown.state), picture_of(wanted.state))
    theirs, cursor = tmux.shown(stream.encode() + painting)
    assert lines(theirs) == lines(wanted), repr(stream.encode() + painting)
    assert looks(theirs) == looks(wanted), repr(stream.encode() + painting)
    assert cursor == (wanted.state.x, wanted.state.y)


@pytest.fixture(scope="module")
def wide_tmux(tmp_path_factory):
    with Tmux(tmp_path_factory.mktemp("tmux"), *SIZE) as window:
        yield window


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_what_real_programs_paint_tmux_shows_the_same(wide_tmux, path):
    """At four places of each transcript, behind the guard that lets only paint through."""
    painted = shown(path.read_bytes(), encoding_of(path))[0].decode()
    ours = Emulator(*SIZE)
    wide_tmux.feed(ANEW)
    for piece in parts(painted, 4):
        ours.feed(piece)
        wide_tmux.feed(piece.encode())
        theirs, cursor = wide_tmux.now()
        assert lines(theirs) == lines(ours)
        assert looks(theirs) == looks(ours)
        assert cursor == (ours.state.x + ours.state.pending, ours.state.y)


def parts(text, count):
    """Cut before an escape, so that the question for a status may come between."""
    borders = [
        0,
        *(
            text.index("\x1b", place)
            for place in range(len(text) // count, len(text), len(text) // count)
            if "\x1b" in text[place:]
        ),
    ]
    return [text[start:stop] for start, stop in itertools.pairwise([*borders, len(text)])]
