"""Recordings read from a real store, and everything somebody with all rights to it could do to them."""

import os
from collections.abc import Callable

import pytest

from gateway.recording.library import Copy
from gateway.recording.store.port import Held, Removed, StoreChanged
from gateway.recording.verdict import Flaw
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.store.scene import WORK, Town


def flaws(town: Town, recording: str, expected: bytes) -> list[Flaw]:
    return [each.flaw for each in town.library().verify_copies(recording, expected)[Copy.STORE].findings]


def test_a_recording_is_replayed_and_verified_from_the_store_alone(town: Town) -> None:
    sealed = town.room.record(WORK)
    town.shipper.round()
    here = town.room.read(sealed.recording)
    town.leave(sealed.recording)
    library = town.library()
    assert library.verify(sealed.recording, sealed.final_hash).holds
    assert library.exists(sealed.recording)
    assert library.known() == {sealed.recording}
    with library.open(sealed.recording, opener=town.room.keeper, expected_final_hash=sealed.final_hash) as reading:
        assert list(reading.events()) == here
        assert reading.sealed is not None
        assert reading.sealed.final_hash == sealed.final_hash


def test_both_copies_are_verified_once_the_store_is_said_to_have_one(town: Town) -> None:
    sealed = town.room.record(WORK)
    assert town.library().verify_copies(sealed.recording, sealed.final_hash).keys() == {Copy.HERE}
    town.shipper.round()
    verdicts = town.library().verify_copies(sealed.recording, sealed.final_hash)
    assert {copy: verdict.holds for copy, verdict in verdicts.items()} == {Copy.HERE: True, Copy.STORE: True}


def changed(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def truncated(data: bytes) -> bytes:
    return data[:-100]


def lengthened(data: bytes) -> bytes:
    return data + b"x"


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("tamper", [changed, truncated, lengthened, emptied])
def test_R41_an_object_that_was_written_over_is_found(town: Town, tamper: Callable[[bytes], bytes]) -> None:
    sealed = town.room.record(WORK)
    town.shipper.round()
    town.overwrite(sealed.recording, tamper(town.stored(sealed.recording)))
    assert flaws(town, sealed.recording, sealed.final_hash)
    assert town.library().verify_copies(sealed.recording, sealed.final_hash)[Copy.HERE].holds


def test_R41_an_object_that_was_deleted_is_missed_here_and_where_no_copy_is_left(town: Town) -> None:
    sealed = town.room.record(WORK)
    town.shipper.round()
    town.s3.client.delete_object(Bucket=town.place.bucket, Key=town.key(sealed.recording))
    assert flaws(town, sealed.recording, sealed.final_hash) == [Flaw.MISSING]
    town.leave(sealed.recording)
    assert flaws(town, sealed.recording, sealed.final_hash) == [Flaw.MISSING]
    assert not town.library().exists(sealed.recording)


def test_R41_an_object_that_was_renamed_is_missed_under_its_name_and_strange_under_the_other(town: Town) -> None:
    sealed, other = town.room.record(WORK), town.room.record(WORK)
    town.shipper.round()
    town.overwrite(other.recording, town.stored(sealed.recording))
    town.s3.client.delete_object(Bucket=town.place.bucket, Key=town.key(sealed.recording))
    assert flaws(town, sealed.recording, sealed.final_hash) == [Flaw.MISSING]
    assert flaws(town, other.recording, other.final_hash) == [Flaw.OTHER_RECORDING]


def test_R41_an_older_copy_of_the_same_recording_is_not_the_whole(town: Town) -> None:
    sealed = town.room.record(WORK)
    town.shipper.round()
    data = town.stored(sealed.recording)
    town.overwrite(sealed.recording, data[: data.rindex(b"\xa5SKR")])  # as it stood before the seal
    assert flaws(town, sealed.recording, sealed.final_hash) == [Flaw.TRUNCATED]


def test_an_object_that_is_exchanged_while_it_is_read_ends_the_reading(town: Town) -> None:
    sealed = town.room.record([[("o", os.urandom(60_000))] for _ in range(3)])
    town.shipper.round()
    town.leave(sealed.recording)
    file = town.store.open(sealed.recording)
    file.read(10)
    town.overwrite(sealed.recording, changed(town.stored(sealed.recording)))
    file.seek(-10, 2)
    with pytest.raises(StoreChanged):
        file.read()
    with town.library().open_damaged(sealed.recording, opener=town.room.keeper) as reading:
        town.overwrite(sealed.recording, os.urandom(200_000))
        with pytest.raises(GatewayFault):
            list(reading.events())


def test_objects_of_others_under_our_prefix_are_no_recordings(town: Town) -> None:
    sealed = town.room.record(WORK)
    town.shipper.round()
    day = sealed.recording.split("-")[1]
    for key in ("notes.txt", f"20200101/{sealed.recording}.rec", f"{day}/R-x.rec", f"{day}/../{sealed.recording}.rec"):
        town.s3.client.put_object(Bucket=town.place.bucket, Key=f"sekisho/{key}", Body=b"x")
    town.s3.client.put_object(Bucket=town.place.bucket, Key=f"{day}/{sealed.recording}.rec", Body=b"x")
    assert town.library().known() == {sealed.recording}


def test_removing_takes_every_version_and_every_part(town: Town) -> None:
    recorder = town.room.start()
    recorder.output(b"x")
    recording = recorder.path.stem
    while not town.s3.keys(town.place.bucket):
        town.shipper.round()
    recorder.seal("client closed")
    town.store.take(recording, recorder.path.open("rb"), recorder.path.stat().st_size, None)
    assert len(town.s3.keys(town.place.bucket)) >= 2
    assert town.store.remove(recording) == Removed()
    assert town.s3.keys(town.place.bucket) == []
    assert town.store.remove(recording) == Removed()


def test_what_the_lock_holds_is_not_called_removed(locking: Town) -> None:
    sealed = locking.room.record(WORK)
    locking.shipper.round()
    left = locking.store.remove(sealed.recording)
    assert isinstance(left, Held)
    assert left.until is not None
    assert locking.stored(sealed.recording) == locking.room.path_of(sealed.recording).read_bytes()


def test_R83_a_planted_text_is_nowhere_in_the_store(town: Town) -> None:
    planted = "山田 太郎 090-1234-5678".encode()
    recording = town.recorded([[("o", planted)]])
    town.shipper.round()
    data = town.stored(recording)
    assert planted not in data
    assert town.room.keeper.pair.private.reveal() not in data
    assert "佐藤 花子".encode() not in data
