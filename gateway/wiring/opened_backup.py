"""A backup as a restore holds it: every byte looked at, each part a stream, the master key at hand. Nothing is written here."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from gateway.backups import content_keys
from gateway.backups.keys import OpeningKeys, opening_keys
from gateway.backups.manifest import Part
from gateway.backups.sealed import PartDamaged, opened
from gateway.backups.store import Kept, recording_label
from gateway.keeper import shares
from gateway.vocabulary.secret import Secret
from gateway.wiring.backing_up import DATABASE, KEYS, POLICIES, PUBLIC, SETTINGS

log = logging.getLogger(__name__)
_RECORDING: Final = recording_label("")


def look(folder: Path, texts: Sequence[Secret]) -> "Opened":
    """The backup, every byte of it looked at: signed, whole, and opening with these two shares. Raises GatewayFault."""
    master = shares.master_of([shares.read(text) for text in texts])
    found = Opened(Kept(folder, opening_keys(master).verifier), master, folder.resolve())
    found.require_whole()
    return found


class Opened:
    """A backup that opens."""

    def __init__(self, kept: Kept, master: Secret, folder: Path) -> None:
        self._kept = kept
        self._keys: OpeningKeys = opening_keys(master)
        self.master = master
        self.manifest = kept.manifest
        self.digest = kept.digest
        self.folder = folder

    def require_whole(self) -> None:
        """Reads every part to its end. Raises PartDamaged naming the first that is not what was sealed."""
        names = [part.name for part in self.manifest.parts]
        if len(set(names)) != len(names):
            raise PartDamaged("the backup has two parts of one name")
        for name in (KEYS, PUBLIC, POLICIES, SETTINGS, DATABASE):
            self.manifest.part(name)
        for part in self.manifest.parts:
            for _ in self.stream(part):
                pass

    def stream(self, part: Part) -> Iterator[bytes]:
        """A part's bytes; they count once the iterator has ended by itself. Raises PartDamaged."""
        own = part.name.startswith(_RECORDING)
        with self._kept.open(part) as file:
            label = part.name if own else f"{self.manifest.id}/{part.name}"
            yield from opened(file, private=self._keys.open, label=label, expected=part.measure)

    def bytes_of(self, name: str) -> bytes:
        """A small part whole."""
        return b"".join(self.stream(self.manifest.part(name)))

    def content_keys(self) -> Mapping[bytes, bytes]:
        """The keys to recordings that lie beside the backup now; none where the file is missing, or another master key's."""
        try:
            return content_keys.read(self.folder.parent, self._keys) or {}
        except PartDamaged as damaged:
            log.warning("the keys of recordings beside the backup are not restored: %s", damaged)
            return {}

    def recordings(self) -> Iterator[tuple[str, Part]]:
        """Every recording in it, by id."""
        for part in self.manifest.parts:
            if part.name.startswith(_RECORDING):
                yield part.name.removeprefix(_RECORDING), part
