"""Whatever is done to a file: verification says no and never fails, recovery never makes it look whole (R-41)."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.recording.frame import Prefix, RecordKind, closed
from gateway.recording.recovery import NeverBegan, recover
from gateway.recording.seal import Sealed, SealState
from gateway.recording.verify import verify
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.scene import Room
from tests.gateway.recording.test_verify import pieces

CHUNKS = [[("o", b"one\r\n")], [("o", b"two\r\n" * 50), ("i", b"ls\r")], [("o", b"three\r\n")]]


Original = tuple[Room, bytes, Sealed]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Original:
    room = Room(tmp_path_factory.mktemp("room"))
    sealed = room.record(CHUNKS)
    return room, room.path_of(sealed.recording).read_bytes(), sealed


@st.composite
def harms(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """Overwrite, cut out, insert, double or move a piece of any size at any place."""
    where, size, to = draw(st.floats(0, 1)), draw(st.floats(0, 1)), draw(st.floats(0, 1))
    junk, kind = draw(st.binary(max_size=120)), draw(st.sampled_from(["write", "cut", "insert", "double", "move"]))

    def harm(data: bytes) -> bytes:
        start = int(where * len(data))
        end = start + int(size * (len(data) - start))
        goal = int(to * len(data))
        piece = data[start:end]
        match kind:
            case "write":
                return data[:start] + junk + data[start + len(junk) :]
            case "cut":
                return data[:start] + data[end:]
            case "insert":
                return data[:start] + junk + data[start:]
            case "double":
                return data[:goal] + piece + data[goal:]
        rest = data[:start] + data[end:]
        return rest[:goal] + piece + rest[goal:]

    return harm


@settings(max_examples=400, deadline=None)
@given(changes=st.lists(harms(), min_size=1, max_size=3))
def test_R41_no_change_is_ever_called_whole(original: Original, changes: list[Callable[[bytes], bytes]]) -> None:
    room, good, sealed = original
    bad = good
    for change in changes:
        bad = change(bad)
    path = room.directory / "changed.rec"
    path.write_bytes(bad)
    verdict = verify(path, room.keeper.vkey, sealed.final_hash, recording=sealed.recording)
    assert verdict.holds == (bad == good)
    assert bool(verdict.findings) == (bad != good)
    assert not verify(path, room.keeper.vkey).holds or bad == good


@settings(max_examples=150, deadline=None)
@given(changes=st.lists(harms(), min_size=1, max_size=2))
def test_R41_recovery_never_turns_a_changed_recording_into_the_one_of_the_journal(
    original: Original, changes: list[Callable[[bytes], bytes]]
) -> None:
    room, good, sealed = original
    bad = good
    for change in changes:
        bad = change(bad)
    path = room.directory / "changed.rec"
    path.write_bytes(bad)
    try:
        found = recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="vanished")
    except GatewayFault:
        return
    if isinstance(found, NeverBegan) or bad == good:
        return
    assert found.state is not SealState.SEALED
    assert path.read_bytes().startswith(bad)
    assert verify(path, room.keeper.vkey, sealed.final_hash).findings


RECORDS = st.tuples(
    st.sampled_from([RecordKind.CHUNK, RecordKind.END, RecordKind.SEAL, RecordKind.HEADER]),
    st.integers(0, 3),
    st.integers(0, 2**64 - 1),
    st.integers(0, 1000),
    st.binary(max_size=200),
    st.integers(0, 255),
)


@settings(max_examples=150, deadline=None)
@given(records=st.lists(RECORDS, max_size=4))
def test_R41_a_hostile_session_process_cannot_keep_its_recording_from_being_closed(
    original: Original, records: list[tuple[RecordKind, int, int, int, bytes, int]]
) -> None:
    """It holds the data key and may write any records, well chained; recovery still seals, verification still answers."""
    room, good, _ = original
    path = room.directory / "changed.rec"
    path.write_bytes(good)
    them = pieces(path)
    data, prev, tag = good[: them[2].offset], them[1].hash, them[1].prefix.file
    for number, (kind, segment, until_us, raw_bytes, payload, step) in enumerate(records, 2):
        prefix = Prefix(tag, kind, segment, number, until_us, raw_bytes, len(payload), prev, step)
        record = closed(prefix.packed(), payload)
        data, prev = data + record, record[-32:]
    path.write_bytes(data)
    found = recover(path, vkey=room.keeper.vkey, signer=room.keeper, clock=room.clock, reason="vanished")
    assert isinstance(found, Sealed)
    assert found.state is not SealState.SEALED
    verdict = verify(path, room.keeper.vkey, found.final_hash)
    assert verdict.holds == (not verdict.findings)
    assert verdict.state is found.state
