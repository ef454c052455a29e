"""The menu as lines of styled text for one size of screen. Pure: what stands here is all that is drawn.

Invariants: at most `rows` lines, none longer than `columns` cells, every word our own or a registered name made harmless.
From the top: title, list, details of what is selected, one line of keys. The list gets what the others leave, and scrolls.
"""

from typing import Final

from gateway.menu import words
from gateway.menu.browsing import Browsing, Item, Mode
from gateway.menu.cells import cut, harmless, pad, width, wrap
from gateway.menu.choices import Choice
from gateway.menu.details import details
from gateway.menu.standings import Waiting
from gateway.menu.words import say
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

COLUMNS_MIN, COLUMNS_MAX, ROWS_MAX = 2, 300, 120
LIST_ROWS_MIN: Final = 3
CELLS_MAX: Final = 40  # of one column
GAP: Final = "  "  # between columns
Line = tuple[str, str]  # style (a class of STYLES) and text
_MORE: Final = {
    (False, False): None,
    (True, False): words.MORE_ABOVE,
    (False, True): words.MORE_BELOW,
    (True, True): words.MORE_BOTH,
}
STYLES: Final = {
    "title": "bold",
    "heading": "bold",
    "selected": "reverse",
    "open": "ansigreen",
    "closed": "ansibrightblack",
    "selected-closed": "reverse ansibrightblack",
    "waiting": "",
    "detail": "",
    "note": "bold ansiyellow",
    "keys": "reverse",
}


def lines(state: Browsing, columns: int, rows: int) -> list[Line]:
    """The whole screen."""
    columns, rows = max(COLUMNS_MIN, min(columns, COLUMNS_MAX)), max(1, min(rows, ROWS_MAX))
    if state.mode is Mode.HELP:
        return _page(state, [say(text, state.language) for text in words.HELP], columns, rows)
    if state.mode is Mode.READING and state.selected is not None:
        return _page(state, list(details(state.selected, state.menu.at, state.language)), columns, rows)
    beneath = _details(state, columns, rows - 2 - LIST_ROWS_MIN)
    height = max(rows - 2 - len(beneath), 0)
    body, more = _list(state, columns, height)
    filled = [*body, *[("", "")] * (height - len(body))]
    if beneath and more is not None:
        beneath = [_rule(columns, f" {say(more, state.language)} "), *beneath[1:]]
    return [_title(state, columns), *filled, *beneath, _keys(state, columns)][-rows:]


def _title(state: Browsing, columns: int) -> Line:
    clock = f"{state.menu.username}  {state.menu.at.astimezone(JST):%H:%M} JST"
    room = columns - width(clock) - 1
    if room < width("Sekisho"):
        return "title", cut(clock, columns)
    return "title", pad(say(words.TITLE, state.language), room) + " " + clock


def _keys(state: Browsing, columns: int) -> Line:
    if state.mode is Mode.FILTER:
        typed = say(words.FILTER, state.language) + harmless(state.wanted) + "_"
        keys = say(words.FILTER_KEYS, state.language)
        return "keys", pad(f"{typed}   {keys}", columns)
    offered = [say(text, state.language) for text in _offered(state.selected)]
    keys = next((text for text in offered if width(text) <= columns), offered[-1])
    return "keys", pad(keys, columns)


def _offered(selected: Item | None) -> tuple[Text, ...]:
    """The keys, longest first, as they are good for what is selected."""
    match selected:
        case None:
            return words.KEYS_NOTHING
        case Choice(is_open=True):
            return words.KEYS
        case _:
            return words.KEYS_CLOSED


def _page(state: Browsing, told: list[str], columns: int, rows: int) -> list[Line]:
    """Text over the whole screen, until a key is pressed."""
    wrapped = [line for text in told for line in _hanging(harmless(text), columns)]
    body: list[Line] = [("detail", line) for line in wrapped][: max(rows - 2, 0)]
    filled = [*body, *[("", "")] * (rows - 2 - len(body))]
    return [_title(state, columns), *filled, ("keys", pad(say(words.ANY_KEY, state.language), columns))][-rows:]


def _hanging(text: str, columns: int) -> list[str]:
    """Wrapped, with what follows the first line set in by two."""
    if columns < 2 * COLUMNS_MIN + 2:
        return wrap(text, columns)
    first, *rest = wrap(text, columns - 2)
    return [first, *(f"  {line}" for line in rest)]


def _details(state: Browsing, columns: int, height: int) -> list[Line]:
    """A rule, and what is known of the selected item; where there is no room for it, nothing."""
    if height < 2 or state.selected is None:
        return []
    rule = _rule(columns)
    if state.note is not None:
        told = wrap(harmless(say(state.note, state.language)), columns)
        return [rule, *[("note", line) for line in told][: height - 1]]
    told = [
        line
        for text in details(state.selected, state.menu.at, state.language)
        for line in wrap(harmless(text), columns)
    ]
    return [rule, *[("detail", line) for line in told][: height - 1]]


