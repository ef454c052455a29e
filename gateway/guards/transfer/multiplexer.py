"""tmux's control mode: the string that turns it on, and its lines. It carries whole terminals, files and all, past a screen.

What a multiplexer's pass-through wraps is found by the other starts: the wrapped bytes stand in the stream as they are.
screen's `zmodem catch` acts on ZMODEM's own headers.
Source: tmux(1) CONTROL MODE; iTerm2 enters it at DCS 1000 p.
"""

import re

from gateway.guards.transfer.start import Start, spans_of

_KIND = "transfer.multiplexer"
_ON = rb"0{0,16}1000(?:;[0-9;]{0,16})?p"
_SEVEN_BITS = re.compile(rb"\x1bP" + _ON)
# the control as it is or in UTF-8, and not inside a character
_EIGHT_BITS = re.compile(rb"\x90(?:(?<=\xc2\x90)|(?<![\x80-\xff]\x90))" + _ON)
_EMPTY_BLOCK = rb"begin ([0-9]{9,11} [0-9]{1,10} [0-9])\r{0,2}\n%end \1"  # how a client's lines begin
_LINE = re.compile(
    rb"\n%(?:" + _EMPTY_BLOCK + rb"|output %[0-9]{1,10} |extended-output %[0-9]{1,10} [0-9]{1,20} : )",
)


def control_mode() -> Start:
    """`tmux -CC`: terminals that know it start by themselves."""
    return Start(kind=_KIND, clues=((b"\x1b",),), reach=42, spans=spans_of(_SEVEN_BITS))


def control_mode_8bit() -> Start:
    """The same with a C1 control."""
    return Start(kind=_KIND, clues=((b"\x90", b"000"),), reach=42, spans=spans_of(_EIGHT_BITS))


def control_lines() -> Start:
    """`tmux -C`: nothing starts by itself; a client of one's own would read these lines."""
    return Start(kind=_KIND, clues=((b"%", b"\n%"),), reach=72, spans=spans_of(_LINE))
