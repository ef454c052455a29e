"""What may be asked of the registrar, and how much of it.

A key too many, a list too long or a value of another type is a violation: ipc.server closes the connection.
"""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from gateway.authorization.columns.drift import LETTERS_MAX, RELATIONS_MAX
from gateway.authorization.columns.proposal import ColumnFacts
from gateway.authorization.columns.reading import NotRead
from gateway.ipc.messages import Params
from gateway.registrar.changes import AnyChange
from gateway.rotation.due import Failure
from gateway.sessions.session import RecordingSummary, SessionOpening

EVENTS_MAX = 256  # of one call
Short = Annotated[str, Meta(min_length=1, max_length=128)]
Reason = Annotated[str, Meta(min_length=1, max_length=500)]
Blob = Annotated[bytes, Meta(max_length=16_384)]


class WireEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event as `audit.event.encode` spells its fields."""

    kind: Short
    data: dict[str, Any]


Events = Annotated[tuple[WireEvent, ...], Meta(max_length=EVENTS_MAX)]


class Bind(Params, frozen=True, kw_only=True):
    """Whose this connection is, by the keeper's word; `terminal` (id) for sessions only."""

    assertion: Annotated[bytes, Meta(max_length=4096)]
    terminal: Short | None = None


class Append(Params, frozen=True, kw_only=True):
    """Events that belong together; answered with the last one's sequence number."""

    events: Annotated[tuple[WireEvent, ...], Meta(min_length=1, max_length=EVENTS_MAX)]


class LoginOf(Params, frozen=True, kw_only=True):
    """The log-in facts of a user name."""

    username: Short


class OwnerOf(Params, frozen=True, kw_only=True):
    """Whose a public key is."""

    blob: Blob


class KeyProved(Params, frozen=True, kw_only=True):
    """A registered key's signature was verified; the one event tells of it. `counter` is a security key's."""

    blob: Blob
    counter: Annotated[int, Meta(ge=0, lt=2**32)] | None
    events: Annotated[tuple[WireEvent, ...], Meta(min_length=1, max_length=1)]


class CertifiedBy(Params, frozen=True, kw_only=True):
    """Whose terminal this X.509 certificate (DER) is registered for."""

    certificate: Annotated[bytes, Meta(min_length=1, max_length=8192)]


class CertificateProved(CertifiedBy, frozen=True, kw_only=True):
    """TLS has proved who holds the key of a terminal's certificate; the one event tells of it."""

    events: Annotated[tuple[WireEvent, ...], Meta(min_length=1, max_length=1)]


class CertificateOf(Params, frozen=True, kw_only=True):
    """The facts about a user certificate: the blobs of who signed it and of its key, its serial (decimal) and key id."""

    authority: Blob
    key: Blob
    serial: Annotated[str, Meta(pattern="^(0|[1-9][0-9]{0,19})$")]
    key_id: Annotated[str, Meta(max_length=256)]


class AdmissionTo(Params, frozen=True, kw_only=True):
    """What a decision about the bound person needs; `target` by name, None for the menu."""

    target: Short | None = None


class Open(Params, frozen=True, kw_only=True):
    """Open a session; at least one of the events names it."""

    session: SessionOpening
    events: Events


class Started(Params, frozen=True, kw_only=True):
    """The target answered: OPENING becomes RUNNING."""

    session: Short
    events: Events


class Ended(Params, frozen=True, kw_only=True):
    """A session's good-bye. Without a `recording` the registrar recovers and seals what was written."""

    session: Short
    reason: Reason
    recording: RecordingSummary | None
    events: Events


class Commit(Params, frozen=True, kw_only=True):
    """One change of the office's tables; a work order's with the one event that tells of it, any other with none."""

    change: AnyChange
    events: Events


class Cut(Params, frozen=True, kw_only=True):
    """End a live session now. `by` is the bound person's id or user name."""

    session: Short
    reason: Reason
    by: Short


Address = Annotated[str, Meta(max_length=80)]  # as the web server saw it


class WebOpened(Params, frozen=True, kw_only=True):
    """A session of the web office begins: the keeper's word on who, and its pass. `agent` is what the browser calls itself."""

    assertion: Annotated[bytes, Meta(max_length=4096)]
    signed_pass: Annotated[bytes, Meta(max_length=2048)]
    address: Address
    agent: Annotated[str, Meta(max_length=200)]


class WebRenewed(Params, frozen=True, kw_only=True):
    """A factor was proved once more: the keeper's fresh word and the renewed pass."""

    assertion: Annotated[bytes, Meta(max_length=4096)]
    signed_pass: Annotated[bytes, Meta(max_length=2048)]


class WebSeen(Params, frozen=True, kw_only=True):
    """The session the assertion names was used just now."""

    assertion: Annotated[bytes, Meta(max_length=4096)]
    address: Address


class WebClosed(Params, frozen=True, kw_only=True):
    """The session (id) is to end."""

    session: Short


class WebPaced(Params, frozen=True, kw_only=True):
    """One more try of a kind; `counted` is the SHA-256 of whose tries are counted, `seconds` how long a window lasts."""

    bucket: Short
    counted: Annotated[bytes, Meta(min_length=32, max_length=32)]
    seconds: Annotated[int, Meta(ge=1, le=86_400)]


class RotationOf(Params, frozen=True, kw_only=True):
    """The rotation of the target of this name is done."""

    target: Short


class RotationPrepared(Params, frozen=True, kw_only=True):
    """`sealed` is the next password of the target of this name, as the keeper sealed it."""

    target: Short
    sealed: Annotated[bytes, Meta(min_length=1, max_length=4096)]


class RotationTried(Params, frozen=True, kw_only=True):
    """Why the rotation of the target of this name did not come about."""

    target: Short
    why: Failure


DatabaseName = Annotated[str, Meta(min_length=1, max_length=63)]


class CatalogueAsked(Params, frozen=True, kw_only=True):
    """Have the schema of a database read, through a role of the target of this name."""

    target: Short
    account: Short
    database: DatabaseName


class CatalogueAnswered(Params, frozen=True, kw_only=True):
    """What the worker has read."""

    reading: Short
    columns: tuple[ColumnFacts, ...]  # as many as one frame holds
    left_out: Annotated[int, Meta(ge=0)]


class CatalogueFailed(Params, frozen=True, kw_only=True):
    """Why the worker could not read it, and how it is said to people."""

    reading: Short
    why: NotRead
    ja: Annotated[str, Meta(max_length=500)]
    en: Annotated[str, Meta(max_length=500, pattern="^[\\x20-\\x7e]*$")]


class Drifted(Params, frozen=True, kw_only=True):
    """A session of this connection met columns that nobody classified (authorization.columns.drift)."""

    session: Short
    database: DatabaseName
    relations: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=LETTERS_MAX)], ...],
        Meta(min_length=1, max_length=RELATIONS_MAX),
    ]
    relation_count: Annotated[int, Meta(ge=1, lt=2**31)]
    column_count: Annotated[int, Meta(ge=1, lt=2**31)]


class Node(Params, frozen=True, kw_only=True):
    """A gateway of this node has opened its door, or is about to stop; its events tell of it."""

    events: Events
