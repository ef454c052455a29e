"""What rows without a header teach: what three of one shape held in a column is expected there in the next.

A cell that could be a name counts for one beside certain data of a person.
"""

import re
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Final, NamedTuple

from gateway.guards.detect.sight import Kind, Sight
from gateway.guards.detect.table import COLUMNS_MAX, Table, column_at, columns_of
from gateway.guards.detect.titles import Title, title_of

SIGHTS_MAX: Final = 32
ROWS_MAX: Final = 1000
_LEARNT_ROWS: Final = 3
_KANJI: Final = "一-龥々\uf900-\ufaff㐀-䶿"
_PERSON: Final = re.compile(
    rf"[ \"]?[{_KANJI}ヶ〆]{{1,5}}[ 　]?(?:[{_KANJI}]{{1,4}}|[ぁ-ゖ]{{2,4}}|[ァ-ヺー]{{2,4}})"
    r"(?<![都道府県市区町村部課係社店局所室中済可否])[ \"]{0,12}\Z"
)


class Rows(NamedTuple):
    """Rows of one shape that had no header: by column, the kind that was seen there and how often."""

    separator: str
    columns: int
    number: int
    votes: tuple[tuple[int, Kind, int], ...]


def learnt(rows: Rows | None, line: str, sights: Sequence[Sight]) -> Rows | None:
    """What is known of rows without a header, behind one more line and what was seen in it."""
    separator = next((sign for sign in ("\t", "|", ",", ";") if sign in line), None) if sights else None
    if separator is None:
        return None
    columns = columns_of(separator, line)
    if columns > COLUMNS_MAX:
        return None
    here = {(column_at(separator, line[: seen.start]), seen.kind) for seen in islice(sights, SIGHTS_MAX)}
    if any(seen.certain for seen in sights):
        here |= _names_by_shape(separator, line, {column for column, _ in here})
    if rows is None or (rows.separator, rows.columns) != (separator, columns):
        rows = Rows(separator, columns, 0, ())
    votes = {(column, kind): count for column, kind, count in rows.votes}
    for place in here:
        votes[place] = votes.get(place, 0) + 1
    most = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:COLUMNS_MAX]
    kept = tuple((column, kind, count) for (column, kind), count in most)
    return Rows(separator, columns, min(rows.number + 1, ROWS_MAX), kept)


def _names_by_shape(separator: str, line: str, taken: Collection[int]) -> set[tuple[int, Kind]]:
    """Cells that could be anybody's name, beside certain data of a person: rare names that no list holds."""
    return {
        (column, Kind.NAME)
        for column, cell in enumerate(line.split(separator))
        if column not in taken and len(cell.strip()) > 2 and _PERSON.match(cell) and title_of(cell.strip()) is None
    }


def table_of(rows: Rows) -> Table | None:
    """The columns of which most of at least three rows held one kind; None while there are none."""
    if rows.number < _LEARNT_ROWS:
        return None
    titles: list[Title | None] = [None] * rows.columns
    for column, kind, votes in rows.votes:
        if 2 * votes > rows.number and column < rows.columns and titles[column] is None:
            titles[column] = Title(kind, strong=True)
    if sum(title is not None for title in titles) < 2:
        return None
    return Table(rows.separator, tuple(titles), personal=False, learnt=True)
