"""Signs the journal's checkpoints, and never two histories: each must contain the one before (RFC 6962 §2.1.2)."""

import asyncio
import logging

from gateway.audit.checkpoint import Checkpoint, read_checkpoint
from gateway.audit.note import NoteMalformed
from gateway.audit.proof import verify_consistency
from gateway.crypto import signing
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import signed_head, words
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.requests import CheckpointSign, Nothing, SignedTree
from gateway.keeper.standing import Standing

log = logging.getLogger(__name__)


class CheckpointSigning:
    """Holds the journal's key and the tree it signed last."""

    def __init__(self, custody: Custody, desk: Desk) -> None:
        self._custody = custody
        self._desk = desk
        self._signed = signed_head.read(custody.head_path)
        self._one_at_a_time = asyncio.Lock()

    def last(self, _standing: Standing, _asked: Nothing) -> SignedTree:
        """The tree signed last: where the next proof starts."""
        return self._signed

    async def sign(self, _standing: Standing, asked: CheckpointSign) -> bytes:
        """The Ed25519 signature of the note, once its tree is remembered on disk.

        Raises Violation for a note of another form or journal, Refuse for a tree that does not continue the last one.
        """
        found = self._checkpoint(asked.note)
        async with self._one_at_a_time:
            self._require_extension(found, asked)
            await self._remember(SignedTree(size=found.size, root=found.root))
        return signing.sign(self._custody.keys.journal, asked.note)

    def _checkpoint(self, note: bytes) -> Checkpoint:
        try:
            found = read_checkpoint(note)
        except NoteMalformed:
            raise Violation("not a checkpoint") from None
        if found.origin != self._custody.journal_name:
            raise Violation("a checkpoint of another journal")
        return found

    def _require_extension(self, found: Checkpoint, asked: CheckpointSign) -> None:
        last = self._signed
        if asked.old_size == last.size and verify_consistency(
            last.size, last.root, found.size, found.root, asked.proof
        ):
            return
        log.error("refused a checkpoint of %d entries: it does not continue the %d signed last", found.size, last.size)
        raise Refuse("checkpoint.refused", words.NOT_AN_EXTENSION)

    async def _remember(self, tree: SignedTree) -> None:
        if tree != self._signed:
            await self._desk.ask(signed_head.replace, self._custody.head_path, tree)
            self._signed = tree
