"""THE allow table: what may be painted. What is not in it is dropped, never passed.

C0 controls, escape sequences by intermediates and final, control sequences by marker, intermediates and final with a rule for
their parameters. Sources: ECMA-48 §8.3, DEC STD 070, xterm's ctlseqs, terminfo's entries linux, screen, tmux, xterm.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from gateway.guards.terminal import rendition
from gateway.guards.terminal.modes import PRIVATE, STANDARD
from gateway.guards.terminal.parameters import Choices, Numbers, Rule, Shaped
from gateway.guards.terminal.tokens import Escape, Sequence

REPEATED_MAX: Final = 1000
MODES_MAX: Final = 16

# BEL BS HT LF VT FF CR SO SI. SO and SI choose between G0 and G1, which hold ASCII or line drawing only.
CONTROLS: Final = frozenset("\a\b\t\n\v\f\r\x0e\x0f")

# ECMA-48: fill characters, which may be taken out without loss (NUL, DEL); ST behind a string that has ended before.
MEANINGLESS_CONTROLS: Final = frozenset("\x00\x7f")
MEANINGLESS_ESCAPE: Final = ("", "\\")

ESCAPES: Final = frozenset(
    {
        ("", "7"),  # DECSC
        ("", "8"),  # DECRC
        ("", "="),  # DECKPAM
        ("", ">"),  # DECKPNM
        ("", "D"),  # IND
        ("", "E"),  # NEL
        ("", "H"),  # HTS
        ("", "M"),  # RI
        ("", "c"),  # RIS: what `reset` sends; it puts a terminal back to what its owner chose
        ("(", "0"),  # line drawing in G0, as terminfo's smacs
        ("(", "B"),  # ASCII in G0
        (")", "0"),  # the same in G1, as terminfo's enacs
        (")", "B"),
    }
)

_ONE, _TWO = Numbers(1), Numbers(2)

# (marker, intermediates, final): rule; the commonest first, since the fast path tries them in this order
SEQUENCES: Final[Mapping[tuple[str, str, str], Rule]] = {
    ("", "", "K"): Choices({0, 1, 2}),  # EL
    ("", "", "m"): Shaped(rendition.PATTERN),  # SGR
    ("", "", "H"): _TWO,  # CUP
    ("", "", "f"): _TWO,  # HVP
    ("", "", "r"): _TWO,  # DECSTBM
    ("", "", "s"): _TWO,  # SCOSC, or DECSLRM where 69 is set
    ("", "", "u"): Shaped(""),  # SCORC
    ("", "", "J"): Choices({0, 1, 2, 3}),  # ED
    ("", "", "g"): Choices({0, 3}),  # TBC
    ("", "", "b"): Numbers(1, REPEATED_MAX),  # REP
    **{("", "", final): _ONE for final in "@ABCDEFGILMPSTXZ`ade"},
    # ICH CUU CUD CUF CUB CNL CPL CHA CHT IL DL DCH SU SD ECH CBT HPA HPR VPA VPR
    ("", " ", "q"): Choices(frozenset(range(7))),  # DECSCUSR
    ("", "!", "p"): Shaped(""),  # DECSTR
    (">", "", "m"): Shaped("4(?:;[0-3]?)?"),  # XTMODKEYS: modifyOtherKeys
}

# finals whose parameters are modes, each allowed by itself: SM RM, DECSET DECRST, XTSAVE XTRESTORE
MODES: Final[Mapping[tuple[str, str, str], frozenset[int]]] = {
    ("", "", "h"): STANDARD,
    ("", "", "l"): STANDARD,
    **{("?", "", final): PRIVATE for final in "hlsr"},
}


# RIS and DECSTR pass, but are never hurried past: they also end what a printer takes.
RESETS: Final = (Escape("", "c"), Sequence("!", "p"))


def verbatim() -> str:
    """A pattern of what may follow ESC so that the sequence passes as it stands. The fast path's, made from the table."""
    sequences = "|".join((*_verbatim_sequences(), *_verbatim_modes()))
    return rf"(?:\[(?:{sequences})|{'|'.join(_verbatim_escapes())})"


def _verbatim_escapes() -> Iterator[str]:
    by_intermediates: dict[str, str] = {}
    for intermediates, final in sorted(ESCAPES):
        if Escape(intermediates, final) in RESETS:
            continue
        by_intermediates[intermediates] = by_intermediates.get(intermediates, "") + final
    for intermediates, finals in by_intermediates.items():
        yield rf"{_literal(intermediates)}[{finals}]"


def _verbatim_sequences() -> Iterator[str]:
    finals: dict[tuple[str, str, str], str] = {}
    for (marker, intermediates, final), rule in SEQUENCES.items():
        if Sequence(marker + intermediates, final) in RESETS:
            continue
        key = (marker, rule.verbatim, intermediates)
        finals[key] = finals.get(key, "") + final
    for (marker, parameters, intermediates), letters in finals.items():
        yield rf"{_literal(marker)}{parameters}{_literal(intermediates)}[{letters}]"


def _verbatim_modes() -> Iterator[str]:
    finals: dict[tuple[str, frozenset[int]], str] = {}
    for (marker, _, final), modes in MODES.items():
        finals[marker, modes] = finals.get((marker, modes), "") + final
    for (marker, modes), letters in finals.items():
        one = "|".join(map(str, sorted(modes, reverse=True)))
        yield rf"{_literal(marker)}(?>{one})(?:;(?>{one})){{0,{MODES_MAX - 1}}}[{letters}]"


def _literal(signs: str) -> str:
    return "".join(rf"\x{ord(sign):02x}" for sign in signs)
