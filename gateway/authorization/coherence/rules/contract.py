"""A contract has a last day while a permit opens after it (R-20)."""

from collections.abc import Iterator

from gateway.authorization.coherence.incoherence import Incoherence, Named
from gateway.authorization.coherence.table import Table
from gateway.authorization.coherence.through import through
from gateway.authorization.coherence.twists import CONTRACT_OVER
from gateway.vocabulary.outcome import Text

_LIMIT = Named(
    id="principal.contract_ends",
    file="access/schema.cedarschema",
    title=Text(ja="契約の最終日", en="the last day of a contract"),
)
_LEAK = Text(
    ja="契約が終わった人が、アカウントの停止漏れだけで個人データに触れられます。",
    en="a person whose contract is over reaches personal data for as long as nobody remembers to suspend the account.",
)
_MEND = Text(
    ja="契約終了後の接続を禁止する規則（context.now <= principal.contract_ends）を戻してください。",
    en="Put back the rule that asks for context.now <= principal.contract_ends.",
)


def look(table: Table) -> Iterator[Incoherence]:
    """Any capability that opens the day after a contract's last."""
    yield from through(table, CONTRACT_OVER, _LIMIT, _LEAK, _MEND)
