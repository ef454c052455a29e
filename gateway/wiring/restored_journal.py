"""The journal of a backup, proved before it is believed, and continued by the one entry that says it was restored."""

from typing import Final

from sqlalchemy import Connection

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before the journal is read
from gateway.audit.entry import Entry
from gateway.audit.event import Event
from gateway.audit.finding import What
from gateway.audit.folder import FolderTiles
from gateway.audit.journal import Journal as JournalWriter
from gateway.audit.merkle import GrowingTree
from gateway.audit.note import read_vkey
from gateway.audit.tiling import Tiling
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.backups.manifest import Manifest
from gateway.backups.sealed import PartDamaged
from gateway.keeper import signed_head
from gateway.keeper.public_keys import read as read_public_keys
from gateway.settings.schema import Settings
from gateway.storage.stores.journal import Journal
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.places import Places


def require_journal(
    manifest: Manifest, connection: Connection, staged: Places, settings: Settings, clock: Clock
) -> None:
    """The journal holds, is exactly as long as the manifest says, and is the one the witness knows as far as it goes.

    Its tiles are made again on the way.
    """
    journal = Journal(connection)
    head = journal.head()
    if head is None or (head.seq + 1, head.hash) != (manifest.entries, manifest.head):
        raise PartDamaged("the journal in the backup is not the one its manifest names")
    key = read_vkey(read_public_keys(staged.public_keys).journal_vkey)
    last = journal.last_checkpoint()
    _tiles(journal, staged, 0 if last is None else last.size)
    _require_signed_head(journal, staged)
    witness = FolderWitness(settings.state.witness) if settings.state.witness.is_dir() else None
    report = verify(journal, key=key, now=clock.now(), tiles=FolderTiles(staged.journal), witness=witness)
    # what the witness has beyond the end was said by --forget already
    wrong = [finding for finding in report.findings if finding.what is not What.TAIL_CUT]
    if wrong:
        raise GatewayFault(f"the journal in the backup does not hold: {wrong[0].text().en}", _JOURNAL)


def _require_signed_head(journal: Journal, staged: Places) -> None:
    """What the keeper signed last is in these rows: otherwise it would refuse every checkpoint from here on."""
    signed, tree = signed_head.read(staged.keeper_keys / signed_head.FILE_NAME), GrowingTree()
    for row in journal.read(0, signed.size):
        tree.append(row.hash)
    if (tree.size, tree.root()) != (signed.size, signed.root):
        raise PartDamaged("the journal in the backup does not hold the tree its keeper signed last")


def _tiles(journal: Journal, staged: Places, size: int) -> None:
    tiles, tiling = FolderTiles(staged.journal), Tiling()
    for row in journal.read(0, size):
        for tile, data in tiling.append(row.hash):
            tiles.put(tile.path, data)
    for tile, data in tiling.partial():
        tiles.put(tile.path, data)


def write_down(event: Event, connection: Connection, staged: Places, settings: Settings, clock: Clock) -> Entry:
    """Add `event` as the next entry, in the caller's transaction; the entry."""
    key = read_vkey(read_public_keys(staged.public_keys).journal_vkey)
    tiles = FolderTiles(staged.journal)
    return JournalWriter(Journal(connection), tiles, node=settings.node.name, key=key, clock=clock).append([event])[0]


_JOURNAL: Final = Text(
    ja="バックアップの監査ログが一致しません。復元していません。",
    en="The journal in the backup does not hold. Nothing was restored.",
)
