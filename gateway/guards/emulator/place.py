"""Where the picture is in the person's window, and how its cursor is moved there.

A session begins somewhere below what the window showed before. Until the target's program addresses places of the window, or the
picture has reached the window's last row, only moves from where the cursor is are sure: up, and line ends down, which scroll the
window where it must.
"""

from enum import Enum

At = tuple[int | None, int]  # column and row; a column that is not sure is None
_BACK_MAX = 4


class Place(Enum):
    """Where on the person's terminal the first row of the main page is."""

    TOP = "top"
    BELOW = "below"  # it began in the middle of the window
    LOST = "lost"  # the window changed since


def address(x: int, y: int) -> str:
    """CUP."""
    return f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"


def step(before: At, x: int, y: int) -> str:
    """From one place to another by moves alone."""
    column, row = before
    parts = ""
    if y > row:
        parts, column = "\r" + "\n" * (y - row), 0
    elif y < row:
        parts = f"\x1b[{row - y}A"
    if column is None or x < column:
        near = column is not None and column - x <= _BACK_MAX
        parts += "\b" * (column - x) if near and column is not None else "\r"
        column = x if near else 0
    return parts + (f"\x1b[{x - column}C" if x > column else "")
