"""One file, looked into while it streams: what it is by its first bytes, what is packed in it, whose data it holds.

Everything inside counts for the one file. Whatever cannot be looked into makes the whole file unreadable, and it stays so.
Memory is bounded: a piece of text, the values' hashes, and what the unpacking itself needs.
"""

from collections.abc import Callable
from functools import partial

from gateway.guards.personal_data import squeezed
from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.decoding import Decoder
from gateway.guards.personal_data.enclosed import Enclosed
from gateway.guards.personal_data.opaque import opaque
from gateway.guards.personal_data.people import People
from gateway.guards.personal_data.reader import Budget, Reader, Unreadable
from gateway.guards.personal_data.sqlite import MAGIC, Pages
from gateway.guards.personal_data.squeezed import Squeezed
from gateway.guards.personal_data.tarred import Tarred, is_header
from gateway.guards.personal_data.workbook import Workbook, is_part
from gateway.guards.personal_data.zipped import Zipped

HEAD_BYTES = 512  # a tar header


class FileLook:
    """Fills `relay.ssh.sftp.landing.Look`."""

    def __init__(self, bounds: Bounds) -> None:
        self._people = People()
        self._reader: Reader = _Unsniffed(self._people, Budget(bounds), 0)
        self._unreadable: str | None = None

    @property
    def people(self) -> int:
        """How many people's data were seen (see `people`)."""
        return self._people.count

    @property
    def counts(self) -> dict[str, int]:
        """Different values by kind."""
        return self._people.counts

    @property
    def unreadable(self) -> str | None:
        """Why it cannot be looked into, if it cannot."""
        return self._unreadable

    def feed(self, data: bytes) -> None:
        """The next bytes. Never raises for what the file is."""
        self._read(partial(self._reader.feed, data))

    def close(self) -> None:
        """The file ended."""
        self._read(self._reader.close)

    def _read(self, act: Callable[[], None]) -> None:
        if self._unreadable is None:
            try:
                act()
            except Unreadable as closed:
                self._unreadable = closed.why


class _Unsniffed:
    """A file, or a file in an archive, whose first bytes decide how it is read."""

    def __init__(self, people: People, budget: Budget, depth: int) -> None:
        self._people, self._budget, self._depth = people, budget, depth
        self._head = b""
        self._reader: Reader | None = None

    def feed(self, data: bytes) -> None:
        if self._reader is None:
            self._head += data
            if len(self._head) < HEAD_BYTES:
                return
            data = self._begin()
        if self._reader is not None:
            self._reader.feed(data)

    def close(self) -> None:
        if self._reader is None:
            self.feed(b"") if len(self._head) >= HEAD_BYTES else self._feed_head()
        if self._reader is not None:
            self._reader.close()

    def _feed_head(self) -> None:
        head = self._begin()
        if self._reader is not None:
            self._reader.feed(head)

    def _begin(self) -> bytes:
        head, self._head = self._head, b""
        if (closed := opaque(head)) is not None:
            raise Unreadable(closed)
        self._reader = self._reader_of(head)
        return head

    def _reader_of(self, head: bytes) -> Reader:
        make = next((make for magic, make in _SQUEEZED.items() if head.startswith(magic)), None)
        if make is not None:
            return Squeezed(make, self._inner(), self._budget)
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            self._budget.check_depth(self._depth + 1)
            return _Zip(self._people, self._budget, self._inner)
        if is_header(head):
            return Tarred(self._inner, self._budget)
        text = _Text(self._people, self._inner_if_allowed)
        return _Database(self._people, text) if head.startswith(MAGIC) else text

    def _inner(self) -> Reader:
        self._budget.check_depth(self._depth + 1)
        return _Unsniffed(self._people, self._budget, self._depth + 1)

    def _inner_if_allowed(self) -> Reader | None:
        return self._inner() if self._depth < self._budget.bounds.nesting else None


class _Zip:
    """A zip archive, and the workbook it may be."""

    def __init__(self, people: People, budget: Budget, open_inner: Callable[[], Reader]) -> None:
        self._workbook = workbook = Workbook(people)
        self._zipped = Zipped(lambda name: workbook.part(name) if is_part(name) else open_inner(), budget)

    def feed(self, data: bytes) -> None:
        self._zipped.feed(data)

    def close(self) -> None:
        self._zipped.close()
        self._workbook.close()


class _Text:
    """Text, or a binary file by its strings; what is encoded in it is looked into as a file of its own."""

    def __init__(self, people: People, open_inner: Callable[[], Reader | None]) -> None:
        self._people, self._decoder, self._enclosed = people, Decoder(), Enclosed(open_inner)

    def feed(self, data: bytes) -> None:
        self._enclosed.feed(data)
        for text in self._decoder.feed(data):
            self._people.see(text)

    def close(self) -> None:
        self._enclosed.close()
        for text in self._decoder.close():
            self._people.see(text)


class _Database:
    """A database by its rows, and the rest of it as text."""

    def __init__(self, people: People, text: _Text) -> None:
        self._pages, self._rest = Pages(people, text.feed), text

    def feed(self, data: bytes) -> None:
        self._pages.feed(data)

    def close(self) -> None:
        self._pages.close()
        self._rest.close()


_SQUEEZED = {
    b"\x1f\x8b": squeezed.gunzip,
    b"\x78\x01": squeezed.inflate,
    b"\x78\x9c": squeezed.inflate,
    b"\x78\xda": squeezed.inflate,
    b"BZh": squeezed.bunzip2,
    b"\xfd7zXZ\x00": squeezed.unxz,
    b"\x5d\x00\x00": squeezed.unxz,
}
