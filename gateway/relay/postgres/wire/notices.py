"""What goes wrong and what is told in passing: ErrorResponse, NoticeResponse, NotificationResponse.

Their texts may quote any row of any table, so of a target none is passed on as it is (`reducing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from gateway.crypto.wire import Malformed
from gateway.relay.postgres.wire.fields import INT32, TEXT, Reader, Shape, text
from gateway.relay.postgres.wire.message import Message

SEVERITY: Final = "S"  # in the server's language; `V` never is
PLAIN_SEVERITY: Final = "V"
CODE: Final = "C"
MESSAGE: Final = "M"
HINT: Final = "H"


def _read(reader: Reader) -> Mapping[str, str]:
    """Letter and text, up to a NUL ("Error and Notice Message Fields"); a letter stands once."""
    fields: dict[str, str] = {}
    while letter := reader.byte():
        name = chr(letter)
        if name in fields:
            raise Malformed("a field of an error that is given twice")
        fields[name] = _lenient(reader.octets())
    return fields


def _lenient(octets: bytes) -> str:
    """These texts are for people, may quote bytes in any encoding, and are never passed on: nothing hangs on them."""
    return octets.decode("utf-8", errors="replace")


def _write(fields: Mapping[str, str]) -> bytes:
    return b"".join(letter.encode("latin-1") + text(value) for letter, value in fields.items()) + b"\0"


_FIELDS: Final[Mapping[str, Shape]] = {"fields": Shape(_read, _write)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told(Message):
    SHAPES: ClassVar[Mapping[str, Shape]] = _FIELDS
    fields: Mapping[str, str]

    @property
    def sqlstate(self) -> str:
        """Five characters that say what it is; empty where the server gave none."""
        return self.fields.get(CODE, "")

    @property
    def severity(self) -> str:
        """ERROR, FATAL, PANIC; WARNING, NOTICE, DEBUG, INFO, LOG."""
        return self.fields.get(PLAIN_SEVERITY) or self.fields.get(SEVERITY, "")


class ErrorResponse(_Told):
    """A request failed, or (FATAL, PANIC) the connection ends."""

    TYPE: ClassVar[int] = ord("E")

    @property
    def is_last(self) -> bool:
        """True if the server closes the connection with it. What says nothing of its severity does too."""
        return self.severity != "ERROR"


class NoticeResponse(_Told):
    """A remark."""

    TYPE: ClassVar[int] = ord("N")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationResponse(Message):
    """What another connection sent with NOTIFY."""

    TYPE: ClassVar[int] = ord("A")
    SHAPES: ClassVar[Mapping[str, Shape]] = {"process_id": INT32, "channel": TEXT, "payload": TEXT}
    process_id: int
    channel: str
    payload: str
