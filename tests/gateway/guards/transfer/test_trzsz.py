import pytest

from gateway.guards.transfer import Direction, Triggers
from tests.gateway.guards.transfer.captures import TRZ, TRZSZ_ANSWER, TRZSZ_GO, TSZ, bytewise, kind_of, tripped

NAME = b"::TRZSZ" + b":TRANSFER:"


@pytest.mark.parametrize("capture", [TSZ, TRZ, TRZSZ_GO])
@pytest.mark.parametrize("triggers", Triggers)
def test_R03_the_trigger_trips_at_the_first_digit_of_its_version(capture, triggers):
    finding, passed = tripped(bytewise(capture), Direction.OUTPUT, triggers)
    assert finding is not None and finding.kind == "transfer.trzsz"
    assert passed.endswith((b":S:", b":R:", b":D:"))


@pytest.mark.parametrize(
    "stream",
    [
        b"in the middle of a line " + NAME + b"S:1.1.7",
        b"%output %0 \\0337\\007" + NAME + b"R:1.1.7:123\\015\\012",  # in tmux's control mode
        b"\x1bPtmux;\x1b\x1b7" + NAME + b"S:1.1.7\x1b\\",
        b"\x1bP" + NAME + b"S:1.1.7\x1b\\",  # screen's pass-through
        NAME[1:] + b"S:00000000001.1.1",  # iTerm2's trigger has one colon, and versions have any number of digits
        b"\x1b[5;1H" + NAME[:7] + b"\x1b[31m" + NAME[7:12] + b"\x07\x1b[0m" + NAME[12:] + b"S\x1b(B:1.0.0",
    ],
)
def test_R03_position_and_sequences_between_do_not_hide_it(stream):
    finding, _ = tripped(bytewise(stream))
    assert finding is not None and finding.kind in ("transfer.trzsz", "transfer.multiplexer")


def test_R03_a_terminal_that_answers_trips():
    assert kind_of(TRZSZ_ANSWER, Direction.INPUT) == "transfer.trzsz"


@pytest.mark.parametrize(
    "text",
    [
        NAME + b"%s:%s:%013d:%d\\r\\n",
        NAME + b"([SRD]):(\\d+\\.\\d+\\.\\d+)(:\\d+)?",
        b"const magic = '" + NAME + b"'",
        b"trzsz ( trz / tsz ) is similar to rz / sz\r\n",
        b"#ACT: and #CFG: are messages",
    ],
)
def test_what_a_program_or_a_manual_says_about_it_is_honest(text):
    for direction in Direction:
        assert kind_of(text, direction) is None
