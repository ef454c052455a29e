"""The menu as plain lines: for terminals that cannot be drawn on, for screen readers, and for programs. Pure."""

from collections.abc import Iterator

from gateway.authorization.wording import japan_time
from gateway.menu import words
from gateway.menu.cells import harmless, pad, width
from gateway.menu.choices import Choice, Menu
from gateway.menu.details import budget
from gateway.menu.words import say
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Language


def numbered(menu: Menu, language: Language) -> Iterator[str]:
    """For a person: title, what opens nothing and why, and last, next to the question, a numbered line a choice."""
    yield f"{say(words.TITLE, language)} ({harmless(menu.username)}, {japan_time(menu.at)})"
    if menu.waiting:
        yield f"{say(words.NOT_OPEN, language)} ({len(menu.waiting)})"
    for entry in menu.waiting:
        names, purpose = harmless(", ".join(entry.targets)), harmless(say(entry.purpose, language))
        yield f"  - {names}  {entry.order}  {purpose}  [{say(entry.state, language)}]"
        yield f"    {harmless(say(entry.why, language))}"
    if menu.choices:
        yield f"{say(words.OPEN, language)} ({len(menu.choices)})"
        yield from _choices(menu, language)
    else:
        yield say(words.NOTHING_OPEN, language)
        yield say(words.ASK_FOR_AN_ORDER, language)


def for_programs(menu: Menu) -> Iterator[str]:
    """A line a choice, six columns between tabs: target, account, access, until (RFC 3339, Japan), personal data, order."""
    for choice in menu.choices:
        data = "personal-data" if choice.personal_data else "none"
        closing = choice.until.astimezone(JST).isoformat(timespec="seconds")
        cells = (choice.target, choice.account, choice.access.value, closing, data, choice.order)
        yield "\t".join(map(harmless, cells))


def _choices(menu: Menu, language: Language) -> Iterator[str]:
    """Two lines each: what it is and until when; what for, under which order, and what may still be seen."""
    rows = [_cells(choice, menu, language) for choice in menu.choices]
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    digits = len(str(len(rows)))
    for number, (choice, row) in enumerate(zip(menu.choices, rows, strict=True), start=1):
        cells = "  ".join(pad(cell, size) for cell, size in zip(row, widest, strict=True))
        yield f" {number:>{digits}}) {cells}".rstrip(" ")
        further = (say(choice.purpose, language), choice.order, say(budget(choice), language))
        yield " " * (digits + 3) + "  ".join(harmless(text) for text in further if text)


def _cells(choice: Choice, menu: Menu, language: Language) -> tuple[str, ...]:
    data = words.PERSONAL_DATA if choice.personal_data else words.NO_PERSONAL_DATA
    told = (words.until(choice.until, menu.at), words.left(choice.until, menu.at), words.ACCESS[choice.access], data)
    return harmless(choice.target), harmless(choice.account), *(say(text, language) for text in told)
