"""Events are types, not dictionaries: one frozen class a kind, one strict encoding, refused both ways when it does not fit.

    @dataclass(frozen=True, slots=True, kw_only=True)
    class SessionOpened(Event):
        kind: ClassVar[str] = "session.opened"
        address: str
        order_until: datetime | None = None

Invariants: a kind belongs to one class for the life of the process; `decode(kind, encode(event)) == event`; a field that
is None is not stored, so a field may be added later as `X | None = None` and old entries still read. Bound every free
text where it enters: an entry's body has at most 65,535 bytes (`entry.BODY_BYTES_MAX`).
"""

import re
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar, Final, get_type_hints

from gateway.audit.canonical import JSON
from gateway.audit.codec import Codec, codec_of

KIND: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
INDEX_FIELDS: Final = ("person", "session", "terminal", "target", "order")

_KINDS: dict[str, type["Event"]] = {}
_CODECS: dict[type["Event"], dict[str, Codec]] = {}
KINDS: Final = MappingProxyType(_KINDS)


class EventRefused(ValueError):
    """Data that is no event: unknown kind or field, a field missing, a value of another type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened. The five index fields are ids or usernames (never names of people) and become columns of the journal.

    A subclass sets `kind` and adds fields of the types `codec.codec_of` knows: str, int, bool, StrEnum, datetime, bytes,
    JSON (Any), list, tuple, dict with str keys, and any of these `| None`.
    """

    kind: ClassVar[str]

    person: str | None = None
    session: str | None = None
    terminal: str | None = None
    target: str | None = None
    order: str | None = None

    def __init_subclass__(cls) -> None:
        _register(cls)


def encode(event: Event) -> dict[str, JSON]:
    """The event's fields as plain JSON values, None left out. Raises EventRefused if a value is not of its field's type."""
    encoded: dict[str, JSON] = {}
    for name, codec in _codecs(type(event)).items():
        value = getattr(event, name)
        try:
            plain = codec.encode(value)
        except (TypeError, ValueError) as wrong:
            raise EventRefused(f"{event.kind}: field {name}: {wrong}") from None
        if plain is not None:
            encoded[name] = plain
    return encoded


def decode(kind: str, data: dict[str, Any]) -> Event:
    """The event `encode` was given. Raises EventRefused for an unknown kind, an unknown or missing field, another type."""
    event_type = _KINDS.get(kind)
    if event_type is None:
        raise EventRefused(f"unknown kind of event: {kind[:80]!r}")
    codecs = _codecs(event_type)
    unknown = data.keys() - codecs.keys()
    if unknown:
        raise EventRefused(f"{kind}: unknown field {min(unknown)[:80]!r}")
    values: dict[str, Any] = {name: None for name, codec in codecs.items() if codec.optional}  # absent means None
    values |= {name: _decoded(kind, name, codecs[name], value) for name, value in data.items()}
    missing = _required(event_type) - values.keys()
    if missing:
        raise EventRefused(f"{kind}: field {min(missing)} is missing")
    return event_type(**values)


def _decoded(kind: str, name: str, codec: Codec, value: JSON) -> Any:
    if value is None:
        raise EventRefused(f"{kind}: field {name} is null; an absent field says that")
    try:
        return codec.decode(value)
    except (TypeError, ValueError) as wrong:
        raise EventRefused(f"{kind}: field {name}: {wrong}") from None


def _codecs(event_type: type[Event]) -> dict[str, Codec]:
    known = _CODECS.get(event_type)
    if known is None:
        hints = get_type_hints(event_type)
        known = _CODECS[event_type] = {field.name: codec_of(hints[field.name]) for field in fields(event_type)}
    return known


def _required(event_type: type[Event]) -> frozenset[str]:
    return frozenset(
        field.name for field in fields(event_type) if field.default is MISSING and field.default_factory is MISSING
    )


def _register(cls: type[Event]) -> None:
    if "kind" not in cls.__dict__:
        return  # an abstract step between Event and its kinds
    kind = cls.__dict__["kind"]
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        raise TypeError(f"{cls.__qualname__}: {kind!r} is no kind; write words with dots, as in session.opened")
    known = _KINDS.get(kind)
    # `slots=True` builds each class twice under one name, so names are compared, not classes.
    if known is not None and (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
        raise TypeError(f"two events of one kind {kind}: {known.__qualname__} and {cls.__qualname__}")
    _KINDS[kind] = cls
