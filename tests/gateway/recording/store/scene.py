"""A room of recordings whose shipper speaks to a real store; what it journalled, in order; and a way to be cut off."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from gateway.audit.event import Event
from gateway.recording.library import Library
from gateway.recording.paths import day_of
from gateway.recording.store.bucket import Bucket, Lock
from gateway.recording.store.bucket_store import BucketStore
from gateway.recording.store.place import BucketPlace, LockMode
from gateway.recording.store.shipping import Shipper, Wishes
from tests.gateway.recording.scene import Room
from tests.object_store import ObjectStore

Screen = Sequence[Sequence[tuple[str, bytes]]]
WORK: Screen = ([("o", b"$ ls\r\n")], [("o", b"a.txt b.txt\r\n")], [("i", b"exit\r")])


def locked_for(days: int) -> Callable[[datetime], Lock]:
    return lambda sealed_at: Lock(mode=LockMode.COMPLIANCE, until=sealed_at + timedelta(days=days))


@dataclass
class Town:
    """A folder, a bucket, and the shipper between them."""

    room: Room
    s3: ObjectStore
    place: BucketPlace
    events: list[Event] = field(default_factory=list)
    lock: Callable[[datetime], Lock | None] = lambda _: None
    local_seconds: float | None = None

    def __post_init__(self) -> None:
        self.again()

    def again(self, place: BucketPlace | None = None) -> Shipper:
        """As after a new start."""
        self.store = BucketStore(Bucket(place or self.place))
        wishes = Wishes(lock=self.lock, part_seconds=0.01, local_seconds=self.local_seconds)
        self.shipper = Shipper(
            self.room.directory, self.store, wishes, clock=self.room.clock, tell=lambda said: self.events.extend(said)
        )
        return self.shipper

    def recorded(self, screen: Screen = WORK) -> str:
        return self.room.record(screen).recording

    def key(self, recording: str) -> str:
        return f"{self.place.prefix}{day_of(recording)}/{recording}.rec"

    def stored(self, recording: str) -> bytes:
        return self.s3.get(self.place.bucket, self.key(recording))

    def overwrite(self, recording: str, data: bytes) -> None:
        """As somebody with all rights to the bucket."""
        self.s3.client.put_object(Bucket=self.place.bucket, Key=self.key(recording), Body=data)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def library(self) -> Library:
        return Library(self.room.directory, vkey=self.room.keeper.vkey, store=self.store)

    def leave(self, recording: str) -> None:
        """The copy on this machine is gone."""
        for suffix in (".rec", ".shipped"):
            self.room.path_of(recording).with_suffix(suffix).unlink(missing_ok=True)


@dataclass
class Cable:
    """A TCP way to the store, for so many bytes in each direction altogether; cut, nobody answers on it."""

    port: int
    up_bytes: int | None = None
    down_bytes: int | None = None
    cut: bool = False
    carried: int = 0
    lines: list[socket.socket] = field(default_factory=list)

    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def a_cable(endpoint: str, **bounds: Any) -> Iterator[Cable]:
    """Where a byte beyond the bounds should pass, the connection is reset."""
    listener = socket.create_server(("127.0.0.1", 0))
    cable = Cable(port=listener.getsockname()[1], **bounds)
    there = urlsplit(endpoint)

    def serve() -> None:
        with suppress(OSError):
            while True:
                here, _ = listener.accept()
                if cable.cut:
                    here.close()
                    continue
                far = socket.create_connection((there.hostname, there.port))
                cable.lines += [here, far]
                for source, sink, way in ((here, far, "up_bytes"), (far, here, "down_bytes")):
                    threading.Thread(target=carry, args=(source, sink, way), daemon=True).start()

    def carry(source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                left = getattr(cable, way)
                if cable.cut or (left is not None and left < len(data)):
                    break
                if left is not None:
                    setattr(cable, way, left - len(data))
                cable.carried += len(data)
                sink.sendall(data)
        for line in (source, sink):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield cable
    finally:
        cable.cut = True
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for line in cable.lines:
            line.close()
        thread.join(5)
