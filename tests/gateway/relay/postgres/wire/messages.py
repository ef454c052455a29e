"""Messages of every kind, made by hypothesis from the shapes their classes declare."""

from hypothesis import strategies as st

from gateway.relay.postgres.wire import authentication, fields, notices, portals, rows, simple_query, statements
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.tables import _BACKEND, _FRONTEND

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
BYTES = st.binary(max_size=20)
FORMATS = st.sampled_from(portals.Format)
INT16 = st.integers(-(2**15), 2**15 - 1)
INT32 = st.integers(-(2**31), 2**31 - 1)
OIDS = st.integers(0, 2**32 - 1)
FIELDS = st.builds(
    rows.Field, name=TEXTS, table=OIDS, attribute=INT16, type=OIDS, size=INT16, modifier=INT32, format=FORMATS
)
TOLD = st.dictionaries(st.sampled_from("SVCMDHPWstcdnFLR"), TEXTS, max_size=6)
BY_NAME = {
    "formats": st.lists(FORMATS, max_size=4).map(tuple),
    "result_formats": st.lists(FORMATS, max_size=4).map(tuple),
    "columns": st.lists(FORMATS, max_size=4).map(tuple),
    "values": st.lists(st.none() | BYTES, max_size=4).map(tuple),
    "types": st.lists(OIDS, max_size=4).map(tuple),
    "options": st.lists(TEXTS, max_size=3).map(tuple),
    "mechanisms": st.lists(TEXTS.filter(bool), max_size=3).map(tuple),
    "salt": st.binary(min_size=4, max_size=4),
    "subject": st.sampled_from(statements.Subject),
    "status": st.sampled_from(simple_query.Status),
    "format": FORMATS,
    "result_format": FORMATS,
    "secret_key": BYTES,
}
BY_SHAPE = {fields.TEXT: TEXTS, fields.INT16: INT16, fields.INT32: INT32, fields.OID: OIDS, fields.REST: BYTES,
            fields.VALUE: st.none() | BYTES}  # fmt: skip


def of_kind(kind: type[Message]) -> st.SearchStrategy[Message]:
    """Messages of this class."""
    if kind is rows.RowDescription:
        return st.builds(kind, fields=st.lists(FIELDS, max_size=4).map(tuple))
    if kind in (notices.ErrorResponse, notices.NoticeResponse):
        return st.builds(kind, fields=TOLD)
    if kind is authentication.Authentication:
        return st.one_of([of_kind(each) for each in authentication.BY_CODE.values()])
    return st.builds(
        kind, **{name: BY_NAME[name] if name in BY_NAME else BY_SHAPE[shape] for name, shape in kind.SHAPES.items()}
    )


FRONTEND = st.one_of([of_kind(each) for each in _FRONTEND])
BACKEND = st.one_of([of_kind(each) for each in _BACKEND])


def frame(message: Message | bytes) -> Frame:
    """As a Framer gives it."""
    whole = message if isinstance(message, bytes) else message.encoded()
    return Frame(whole[0], whole)
