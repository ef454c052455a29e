import pytest

from gateway.audit.checkpoint import Checkpoint, verified, write_checkpoint
from gateway.audit.merkle import EMPTY_ROOT, leaf_hash, node_hash
from gateway.audit.note import read_vkey, write_note
from gateway.keeper import clients, signed_head
from gateway.keeper.requests import SignedTree
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.world import World

ONE, TWO = leaf_hash(b"1"), leaf_hash(b"2")
BOTH = node_hash(ONE, TWO)


def note(world, size: int, root: bytes) -> bytes:
    return write_checkpoint(Checkpoint(origin=world.custody.journal_name, size=size, root=root))


def test_a_growing_journal_is_signed_and_any_verifier_believes_it(world):
    signer = clients.Checkpoints(world.door("registrar"))
    key = read_vkey(world.public.journal_vkey)
    assert signer.signed_size() == 0
    first = note(world, 1, ONE)
    signature = signer.sign(first, 0, [])
    assert verified(write_note(first, key, signature), key) == Checkpoint(origin=key.name, size=1, root=ONE)
    assert signer.sign(first, 1, []) == signature  # the answer was lost: the same again
    assert signer.sign(note(world, 2, BOTH), 1, [TWO])
    assert signer.signed_size() == 2


def test_an_empty_journal_may_be_signed(world):
    assert clients.Checkpoints(world.door("registrar")).sign(note(world, 0, EMPTY_ROOT), 0, [])


def test_what_was_signed_is_remembered_over_a_restart(world):
    clients.Checkpoints(world.door("registrar")).sign(note(world, 1, ONE), 0, [])
    world.close()
    again = World(world.directory)
    try:
        signer = clients.Checkpoints(again.door("registrar"))
        assert signer.signed_size() == 1
        with pytest.raises(GatewayFault, match=r"checkpoint\.refused"):
            signer.sign(note(again, 1, TWO), 1, [])
    finally:
        again.close()
        world.callers.clear()
        world.close = lambda: None


def test_what_cannot_be_remembered_is_not_signed(world):
    signer = clients.Checkpoints(world.door("registrar"))
    (world.custody.head_path.parent / "signed_head.new").mkdir()  # nothing can be written beside the head
    with pytest.raises(GatewayFault):
        signer.sign(note(world, 1, ONE), 0, [])
    assert signed_head.read(world.custody.head_path) == SignedTree(size=0, root=EMPTY_ROOT)
