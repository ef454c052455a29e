import os
from dataclasses import replace

import pytest

from gateway.crypto import aead, wrapping
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.recording import header
from gateway.recording.content_key import slot
from gateway.recording.ports import HEADER_TAG, SEAL_TAG, is_signed, key_context
from gateway.recording.seal import SealState
from gateway.vocabulary.identifiers import new_recording_id
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.world import eventually


def test_R38_a_session_heads_and_seals_its_recording(world):
    caller = world.bound()
    signer = clients.SessionSigner(caller)
    made = world.header()
    body = header.write(made)
    assert is_signed(world.public.recording_vkey, HEADER_TAG, body, signer.sign("header", body))
    body = world.seal_of(made)
    assert is_signed(world.public.recording_vkey, SEAL_TAG, body, signer.sign("seal", body))


def test_two_sessions_of_one_connection_are_headed_each(world):
    caller = world.bound()
    first, second = world.headed(caller), world.headed(caller)
    for each in (second, first):
        clients.SessionSigner(caller).sign("seal", world.seal_of(each))
    assert not world.violations


def test_the_registrar_seals_what_was_interrupted_or_late_once_it_runs_no_more(world):
    caller = world.bound()
    made = world.headed(caller)
    signer = clients.RecoverySigner(world.door("registrar"))
    body = world.seal_of(made, state=SealState.INTERRUPTED)
    with pytest.raises(GatewayFault, match=r"recording\.running"):
        signer.sign("seal", body)
    caller.close()

    def sealed() -> bool:
        try:
            return is_signed(world.public.recording_vkey, SEAL_TAG, body, signer.sign("seal", body))
        except GatewayFault:
            return False

    with eventually() as wait:
        wait(sealed)
    late = world.seal_of(made, state=SealState.LATE)
    assert is_signed(world.public.recording_vkey, SEAL_TAG, late, signer.sign("seal", late))


def test_recovery_signs_no_headers(world):
    with pytest.raises(GatewayFault, match="no headers"):
        clients.RecoverySigner(world.door("registrar")).sign("header", b"")


def wrapped(world, recording: str, segment: int = 0) -> tuple[bytes, bytes]:
    key = aead.new_key()
    return key.reveal(), wrapping.wrap(world.public.recording_public, key, key_context(recording, segment))


def test_R40_an_auditor_opens_a_recording_and_others_do_not(world):
    key, slot = wrapped(world, "R-1", 2)
    assert clients.RecordingKeys(world.office("auditor"), "replay").open("R-1", 2, slot).reveal() == key
    for name in ("sato", "admin", "supervisor"):
        with pytest.raises(CallRefused) as refused:
            clients.RecordingKeys(world.office(name), "replay").open("R-1", 2, slot)
        assert refused.value.code == "keeper.role"


def test_a_key_slot_moved_elsewhere_opens_nothing(world):
    _, slot = wrapped(world, "R-1", 2)
    opener = clients.RecordingKeys(world.office("auditor"), "export")
    for recording, segment, given in (("R-2", 2, slot), ("R-1", 1, slot), ("R-1", 2, os.urandom(93)), ("録", 2, slot)):
        with pytest.raises(CallRefused) as refused:
            opener.open(recording, segment, given)
        assert refused.value.code == "recording.broken"


def test_R27_a_supervisor_watches_only_while_it_runs(world):
    caller = world.bound()
    made = world.headed(caller)
    key, slot = wrapped(world, made.header.recording)
    watching = clients.RecordingKeys(world.office("supervisor"), "watch")
    assert watching.open(made.header.recording, 0, slot).reveal() == key
    clients.SessionSigner(caller).sign("seal", world.seal_of(made))
    with pytest.raises(CallRefused) as refused:
        watching.open(made.header.recording, 0, slot)
    assert refused.value.code == "recording.not_running"


def test_an_engineer_watches_nobody(world):
    made = world.headed(world.bound())
    _, slot = wrapped(world, made.header.recording)
    with pytest.raises(CallRefused) as refused:
        clients.RecordingKeys(world.office("suzuki"), "watch").open(made.header.recording, 0, slot)
    assert refused.value.code == "keeper.role"


def test_R85_a_recordings_key_is_wrapped_to_a_pair_of_its_day_and_clients(world):
    caller = world.bound()
    signer = clients.SessionSigner(caller)
    now = world.clock.now()
    first, again = (signer.wrap_to(new_recording_id(now), ("C-02", "C-01")) for _ in range(2))
    other = signer.wrap_to(new_recording_id(now), ("C-01",))
    assert first == again
    assert other.name != first.name
    assert {key.clients for key in world.recording_keys.values()} == {("C-01", "C-02"), ("C-01",)}
    assert all(key.sealed is not None and first.public not in key.sealed for key in world.recording_keys.values())


def test_R85_a_destroyed_pair_opens_nothing_and_says_so(world):
    recording = new_recording_id(world.clock.now())
    to = clients.SessionSigner(world.bound()).wrap_to(recording, ("C-01",))
    key = aead.new_key()
    inner = wrapping.wrap(to.public, key, key_context(recording, 0))
    auditor = clients.RecordingKeys(world.office("auditor"), "replay")
    assert auditor.open(recording, 0, slot(to.name, inner)).reveal() == key.reveal()
    with pytest.raises(CallRefused, match=r"recording\.broken"):
        auditor.open(recording, 0, slot(bytes(16), inner))
    stored = world.recording_keys[to.name]
    world.recording_keys[to.name] = replace(stored, clients=("C-02",))
    with pytest.raises(CallRefused, match=r"recording\.broken"):
        auditor.open(recording, 0, slot(to.name, inner))
    world.recording_keys[to.name] = replace(stored, sealed=None)
    with pytest.raises(CallRefused, match=r"recording\.destroyed") as told:
        auditor.open(recording, 0, slot(to.name, inner))
    assert "recording-keys.sealed" in told.value.text.en
    world.recording_keys[to.name] = replace(stored, sealed=None, destroyed_at=world.clock.now())
    with pytest.raises(CallRefused, match=r"recording\.destroyed") as told:
        auditor.open(recording, 0, slot(to.name, inner))
    assert "was destroyed" in told.value.text.en


def test_R85_no_pair_for_another_day_and_no_header_about_other_clients_than_its_pairs(world):
    caller = world.bound()
    with pytest.raises(GatewayFault):
        clients.SessionSigner(caller).wrap_to("R-20010101-0123456789", ("C-01",))
    assert world.recording_keys == {}
    caller = world.bound()
    made = world.header()
    clients.SessionSigner(caller).wrap_to(made.header.recording, ("C-99",))
    with pytest.raises(GatewayFault):
        clients.SessionSigner(caller).sign("header", header.write(made))
