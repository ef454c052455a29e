"""How one field of an event becomes plain JSON and comes back, told by its annotation. Strict both ways.

StrEnum <-> its text; datetime <-> `timestamp()` text; bytes <-> lower-case hex; tuple <-> list; None <-> null.
An annotation outside this table is refused when the class is first used, so that nothing is stored that cannot be read.
"""

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Union, get_args, get_origin

from gateway.audit.canonical import JSON, canonical
from gateway.vocabulary.clock import moment_of, timestamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """Both directions for one type; each raises TypeError or ValueError for a value that is not of it."""

    encode: Callable[[Any], JSON]
    decode: Callable[[JSON], Any]
    optional: bool = False


def codec_of(annotation: Any) -> Codec:
    """The codec of an annotation. Raises TypeError if the journal has no spelling for it."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return _text_enum(annotation)
    if origin in (Union, types.UnionType) and len(arguments) == 2 and type(None) in arguments:
        return _optional(codec_of(arguments[0] if arguments[1] is type(None) else arguments[1]))
    if origin is list:
        return _sequence(list, codec_of(arguments[0]))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return _sequence(tuple, codec_of(arguments[0]))
    if origin is dict and arguments[0] is str:
        return _mapping(codec_of(arguments[1]))
    raise TypeError(f"the journal has no spelling for {annotation}")


def _exactly(value: Any, wanted: type) -> Any:
    if type(value) is not wanted:
        raise TypeError(f"{wanted.__name__} expected, not {type(value).__name__}")
    return value


def _exact(wanted: type) -> Codec:
    def same(value: Any) -> Any:
        return _exactly(value, wanted)

    return Codec(encode=same, decode=same)


def _any_json(value: JSON) -> JSON:
    canonical(value)  # raises ValueError for what is not JSON
    return value


def _hex(value: JSON) -> bytes:
    data = bytes.fromhex(_exactly(value, str))
    if data.hex() != value:
        raise ValueError("bytes are spelled in lower-case hex")
    return data


def _moment(value: JSON) -> datetime:
    moment = moment_of(_exactly(value, str))
    if timestamp(moment) != value:
        raise ValueError("a moment has six decimals and Z")
    return moment


def _text_enum(wanted: type[StrEnum]) -> Codec:
    return Codec(
        encode=lambda value: str(_exactly(value, wanted).value), decode=lambda value: wanted(_exactly(value, str))
    )


def _optional(inner: Codec) -> Codec:
    return Codec(
        encode=lambda value: None if value is None else inner.encode(value),
        decode=lambda value: None if value is None else inner.decode(value),
        optional=True,
    )


def _sequence(wanted: type[list[Any]] | type[tuple[Any, ...]], inner: Codec) -> Codec:
    return Codec(
        encode=lambda value: [inner.encode(item) for item in _exactly(value, wanted)],
        decode=lambda value: wanted(inner.decode(item) for item in _exactly(value, list)),
    )


def _mapping(inner: Codec) -> Codec:
    def each(one: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda value: {_exactly(key, str): one(item) for key, item in _exactly(value, dict).items()}

    return Codec(encode=each(inner.encode), decode=each(inner.decode))


_PLAIN: Final[dict[Any, Codec]] = {
    str: _exact(str),
    int: _exact(int),
    bool: _exact(bool),
    Any: Codec(encode=_any_json, decode=_any_json, optional=True),
    bytes: Codec(encode=lambda value: _exactly(value, bytes).hex(), decode=_hex),
    datetime: Codec(encode=lambda value: timestamp(_exactly(value, datetime)), decode=_moment),
}
