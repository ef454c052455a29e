import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.guards.emulator import skimming
from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.picture import picture_of
from gateway.guards.emulator.skimming import skim
from tests.gateway.guards.emulator.streams import COLUMNS, ROWS, streams

PIECES = ["line", "漢字", "\x1b[31m", "\x1b[m", "\x1b[0m", "\x1b[1;44m", "\x1b[K", "\t", "\a", "\b", "x" * 30]
PIECES += ["\r\n", "\r\n", "\n"]
LISTING = st.lists(st.sampled_from(PIECES), min_size=40, max_size=200).map("".join)


@pytest.fixture
def eager(monkeypatch):
    """Skims whatever it can."""
    monkeypatch.setattr(skimming, "WORTH_CHARACTERS", 1)


def seen(emulator):
    state = emulator.state
    return (
        picture_of(state),
        [row.wraps for row in state.page.rows],
        list(state.gone),
        state.style,
        state.bells,
        state.pending,
    )


@given(streams, LISTING, streams)
@settings(max_examples=150, deadline=None)
def test_the_picture_is_the_same(before, listing, after):
    quick, slow = Emulator(COLUMNS, ROWS, 3), Emulator(COLUMNS, ROWS, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(skimming, "WORTH_CHARACTERS", 1)
        quick.feed(before)
        quick.feed(listing)
        quick.feed(after)
    for letter in before + listing + after:
        slow.feed(letter)
    assert seen(quick) == seen(slow)


def test_a_long_listing_is_skimmed(eager):
    assert skim(Emulator(COLUMNS, ROWS).state, "abc\r\n" * 100) > 300


@pytest.mark.parametrize("hindrance", ["\x1b[H", "\x0e", "\x1b7", "\x1bM", "\x1b[2J", "\v"])
def test_what_moves_elsewhere_hinders_it(eager, hindrance):
    assert skim(Emulator(COLUMNS, ROWS).state, hindrance + "abc\r\n" * 100) == 0


@pytest.mark.parametrize("before", ["\x1b[2;4r", "\x1b[?69h\x1b[2;5s"])
def test_margins_hinder_it(eager, before):
    emulator = Emulator(COLUMNS, ROWS)
    emulator.feed(before)
    assert skim(emulator.state, "abc\r\n" * 100) == 0
