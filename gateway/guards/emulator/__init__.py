"""The screen a target believes it paints, kept here and shown masked: emulator, picture, painting.

Semantics are xterm's (its sources of 2026: `cursor.c`, `util.c`, `charproc.c`, `tabs.c`), tried against tmux 3.3a wherever
both agree. tmux's are: without wrapping a character of two cells that does not fit is dropped; a repetition needs its
character right before it. As in xterm nothing flows into other rows when a size changes; unlike there no rows come back
from above: none are kept.
"""

from gateway.guards.emulator.emulator import Emulator
from gateway.guards.emulator.lines import Line, Mask, Span, each
from gateway.guards.emulator.masked_screen import MaskedScreen, Watcher
from gateway.guards.emulator.painting import difference
from gateway.guards.emulator.picture import Picture, picture_of
from gateway.guards.emulator.place import Place
from gateway.guards.emulator.state import bounded
from gateway.guards.emulator.widths import MARK

__all__ = [
    "MARK",
    "Emulator",
    "Line",
    "Mask",
    "MaskedScreen",
    "Picture",
    "Place",
    "Span",
    "Watcher",
    "bounded",
    "difference",
    "each",
    "picture_of",
]
