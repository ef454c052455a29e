"""The journal's writer: appends events inside the caller's transaction, drafts checkpoints, and signs only what it checked.

It keeps nothing in memory, so a rolled-back transaction leaves no trace: one `Journal` per transaction. A checkpoint has
three steps, because nobody waits for a signature while holding the write lock: `draft` (reads, makes tiles), `sign_draft`
(no database), `record` (a second transaction). `checkpoint` does all three where that does not matter. Never draft in
a transaction that appended: it could still be rolled back.

Tiles are derived: a missing one is made again from the rows. Rows and tiles that contradict the last checkpoint are a fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gateway.audit import entry as entries
from gateway.audit.checkpoint import Checkpoint, verified, write_checkpoint
from gateway.audit.entry import NO_ENTRY, Entry
from gateway.audit.event import Event
from gateway.audit.merkle import perfect_root
from gateway.audit.note import NoteMalformed, VerifierKey, write_note
from gateway.audit.ports import CheckpointSigner, JournalStore, SignedCheckpoint, TileStore
from gateway.audit.proof import consistency
from gateway.audit.tiles import WIDTH, Tile, TileFault, split_hashes, subtree_hash
from gateway.audit.tiling import Tiling, continued, fits, stored
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A checkpoint to be signed: its tiles are written, `text` is what the signature goes over."""

    checkpoint: Checkpoint
    at: datetime

    @property
    def text(self) -> bytes:
        """The unsigned checkpoint, three lines."""
        return write_checkpoint(self.checkpoint)


class Journal:
    """The journal within one transaction. `key` is the public half of its signing key; its name is the origin."""

    def __init__(self, store: JournalStore, tiles: TileStore, *, node: str, key: VerifierKey, clock: Clock) -> None:
        self._store = store
        self._tiles = tiles
        self._node = node
        self._key = key
        self._clock = clock
        self._appended = False

    def head(self) -> Entry | None:
        """The last entry."""
        return self._store.head()

    def append(self, events: Sequence[Event]) -> list[Entry]:
        """Write events down in order; they count once the caller's transaction is committed. Raises GatewayFault."""
        head = self._store.head()
        seq, prev = (0, NO_ENTRY) if head is None else (head.seq + 1, head.hash)
        now = self._clock.now()
        made: list[Entry] = []
        for event in events:
            made.append(entries.make(seq=seq + len(made), at=now, node=self._node, prev=prev, event=event))
            prev = made[-1].hash
        self._appended = True
        self._store.append(made)
        return made

    def draft(self) -> Draft | None:
        """The checkpoint over all committed rows; None if the last one covers them. Writes the tiles.

        Raises GatewayFault if rows or tiles do not continue the last checkpoint: then nothing may be signed. So it does
        after an `append` in this transaction: a roll-back would leave a signature over rows that never were.
        """
        if self._appended:
            raise GatewayFault("a checkpoint is drafted from committed rows, in a transaction of its own")
        head, last = self._store.head(), self._store.last_checkpoint()
        size, old_size = (0 if head is None else head.seq + 1), (0 if last is None else last.size)
        if size < old_size:
            raise GatewayFault(f"the journal ends at {size}, before its last checkpoint of {old_size}")
        if size == old_size:
            return None
        tiling = self._tiling(last)
        self._grow(tiling, size)
        root = tiling.tree.root()
        return Draft(checkpoint=Checkpoint(origin=self._key.name, size=size, root=root), at=self._clock.now())

    def tile(self) -> None:
        """Make the tiles of the last checkpoint that are not here: another node signed it. Raises GatewayFault."""
        self._tiling(self._store.last_checkpoint())

    def record(self, signed: SignedCheckpoint) -> None:
        """Add a signed checkpoint to the table."""
        self._store.add_checkpoint(signed)

    def checkpoint(self, signer: CheckpointSigner) -> SignedCheckpoint | None:
        """Draft, sign and record in one go. Raises GatewayFault."""
        draft = self.draft()
        if draft is None:
            return None
        signed = sign_draft(draft, signer, self._key, self._tiles)
        self.record(signed)
        return signed

    def _tiling(self, last: SignedCheckpoint | None) -> Tiling:
        """The tiling at the last checkpoint, checked against its root."""
        if last is None:
            return Tiling()
        try:
            tiling = continued(self._tile, last.size)
        except TileFault as broken:
            raise GatewayFault(f"the journal's tiles are damaged ({broken}); run: sekisho audit verify") from broken
        if tiling.tree.root() != last.root:
            raise GatewayFault("rows or tiles contradict the last checkpoint; run: sekisho audit verify")
        return tiling

    def _grow(self, tiling: Tiling, size: int) -> None:
        """Take the rows up to `size` into the tiling, each checked, and write every tile that changed."""
        start = tiling.size
        prev = NO_ENTRY
        for row in self._store.read(max(start - 1, 0), size):
            if row.seq >= start:
                _require_sound(row, tiling.size, prev)
                for tile, data in tiling.append(row.hash):
                    self._tiles.put(tile.path, data)
            prev = row.hash
        if tiling.size != size:
            raise GatewayFault(f"the journal's row {tiling.size} is missing; run: sekisho audit verify")
        for tile, data in tiling.partial():
            self._tiles.put(tile.path, data)

    def _tile(self, tile: Tile) -> bytes:
        """A tile from the store, or made again from the rows or the tiles beneath it."""
        data = stored(self._tiles, tile)
        if data is not None:
            return fits(tile, data)
        if tile.level == 0:
            data = b"".join(row.hash for row in self._store.read(tile.start, tile.start + tile.width))
        else:
            beneath = range(tile.index * WIDTH, tile.index * WIDTH + tile.width)
            rows = (self._tile(Tile(level=tile.level - 1, index=index)) for index in beneath)
            data = b"".join(perfect_root(split_hashes(row)) for row in rows)
        self._tiles.put(tile.path, fits(tile, data))
        return data


def sign_draft(draft: Draft, signer: CheckpointSigner, key: VerifierKey, tiles: TileStore) -> SignedCheckpoint:
    """The draft signed, with the proof that it continues the last tree the signer knows. Raises GatewayFault.

    The signature is verified before it is believed: a signer with another key must not end a chain of good checkpoints.
    """
    size = draft.checkpoint.size
    old_size = signer.signed_size()
    if old_size > size:
        raise GatewayFault(f"a tree of {old_size} entries was signed, the journal has only {size}: rows were lost")

    def read(tile: Tile) -> bytes:
        return fits(tile, stored(tiles, tile))

    try:
        proof = consistency(old_size, size, subtree_hash(read, size))
        note = write_note(draft.text, key, signer.sign(draft.text, old_size, proof))
        signed = verified(note, key)
    except TileFault as broken:
        raise GatewayFault(f"the journal's tiles are damaged ({broken}); run: sekisho audit verify") from broken
    except NoteMalformed as wrong:
        raise GatewayFault(f"the checkpoint came back unsigned: {wrong}") from wrong
    return SignedCheckpoint(size=signed.size, root=signed.root, note=note, at=draft.at)


def _require_sound(row: Entry, seq: int, prev: bytes) -> None:
    """Refuse to sign over a row that is not the next link of the chain, or whose columns are not its body's."""
    try:
        sound = row.seq == seq and row.prev == prev and not any(entries.differences(row))
    except entries.EntryMalformed:
        sound = False
    if not sound:
        raise GatewayFault(f"the journal's row {seq} was changed; run: sekisho audit verify")
