"""What withheld things are called in journals, markers and reports, and which of them honest programs emit all day.

NOTED is what would have moved data off the screen, and any string nobody knows; COUNTED is what vim, tmux, compilers and shells
send at every start, and what could carry nothing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from gateway.guards.stage import Weight

Kind = tuple[str, Weight]

CLIPBOARD: Final[Kind] = ("clipboard", Weight.NOTED)
FILE_TRANSFER: Final[Kind] = ("file-transfer", Weight.NOTED)
IMAGE: Final[Kind] = ("image", Weight.NOTED)
PRINT: Final[Kind] = ("print", Weight.NOTED)
PASS_THROUGH: Final[Kind] = ("pass-through", Weight.NOTED)
DEVICE_CONTROL: Final[Kind] = ("device-control", Weight.NOTED)
NOTIFICATION: Final[Kind] = ("notification", Weight.NOTED)
TITLE_REPORT: Final[Kind] = ("title-report", Weight.NOTED)
UNKNOWN_STRING: Final[Kind] = ("unknown", Weight.NOTED)
PROGRESS: Final[Kind] = ("notification", Weight.COUNTED)
TITLE: Final[Kind] = ("title", Weight.COUNTED)
HYPERLINK: Final[Kind] = ("hyperlink", Weight.COUNTED)
PALETTE: Final[Kind] = ("palette", Weight.COUNTED)
SHELL_INTEGRATION: Final[Kind] = ("shell-integration", Weight.COUNTED)
QUERY: Final[Kind] = ("query", Weight.COUNTED)
CHARSET: Final[Kind] = ("charset", Weight.COUNTED)
KEYBOARD: Final[Kind] = ("keyboard", Weight.COUNTED)
WINDOW: Final[Kind] = ("window", Weight.COUNTED)
SETTING: Final[Kind] = ("device-control", Weight.COUNTED)
CONTROL: Final[Kind] = ("control", Weight.COUNTED)
BROKEN: Final[Kind] = ("broken", Weight.COUNTED)
UNKNOWN: Final[Kind] = ("unknown", Weight.COUNTED)
MOJIBAKE: Final[Kind] = ("mojibake", Weight.COUNTED)

# Operating system commands by number: xterm's ctlseqs; iTerm2's, kitty's, ConEmu's and systemd's own documents
_COMMANDS: Final[Mapping[int, Kind]] = {
    **dict.fromkeys((0, 1, 2, 30), TITLE),
    **dict.fromkeys((4, 5, *range(10, 20), 21, 104, 105, *range(110, 120)), PALETTE),
    **dict.fromkeys((6, 7, 133, 633, 3008), SHELL_INTEGRATION),
    **dict.fromkeys((22, 50, 66), SETTING),
    **dict.fromkeys((60, 61), QUERY),
    8: HYPERLINK,
    9: NOTIFICATION,
    99: NOTIFICATION,
    777: NOTIFICATION,
    3: DEVICE_CONTROL,  # properties of the window, which others can read
    46: FILE_TRANSFER,  # the terminal's log file
    51: DEVICE_CONTROL,  # calls a function of the editor around the terminal
    52: CLIPBOARD,
    5522: CLIPBOARD,
    1337: FILE_TRANSFER,
    5113: FILE_TRANSFER,
}
_NUMBER = re.compile(r"0*([0-9]{1,6})(?:;|$)")
_ITERM = re.compile(r"0*1337;([A-Za-z]*)")
_ITERM_WORDS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(("Copy", "CopyToClipboard", "EndCopy"), CLIPBOARD),
    **dict.fromkeys(("CurrentDir", "RemoteHost", "ShellIntegrationVersion", "SetMark"), SHELL_INTEGRATION),
}
_PROGRESS = re.compile(r"0*9;4(?:;|$)")

# Device control strings by how they begin: parameters, intermediates, final
_CONTROLS: Final = (
    (re.compile(r"tmux;|$"), PASS_THROUGH),  # screen's begins with the ESC of what it wraps: nothing is left
    (re.compile(r"1000p"), PASS_THROUGH),  # tmux's control mode
    (re.compile(r"[0-9;]*q"), IMAGE),  # sixel
    (re.compile(r"[0-9;]*p"), IMAGE),  # ReGIS
    (re.compile(r"[$+]q|zz$"), QUERY),  # DECRQSS, XTGETTCAP, and the one by which vim tries a terminal: at every start
    (re.compile(r"=[12]s"), SETTING),  # painted at once, in an older spelling
)


def kind_of_string(introducer: str, head: str, *, doubtful: bool) -> Kind:
    """Of a string that `ESC introducer` began, by its first letters. A doubtful one that no terminal knows is damaged text."""
    kind = _OF_STRINGS[introducer](head)
    return MOJIBAKE if doubtful and kind in (DEVICE_CONTROL, UNKNOWN_STRING) else kind


def _of_command(head: str) -> Kind:
    if word := _ITERM.match(head):
        return _ITERM_WORDS.get(word[1], FILE_TRANSFER)
    if _PROGRESS.match(head):
        return PROGRESS
    if number := _NUMBER.match(head):
        return _COMMANDS.get(int(number[1]), UNKNOWN_STRING)
    if head[:1] in ("P", "R"):  # the Linux console's palette
        return PALETTE
    return TITLE if head[:1] in ("l", "L", "I") else UNKNOWN_STRING  # dtterm's


def _of_control_string(head: str) -> Kind:
    return next((kind for pattern, kind in _CONTROLS if pattern.match(head)), DEVICE_CONTROL)


_OF_STRINGS: Final[Mapping[str, Callable[[str], Kind]]] = {
    "]": _of_command,
    "P": _of_control_string,
    "_": lambda head: IMAGE if head.startswith("G") else DEVICE_CONTROL,  # kitty
    "^": lambda _: DEVICE_CONTROL,
    "X": lambda _: DEVICE_CONTROL,
    "k": lambda _: TITLE,
}
INTRODUCERS: Final = frozenset(_OF_STRINGS)

# (marker, intermediates, final); None for any marker
_SEQUENCES: Final[Mapping[tuple[str | None, str, str], Kind]] = {
    (None, "", "i"): PRINT,  # MC
    (None, "", "c"): QUERY,  # DA
    (None, "", "n"): QUERY,  # DSR
    (None, "", "x"): QUERY,  # DECREQTPARM
    (None, "$", "p"): QUERY,  # DECRQM
    (None, "$", "w"): QUERY,  # DECRQPSR
    (None, "$", "u"): QUERY,  # DECRQTSR
    (None, "&", "u"): QUERY,  # DECRQUPSS
    (None, "*", "y"): QUERY,  # DECRQCRA
    (None, '"', "v"): QUERY,  # DECRQDE
    ("", "'", "z"): QUERY,  # DECELR
    ("", "'", "{"): QUERY,  # DECSLE
    ("", "'", "|"): QUERY,  # DECRQLP
    ("", "'", "w"): QUERY,  # DECEFR
    (">", "", "q"): QUERY,  # XTVERSION
    ("?", "", "u"): QUERY,  # kitty's keyboard
    ("?", "", "m"): QUERY,  # XTQMODKEYS
    ("?", "", "S"): QUERY,  # XTSMGRAPHICS
    ("", "#", "R"): QUERY,  # XTREPORTCOLORS
    (">", "", "u"): KEYBOARD,
    ("<", "", "u"): KEYBOARD,
    ("=", "", "u"): KEYBOARD,
    (">", "", "m"): KEYBOARD,
    (">", "", "n"): KEYBOARD,
    ("", "", "t"): WINDOW,  # XTWINOPS
    (">", "", "t"): TITLE,
    (">", "", "T"): TITLE,
    ("", "", "q"): SETTING,  # DECLL
    ("", '"', "p"): SETTING,  # DECSCL: might turn 8-bit controls on
    ("", "", "h"): ("mode", Weight.COUNTED),
    ("", "", "l"): ("mode", Weight.COUNTED),
}
_WINDOW_REPORTS: Final[Mapping[int, Kind]] = {
    **dict.fromkeys((11, 13, 14, 15, 16, 18, 19), QUERY),
    **dict.fromkeys((20, 21), TITLE_REPORT),
    **dict.fromkeys((22, 23), TITLE),
}


def kind_of_sequence(marker: str, intermediates: str, final: str, first: int | None) -> Kind:
    """Of a control sequence the table does not allow; `first` is its first parameter, if that is a number."""
    if (marker, intermediates, final) == ("", "", "t"):
        return _WINDOW_REPORTS.get(first or 0, WINDOW)
    exact = _SEQUENCES.get((marker, intermediates, final))
    return exact or _SEQUENCES.get((None, intermediates, final), UNKNOWN)


def kind_of_escape(intermediates: str, final: str) -> Kind:
    """Of an escape sequence the table does not allow."""
    if intermediates[:1] in ("(", ")", "*", "+", "-", ".", "/", "$", "%", "!", '"', "&"):
        return CHARSET  # ECMA-35 §14, §15
    if intermediates:
        return SETTING if intermediates == " " else UNKNOWN  # S8C1T and its like
    if final in "NOno|}~":
        return CHARSET  # single and locking shifts
    return {"Z": QUERY, "\f": SETTING}.get(final, UNKNOWN)


def kind_of_control(control: str) -> Kind:
    """Of a C0 control the table does not allow."""
    return QUERY if control == "\x05" else CONTROL
