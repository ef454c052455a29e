"""Consent is judged by the clients an order names, while an order to see personal data may name none (R-25, R-28)."""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Circumstances, Twist
from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.table import MODES, Table
from gateway.authorization.coherence.twists import INTERACTIVE, UNNAMED_CLIENTS
from gateway.vocabulary.outcome import Text

_LIMIT = Named(
    id="context.order.clients",
    file="access/schema.cedarschema",
    title=Text(ja="閲覧する委託元の指定", en="the clients whose data are to be seen"),
)
_LEAK = Text(
    ja="どの委託元の個人データを閲覧するのか決めないまま承認され、委託元への説明もできません。",
    en="personal data are seen and nobody approved, or can tell any client, whose they were.",
)
_MEND = Text(
    ja="個人データの閲覧には委託元の指定を求める規則を戻してください。",
    en="Put back the rule by which an order to see personal data names its clients.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """An order to see personal data that names no client, and opens."""
    twist: Twist = UNNAMED_CLIENTS
    asked = (
        Circumstances(capability=each, personal=True, mode=mode, viewing=True) for each in INTERACTIVE for mode in MODES
    )
    permits = dict.fromkeys(permit for each in asked for permit in table.ask(each, twist).permits)
    for hole in table.rules(tuple(permits)):
        yield Incoherence(limit=_LIMIT, hole=named(hole), leak=_LEAK, mend=_MEND)
