"""An independent reading of what may reach a terminal, written by hand from the manuals and not from the table under test.

Anything but these forms is a failure: it knows nothing of recovery, and reads byte for byte.
"""

import re

_FORM = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)|(?P<control>[\a\b\t\n\v\f\r\x0e\x0f])"
    r"|\x1b(?P<escape>[78=>DEHMc]|[()][0B])"
    r"|\x1b\[(?P<marker>[?>]?)(?P<numbers>[0-9:;]*)(?P<between>[ !]?)(?P<final>[@-~])"
)
_MOVES = {**dict.fromkeys("ABCDEFGILMPSTXZ@`ade", 1), "H": 2, "f": 2, "r": 2, "s": 2}
_CHOSEN = {"J": (0, 1, 2, 3), "K": (0, 1, 2), "g": (0, 3), "b": range(1001), "u": (0,)}
_MODES = (
    {1, 3, 4, 5, 6, 7, 9, 12, 25, 45, 47, 66, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1034, 1036}
    | {1047, 1048, 1049, 2004, 2026, 2027}
)  # fmt: skip
_STYLES = {*range(38), 39, *range(40, 48), 49, *range(50, 56), 57, 59, *range(60, 66), 73, 74, 75, *range(90, 108)}


def forms(data: bytes) -> list[re.Match[str]]:
    """Every form in turn. Raises AssertionError for anything else, and for what is not UTF-8."""
    text = data.decode("utf-8", errors="strict")
    found, position = [], 0
    while position < len(text):
        form = _FORM.match(text, position)
        assert form, f"no form at {position}: {text[position : position + 40]!r}"
        if form["final"]:
            assert _allowed(form["marker"], form["numbers"], form["between"], form["final"]), form[0]
        found.append(form)
        position = form.end()
    return found


def _allowed(marker: str, numbers: str, between: str, final: str) -> bool:
    if between:
        return (marker, between, final) in (("", " ", "q"), ("", "!", "p")) and _within(numbers, 1, 6)
    if marker == ">":
        return final == "m" and re.fullmatch(r"4(;[0-3]?)?", numbers) is not None
    if marker == "?":
        return final in "hlsr" and {int(number) for number in numbers.split(";")} <= _MODES
    if final == "m":
        return _styled(numbers.split(";"))
    if final in "hl":
        return {int(number) for number in numbers.split(";")} <= {4, 34}
    if final in _CHOSEN:
        return ";" not in numbers and int(numbers or 0) in _CHOSEN[final]
    return final in _MOVES and _within(numbers, _MOVES[final], 9999)


def _within(numbers: str, count: int, greatest: int) -> bool:
    values = numbers.split(";")
    return len(values) <= count and all(int(value or 0) <= greatest for value in values)


def _styled(items: list[str]) -> bool:
    """SGR, item by item as a terminal would take them."""
    count, left = len(items), list(items)
    while left:
        item = left.pop(0)
        if ":" in item:
            assert re.fullmatch(r"4:[0-5]|[345]8:5:\d{1,3}|[345]8:2:(\d{0,3}:)?\d{1,3}:\d{1,3}:\d{1,3}", item), item
            assert all(int(value or 0) <= 255 for value in item.split(":")[2:][-3:])
        elif item in ("38", "48", "58"):
            taken = {"5": 1, "2": 3}[left.pop(0)]
            assert all(0 <= int(left.pop(0)) <= 255 for _ in range(taken))
        else:
            assert int(item or 0) in _STYLES, item
    return count <= 32 * 5
