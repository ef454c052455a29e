"""What stands on the disk before a session hears that it is recorded."""

import os
from pathlib import Path

import pytest

from gateway.crypto.digest import sha256
from gateway.crypto.wrapping import unwrap
from gateway.recording import opening
from gateway.recording.beginning import begin
from gateway.recording.ports import HEADER_TAG, is_signed, key_context
from gateway.recording.tape import Tape
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import PERSONAL, Keeper, header


def test_R38_a_signed_header_a_wrapped_key_and_a_first_chunk(tmp_path: Path) -> None:
    keeper = Keeper()
    begun = begin(tmp_path, header(), PERSONAL, wrap_to=keeper.wrap_to, signer=keeper)
    with begun.tape.path.open("rb") as file:
        found = opening.read(file, begun.tape.size)
        walk = found.walk(file)
        walk.to(begun.tape.size)
    assert found.signed == begun.signed
    assert is_signed(keeper.vkey, HEADER_TAG, found.body, found.signature)
    assert found.signed.segments[0].clients == header().clients
    assert sha256(found.wrapped[0]) == found.signed.segments[0].key_digest
    assert len(unwrap(keeper.pair.private, found.wrapped[0], key_context(header().recording, 0)).reveal()) == 32
    assert (walk.chunks, walk.position) == (1, begun.tape.size)
    begun.tape.close()


def test_every_recording_has_a_key_and_a_tag_of_its_own(tmp_path: Path) -> None:
    keeper = Keeper()
    ids = ("R-20261122-0000000001", "R-20261122-0000000002")
    begun = [begin(tmp_path, header(recording=one), PERSONAL, wrap_to=keeper.wrap_to, signer=keeper) for one in ids]
    assert begun[0].signed.file != begun[1].signed.file
    assert begun[0].signed.personal != begun[1].signed.personal
    for one in begun:
        one.tape.close()


@pytest.mark.parametrize("step", ["append", "sync", "sync_name"])
def test_R11_a_half_written_start_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Tape, step, fail)
    keeper = Keeper()
    with pytest.raises(GatewayFault) as fault:
        begin(tmp_path, header(), PERSONAL, wrap_to=keeper.wrap_to, signer=keeper)
    assert fault.value.text is not None
    assert list(tmp_path.iterdir()) == []
