"""An exported folder as a source of entries, checkpoints and tiles. What is absent or damaged is simply not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Final

from gateway.audit import export
from gateway.audit.canonical import read_canonical
from gateway.audit.checkpoint import read_checkpoint, verified
from gateway.audit.entry import Entry, copied
from gateway.audit.folder import FolderTiles
from gateway.audit.note import NOTE_BYTES_MAX, NoteMalformed, VerifierKey, read_note, read_vkey
from gateway.audit.tiles import WIDTH, tile_at, tiles_of

_LINE_BYTES_MAX: Final = 2 * NOTE_BYTES_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedCheckpoint:
    """A line of the file `checkpoints`."""

    size: int
    root: bytes
    note: bytes


class Exported:
    """The folder, read with the key one trusts (None: its own). Raises GatewayFault when a file cannot be read."""

    def __init__(self, directory: Path, trusted: VerifierKey | None) -> None:
        self.tiles = FolderTiles(directory)
        self.own_key = self._own_key()
        self.key = self.own_key if trusted is None else trusted
        self.size = self._size()

    def file(self, name: str) -> bytes | None:
        """A file's bytes, None if there is none."""
        return self.tiles.get(name)

    def parts(self) -> Iterator[str]:
        """The path of every file an export of this size consists of, but MANIFEST."""
        yield from export.FIXED
        for tile in tiles_of(self.size):
            yield tile.path
            if tile.level == 0:
                yield tile.bundle_path

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        """The entries of the bundles, then those of the unsigned tail, numbered by where they stand."""
        for seq, body in self._bodies(max(start, 0)):
            if stop is not None and seq >= stop:
                return
            if seq >= start:
                yield copied(seq, body)

    def checkpoints(self) -> Iterator[CopiedCheckpoint]:
        """Every checkpoint in `checkpoints`, as it stands there."""
        for line in self.checkpoint_lines():
            yield read_line(line)

    def checkpoint_lines(self) -> Iterator[bytes]:
        """The lines of `checkpoints` with their newlines; one that is too long comes in pieces that are none."""
        file = self.tiles.open(export.CHECKPOINTS)
        if file is not None:
            with file:
                while line := file.readline(_LINE_BYTES_MAX):
                    yield line

    def _bodies(self, first: int) -> Iterator[tuple[int, bytes]]:
        for index in range(min(first, self.size) // WIDTH, -(-self.size // WIDTH)):
            tile = tile_at(0, index, self.size)
            yield from enumerate(_entries(self.tiles.open(tile.bundle_path)), tile.start)
        yield from enumerate(_entries(self.tiles.open(export.TAIL)), self.size)

    def _own_key(self) -> VerifierKey | None:
        try:
            return read_vkey((self.file(export.VKEY) or b"").decode().removesuffix("\n"))
        except (NoteMalformed, UnicodeDecodeError):
            return None

    def _size(self) -> int:
        """The size of the signed head; if that does not hold, of the largest checkpoint that does."""
        notes = [self.file(export.CHECKPOINT) or b""]
        size = next(self._signed_sizes(iter(notes)), None)
        if size is None:
            size = max(self._signed_sizes(row.note for row in self.checkpoints()), default=0)
        return size

    def _signed_sizes(self, notes: Iterator[bytes]) -> Iterator[int]:
        for note in notes:
            try:
                yield (read_checkpoint(read_note(note).text) if self.key is None else verified(note, self.key)).size
            except NoteMalformed:
                continue  # verification names it


def _entries(file: BufferedReader | None) -> Iterator[bytes]:
    """The entries of a bundle as far as it parses; what its end cuts short comes as it is, to be found malformed."""
    if file is not None:
        with file:
            while length := file.read(2):
                yield file.read(int.from_bytes(length, "big")) if len(length) == 2 else length


def read_line(line: bytes) -> CopiedCheckpoint:
    """The checkpoint of a line; one of size 0 that nobody signed if it is not exactly such a line."""
    try:
        match read_canonical(line.removesuffix(b"\n")):
            case {"size": int(size), "note": str(note), **rest} if not rest:
                root = read_checkpoint(read_note(note.encode()).text).root
                return CopiedCheckpoint(size=size, root=root, note=note.encode())
    except ValueError:
        pass
    return CopiedCheckpoint(size=0, root=b"", note=line)
