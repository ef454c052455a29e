"""Lines in rows of a terminal: wrapped by the cells that letters take (wcwidth), never through a letter. Pure."""

from prompt_toolkit.utils import get_cwidth


def rows_of(line: str, columns: int) -> list[str]:
    """The line in rows of at most `columns` cells (at least 2); one empty row for an empty line."""
    if line.isascii():
        return [line[at : at + columns] for at in range(0, len(line), columns)] or [""]
    rows, begin, cells = [], 0, 0
    for at, letter in enumerate(line):
        width = get_cwidth(letter)
        if cells + width > columns and at > begin:
            rows.append(line[begin:at])
            begin, cells = at, 0
        cells += width
    return [*rows, line[begin:]]
