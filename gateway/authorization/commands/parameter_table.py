"""A parameter as a list's file states it. A key that its kind does not know is refused; so is a bound left open."""

import re

from gateway.authorization.commands.parameters import PATHS, Choice, Kind, Parameter
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.wording import is_one_line
from gateway.vocabulary.outcome import Text

NUMBER_MAX = 1_000_000_000
LETTERS_MAX = 200
_NAME = re.compile(r"[a-z][a-z0-9-]{0,29}")
_OPTION = re.compile(r"-[A-Za-z0-9]|--[a-z][a-z0-9-]+")
_ARGUMENT = re.compile(r"[A-Za-z0-9,.:%+=_-]{1,80}")
_SET = re.compile(r"[a-z][a-z0-9-]{0,29}")
_TEXT_LETTERS_MAX = 80


def parameter_of(table: StrictTable) -> Parameter:
    """The parameter. Raises PolicyUnfit."""
    kind = table.word("kind", Kind)
    low, high = _bounds(table, kind)
    choices = _choices(table) if kind is Kind.CHOICE else ()
    default = _default(table, kind, low, high) if table.has("default") else None
    parameter = Parameter(
        name=_spelled(table, "name", _NAME),
        kind=kind,
        text=_text(table),
        options=table.texts("options") if table.has("options") else (),
        root=_spelled(table, "root", _SET) if kind in PATHS else None,
        named=_spelled(table, "named", _SET)
        if kind is Kind.NAMED or (kind is Kind.UNIT and table.has("named"))
        else None,
        minimum=low,
        maximum=high,
        choices=choices,
        optional=kind is Kind.FLAG
        or default is not None
        or (table.truth("optional") if table.has("optional") else False),
        default=default,
    )
    table.done()
    for option in parameter.options:
        if not _OPTION.fullmatch(option):
            raise table.unfit("options", f"{option!a} is not spelled -x or --word")
    if parameter.name == "follow":
        raise table.unfit("name", "follow is a word of its own")
    if choices and default is not None and default not in [each.word for each in choices]:
        raise table.unfit("default", "is none of the choices")
    return parameter


def _bounds(table: StrictTable, kind: Kind) -> tuple[int, int]:
    if kind is Kind.NUMBER:
        low = table.whole("minimum", 0, NUMBER_MAX)
        return low, table.whole("maximum", low, NUMBER_MAX)
    if kind in (Kind.PATTERN, Kind.REGEX):
        low = table.whole("minimum", 1, LETTERS_MAX)
        return low, table.whole("maximum", low, LETTERS_MAX)
    return 0, 0


def _choices(table: StrictTable) -> tuple[Choice, ...]:
    inner = table.table("choices")
    choices = tuple(Choice(word=word, argument=_spelled(inner, word, _ARGUMENT)) for word in inner.names())
    if not choices or not all(_NAME.fullmatch(each.word) for each in choices):
        raise table.unfit("choices", "are words to type, each with the argument it stands for")
    return choices


def _default(table: StrictTable, kind: Kind, low: int, high: int) -> str | int:
    match kind:
        case Kind.NUMBER:
            return table.whole("default", low, high)
        case Kind.CHOICE:
            return table.text("default")
        case Kind.FOLDER:
            if table.text("default") == ".":
                return "."
    raise table.unfit("default", "stands with a number, a choice, or for a folder as `.` (the root itself)")


def _spelled(table: StrictTable, key: str, grammar: re.Pattern[str]) -> str:
    text = table.text(key)
    if not grammar.fullmatch(text):
        raise table.unfit(key, f"{text!a} is not spelled as it has to be")
    return text


def _text(table: StrictTable) -> Text:
    text = Text(ja=table.text("ja"), en=table.text("en"))
    if not text.en.isascii() or not all(is_one_line(each, _TEXT_LETTERS_MAX) for each in (text.ja, text.en)):
        raise table.unfit("en", f"is one line of at most {_TEXT_LETTERS_MAX} letters, in ASCII")
    return text
