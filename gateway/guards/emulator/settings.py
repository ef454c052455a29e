"""What a terminal does for the person rather than for the picture: cursor, keys, mouse, pasting. By slots, one value each.

A slot holds the private mode that is on, or 0; or the number of a shape. None: nobody has set it, and its terminal does as
its owner chose. Modes that exclude each other share a slot (xterm ctlseqs, "Mouse Tracking").
"""

from collections.abc import Iterator, Mapping
from typing import Final

Settings = Mapping[str, int | None]

VISIBLE: Final = 25
KEYPAD, SHAPE, KEYS_TOLD = "keypad", "shape", "keys told"
_MOUSE, _CLICKS = "mouse", "clicks"
_SHARED: Final[Mapping[int, str]] = {
    **dict.fromkeys((9, 1000, 1002, 1003), _MOUSE),
    **dict.fromkeys((1005, 1006, 1015), _CLICKS),
    66: KEYPAD,
}
_ALONE: Final = (1, 5, 12, VISIBLE, 1004, 1007, 1034, 1036, 2004)
SLOTS: Final[Mapping[int, str]] = {**_SHARED, **{mode: str(mode) for mode in _ALONE}}

# As after RIS. What is missing there is its owner's choice.
AT_FIRST: Final[Settings] = {
    **dict.fromkeys(SLOTS.values(), 0),
    **dict.fromkeys(("12", "1007", "1034", "1036", SHAPE, KEYS_TOLD), None),
    str(VISIBLE): VISIBLE,
}
_SOFTLY: Final = ("1", KEYPAD)  # what DECSTR puts back, besides the cursor


def softly_reset(settings: Settings) -> dict[str, int | None]:
    """After DECSTR (xterm: cursor keys, keypad, cursor; not the mouse, not pasting)."""
    return {
        **settings,
        **dict.fromkeys(_SOFTLY, 0),
        str(VISIBLE): VISIBLE,
        SHAPE: 0 if settings[SHAPE] else settings[SHAPE],
    }


def changes(shown: Settings, wanted: Settings) -> str:
    """Sequences that make a terminal which has `shown` have `wanted`."""
    return "".join(
        part
        for slot, value in wanted.items()
        if value != (before := shown[slot])
        for part in _change(slot, before, value)
    )


def _change(slot: str, before: int | None, value: int | None) -> Iterator[str]:
    if slot == SHAPE:
        yield f"\x1b[{value or 0} q"
    elif slot == KEYS_TOLD:
        yield f"\x1b[>4;{value}m" if value else "\x1b[>4m"
    elif slot == KEYPAD:
        yield "\x1b=" if value else "\x1b>"
    else:
        if before:
            yield f"\x1b[?{before}l"
        if value:
            yield f"\x1b[?{value}h"
        elif not before and slot.isdigit():
            yield f"\x1b[?{slot}l"
