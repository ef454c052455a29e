"""What a terminal sends, piece by piece: text, keys, mouse and focus; answers to questions; strings.

Keys and answers look alike. What decides: an answer has parameters, and one of the forms in which terminals answer; what is
neither is UNKNOWN. `CSI 1;2R` to `CSI 1;16R` are F3 with modifiers, though a cursor report from the top line reads the same:
nobody gets to ask for one. `ESC ]`, `ESC P`, `ESC X`, `ESC ^` and `ESC _` are strings, and also keys with Alt, or ESC and a
command of vim: a string is one that answers in a known way, ends as strings do, or is longer than what is typed in one go.
Source: ECMA-48 §5; xterm ctlseqs (PC-style function keys, mouse tracking, DECRPM, window reports); kitty keyboard protocol.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

TYPED_MAX: Final = 64  # bytes of an undecided piece; what is longer was not typed


class Sort(Enum):
    """What a piece is, and so what becomes of it."""

    KEYS = auto()  # passes
    ANSWER = auto()  # a whole answer: dropped
    UNKNOWN = auto()  # of no key that is known, and no answer: dropped, unless it was typed key by key
    STRING = auto()  # a string begins here, surely
    DOUBTFUL = auto()  # a string begins here, unless it was typed key by key
    LONG = auto()  # a sequence longer than any key, whose end is not looked for here
    CONTROL = auto()  # a control of no use to anybody: dropped
    UNFINISHED = auto()  # more is needed


@dataclass(frozen=True, slots=True)
class Piece:
    """From where it was looked for to the byte before `end`: of a string or a long sequence, only what introduces it."""

    sort: Sort
    end: int


_CHARACTER = rb"[\xc3-\xdf][\x80-\xbf]|\xc2[\xa0-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
_TEXT = re.compile(rb"(?:[\x00-\x1a\x1c-\x7f]|%s|[\xa0-\xc1\xf5-\xff]|[\xc2-\xf4](?![\x80-\xbf]|\Z))+" % _CHARACTER)
_BROKEN = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{0,2}(?![\x80-\xbf]|\Z)")  # a character that breaks off
_ESCAPE = re.compile(rb"\x1b|\xc2?[\x80-\x9f]")
_CSI = re.compile(rb"([0-?]*)([ -/]*)([@-~])")
_PARAMETERS = re.compile(rb"[0-?]*[ -/]*")
_RXVT_SHIFTED = re.compile(
    rb"[0-9]{1,2}\$"
)  # an intermediate byte where the final one belongs; answers have two numbers
_COORDINATE = (
    rb"(?>[\xc2-\xdf][\x80-\xbf]|[\xc2-\xdf](?!\Z)|[ -\xc1\xe0-\xff])"  # a byte, or a character where it reads as one
)
_MOUSE = re.compile(_COORDINATE + rb"{3}")
_MOUSE_OPEN = re.compile(_COORDINATE + rb"{0,2}[\xc2-\xdf]?\Z")
_FUNCTION_KEY = re.compile(
    rb"[0-9]{0,3}(?:;[0-9]{1,3}(?::[1-3])?)?[A-HPQSZ]"  # cursor, F1, F2, F4, back-tab; kitty adds press, repeat, release
    rb"|1;(?:[2-9]|1[0-6])(?::[1-3])?R"  # F3
    rb"|[0-9]{1,3}(?:;[0-9]{1,3}(?::[1-3])?)?[~^@$]"  # editing and function keys, bracketed paste; rxvt's modifiers
    rb"|27;[0-9]{1,3};[0-9]{1,7}~"  # modifyOtherKeys
    rb"|[0-9]{1,7}(?::[0-9]{0,7}){0,2}(?:;[0-9]{0,3}(?::[1-3])?)?(?:;[0-9:]{1,40})?u"  # kitty, CSI u
    rb"|[0-9]{1,3};[0-9]{1,5};[0-9]{1,5}M"  # mouse, urxvt
    rb"|<[0-9]{1,3};[0-9]{1,5};[0-9]{1,5}[Mm]"  # mouse, SGR
)
_ANSWERS = b"cnRtxySuwT"  # attributes, status, cursor, window, parameters, modes, graphics, keyboard, locator
_STRINGS = b"]P_^X"
_ANSWERING = re.compile(
    rb"\][0-9]{1,5};"  # OSC: colours, clipboard, files
    rb"|P(?:[01][$+]r|[!>]\||[0-9]{1,5}!~|[12]\$u)"  # DCS: DECRPSS, XTGETTCAP, DA3, XTVERSION, DECCKSR, DECPSR
    rb"|_G[A-Za-z]=[0-9]{1,10}[,;]"  # APC: kitty graphics
)
_INSIDE = re.compile(rb"[^\x00-\x1f]*")


def piece_at(data: bytes, place: int) -> Piece:
    """The piece that begins at `place`, which is before the end of `data`."""
    text = _TEXT.match(data, place) or _BROKEN.match(data, place)
    if text is not None:
        return Piece(Sort.KEYS, text.end())
    escape = _ESCAPE.match(data, place)
    if escape is None:  # a character whose rest is to come
        return Piece(Sort.UNFINISHED, len(data))
    if escape[0] != b"\x1b":
        return _c1(data, escape)
    return _escaped(data, escape.end())


def _c1(data: bytes, control: re.Match[bytes]) -> Piece:
    """A control of eight bits, as it is or in UTF-8. No key sends one that introduces a string."""
    letter = control[0][-1] - 0x40
    if letter == ord("["):
        return _sequence(data, control.end())
    if letter in _STRINGS:
        return Piece(Sort.STRING, control.end())
    return Piece(Sort.KEYS if letter in b"NO" else Sort.CONTROL, control.end())


def _escaped(data: bytes, place: int) -> Piece:
    """ESC and what follows it."""
    if place == len(data):
        return Piece(Sort.UNFINISHED, place)
    if data[place] == ord("["):
        return _sequence(data, place + 1)
    if data[place] in _STRINGS:
        return _string(data, place)
    return Piece(Sort.KEYS, place)  # what follows is text, with Alt, or begins anew


def _sequence(data: bytes, place: int) -> Piece:
    """A control sequence whose parameters begin at `place`."""
    shifted = _RXVT_SHIFTED.match(data, place)
    if shifted is not None:
        return Piece(Sort.KEYS, shifted.end())
    found = _CSI.match(data, place)
    if found is None:
        return _open(data, place)
    if found.end() - place > TYPED_MAX:
        return Piece(Sort.LONG, place)
    if found[0] == b"M":
        return _clicked(data, found.end())
    return Piece(_sort_of(found), found.end())


def _open(data: bytes, place: int) -> Piece:
    """A sequence without an end: it is to come, or something else stands there and it was keys."""
    end = _PARAMETERS.match(data, place).end()  # type: ignore[union-attr]  # it matches nothing at least
    if end - place >= TYPED_MAX:
        return Piece(Sort.LONG, place)
    return Piece(Sort.UNFINISHED, end) if end == len(data) else Piece(Sort.KEYS, place)


def _clicked(data: bytes, place: int) -> Piece:
    """CSI M: a button and two coordinates follow, a byte each, or a character where the terminal counts past 223."""
    found = _MOUSE.match(data, place)
    if found is not None:
        return Piece(Sort.KEYS, found.end())
    return Piece(Sort.UNFINISHED, len(data)) if _MOUSE_OPEN.match(data, place) else Piece(Sort.KEYS, place)


def _sort_of(sequence: re.Match[bytes]) -> Sort:
    parameters, intermediates, final = sequence.groups()
    if not parameters and not intermediates:
        return Sort.KEYS  # nothing is answered with nothing
    if _FUNCTION_KEY.fullmatch(sequence[0]):
        return Sort.KEYS
    if parameters[:1] in (b"?", b">", b"=", b"<") or final in _ANSWERS:
        return Sort.ANSWER
    return Sort.UNKNOWN


def _string(data: bytes, place: int) -> Piece:
    """ESC and the letter at `place`, which introduces a string, or is a letter typed with Alt."""
    if _ANSWERING.match(data, place):
        return Piece(Sort.STRING, place + 1)
    end = _INSIDE.match(data, place).end()  # type: ignore[union-attr]  # it matches nothing at least
    if end - place > TYPED_MAX or _is_terminated(data, place, end):
        return Piece(Sort.DOUBTFUL, place + 1)
    if end == len(data) or data[end:] == b"\x1b":
        return Piece(Sort.UNFINISHED, len(data))
    return Piece(Sort.KEYS, place + 1)


def _is_terminated(data: bytes, place: int, end: int) -> bool:
    return data.startswith(b"\x1b\\", end) or (data[place] == ord("]") and data.startswith(b"\x07", end))