def _rule(columns: int, said: str = "") -> Line:
    """A line of hyphens, with something said in it where there is room."""
    begun = f"--{said}" if width(said) + 4 <= columns else ""
    return "closed", begun + "-" * (columns - width(begun))


def _list(state: Browsing, columns: int, height: int) -> tuple[list[Line], Text | None]:
    """As much of the list as `height` shows, the selected item always in it; and where there is more of it, that there is."""
    selected = state.selected
    every = _every(state, selected, columns)
    at = next((index for index, (_, item) in enumerate(every) if item is not None and item is selected), 0)
    first = max(0, min(at - height // 2, len(every) - height))
    more = _MORE[first > 0, first + height < len(every)]
    return [line for line, _ in every[first : first + height]], more


def _every(state: Browsing, selected: Item | None, columns: int) -> list[tuple[Line, Item | None]]:
    choices, waiting, language = state.choices, state.waiting, state.language
    told: list[tuple[Line, Item | None]] = []
    if choices:
        told.append((("heading", cut(f"{say(words.OPEN, language)} ({len(choices)})", columns)), None))
        told += zip(_choices(state, selected, columns), choices, strict=True)
    else:
        told += [(("note", line), None) for text in _empty(state) for line in wrap(say(text, language), columns)]
    if waiting:
        told.append((("heading", cut(f"{say(words.NOT_OPEN, language)} ({len(waiting)})", columns)), None))
    return [*told, *zip(_waitings(waiting, columns, language, selected), waiting, strict=True)]


def _empty(state: Browsing) -> list[Text]:
    if state.wanted and (state.menu.choices or state.menu.waiting):
        return [words.NO_MATCH]
    return [words.NOTHING_OPEN] if state.menu.waiting else [words.NOTHING_OPEN, words.ASK_FOR_AN_ORDER]


def _choices(state: Browsing, selected: Item | None, columns: int) -> list[Line]:
    """A line each (at least one): `> 1 callcenter-app app 17:00まで 6時間55分 シェル 個人データあり`, as much as fits."""
    choices = state.choices
    rows = [_cells(state, choice) for choice in choices]
    widest = [min(max(map(width, column)), CELLS_MAX) for column in zip(*rows, strict=True)]
    digits = len(str(len(rows)))
    widest[0] = min(widest[0], max(columns - digits - 3, 1))
    shown = next(
        count
        for count in range(len(widest), 0, -1)
        if count == 1 or digits + 3 + sum(widest[:count]) + len(GAP) * (count - 1) <= columns
    )
    told = []
    for number, (choice, row) in enumerate(zip(choices, rows, strict=True), start=1):
        is_selected = choice is selected
        cells = GAP.join(pad(cell, size) for cell, size in zip(row[:shown], widest[:shown], strict=True))
        text = pad(f"{'>' if is_selected else ' '}{number:>{digits}} {cells}", columns)
        told.append((_style(choice, is_selected=is_selected), text))
    return told


def _cells(state: Browsing, choice: Choice) -> tuple[str, ...]:
    language, now = state.language, state.menu.at
    data = words.PERSONAL_DATA if choice.personal_data else words.NO_PERSONAL_DATA
    closing = words.until(choice.until, now) if choice.is_open else words.CLOSED
    remain = words.left(choice.until, now) if choice.is_open else Text(ja="", en="")
    told = (closing, remain, words.ACCESS[choice.access], data)
    return harmless(choice.target), harmless(choice.account), *(say(text, language) for text in told)


def _style(choice: Choice, *, is_selected: bool) -> str:
    if is_selected:
        return "selected" if choice.is_open else "selected-closed"
    return "open" if choice.is_open else "closed"


def _waitings(entries: tuple[Waiting, ...], columns: int, language: Language, selected: Item | None) -> list[Line]:
    """A line each: `  - 承認待ち 1/2     callcenter-app  2名の承認が必要です..`, in columns."""
    states = [say(entry.state, language) for entry in entries]
    names = [harmless(", ".join(entry.targets)) for entry in entries]
    first = min(max(map(width, states), default=0), columns // 2)
    second = min(max(map(width, names), default=0), CELLS_MAX)
    return [
        _waiting(
            GAP.join((pad(state, first), pad(name, second), harmless(say(entry.why, language)))),
            columns,
            is_selected=entry is selected,
        )
        for entry, state, name in zip(entries, states, names, strict=True)
    ]


def _waiting(cells: str, columns: int, *, is_selected: bool) -> Line:
    return "selected" if is_selected else "waiting", pad(f"{'>' if is_selected else ' '}- {cells}", columns)
