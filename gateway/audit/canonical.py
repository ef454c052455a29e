"""JSON in one spelling only (RFC 8785, JCS), for the values the journal holds: no floats, whole numbers below 2**53.

Same value, same bytes, on every machine and in every language: so a hash of the bytes is a hash of the value.
"""

from typing import Any, Final

import msgspec

JSON = Any
"""None, bool, int within +-(2**53 - 1), str without lone surrogates, list of JSON, dict of str to JSON."""

INTEGER_MAX: Final = 2**53 - 1

_ENCODER: Final = msgspec.json.Encoder()  # compact, UTF-8, escapes exactly as RFC 8785 §3.2.2.2
_DECODER: Final = msgspec.json.Decoder()


def canonical(value: JSON) -> bytes:
    """The one spelling of `value` in UTF-8. Raises ValueError for anything outside `JSON`, floats among it."""
    try:
        return _ENCODER.encode(_ordered(value))
    except UnicodeEncodeError:
        raise ValueError("text with a lone surrogate has no canonical form") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def read_canonical(data: bytes) -> JSON:
    """The value whose one spelling `data` is. Raises ValueError if `data` is not JSON or is spelled in another way."""
    try:
        value = _DECODER.decode(data)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise ValueError(f"not JSON: {wrong}") from None
    if canonical(value) != data:
        raise ValueError("JSON, but not in its canonical spelling")
    return value


def _ordered(value: JSON) -> JSON:
    """`value` with every object's keys in RFC 8785 §3.2.3 order; refuses what has no canonical form here."""
    match value:
        case None | bool() | str():
            return value
        case int() if -INTEGER_MAX <= value <= INTEGER_MAX:
            return value
        case list() | tuple():
            return [_ordered(item) for item in value]
        case dict():
            return {key: _ordered(value[key]) for key in sorted(value, key=_utf16)}
        case _:
            raise ValueError(f"{type(value).__name__} of this size or kind has no canonical form")


def _utf16(key: object) -> bytes:
    """Keys are ordered by their UTF-16 code units, which differs from code points beyond U+FFFF."""
    if not isinstance(key, str):
        raise ValueError("an object's keys are text")  # noqa: TRY004  # one error for all that has no canonical form
    return key.encode("utf-16-be")
