"""What a reader of the policy should look at in the catalogues: databases nobody classified, and what is open for a reason."""

from collections.abc import Iterator, Sequence

from gateway.authorization.columns.catalogue import ColumnFile, Columns
from gateway.authorization.columns.column_explaining import opened_because
from gateway.authorization.columns.relation_table import RELATION_ITSELF
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target


def unclassified(columns: Columns, targets: Sequence[Target]) -> tuple[Text, ...]:
    """The databases among the targets that no file is about: all of theirs is masked."""
    return tuple(
        Text(
            ja=f"{each.name}: 列を分類したファイルがない。全表の全列を伏せ字にする（分類の案: sekisho target catalogue）",
            en=f"{each.name}: no file classifies its columns; every column of every table is masked "
            "(proposal: sekisho target catalogue)",
        )
        for each in targets
        if each.protocol is Protocol.POSTGRESQL and not columns.of_target(each.name)
    )


def open_for_a_reason(columns: Columns) -> tuple[Text, ...]:
    """Every mark that name or type speaks against, and every view, with the reason and who gave it."""
    return tuple(text for file in columns.files.values() for text in _of(file))


def _of(file: ColumnFile) -> Iterator[Text]:
    for relation in file.catalogue.relations.values():
        for name, claim in relation.claims.items():
            place = relation.place if name == RELATION_ITSELF else f"{relation.place}.{name}"
            why = opened_because(claim)
            where = f"policies/{file.file}: {place}"
            yield Text(ja=f"{where}。{why.ja}", en=f"{where.encode('ascii', 'backslashreplace').decode()}; {why.en}")
