"""The rules say yes to what the code never opens (bounds.py): who reads them is told something else than happens."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.table import Row, Table
from gateway.authorization.coherence.through import let_through
from gateway.authorization.coherence.twists import FORBIDDEN
from gateway.vocabulary.outcome import Text

_FILE = "gateway/authorization/bounds.py"
_MEND = Text(
    ja="弱められた規則（本人・端末・認証・作業申請・承認・承諾の条件）を元に戻してください。",
    en="Put back the rule that was weakened (person, terminal, proof, order, approval or consent).",
)


def look(table: Table) -> Iterator[Incoherence]:
    """A permit that holds for what only a bound keeps shut; each permit once a bound."""
    found: set[tuple[str, str]] = set()
    for twist in FORBIDDEN:
        for row in let_through(table, twist):
            for hole in table.rules(row.permits):
                if (hole.id, twist.name) not in found:
                    found.add((hole.id, twist.name))
                    yield Incoherence(limit=_bound(row), hole=named(hole), leak=_leak(twist.name), mend=_MEND)


def _bound(row: Row) -> Named:
    said = "; ".join(row.bounds) or "-"
    return Named(id="SK-003", file=_FILE, title=Text(ja=f"変更できない原則（{said}）", en=said))


def _leak(fact: str) -> Text:
    return Text(
        ja=f"規則は「{fact}」でも許可します。プログラム内の原則だけが防いでおり、規則を読む人は誤解します。",
        en=f"the rules say yes to: {fact}. Only the code still keeps it shut, and whoever reads the rules is misled.",
    )
