"""Where a person stands in the menu, and what a key does there. Pure: a state and a key give the next state, or an outcome."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from gateway.menu import words
from gateway.menu.choices import Choice, Menu, kept_in_place
from gateway.menu.keys import Key
from gateway.menu.standings import Waiting
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

FILTER_LETTERS_MAX: Final = 63  # as long as a target's name can be
PAGE: Final = 8
Item = Choice | Waiting


class Mode(Enum):
    """What keys mean."""

    LIST = auto()
    FILTER = auto()
    HELP = auto()
    READING = auto()  # the whole of what is known of one item; on a small screen the list leaves little room for it


class Left(Enum):
    """The person leaves the menu."""

    LEFT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Browsing:
    """`cursor` counts the items shown; `note` is said until the next key; `number` is what digits have made so far."""

    menu: Menu
    language: Language
    cursor: int = 0
    wanted: str = ""  # the filter
    mode: Mode = Mode.LIST
    note: Text | None = None
    number: int = 0

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices the filter lets through."""
        return tuple(choice for choice in self.menu.choices if self._matches(choice.target, choice.account))

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The other orders the filter lets through."""
        return tuple(entry for entry in self.menu.waiting if self._matches(entry.order, *entry.targets))

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything the cursor can stand on, in the order shown."""
        return (*self.choices, *self.waiting)

    @property
    def selected(self) -> Item | None:
        """What the cursor stands on; None where nothing is shown."""
        items = self.items
        return items[self.cursor] if self.cursor < len(items) else None

    def _matches(self, *names: str) -> bool:
        return any(self.wanted in name.casefold() for name in names)


def begun(menu: Menu) -> Browsing:
    """The menu as first shown."""
    return Browsing(menu=menu, language=menu.language)


def refreshed(state: Browsing, menu: Menu) -> Browsing:
    """The same place in a newer menu: the cursor stays on what it stood on."""
    newer = replace(state, menu=kept_in_place(state.menu, menu))
    before = state.selected
    names = [_name(item) for item in newer.items]
    if before is not None and _name(before) in names:
        return replace(newer, cursor=names.index(_name(before)))
    return _moved_to(newer, state.cursor)


def pressed(state: Browsing, key: Key | str) -> Browsing | Choice | Left:
    """What `key` comes to: another state, the choice to open, or leaving."""
    if key is Key.LEAVE:
        return Left.LEFT
    if key is Key.PASTE:
        return replace(state, note=words.PASTED)
    quiet = replace(state, note=None)
    match state.mode:
        case Mode.HELP | Mode.READING:
            return replace(quiet, mode=Mode.LIST)
        case Mode.FILTER:
            return _in_filter(quiet, key)
        case Mode.LIST:
            return _in_list(quiet, key)


def _in_list(state: Browsing, key: Key | str) -> Browsing | Choice | Left:
    if isinstance(key, str) and not isinstance(key, Key) and key in "0123456789":
        return _numbered(state, int(key))
    state = replace(state, number=0)
    match key:
        case "q" | "Q":
            return Left.LEFT
        case Key.ENTER:
            return _entered(state)
        case "/":
            return replace(state, mode=Mode.FILTER)
        case "?" | "h":
            return replace(state, mode=Mode.HELP)
        case "L" | "l":
            other = Language.ENGLISH if state.language is Language.JAPANESE else Language.JAPANESE
            return replace(state, language=other)
        case Key.ESCAPE:
            return _moved_to(replace(state, wanted=""), 0) if state.wanted else state
    return _moved_to(state, state.cursor + _steps(state, key))


def _steps(state: Browsing, key: Key | str) -> int:
    match key:
        case Key.UP | "k":
            return -1
        case Key.DOWN | "j":
            return 1
        case Key.PAGE_UP:
            return -PAGE
        case Key.PAGE_DOWN | " ":
            return PAGE
        case Key.HOME | "g":
            return -len(state.items)
        case Key.END | "G":
            return len(state.items)
    return 0


def _entered(state: Browsing) -> Browsing | Choice:
    match state.selected:
        case Choice(is_open=True) as choice:
            return choice
        case Choice():
            return replace(state, note=words.SESSION_CLOSED)
        case Waiting():
            return replace(state, mode=Mode.READING)
        case None:
            return state


def _in_filter(state: Browsing, key: Key | str) -> Browsing:
    match key:
        case Key.ENTER:
            return replace(state, mode=Mode.LIST)
        case Key.ESCAPE:
            return _moved_to(replace(state, wanted="", mode=Mode.LIST), 0)
        case Key.ERASE:
            return _moved_to(replace(state, wanted=state.wanted[:-1]), 0)
        case Key():
            return _moved_to(state, state.cursor + _steps(state, key))
    longer = (state.wanted + key.casefold())[:FILTER_LETTERS_MAX]
    return _moved_to(replace(state, wanted=longer), 0)


def _numbered(state: Browsing, digit: int) -> Browsing:
    """Digits one after another make one number, as long as a choice has it; one that none has is said to be none."""
    most = len(state.choices)
    number = next((one for one in (state.number * 10 + digit, digit) if 1 <= one <= most), 0)
    if number == 0:
        return replace(state, number=0, note=words.NO_NUMBER)
    return replace(state, number=number, cursor=number - 1)


def _moved_to(state: Browsing, cursor: int) -> Browsing:
    return replace(state, cursor=max(0, min(cursor, len(state.items) - 1)))


def _name(item: Item) -> tuple[str, ...]:
    match item:
        case Choice(target=target, account=account):
            return target, account
        case Waiting(order=order, targets=targets):
            return order, *targets
