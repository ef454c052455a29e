"""From the folder into a real store: what is shipped, what is refused, what stays, and what is told of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.recording.store import shipped
from gateway.recording.store.events import RecordingLeft, RecordingNotShipped, RecordingShipped
from gateway.recording.store.port import StoreAway, StoreRefused
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.recording.store.scene import WORK, Town, a_cable


def test_a_sealed_recording_is_there_byte_for_byte_and_the_journal_hears_of_it(town: Town) -> None:
    recording = town.recorded()
    town.shipper.round()
    data = town.room.path_of(recording).read_bytes()
    assert town.stored(recording) == data
    (event,) = town.events
    assert isinstance(event, RecordingShipped)
    assert (event.recording, event.stored_bytes, event.again, event.locked_until) == (recording, len(data), False, "")
    assert town.shipper.standing.shipped_bytes == len(data)
    town.shipper.round()
    assert len(town.events) == 1


def test_a_note_that_is_lost_costs_one_more_look_and_writes_nothing(town: Town) -> None:
    recording = town.recorded()
    town.shipper.round()
    shipped.note_of(town.room.path_of(recording)).unlink()
    town.again().round()
    assert [event.again for event in town.events if isinstance(event, RecordingShipped)] == [False, True]
    assert shipped.read(town.room.path_of(recording)) is not None


def test_a_note_that_is_taken_away_is_missed_without_a_new_start(town: Town) -> None:
    recording = town.recorded()
    for _ in range(3):
        town.shipper.round()
    shipped.note_of(town.room.path_of(recording)).unlink()
    town.shipper.round()
    assert town.kinds() == ["recording.shipped"] * 2


def test_what_stands_under_the_name_is_never_written_over_and_is_told_once(town: Town) -> None:
    recording, other = town.recorded(), town.recorded()
    town.overwrite(recording, b"something else")
    for _ in range(3):
        town.shipper.round()
    assert town.stored(recording) == b"something else"
    assert town.stored(other) == town.room.path_of(other).read_bytes()  # the others go on
    refused = [event for event in town.events if isinstance(event, RecordingNotShipped)]
    assert [(event.recording, event.why) for event in refused] == [(recording, "differs")]
    assert town.room.path_of(recording).exists()
    assert (town.shipper.standing.waiting, town.shipper.standing.refused) == (1, 1)


def test_another_sessions_recording_under_the_name_is_not_taken_for_it(town: Town) -> None:
    recording, other = town.recorded(), town.recorded()
    town.overwrite(recording, town.room.path_of(other).read_bytes())
    town.shipper.round()
    assert [event.recording for event in town.events if isinstance(event, RecordingNotShipped)] == [recording]


def test_a_copy_is_locked_for_as_long_as_is_wished(locking: Town) -> None:
    recording = locking.recorded()
    locking.shipper.round()
    said = locking.s3.client.head_object(Bucket=locking.place.bucket, Key=locking.key(recording))
    assert said["ObjectLockMode"] == "COMPLIANCE"
    wanted = datetime.now(UTC) + timedelta(days=10)
    assert abs(said["ObjectLockRetainUntilDate"] - wanted) < timedelta(minutes=5)
    (event,) = locking.events
    assert isinstance(event, RecordingShipped)
    assert datetime.fromisoformat(event.locked_until) == said["ObjectLockRetainUntilDate"]


def test_a_copy_that_came_there_without_its_lock_is_not_called_stored(locking: Town) -> None:
    recording = locking.recorded()
    locking.overwrite(recording, locking.room.path_of(recording).read_bytes())  # the same bytes, and free to be deleted
    locking.shipper.round()
    (event,) = locking.events
    assert isinstance(event, RecordingNotShipped)
    assert event.why == "unlocked"
    assert shipped.read(locking.room.path_of(recording)) is None


def test_the_copy_here_goes_only_after_the_stores_was_read_once_more(town: Town) -> None:
    recording, changed = town.recorded(), town.recorded()
    town.shipper.round()
    town.overwrite(changed, town.stored(changed)[:-1] + b"!")
    town.local_seconds = 0.0
    town.again().round()
    assert not town.room.path_of(recording).exists()
    assert not shipped.note_of(town.room.path_of(recording)).exists()
    assert town.room.path_of(changed).exists()
    assert [event.recording for event in town.events if isinstance(event, RecordingLeft)] == [recording]
    assert [event.recording for event in town.events if isinstance(event, RecordingNotShipped)] == [changed]
    assert town.library().open(recording, opener=town.room.keeper).header.recording == recording


def test_nothing_here_goes_unless_it_is_wished(town: Town) -> None:
    recording = town.recorded()
    for _ in range(3):
        town.shipper.round()
    assert town.room.path_of(recording).exists()


def test_nothing_goes_that_the_journal_has_not_heard_of(town: Town) -> None:
    town.local_seconds = 0.0
    recording = town.recorded()
    town.again().round()

    def away(_: object) -> None:
        raise GatewayFault("the registrar is away")

    town.again()
    town.shipper._tell = away
    recording = town.recorded()
    with pytest.raises(GatewayFault):
        town.shipper.round()
    assert town.room.path_of(recording).exists()
    assert shipped.read(town.room.path_of(recording)) is None
    assert town.stored(recording)  # it is there, and is told of by the next round
    town.again().round()
    assert not town.room.path_of(recording).exists()


def test_wrong_credentials_are_said_in_words_and_nothing_is_lost(town: Town, tmp_path: Path) -> None:
    recording = town.recorded()
    place = town.s3.place("no-such-bucket-of-ours", tmp_path)
    with pytest.raises(StoreRefused, match="no such bucket"):
        town.again(place).round()
    assert town.shipper.standing.waiting == 1
    town.again().round()
    assert town.stored(recording) == town.room.path_of(recording).read_bytes()


@pytest.mark.parametrize("way", ["up_bytes", "down_bytes"])
def test_a_line_that_breaks_anywhere_ends_in_one_whole_copy(town: Town, tmp_path: Path, way: str) -> None:
    """Cut after ever more bytes: of the request, or of the answers. Each time it is tried again; at last it is there, once."""
    recording = town.recorded(([("o", bytes(range(256)) * 200)],))
    size = town.room.path_of(recording).stat().st_size
    broken = 0
    for bound in (0, 700, size // 2, size + 300, None):
        with a_cable(town.s3.endpoint, **{way: bound}) as cable:
            town.again(town.s3.place(town.place.bucket, tmp_path, endpoint=cable.endpoint(), answer_seconds=2.0))
            try:
                town.shipper.round()
            except StoreAway:
                broken += 1
    assert broken >= 3
    assert town.stored(recording) == town.room.path_of(recording).read_bytes()
    assert town.kinds()[-1] == "recording.shipped"
    assert town.s3.keys(town.place.bucket) == [town.key(recording)]


def test_a_link_is_no_recording(town: Town, tmp_path: Path) -> None:
    recording = town.recorded()
    path = town.room.path_of(recording)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    town.shipper.round()
    assert town.s3.keys(town.place.bucket) == []


def test_the_oldest_comes_first_and_what_waits_is_counted(town: Town, tmp_path: Path) -> None:
    recordings = sorted(town.recorded(WORK) for _ in range(3))
    gone = town.s3.place("any", tmp_path, endpoint="http://127.0.0.1:1")
    with pytest.raises(StoreAway):
        town.again(gone).round()
    standing = town.shipper.standing
    assert (standing.waiting, standing.shipped) == (3, 0)
    assert standing.waiting_bytes == pytest.approx(
        sum(town.room.path_of(each).stat().st_size for each in recordings), abs=100
    )
    town.again().round()
    assert [event.recording for event in town.events if isinstance(event, RecordingShipped)] == recordings
    assert (town.shipper.standing.waiting, town.shipper.standing.oldest) == (0, None)
