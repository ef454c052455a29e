"""A running recording reaches a real store while it runs, in whole records, also over a new start of whoever ships it."""

from gateway.recording.library import Copy
from gateway.recording.recorder import Recorder
from gateway.recording.store.events import RecordingShipped
from gateway.recording.store.names import part_of
from tests.gateway.recording.store.scene import Town


def parts(town: Town) -> list[str]:
    return [key for key in town.s3.keys(town.place.bucket) if ".parts/" in key]


def round_until(town: Town, count: int) -> None:
    while len(parts(town)) < count:
        town.shipper.round()


def shown_and_shipped(town: Town, recorder: Recorder, line: bytes) -> None:
    """The line, once the writer wrote it and the store has it: a round may come before the line does, and ship less."""
    before = recorder.path.stat().st_size
    recorder.output(line)
    while (
        recorder.path.stat().st_size == before or town.store.taken_to(recorder.path.stem) < recorder.path.stat().st_size
    ):
        town.shipper.round()


def test_what_a_dead_machine_had_shipped_is_readable_and_says_that_it_has_no_end(town: Town) -> None:
    recorder = town.room.start()
    recording = recorder.path.stem
    for number in range(1, 4):
        shown_and_shipped(town, recorder, b"line %d\r\n" % number)
        if number == 2:
            town.again()  # and goes on where the store says it was
    shipped = recorder.path.read_bytes()
    recorder.path.rename(recorder.path.with_suffix(".gone"))  # the machine is
    library = town.library()
    verdict = library.verify_copies(recording)[Copy.STORE]
    assert verdict.unsealed
    assert verdict.stored_bytes == len(shipped)
    with library.open_damaged(recording, opener=town.room.keeper) as reading:
        assert b"".join(event.data for event in reading.events()) == b"line 1\r\nline 2\r\nline 3\r\n"
    found = [part_of("sekisho/", key) for key in parts(town)]
    assert len(found) >= 3
    assert min(part.start for part in found if part is not None) == 0
    assert b"".join(town.s3.get(town.place.bucket, key) for key in sorted(parts(town))) == shipped


def test_nothing_new_is_no_part(town: Town) -> None:
    town.room.start()
    round_until(town, 1)
    for _ in range(3):
        town.shipper.round()
    assert len(parts(town)) == 1


def test_half_a_record_waits_for_its_other_half(town: Town) -> None:
    recorder = town.room.start()
    recorder.output(b"one\r\n")
    recorder.seal("client closed")
    half = recorder.path.read_bytes()[-300:-200]
    recorder.path.unlink()
    recorder = town.room.start()
    round_until(town, 1)
    whole = recorder.path.stat().st_size
    with recorder.path.open("ab") as file:
        file.write(b"\xa5SKR" + half)
    for _ in range(3):
        town.shipper.round()
    (key,) = parts(town)
    part = part_of("sekisho/", key)
    assert part is not None
    assert part.end == whole


def test_the_whole_takes_the_place_of_its_parts(town: Town) -> None:
    recorder = town.room.start()
    recorder.output(b"one\r\n")
    round_until(town, 1)
    recorder.seal("client closed")
    town.shipper.round()
    assert town.s3.keys(town.place.bucket) == [town.key(recorder.path.stem)]
    assert town.stored(recorder.path.stem) == recorder.path.read_bytes()
    assert any(isinstance(event, RecordingShipped) for event in town.events)


def test_a_part_is_locked_for_a_week_and_stays_beside_the_whole_until_then(locking: Town) -> None:
    recorder = locking.room.start()
    recorder.output(b"one\r\n")
    round_until(locking, 1)
    recorder.seal("client closed")
    locking.shipper.round()
    assert len(parts(locking)) >= 1
    assert locking.kinds() == ["recording.shipped"]
    lock = locking.s3.client.head_object(Bucket=locking.place.bucket, Key=parts(locking)[0])
    whole = locking.s3.client.head_object(Bucket=locking.place.bucket, Key=locking.key(recorder.path.stem))
    assert lock["ObjectLockRetainUntilDate"] < whole["ObjectLockRetainUntilDate"]
    assert locking.library().open(recorder.path.stem, opener=locking.room.keeper).sealed is not None


def test_a_part_somebody_put_in_its_place_is_refused_and_the_whole_still_comes(town: Town) -> None:
    recorder = town.room.start()
    round_until(town, 1)
    (key,) = parts(town)
    town.s3.client.put_object(Bucket=town.place.bucket, Key=key, Body=b"x" * 10)
    town.again()
    recorder.output(b"more\r\n")
    while "recording.not_shipped" not in town.kinds() and len(parts(town)) < 2:
        town.shipper.round()
    recorder.seal("client closed")
    town.shipper.round()
    assert town.stored(recorder.path.stem) == recorder.path.read_bytes()


def test_parts_that_outlived_their_whole_are_swept_once_a_day_and_others_stay(town: Town) -> None:
    recorder = town.room.start()
    recorder.output(b"one\r\n")
    round_until(town, 1)
    (left,) = parts(town)
    data = town.s3.get(town.place.bucket, left)
    recorder.seal("client closed")
    town.shipper.round()
    running = town.room.start()  # of which there are only parts
    town.again().round()
    town.s3.client.put_object(Bucket=town.place.bucket, Key=left, Body=data)  # as if it had been locked then
    town.shipper.round()
    assert left in parts(town)
    town.again().round()
    assert left not in parts(town)
    assert [part_of("sekisho/", key) is not None and running.path.stem in key for key in parts(town)] == [True]
