"""Checkpoints: three lines, one spelling, one signer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.checkpoint import Checkpoint, CheckpointRefused, read_checkpoint, verified, write_checkpoint
from gateway.audit.note import NoteMalformed, VerifierKey, write_note
from gateway.crypto import signing
from tests.gateway.audit.ledger import KEY, SEED

EXAMPLE = (
    b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"  # of C2SP tlog-checkpoint
)


def test_R54_the_example_of_the_specification_is_read_and_written() -> None:
    checkpoint = read_checkpoint(EXAMPLE)
    assert (checkpoint.origin, checkpoint.size, len(checkpoint.root)) == ("example.com/behind-the-sofa", 20852163, 32)
    assert write_checkpoint(checkpoint) == EXAMPLE


@given(st.integers(0, 10**19 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_was(size: int, root: bytes) -> None:
    checkpoint = Checkpoint(origin=KEY.name, size=size, root=root)
    text = write_checkpoint(checkpoint)
    assert read_checkpoint(text) == checkpoint
    assert verified(write_note(text, KEY, signing.sign(SEED, text)), KEY) == checkpoint


@pytest.mark.parametrize(
    "text",
    [b"", EXAMPLE[:-1], EXAMPLE + b"extension\n", EXAMPLE + b"\n", EXAMPLE.replace(b"208", b"0208"),
     EXAMPLE.replace(b"208", b"-208"),
     EXAMPLE.replace(b"2I=", b"2J="), EXAMPLE.replace(b"2I=", b"2I"), b"\n" + EXAMPLE, EXAMPLE.replace(b"e", b"\xff", 1),
     EXAMPLE.replace(b"20852163", "２０".encode()), b"x" * 2000 + EXAMPLE, EXAMPLE.replace(b"20852163", b"9" * 20)],
)  # fmt: skip
def test_any_other_text_is_refused(text: bytes) -> None:
    with pytest.raises(NoteMalformed):
        read_checkpoint(text)


@given(st.binary(max_size=120))
def test_arbitrary_bytes_never_crash(data: bytes) -> None:
    with pytest.raises(NoteMalformed):
        read_checkpoint(data)
    with pytest.raises(NoteMalformed):
        verified(data, KEY)


def test_another_signer_or_journal_is_refused() -> None:
    for origin, seed in ((KEY.name, signing.new_signing_key()), ("other.example/journal", SEED)):
        text = write_checkpoint(Checkpoint(origin=origin, size=1, root=bytes(32)))
        with pytest.raises(CheckpointRefused):
            verified(write_note(text, KEY, signing.sign(seed, text)), KEY)
    other = VerifierKey(name="other.example/journal", public=KEY.public)
    text = write_checkpoint(Checkpoint(origin=KEY.name, size=1, root=bytes(32)))
    with pytest.raises(CheckpointRefused):
        verified(write_note(text, other, signing.sign(SEED, text)), KEY)
