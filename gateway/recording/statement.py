"""Signed statements: a frozen dataclass in one canonical spelling (RFC 8785), read back as strictly as it was written.

A statement says in `what` which kind it is, so none passes for another, and in `v` its version.
"""

from typing import Any, Final, TypeVar, get_type_hints

from gateway.audit.canonical import canonical, read_canonical
from gateway.audit.codec import Codec, codec_of

VERSION: Final = 1

T = TypeVar("T")


def plain(value: Any) -> dict[str, Any]:
    """The dataclass's fields as plain JSON values, None left out. Raises TypeError, ValueError for a wrong value."""
    found = {name: codec.encode(getattr(value, name)) for name, codec in _codecs(type(value)).items()}
    return {name: item for name, item in found.items() if item is not None}


def unplain(wanted: type[T], data: Any) -> T:
    """What `plain` was given. Raises ValueError for an unknown or missing field or a value of another type."""
    if not isinstance(data, dict):
        raise ValueError("an object was expected")  # noqa: TRY004  # one error for all that is malformed
    codecs = _codecs(wanted)
    if data.keys() - codecs.keys():
        raise ValueError(f"unknown field {min(data.keys() - codecs.keys())[:40]!r}")
    try:
        return wanted(**{name: codec.decode(data.get(name)) for name, codec in codecs.items()})
    except TypeError as wrong:
        raise ValueError(f"malformed statement: {wrong}") from None


def write(what: str, value: dict[str, Any]) -> bytes:
    """The canonical bytes of a statement of the kind `what`."""
    return canonical({**value, "what": what, "v": VERSION})


def read(what: str, body: bytes) -> dict[str, Any]:
    """The fields of a statement of the kind `what`. Raises ValueError for another kind, version or spelling."""
    value = read_canonical(body)
    version = value.pop("v", None) if isinstance(value, dict) else None
    if type(version) is not int or version != VERSION or value.pop("what", None) != what:
        raise ValueError(f"not a {what} of version {VERSION}")
    fields: dict[str, Any] = value
    return fields


def _codecs(kind: type[Any]) -> dict[str, Codec]:
    known = _CODECS.get(kind)
    if known is None:
        known = _CODECS[kind] = {name: codec_of(hint) for name, hint in get_type_hints(kind).items()}
    return known


_CODECS: Final[dict[type[Any], dict[str, Codec]]] = {}
