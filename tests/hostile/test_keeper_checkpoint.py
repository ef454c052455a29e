"""Two histories: whoever owns the registrar and the database, and asks for a signature under another past."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.audit.checkpoint import Checkpoint, write_checkpoint
from gateway.audit.merkle import EMPTY_ROOT, leaf_hash, node_hash
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, signed_head
from gateway.keeper.requests import CheckpointSign
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import eventually

__all__ = ["fresh_keys", "keys", "world"]
A, B, C, D = (leaf_hash(letter) for letter in (b"a", b"b", b"c", b"d"))
AB, CD, AD = node_hash(A, B), node_hash(C, D), node_hash(A, D)
ABC = node_hash(AB, C)


def note(world, size: int, root: bytes, origin: str | None = None) -> bytes:
    return write_checkpoint(Checkpoint(origin=origin or world.custody.journal_name, size=size, root=root))


@pytest.fixture
def signer(world):
    """The registrar, after two entries were signed."""
    made = clients.Checkpoints(world.door("registrar"))
    made.sign(note(world, 1, A), 0, [])
    made.sign(note(world, 2, AB), 1, [B])
    return made


@pytest.mark.parametrize(
    ("size", "root", "old_size", "proof"),
    [
        (2, AD, 2, []),  # an entry changed
        (1, A, 2, []),  # the tail cut
        (1, A, 1, []),
        (0, EMPTY_ROOT, 2, []),  # everything gone
        (0, EMPTY_ROOT, 0, []),
        (4, node_hash(AD, CD), 2, [CD]),  # the past changed and then grown
        (3, ABC, 2, []),  # right, but not shown
        (3, ABC, 2, [D]),
        (3, ABC, 1, [B, C]),  # a right proof, from another beginning
        (3, ABC, 0, []),
        (3, ABC, 1, [C]),  # a right proof under a wrong name
        (2**62, ABC, 2, [C]),
    ],
    ids=[
        "entry-changed",
        "tail-cut",
        "tail-cut-shown-from-the-old-size",
        "all-gone",
        "all-gone-as-if-fresh",
        "changed-and-grown",
        "no-proof",
        "wrong-proof",
        "proof-from-another-beginning",
        "as-if-fresh",
        "right-proof-wrong-beginning",
        "a-size-that-is-not",
    ],
)
def test_a_tree_that_does_not_continue_the_last_one(world, signer, size, root, old_size, proof):
    with pytest.raises(GatewayFault, match=r"checkpoint\.refused"):
        signer.sign(note(world, size, root), old_size, proof)
    assert signed_head.read(world.custody.head_path).size == 2
    assert signer.sign(note(world, 3, ABC), 2, [C])  # the true one still is signed


def test_two_futures_of_one_past(world, signer):
    other = leaf_hash(b"other")
    assert signer.sign(note(world, 3, ABC), 2, [C])
    with pytest.raises(GatewayFault, match=r"checkpoint\.refused"):
        signer.sign(note(world, 3, node_hash(AB, other)), 2, [other])


def test_two_futures_asked_for_at_once(world, signer):
    """Sent back to back without waiting: one is signed, the other finds the head moved."""
    other = leaf_hash(b"other")
    futures = [(ABC, C), (node_hash(AB, other), other)] * 4
    with ThreadPoolExecutor(8) as threads:
        tries = [threads.submit(signer.sign, note(world, 3, root), 2, [leaf]) for root, leaf in futures]
        outcomes = [one.exception(timeout=10) for one in tries]
    signed = {root for (root, _), outcome in zip(futures, outcomes, strict=True) if outcome is None}
    assert len(signed) == 1
    assert signed_head.read(world.custody.head_path).root in signed


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"sekisho-key-v1",
        b"\xff" * 100,
        b"another.journal\n3\n" + b"A" * 43 + b"=\n",
        b"bytes to be signed as something else\n",
    ],
)
def test_what_is_no_checkpoint_of_this_journal_costs_the_connection(world, text):
    caller = world.door("registrar")
    with pytest.raises(CallRefused) as refused:
        caller.call("checkpoint.sign", CheckpointSign(note=text, old_size=0, proof=[]), bytes)
    assert refused.value.code == "ipc.refused"
    with eventually() as wait:
        wait(lambda: caller.closed)


def test_more_lines_than_the_checkpoint_are_not_signed_along(world):
    caller = world.door("registrar")
    text = note(world, 1, A) + b"and the auditor agrees\n"
    with pytest.raises(CallRefused) as refused:
        caller.call("checkpoint.sign", CheckpointSign(note=text, old_size=0, proof=[]), bytes)
    assert refused.value.code == "ipc.refused"


def test_only_the_registrar_has_checkpoints_signed(world):
    for caller in (world.bound(), world.office("admin"), world.door("gateway")):
        with pytest.raises(CallRefused) as refused:
            caller.call("checkpoint.sign", CheckpointSign(note=note(world, 1, A), old_size=0, proof=[]), bytes)
        assert refused.value.code == "ipc.refused"
