import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.cli.harmless import Harmless

DRAWS = [
    "plain 日本\r\n", "\x1b[2J\x1b[1;1H", "\x1b[1;31mred\x1b[m", "\x1b[38:2::1:2:3m",
    "\x1b[?25l\x1b[?1049h", "\x1b(B", "\x1b7\x1b8",
    "\x1b[4h", "\x1b[2 q", "\x1b[!p", "\x1b[?2J", "\x1b[10;20r", "\t\b\x0e\x0f",
]  # fmt: skip
OBEYED = [
    "\x1b]52;c;aGVsbG8=\x07", "\x1b]0;title\x1b\\", "\x1b]10;?\x07", "\x1bP+q544e\x1b\\", "\x1b_Gf=100\x1b\\",
    "\x1b^x\x1b\\",
    "\x1bXx\x1b\\", "\x1b[c", "\x1b[>c", "\x1b[6n", "\x1b[?6n", "\x1b[18t", "\x1b[8;1;1t", "\x1b[?1000h", "\x1b[?1002;1006h",
    "\x1b[?2004h", "\x9d52;c;x\x9c", "\x9bc", "\x1b[>4;2m", "\x1b[0%m",
    "\x1bZ", "\x05", "\x1b[?1;2c", "\x1b[5i", "\x1b[0x", "\x1b[=c",
]  # fmt: skip


@pytest.mark.parametrize("text", DRAWS)
def test_what_draws_passes_as_it_is(text: str) -> None:
    assert Harmless().feed(text) == text


@pytest.mark.parametrize("text", OBEYED)
def test_R40_what_a_terminal_would_answer_or_obey_does_not(text: str) -> None:
    assert Harmless().feed(f"a{text}b") == "ab"


def test_bytes_that_were_no_text_are_shown_as_such() -> None:
    assert Harmless().feed("\U0010ff9b") == "\N{REPLACEMENT CHARACTER}"


def test_a_string_without_an_end_holds_nothing_in_memory() -> None:
    screen = Harmless()
    assert screen.feed("\x1b]0;" + "x" * 100_000) == ""
    assert screen.feed("\x1b[" + "1" * 100_000 + "mend") == "end"


@given(st.text(alphabet="\x1b[]P\\^_?;0123456789hlmcntqpJK!% \x07\x18\x9b\x9c\x9dab日"), st.integers(0, 40))
def test_it_makes_no_difference_where_the_text_is_cut(text: str, cut: int) -> None:
    parts = Harmless()
    assert parts.feed(text[:cut]) + parts.feed(text[cut:]) == Harmless().feed(text)


_ASKS = re.compile(r"\x1b\][^\x07]*|\x1bP|\x1b_|\x1b\^|\x1bX|\x1b\[[0-9;:?>=]*[cntxi]|[\x80-\x9f\x05]")


@given(st.text(alphabet="\x1b[]PX\\^_?;0189hlmcnti\x07\x18\x9b\x90\x9d\x05 "))
def test_no_arrangement_gets_an_order_through(text: str) -> None:
    assert not _ASKS.search(Harmless().feed(text))
