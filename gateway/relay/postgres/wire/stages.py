"""THE table of the conversation: where a request stands, and which answers may come there ("Message Flow"). Data only.

What is not in the table is out of order: a fault of the target. COPY's answers and FunctionCallResponse stand nowhere.
"""

from collections.abc import Mapping
from enum import IntEnum, auto
from types import MappingProxyType
from typing import Final

from gateway.relay.postgres.wire.portals import BindComplete, PortalSuspended
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription
from gateway.relay.postgres.wire.simple_query import CommandComplete, EmptyQueryResponse, ReadyForQuery
from gateway.relay.postgres.wire.statements import CloseComplete, NoData, ParameterDescription, ParseComplete


class Stage(IntEnum):
    """Where the oldest unanswered request stands. Numbers, which are looked up faster than names."""

    QUERY = auto()
    QUERY_ROWS = auto()
    QUERY_ENDED = auto()  # one statement a query: only ReadyForQuery is left
    PARSE = auto()
    BIND = auto()
    DESCRIBE_STATEMENT = auto()
    DESCRIBE_RESULT = auto()
    DESCRIBE_PORTAL = auto()
    EXECUTE = auto()
    OWN_EXECUTE = auto()  # of the gateway's own: it gives no rows
    CLOSE = auto()
    SYNC = auto()
    FAILED = auto()  # the error was told: only ReadyForQuery is left
    REFUSED = auto()  # by the gateway, in a batch: no answer of the target's
    REFUSED_QUERY = auto()  # by the gateway: ReadyForQuery is the gateway's too
    DONE = auto()


READY_FOLLOWS: Final = frozenset({Stage.QUERY, Stage.QUERY_ROWS, Stage.QUERY_ENDED, Stage.SYNC})
"""After an error here the target says ReadyForQuery; elsewhere it skips to the next Sync."""

_SHAPE: Final = {RowDescription.TYPE: Stage.DONE, NoData.TYPE: Stage.DONE}
ANSWERS: Final[Mapping[Stage, Mapping[int, Stage]]] = MappingProxyType(
    {
        Stage.QUERY: {
            RowDescription.TYPE: Stage.QUERY_ROWS,
            CommandComplete.TYPE: Stage.QUERY_ENDED,
            EmptyQueryResponse.TYPE: Stage.QUERY_ENDED,
        },
        Stage.QUERY_ROWS: {DATA_ROW: Stage.QUERY_ROWS, CommandComplete.TYPE: Stage.QUERY_ENDED},
        Stage.QUERY_ENDED: {ReadyForQuery.TYPE: Stage.DONE},
        Stage.PARSE: {ParseComplete.TYPE: Stage.DONE},
        Stage.BIND: {BindComplete.TYPE: Stage.DONE},
        Stage.DESCRIBE_STATEMENT: {ParameterDescription.TYPE: Stage.DESCRIBE_RESULT},
        Stage.DESCRIBE_RESULT: _SHAPE,
        Stage.DESCRIBE_PORTAL: _SHAPE,
        Stage.EXECUTE: {
            DATA_ROW: Stage.EXECUTE,
            CommandComplete.TYPE: Stage.DONE,
            EmptyQueryResponse.TYPE: Stage.DONE,
            PortalSuspended.TYPE: Stage.DONE,
        },
        Stage.OWN_EXECUTE: {CommandComplete.TYPE: Stage.DONE},
        Stage.CLOSE: {CloseComplete.TYPE: Stage.DONE},
        Stage.SYNC: {ReadyForQuery.TYPE: Stage.DONE},
        Stage.FAILED: {ReadyForQuery.TYPE: Stage.DONE},
        Stage.REFUSED: {},
        Stage.REFUSED_QUERY: {},
        Stage.DONE: {},
    }
)
