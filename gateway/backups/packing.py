"""Small files as one part (one canonical JSON object of path and content), and the compression of large ones (zstd)."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import zstandard

from gateway.audit.canonical import canonical, read_canonical
from gateway.audit.folder import open_regular
from gateway.vocabulary.outcome import GatewayFault

_FILE_BYTES_MAX: Final = 1 << 24
_LEVEL: Final = 6
_IN_MAKING: Final = ".new"  # keeper/key_files.replace


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files by path as one part."""
    return canonical({path: base64.b64encode(data).decode("ascii") for path, data in files.items()})


def unpacked(data: bytes) -> dict[str, bytes]:
    """What `packed` was given. Raises GatewayFault, also for a path that leads out of its folder."""
    try:
        read = read_canonical(data)
        files = {path: base64.b64decode(content, validate=True) for path, content in read.items()}
    except (ValueError, AttributeError, TypeError):
        raise GatewayFault("a part of the backup holds no files") from None
    for path in files:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts:
            raise GatewayFault("a part of the backup names a file outside its folder")
    return files


def folder_of(directory: Path, *, without: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Every regular file below `directory`, by relative path. Raises GatewayFault or OSError; links are not followed.

    Left out are those named in `without`, and what is being written to take another file's place (`*.new`).
    """
    files: dict[str, bytes] = {}
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if name in without or path.suffix == _IN_MAKING or path.is_dir():
            continue
        file = open_regular(path)
        if file is None:
            raise GatewayFault(f"{path} is no regular file; a backup does not follow it")
        with file:
            files[name] = file.read(_FILE_BYTES_MAX + 1)
        if len(files[name]) > _FILE_BYTES_MAX:
            raise GatewayFault(f"{path} is too large for where it lies")
    return files


def compressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A stream under zstd."""
    compressor = zstandard.ZstdCompressor(level=_LEVEL).compressobj()
    for piece in pieces:
        if out := compressor.compress(piece):
            yield out
    yield compressor.flush()


def decompressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The stream `compressed` was given. Raises GatewayFault for one that is none, or is cut."""
    decompressor = zstandard.ZstdDecompressor().decompressobj()
    try:
        for piece in pieces:
            if out := decompressor.decompress(piece):
                yield out
    except zstandard.ZstdError as wrong:
        raise GatewayFault(f"a part of the backup does not decompress: {wrong}") from None
    if not decompressor.eof:
        raise GatewayFault("a part of the backup ends early")
