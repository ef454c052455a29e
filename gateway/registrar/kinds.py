"""Which process may append which kind of event: the table. A kind that is not here can be appended by nobody.

The registrar's own kinds (events.py, detection/events.py) stand apart: no process may append them, so nobody can say in its
name that a session broke, that a recording was closed, or that somebody is suspicious.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gateway.audit.event import KINDS
from gateway.authorization.columns import events as catalogues
from gateway.crypto.assertion import Way
from gateway.detection import events as suspicions
from gateway.disclosure import events as disclosures
from gateway.disclosure import inquiry_events as inquiries
from gateway.ipc.server import Peer
from gateway.registrar import events, hold_events, presence_events, retention_events, web_events
from gateway.registrar.binding import Bound
from gateway.rotation import events as rotations
from gateway.space import events as space


class Writer(StrEnum):
    """A process as far as it has proved who it speaks for."""

    STRANGER = "stranger"  # a session process before its person is bound
    SESSION = "session"  # bound
    OFFICE_STRANGER = "office-stranger"  # a command before its person is bound
    OFFICE = "office"  # bound
    COMMIT = "commit"  # bound office, inside office.commit: the event takes effect with its change or not at all
    GATEWAY = "gateway"
    WORKER = "worker"
    KEEPER = "keeper"
    ARCHIVIST = "archivist"


_STRANGERS_KINDS = (
    "login.started", "login.factor_proved", "login.key_declined", "login.failed", "login.locked",
    "login.terminal_unapproved", "login.refused", "login.cut_off", "login.abandoned", "channel.refused",
    "connection.closed",
)  # fmt: skip

_PROVED_KINDS = (
    "login.completed", "access.permitted", "access.refused",
    "session.opened", "session.started", "session.ended", "session.refused", "session.warned", "menu.chosen", "menu.left",
    "session.unwatched", "session.watched", "session.recording_nearly_full",
)  # fmt: skip
_UPLOAD_KINDS = (
    "upload.done", "upload.refused", "upload.interrupted", "upload.moved", "upload.removed", "upload.folder_made",
)  # fmt: skip
_GUARD_KINDS = ("guard.withheld", "guard.noticed", "guard.summed", "guard.tripped")
_COMMAND_KINDS = ("command.looked_up", "command.run", "command.ended", "command.refused", "config.changed")
_STATEMENT_KINDS = ("statement.run", "statement.ended", "statement.ran", "statement.refused")
_GATEWAY_KINDS = (
    "connection.refused", "connection.failed", "gateway.started", "gateway.stopped", "settings.reloaded", "settings.refused",
)  # fmt: skip
_OFFICE_KINDS = (
    "target.probed",
    "target.keys_fetched", "order.refused", "office.refused", "recording.viewed", "recording.exported", "recording.verified",
    "journal.exported", "journal.verified",
)  # fmt: skip
_STORE_KINDS = (
    "recording.shipped", "recording.not_shipped", "recording.left", "recording.unshelved", "recordings.verified", "store.lost",
    "store.back",
)  # fmt: skip
_ORDER_KINDS = ("order.asked", "order.approved", "order.returned", "order.rejected", "order.withdrawn")

_TABLE: dict[str, frozenset[Writer]] = {
    **dict.fromkeys(_STRANGERS_KINDS, frozenset({Writer.STRANGER, Writer.SESSION})),
    **dict.fromkeys(_PROVED_KINDS, frozenset({Writer.SESSION})),
    **dict.fromkeys(_UPLOAD_KINDS, frozenset({Writer.SESSION})),
    **dict.fromkeys(_COMMAND_KINDS, frozenset({Writer.SESSION})),
    **dict.fromkeys(_STATEMENT_KINDS, frozenset({Writer.SESSION})),
    **dict.fromkeys(_GUARD_KINDS, frozenset({Writer.SESSION})),
    **dict.fromkeys(_GATEWAY_KINDS, frozenset({Writer.GATEWAY})),
    **dict.fromkeys(_ORDER_KINDS, frozenset({Writer.COMMIT})),
    **dict.fromkeys(_OFFICE_KINDS, frozenset({Writer.OFFICE})),
    "recording.viewed": frozenset({Writer.OFFICE, Writer.COMMIT}),
    "office.declined": frozenset({Writer.OFFICE_STRANGER, Writer.OFFICE}),  # bound: a fresh factor that was wrong
    **dict.fromkeys(("key.used", "keeper.violation", "host_key.changed"), frozenset({Writer.KEEPER})),
    **dict.fromkeys(("grant.made", "grant.taken", "grant.forgotten"), frozenset({Writer.KEEPER})),
    **dict.fromkeys(("recovery.used", "passkey.counter_decreased"), frozenset({Writer.KEEPER})),
    **dict.fromkeys(("witness.mailed", "alarm.mailed", "alarm.unsent"), frozenset({Writer.WORKER})),
    **dict.fromkeys(("notice.mailed", "notice.unsent"), frozenset({Writer.WORKER})),
    **dict.fromkeys(("target.certificate_ending", "node.policies_differ"), frozenset({Writer.WORKER})),
    **dict.fromkeys(_STORE_KINDS, frozenset({Writer.ARCHIVIST})),
    "recording.verified": frozenset({Writer.OFFICE, Writer.ARCHIVIST}),
    **dict.fromkeys(
        ("backup.begun", "backup.made", "custody.recovered", "custody.split", "key.renewed", "node.exported"),
        frozenset({Writer.OFFICE_STRANGER}),
    ),
    "backup.restored": frozenset(),  # written by the restore itself, while no process of the gateway runs
    "policy.loaded": frozenset({Writer.GATEWAY, Writer.OFFICE}),
    "policy.refused": frozenset({Writer.GATEWAY, Writer.OFFICE}),
}
WRITERS_OF: Final[Mapping[str, frozenset[Writer]]] = MappingProxyType(_TABLE)
_OWN_MODULES: Final = frozenset(
    {
        events.__name__,
        hold_events.__name__,
        presence_events.__name__,
        retention_events.__name__,
        web_events.__name__,
        rotations.__name__,
        suspicions.__name__,
        disclosures.__name__,
        inquiries.__name__,
        catalogues.__name__,
        space.__name__,
    }
)
OWN: Final = frozenset(kind for kind, event in KINDS.items() if event.__module__ in _OWN_MODULES)


def writer_of(peer: Peer) -> Writer:
    """What `peer` may append as. Raises ValueError for a role without a row."""
    found = peer.memo.get(Bound)
    bound = isinstance(found, Bound) and found.assertion.way is not Way.ENROLMENT
    match peer.role:
        case "session":
            return Writer.SESSION if bound else Writer.STRANGER
        case "office":
            return Writer.OFFICE if bound else Writer.OFFICE_STRANGER
        case role:
            return Writer(role)


def may_append(writer: Writer, kind: str) -> bool:
    """True if the table lets `writer` append events of `kind`."""
    return writer in WRITERS_OF.get(kind, frozenset())
