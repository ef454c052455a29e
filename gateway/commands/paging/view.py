"""The picture of a page: rows of text, and a foot that says where one is. Pure: exactly as many rows as the screen has."""

from prompt_toolkit.formatted_text import StyleAndTextTuples

from gateway.commands.paging import words
from gateway.commands.paging.kept import Kept
from gateway.commands.paging.reading import Goal, Mode, Note, Reading, at_end, last_line, shown
from gateway.menu.cells import cut, pad, wrap
from gateway.menu.words import say
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text

FOOT_ROWS = 1


def fragments(state: Reading, kept: Kept, notice: Text | None, language: Language) -> StyleAndTextTuples:
    """The whole screen. `notice` takes the foot while it is there."""
    rows = _help(state, language) if state.mode is Mode.HELP else shown(state, kept)
    told: StyleAndTextTuples = []
    for row in [*rows, *([""] * (state.rows - len(rows)))][: state.rows]:
        told += _marked(row, "" if state.mode is Mode.HELP else state.pattern)
        told.append(("", "\n"))
    told.append(("class:foot", pad(_foot(state, kept, notice, language), state.columns)))
    return told


def _marked(row: str, pattern: str) -> StyleAndTextTuples:
    """A row with each place of the pattern in it marked."""
    if not pattern:
        return [("", row)]
    looked = row.lower() if pattern == pattern.lower() else row
    if len(looked) != len(row):
        return [("", row)]
    told: StyleAndTextTuples = []
    at = 0
    while (found := looked.find(pattern, at)) >= 0:
        told += [("", row[at:found]), ("class:found", row[found : found + len(pattern)])]
        at = found + len(pattern)
    return [*told, ("", row[at:])]


def _help(state: Reading, language: Language) -> list[str]:
    return [row for text in words.HELP for row in wrap(say(text, language), state.columns)]


def _foot(state: Reading, kept: Kept, notice: Text | None, language: Language) -> str:
    if state.mode is Mode.SEARCH:
        return cut(f"/{state.typed}", state.columns - 1)
    if state.mode is Mode.HELP:
        return cut(say(words.ANY_KEY, language), state.columns)
    if notice is not None:
        return cut(say(notice, language), state.columns)
    if state.note is not Note.NONE:
        return cut(say(words.NOTES[state.note], language), state.columns)
    return _place(state, kept, language)


def _place(state: Reading, kept: Kept, language: Language) -> str:
    last = last_line(state, kept)
    where = say(words.place(state.line + 1, last, kept.count), language)
    if state.goal is not Goal.NONE:
        where = f"{where} {say(words.LOOKING, language)}"
    elif not kept.ended:
        where = f"{where} {say(words.MORE, language)}"
    elif at_end(state, kept):
        where = f"{where} {say(words.END, language)}"
    fitting = (f"{where}  {say(keys, language)}" for keys in words.KEYS)
    return cut(next((each for each in fitting if cut(each, state.columns) == each), where), state.columns)
