"""Where xterm and tmux agree: a stream is changed, piece by piece, so that it goes only there. What they do not agree about:

- a pending wrap: in tmux the cursor then stands behind the last cell, and BS, CUB, LF, EL, ECH and DECSC start from there;
- IL and DL: xterm sends the cursor to the left margin and does nothing outside the scroll region; tmux does neither;
- BS in the first column of a row into which the line before wrapped: tmux goes back there by itself;
- REP: in tmux at most to the end of the row, and of ASCII only; wrapping in insert mode; half characters cut by anything but a
  character: tmux leaves the halves, and the left one in the first column always;
- 1049: xterm keeps the cursor where DECSC does, one for each page, with character sets and origin mode; tmux has one of its own;
- DECSTBM in origin mode; DECRC of a cursor saved in origin mode; a second parameter of 0;
- CHT, HPR, VPR, DECSTR, XTSAVE, 45, 47 (its page keeps what it shows), 69, 1048: not in tmux 3.3a.
"""

import pytest

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.row import Row

_UNKNOWN_FINALS = "Iae"
_AGREED_MODES = frozenset({5, 6, 7, 12, 25, 1000, 1004, 2004, 2026, 1049})


def agreed(pieces: list[str], columns: int, rows: int, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Emulator]:
    """The stream, and the emulator that was fed with it."""
    emulator, stream = Emulator(columns, rows), ""
    for piece in pieces:
        chosen = _chosen(emulator, piece)
        if chosen and not _cuts(emulator, chosen, monkeypatch):
            stream += chosen
            emulator.feed(chosen)
    return stream, emulator


def _chosen(emulator: Emulator, piece: str) -> str:
    state, final = emulator.state, piece[-1]
    if not piece.startswith("\x1b["):
        return _chosen_plain(emulator, piece)
    before = "\r" if state.pending and final not in "mHf" else ""
    if piece[2] == "?":
        return before + _chosen_mode(emulator, piece) if _chosen_mode(emulator, piece) else ""
    if final in _UNKNOWN_FINALS or piece.endswith("!p"):
        return ""
    if final == "b":
        count = int(piece[2:-1] or 1)
        return f"\rk{piece}" if count < state.columns and not state.inserting else ""
    if final in "LM":
        return before + piece + "\r" if state.top <= state.y <= state.bottom else ""
    if final == "r":
        return "" if piece.endswith((";0r", ";r")) else f"{piece}\x1b[H"
    if final == "s":
        return before + "\x1b[s"
    if final == "u" and state.saved[state.on_alternate].origin:
        return ""
    return before + piece


def _chosen_plain(emulator: Emulator, piece: str) -> str:
    state = emulator.state
    if piece in ("\x1b8",) and state.saved[state.on_alternate].origin:
        return ""
    if piece == "\b" and (state.x == 0 or state.pending):
        return ""
    if state.pending and (piece[0] == "\x1b" or piece in ("\n", "\v", "\f")):
        return "\r" + piece
    if state.x == 1 and state.row.letters[1] == "" and piece[0] >= " ":
        return ""
    if state.inserting and piece[0] >= " " and (state.pending or state.x + 2 * len(piece) >= state.columns):
        return ""
    return "" if piece[0] in "\u200b👩" else piece


def _chosen_mode(emulator: Emulator, piece: str) -> str:
    state, mode, final = emulator.state, int(piece[3:-1]), piece[-1]
    if mode not in _AGREED_MODES or final not in "hl":
        return ""
    if mode != 1049:
        return piece
    if state.on_alternate == (final == "h"):
        return ""
    return f"{piece}\x1b7" if final == "h" else f"{piece}\x1b[?6l\x0f\x1b(B\x1b)B\x1b[m\x1b7"


def _cuts(emulator: Emulator, piece: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """True if anything but a character over another would cut one in two."""
    if piece[0] >= " " and not emulator.state.inserting:
        return False
    cut = []

    def mend(row: Row, border: int) -> None:
        cut.append(0 < border < len(row.letters) and row.letters[border] == "")
        kept(row, border)

    kept = Row.mend
    with monkeypatch.context() as patch:
        patch.setattr(Row, "mend", mend)
        emulator.copy().feed(piece)
    return any(cut)
