import pytest

from gateway.guards.transfer import Direction, Triggers
from tests.gateway.guards.transfer.a_terminal import program, said_by
from tests.gateway.guards.transfer.captures import SHOWN, TMUX_CONTROL, TMUX_LINES, bytewise, kind_of, tripped


@pytest.mark.parametrize("mode", ["-CC", "-C"])
def test_R03_the_real_tmux_trips(tmp_path, mode):
    command = [program("tmux"), mode, "-f", "/dev/null", "-S", str(tmp_path / "s"), "new", "sleep 1"]
    finding, passed = tripped(bytewise(said_by(command, tmp_path, b"%session-changed")))
    assert finding is not None and finding.kind == "transfer.multiplexer"
    assert b"1000p" not in passed


@pytest.mark.parametrize("introducer", [b"\x1bP", b"\x90", b"\xc2\x90"])
@pytest.mark.parametrize("parameters", [b"1000", b"001000", b"1000;1"])
def test_R03_control_mode_trips_in_every_spelling(introducer, parameters):
    assert kind_of(b"$ " + introducer + parameters + b"p%begin ") == "transfer.multiplexer"


def test_R03_its_lines_trip_after_a_filter_too():
    for stream in (TMUX_LINES, b"%output %0 abc\r\n", b"%extended-output %1 12 : abc\r\n"):
        assert kind_of(b"x\r\n" + stream, Direction.OUTPUT, Triggers.PRINTABLE) == "transfer.multiplexer"
    assert (
        kind_of(TMUX_CONTROL, Direction.OUTPUT, Triggers.PRINTABLE) is None
    )  # a filter withholds the string that it is


@pytest.mark.parametrize("wrap", ["\x1bPtmux;{}\x1b\\", "\x1bP{}\x1b\\", "\x1bPtmux;\x1bPtmux;{}\x1b\\\x1b\\"])
def test_R03_what_a_pass_through_wraps_is_found(wrap):
    for kind, captures in SHOWN.items():
        for capture in captures:
            inside = ("\n" + capture.decode("latin-1")).replace("\x1b", "\x1b\x1b")
            finding, _ = tripped([wrap.format(inside).encode("latin-1")])
            assert finding is not None and finding.kind == kind, capture


@pytest.mark.parametrize(
    "text",
    [
        "動画は1000pで言1000p".encode(),
        b"           %begin 1363006971 2 1\r\n           0: ksh* (1 panes) [80x24]\r\n           %end 1363006971 2 1\r\n",
        b"%begin 1363006971 2 1\r\n0: ksh* (1 panes) [80x24]\r\n",
        b"100%output %done\r\n%s\r\n%d%%\r\n",
        b"\x1bP0p\x1b\\\x1bP1$r0m\x1b\\",
    ],
)
def test_manuals_and_text_are_honest(text):
    assert kind_of(text) is None
