"""Which messages there are, per side, and how long each may be.

What stands here can be read; whether it may come now is `conversation`'s to say.

The bounds keep memory bounded, not the peace: a statement of a megabyte is long, a row of 16 MiB holds documents, and what is
only read to be refused by name is short. They are smaller than PostgreSQL's own (1 GiB).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire import passwords
from gateway.relay.postgres.wire.authentication import Authentication
from gateway.relay.postgres.wire.copying import (
    CopyBothResponse,
    CopyData,
    CopyDone,
    CopyFail,
    CopyInResponse,
    CopyOutResponse,
)
from gateway.relay.postgres.wire.frames import HEADER_BYTES, Frame
from gateway.relay.postgres.wire.function_call import FunctionCall, FunctionCallResponse
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.notices import ErrorResponse, NoticeResponse, NotificationResponse
from gateway.relay.postgres.wire.pipeline import Flush, Sync, Terminate
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute, PortalSuspended
from gateway.relay.postgres.wire.rows import DATA_ROW, RowDescription
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import CommandComplete, EmptyQueryResponse, Query, ReadyForQuery
from gateway.relay.postgres.wire.statements import (
    Close,
    CloseComplete,
    Describe,
    NoData,
    ParameterDescription,
    Parse,
    ParseComplete,
)
from gateway.relay.postgres.wire.status import BackendKeyData, NegotiateProtocolVersion, ParameterStatus

NAME_BYTES_MAX: Final = 4096  # of a few short fields: names, tags
STATEMENT_BYTES_MAX: Final = 1 << 20
VALUES_BYTES_MAX: Final = 4 << 20
DESCRIPTION_BYTES_MAX: Final = 1 << 20  # 1,664 columns of 63 bytes are a tenth of that
ROW_BYTES_MAX: Final = 16 << 20
TOLD_BYTES_MAX: Final = 1 << 20  # an error quotes the statement, and what it stumbled over
LOGIN_BYTES_MAX: Final = 8192  # libpq's own bounds are 2,000 and 65,535 (PG_MAX_AUTH_TOKEN_LENGTH)

_FRONTEND: Final[Mapping[type[Message], int]] = {
    Query: STATEMENT_BYTES_MAX, Parse: STATEMENT_BYTES_MAX, Bind: VALUES_BYTES_MAX, FunctionCall: VALUES_BYTES_MAX,
    CopyData: VALUES_BYTES_MAX, CopyFail: NAME_BYTES_MAX, CopyDone: 0, Describe: NAME_BYTES_MAX, Execute: NAME_BYTES_MAX,
    Close: NAME_BYTES_MAX, Sync: 0, Flush: 0, Terminate: 0,
}  # fmt: skip
_BACKEND: Final[Mapping[type[Message], int]] = {
    Authentication: LOGIN_BYTES_MAX, BackendKeyData: NAME_BYTES_MAX, BindComplete: 0, CloseComplete: 0,
    CommandComplete: NAME_BYTES_MAX, CopyBothResponse: NAME_BYTES_MAX, CopyData: ROW_BYTES_MAX, CopyDone: 0,
    CopyInResponse: NAME_BYTES_MAX, CopyOutResponse: NAME_BYTES_MAX, EmptyQueryResponse: 0, ErrorResponse: TOLD_BYTES_MAX,
    FunctionCallResponse: ROW_BYTES_MAX, NegotiateProtocolVersion: NAME_BYTES_MAX, NoData: 0, NoticeResponse: TOLD_BYTES_MAX,
    NotificationResponse: LOGIN_BYTES_MAX, ParameterDescription: VALUES_BYTES_MAX, ParameterStatus: LOGIN_BYTES_MAX,
    ParseComplete: 0, PortalSuspended: 0, ReadyForQuery: 1, RowDescription: DESCRIPTION_BYTES_MAX,
}  # fmt: skip

BOUNDS: Final[Mapping[Side, Mapping[int, int]]] = MappingProxyType(
    {
        Side.FRONTEND: MappingProxyType({each.TYPE: bound for each, bound in _FRONTEND.items()}),
        Side.BACKEND: MappingProxyType(
            {each.TYPE: bound for each, bound in _BACKEND.items()} | {DATA_ROW: ROW_BYTES_MAX}
        ),
    }
)
LOGIN_BOUNDS: Final[Mapping[int, int]] = MappingProxyType({passwords.KIND: LOGIN_BYTES_MAX, Terminate.TYPE: 0})
"""Of a client that is not logged in: an answer, or goodbye."""

_KINDS: Final[Mapping[Side, Mapping[int, type[Message]]]] = {
    Side.FRONTEND: {each.TYPE: each for each in _FRONTEND},
    Side.BACKEND: {each.TYPE: each for each in _BACKEND},
}
_BARE: Final[Mapping[Side, Mapping[int, Message]]] = {
    side: {
        number: kind().came_as(kind().written())
        for number, kind in kinds.items()
        if not kind.SHAPES and kind is not Authentication
    }
    for side, kinds in _KINDS.items()
}
"""Messages without fields: one of each is enough."""


def read(side: Side, frame: Frame) -> Message:
    """The message in a frame of this side, but for DataRow (`rows.values_of`) and what answers a log-in (`passwords`).

    A client's message is spelled as it came. Raises the side's fault for a type that is not its own, and for a body that is not
    what its type says.
    """
    if len(frame.whole) == HEADER_BYTES and (known := _BARE[side].get(frame.kind)) is not None:
        return known
    kind = _KINDS[side].get(frame.kind)
    if kind is None:
        raise side.fault(f"a message of the unknown type {chr(frame.kind)!a}")
    try:
        message = kind.decoded(frame.body)
    except Malformed as error:
        raise side.fault(f"{kind.__name__}: {error}") from error
    return message.came_as(frame.whole) if side is Side.FRONTEND else message


def name_of(side: Side, kind: int) -> str:
    """What a type is called, for words."""
    if side is Side.BACKEND and kind == DATA_ROW:
        return "DataRow"
    known = _KINDS[side].get(kind)
    return known.__name__ if known is not None else ascii(chr(kind))
