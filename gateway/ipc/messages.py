"""The four messages, as msgpack: a call, its reply or its refusal, and news that nobody asked for (server to client)."""

from typing import Any, TypeVar

import msgspec

from gateway.vocabulary.outcome import Text


class Params(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every call's parameters: an unknown key is a refusal."""


class NoParams(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For calls that take nothing."""


class Adopt(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`session.adopt`: the descriptor sent along is the connection `connection` of a client at `address`."""

    connection: str
    address: str


class Call(msgspec.Struct, frozen=True, tag="call", forbid_unknown_fields=True):
    """A question. `args` is decoded by the type the table gives for `call`."""

    id: int
    call: str
    args: msgspec.Raw


class Reply(msgspec.Struct, frozen=True, tag="reply", forbid_unknown_fields=True):
    """The answer to call `id`."""

    id: int
    result: msgspec.Raw


class Refused(msgspec.Struct, frozen=True, tag="refused", forbid_unknown_fields=True):
    """A refusal with words for the person."""

    id: int
    code: str
    ja: str
    en: str


class News(msgspec.Struct, frozen=True, tag="news", forbid_unknown_fields=True):
    """Something the server says unasked (`end`, `kill`, `policy.changed`)."""

    kind: str
    args: msgspec.Raw


T = TypeVar("T")
Message = Call | Reply | Refused | News
_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(Call | Reply | Refused | News)


def encode(message: Message) -> bytes:
    """The msgpack body of a message."""
    return _encoder.encode(message)


def decode(body: bytes) -> Message:
    """The message in `body`. Raises msgspec.DecodeError or msgspec.ValidationError."""
    try:
        return _decoder.decode(body)
    except RecursionError:
        raise msgspec.DecodeError("nested too deeply") from None


def opened(value: msgspec.Raw, form: type[T]) -> T:
    """The value in a message, as a `form`. Raises msgspec.DecodeError or msgspec.ValidationError."""
    try:
        return msgspec.msgpack.decode(value, type=form)
    except RecursionError:
        raise msgspec.DecodeError("nested too deeply") from None


def raw(value: Any) -> msgspec.Raw:
    """A value ready to stand inside a message."""
    return msgspec.Raw(_encoder.encode(value))


class CallRefused(Exception):
    """The other side refused, in words. A value to handle, not a fault of ours."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(f"{code}: {text.en}")
        self.code = code
        self.text = text
