"""Writing an export: a folder that verifies offline, by our command or by any C2SP tlog-tiles and RFC 6962 verifier.

Only a journal that holds is exported, so that nobody hands on a folder that cannot hold. Rows after the last checkpoint
come along, marked unsigned. MANIFEST is written last: a folder without it was interrupted.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from gateway.audit.canonical import canonical
from gateway.audit.entry import Entry
from gateway.audit.export_readme import README
from gateway.audit.folder import file_hash
from gateway.audit.manifest import write_manifest
from gateway.audit.merkle import leaf_hash
from gateway.audit.note import VerifierKey
from gateway.audit.ports import JournalSource, KeptCheckpoint
from gateway.audit.report import Outcome, Report
from gateway.audit.tiles import WIDTH, Tile, write_bundle
from gateway.audit.tiling import Tiling
from gateway.audit.verify import verify
from gateway.vocabulary.outcome import GatewayFault

CHECKPOINT: Final = "checkpoint"
CHECKPOINTS: Final = "checkpoints"
MANIFEST: Final = "MANIFEST"
README_FILE: Final = "README"
TAIL: Final = "unsigned-tail"
VKEY: Final = "vkey"
FIXED: Final = (CHECKPOINT, CHECKPOINTS, README_FILE, TAIL, VKEY)


def export_journal(source: JournalSource, directory: Path, *, key: VerifierKey, now: datetime) -> Report:
    """Verify the journal and, only if it holds, write the export into `directory` (absent or empty).

    The journal may grow meanwhile: exported are the checkpoints the report speaks of. The report says whether anything
    was written: outcome HOLDS, or nothing is there. Raises GatewayFault if the folder is not empty or cannot be written.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise GatewayFault(f"{directory} is not empty; an export goes into a folder of its own")
        report = verify(source, key=key, now=now)
        if report.outcome is Outcome.HOLDS:
            _write(source, _Folder(directory), key, report.last_checkpoint)
    except OSError as broken:
        raise GatewayFault(f"the export cannot be written: {broken}") from broken
    return report


def checkpoint_line(signed: KeptCheckpoint) -> bytes:
    """One line of the file `checkpoints`, without its newline."""
    return canonical({"size": signed.size, "note": signed.note.decode()})


class _Folder:
    """The files written so far, with their hashes."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._hashes: dict[str, str] = {}

    def write(self, path: str, parts: Iterator[bytes] | bytes) -> None:
        place = self._directory / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.writelines((parts,) if isinstance(parts, bytes) else parts)
        self._hashes[path] = file_hash(place)

    def close(self) -> None:
        (self._directory / MANIFEST).write_bytes(write_manifest(self._hashes))


def _write(source: JournalSource, folder: _Folder, key: VerifierKey, size: int) -> None:
    folder.write(README_FILE, README.encode())
    folder.write(VKEY, f"{key}\n".encode())
    last = _write_checkpoints(source, folder, size)
    rows = source.read(0, None)
    if _write_tiles(rows, folder, size) != last.root:
        raise GatewayFault("the journal's rows changed while it was exported")
    folder.write(TAIL, (write_bundle([row.body]) for row in rows))
    folder.close()


def _write_checkpoints(source: JournalSource, folder: _Folder, size: int) -> KeptCheckpoint:
    """Both files of checkpoints up to `size`; the last of them."""
    kept = [signed for signed in source.checkpoints() if signed.size == size]
    if not kept:
        raise GatewayFault("the journal's checkpoints changed while it was exported")
    folder.write(CHECKPOINTS, (checkpoint_line(one) + b"\n" for one in source.checkpoints() if one.size <= size))
    folder.write(CHECKPOINT, kept[0].note)
    return kept[0]


def _write_tiles(rows: Iterator[Entry], folder: _Folder, size: int) -> bytes:
    """Tiles and bundles of the first `size` rows; the root over them."""
    tiling = Tiling()
    for index in range(-(-size // WIDTH)):
        width = min(WIDTH, size - index * WIDTH)
        bodies = [row.body for row in islice(rows, width)]
        folder.write(Tile(level=0, index=index, width=width).bundle_path, write_bundle(bodies))
        for tile, data in chain.from_iterable(tiling.append(leaf_hash(body)) for body in bodies):
            folder.write(tile.path, data)
    for tile, data in tiling.partial():
        folder.write(tile.path, data)
    return tiling.tree.root()
