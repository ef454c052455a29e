"""`schema.table.column` as people write it: each part bare, or in double quotes where it holds a dot, a space or a quote.

Nothing is folded: a name is written as the catalogue has it.
"""

import re
from typing import Final

_PART: Final = re.compile(r'"(?P<quoted>(?:[^"]|"")+)"|(?P<bare>[^".\s]+)')
LETTERS_MAX: Final = 600


def place_of(text: str) -> tuple[str, str, str] | None:
    """The three names; None for anything else."""
    if len(text) > LETTERS_MAX:
        return None
    names: list[str] = []
    at = 0
    while found := _PART.match(text, at):
        quoted = found["quoted"]
        names.append(found["bare"] if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
        if text[found.end() : at] != ".":
            break
    if len(names) != 3 or at <= len(text):  # three names, and the text is at its end
        return None
    return names[0], names[1], names[2]


def written(schema: str, table: str, column: str) -> str:
    """What `place_of` reads as these three."""
    return ".".join(_written(each) for each in (schema, table, column))


def _written(name: str) -> str:
    found = _PART.fullmatch(name)
    return name if found is not None and found["bare"] is not None else '"' + name.replace('"', '""') + '"'
