"""Nothing is permitted unrecorded or without an end (R-11, R-23): what one permit records, another would show in the dark."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from gateway.authorization.coherence.incoherence import Incoherence, Named, named
from gateway.authorization.coherence.missing import add, lacking, where_it_holds
from gateway.authorization.coherence.table import Table
from gateway.authorization.obligations import ALWAYS
from gateway.authorization.request import Capability
from gateway.vocabulary.outcome import Text

_PROMISE = Named(
    id="SK-003",
    file="gateway/authorization/obligations.py",
    title=Text(ja="記録と終了時刻のない操作は許可しない", en="nothing without a record and an end"),
)
_LEAK: Mapping[str, Text] = MappingProxyType(
    {
        "recorded": Text(
            ja="録画のない接続で見たもの・持ち出したものを、後から誰も確認できません。",
            en="what is seen and taken out in an unrecorded session can never be told afterwards.",
        ),
        "ends-at": Text(
            ja="作業時間が過ぎても接続が切れず、承認のない時間に作業が続きます。",
            en="the session stands after its window, and work goes on in hours that nobody approved.",
        ),
    }
)


def look(table: Table) -> Iterator[Incoherence]:
    """A permit without `recorded` or `ends-at`."""
    for obligation in sorted(ALWAYS):
        for hole in lacking(table, obligation, *Capability):
            limit = where_it_holds(table, obligation, *Capability) or _PROMISE
            yield Incoherence(limit=limit, hole=named(hole), leak=_LEAK[obligation], mend=add(obligation, hole))
