"""A value as the text that stands in a recording: its type's own words where the type is known, else shortened hexadecimal.

Sizes and epochs are those of PostgreSQL's send functions (utils/adt: int.c, float.c, date.c, timestamp.c, numeric.c, uuid.c).
What cannot be read is spelled in hexadecimal, never dropped, and no control character stays one.
"""

import re
import struct
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from gateway.relay.postgres.wire.portals import Format

HEX_BYTES_MAX: Final = 64
NULL: Final = "NULL"
_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001  # of timestamps without a zone
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_TEXTS: Final = frozenset({18, 19, 25, 114, 142, 1042, 1043, 705})  # char name text json xml bpchar varchar unknown
_NAN, _PLUS, _MINUS = 0xC000, 0xD000, 0xF000  # numeric's signs (numeric.c)


def _number(form: str) -> Callable[[bytes], str]:
    shape = struct.Struct(form)
    return lambda value: str(shape.unpack(value)[0])


def _date(value: bytes) -> str:
    days = struct.unpack(">i", value)[0]
    if abs(days) == 0x7FFFFFFF or days == -0x80000000:
        return "infinity" if days > 0 else "-infinity"
    return date.fromordinal(_EPOCH.toordinal() + days).isoformat()


def _timestamp(value: bytes) -> str:
    microseconds = struct.unpack(">q", value)[0]
    if microseconds in (0x7FFFFFFFFFFFFFFF, -0x8000000000000000):
        return "infinity" if microseconds > 0 else "-infinity"
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat(" ")


def _time(value: bytes) -> str:
    return (_EPOCH + timedelta(microseconds=struct.unpack(">q", value)[0])).time().isoformat()


def _numeric(value: bytes) -> str:
    """Base 10,000 digits with a weight, a sign and a scale."""
    count, weight, sign, scale = struct.unpack_from(">HhHH", value)
    digits = struct.unpack_from(f">{count}H", value, 8)
    if sign == _NAN:
        return "NaN"
    if sign in (_PLUS, _MINUS):
        return "Infinity" if sign == _PLUS else "-Infinity"
    if len(value) != 8 + 2 * count or abs(weight) > 1000 or scale > 1000 or any(each > 9999 for each in digits):
        raise ValueError("no numeric")
    whole = "".join(f"{digits[at] if at < count else 0:04}" for at in range(weight + 1)).lstrip("0") or "0"
    behind = "".join(f"{digits[at]:04}" for at in range(max(0, weight + 1), count))
    behind = ("0" * (4 * max(0, -weight - 1)) + behind).ljust(scale, "0")[:scale]
    return ("-" if sign else "") + whole + (f".{behind}" if scale else "")


_BINARY: Final[Mapping[int, Callable[[bytes], str]]] = {
    16: lambda value: "t" if value == b"\1" else "f",
    20: _number(">q"), 21: _number(">h"), 23: _number(">i"), 26: _number(">I"), 700: _number(">f"), 701: _number(">d"),
    1082: _date, 1083: _time, 1114: _timestamp, 1184: lambda value: f"{_timestamp(value)}+00", 1700: _numeric,
    2950: lambda value: str(UUID(bytes=value)), 3802: lambda value: value[1:].decode(),
}  # fmt: skip


def spelled(value: bytes | None, type_oid: int, form: Format) -> str:
    """The value as one harmless line."""
    if value is None:
        return NULL
    if form is Format.TEXT or type_oid in _TEXTS:
        return harmless(value.decode("utf-8", "backslashreplace"))
    known = _BINARY.get(type_oid)
    try:
        return _hexadecimal(value) if known is None else harmless(known(value))
    except (ValueError, OverflowError, struct.error):
        return _hexadecimal(value)


def harmless(text: str) -> str:
    """Without anything a terminal would do something at."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROLS.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(found[0], f"\\u{ord(found[0]):04x}")


def _hexadecimal(octets: bytes) -> str:
    kept = f"\\x{octets[:HEX_BYTES_MAX].hex()}"
    return kept if len(octets) <= HEX_BYTES_MAX else f"{kept}... ({len(octets)} bytes)"
