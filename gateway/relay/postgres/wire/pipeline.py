"""What steers the stream of requests: Sync ends a batch, Flush asks for what is ready, Terminate ends all."""

from typing import ClassVar

from gateway.relay.postgres.wire.message import Message


class Sync(Message):
    """The batch ends; after an error the server skips everything up to here."""

    TYPE: ClassVar[int] = ord("S")


class Flush(Message):
    """Send what is ready. Not answered by itself."""

    TYPE: ClassVar[int] = ord("H")


class Terminate(Message):
    """Goodbye."""

    TYPE: ClassVar[int] = ord("X")
