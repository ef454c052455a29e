"""The day's verification over real recordings and a real store: what is missing, changed or strange becomes an event each."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from gateway.audit.event import Event
from gateway.recording.events import RecordingVerified
from gateway.recording.seal import Sealed
from gateway.recording.store.events import RecordingsCounted, RecordingUnshelved
from gateway.worker.recordings import Known, RecordingsWatch
from tests.gateway.recording.scene import Room
from tests.gateway.recording.store.scene import WORK, Town, locked_for
from tests.object_store import ObjectStore

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # in Japan


class Noon:
    at = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


class Journal:
    """What was appended; and which days are counted."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def append(self, events: Sequence[Event]) -> None:
        self.events += events

    def counted_on(self, day: str) -> bool:
        return any(isinstance(event, RecordingsCounted) and event.day == day for event in self.events)


class Scene:
    def __init__(self, town: Town, daily_at: time = time(3, 0)) -> None:
        self.town, self.journal, self.known, self.clock = town, Journal(), Known(), Noon()
        self.watch = RecordingsWatch(
            node="n1", clock=self.clock, registrar=self.journal, library=town.library(), store=town.store, daily_at=daily_at,
            known=lambda: self.known, counted_on=self.journal.counted_on,
        )  # fmt: skip

    def recorded(self) -> Sealed:
        sealed = self.town.room.record(WORK)
        self.known.begun[sealed.recording] = f"S-of-{sealed.recording}"
        self.known.closed[sealed.recording] = sealed.final_hash
        return sealed

    def look(self) -> bool:
        return self.watch.look(lambda _: False)

    def broken(self) -> dict[str, tuple[str, ...]]:
        return {
            event.recording: event.findings for event in self.journal.events if isinstance(event, RecordingVerified)
        }

    def sums(self) -> RecordingsCounted:
        (found,) = [event for event in self.journal.events if isinstance(event, RecordingsCounted)]
        return found


@pytest.fixture
def scene(tmp_path: Path, s3: ObjectStore) -> Scene:
    directory = tmp_path / "recordings"
    directory.mkdir()
    return Scene(Town(room=Room(directory), s3=s3, place=s3.place(s3.bucket(), tmp_path)))


def test_R41_a_day_on_which_all_is_well_is_counted_once(scene: Scene) -> None:
    for _ in range(2):
        scene.recorded()
    scene.town.shipper.round()
    assert scene.look()
    assert scene.look()
    found = scene.sums()
    assert (found.day, found.sessions, found.recordings, found.holding, found.broken, found.unjudged) == (
        "2026-11-23", 2, 2, 2, 0, 0
    )  # fmt: skip
    assert scene.broken() == {}


def test_R41_each_that_is_wrong_is_named_with_its_session_and_its_copy(scene: Scene) -> None:
    town = scene.town
    missing, changed_here, changed_there, deleted, fine = (scene.recorded() for _ in range(5))
    town.shipper.round()
    town.leave(missing.recording)
    town.s3.client.delete_object(Bucket=town.place.bucket, Key=town.key(missing.recording))
    path = town.room.path_of(changed_here.recording)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    there = bytearray(town.stored(changed_there.recording))
    there[len(there) // 2] ^= 1
    town.overwrite(changed_there.recording, bytes(there))
    town.s3.client.delete_object(Bucket=town.place.bucket, Key=town.key(deleted.recording))
    strange = town.recorded()
    assert scene.look()
    found = scene.broken()
    assert found.keys() == {each.recording for each in (missing, changed_here, changed_there, deleted)} | {strange}
    assert found[missing.recording] == (f"S-of-{missing.recording}", "store: missing")
    assert found[changed_here.recording][1].startswith("here: chunk-changed #")
    assert found[changed_there.recording][1].startswith("store: chunk-changed #")
    assert found[deleted.recording][1:] == ("store: missing",)
    assert found[strange] == ("unknown",)
    assert (scene.sums().broken, scene.sums().holding) == (5, 1)
    assert fine.recording not in found


def test_one_that_still_runs_is_open_and_not_broken_wherever_it_lies(scene: Scene) -> None:
    running = scene.town.room.start()
    scene.known.begun[running.path.stem] = "S-1"
    scene.known.begun["R-20261122-AAAAAAAAAA"] = "S-2"  # of another node
    assert scene.look()
    assert scene.broken() == {}
    assert (scene.sums().unjudged, scene.sums().recordings) == (2, 1)


def test_a_recording_the_journal_closed_and_that_has_no_end_is_broken(scene: Scene) -> None:
    sealed = scene.recorded()
    path = scene.town.room.path_of(sealed.recording)
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"\xa5SKR")])
    assert scene.look()
    assert scene.broken()[sealed.recording][1:] == ("here: truncated #6",)


def test_a_store_that_is_away_gives_no_verdict_and_the_day_is_gone_through_again(scene: Scene, tmp_path: Path) -> None:
    sealed, broken = scene.recorded(), scene.recorded()
    town = scene.town
    town.shipper.round()
    gone = Scene(Town(room=town.room, s3=town.s3, place=town.s3.place("x", tmp_path, endpoint="http://127.0.0.1:1")))
    gone.known = scene.known
    assert not gone.look()
    assert gone.journal.events == []
    town.room.path_of(broken.recording).write_bytes(b"")
    assert scene.look()
    assert scene.broken().keys() == {broken.recording}
    assert sealed.recording not in scene.broken()


def test_a_copy_that_cannot_be_read_now_is_no_verdict_either(scene: Scene) -> None:
    unreadable, broken = scene.recorded(), scene.recorded()
    path = scene.town.room.path_of(unreadable.recording)
    whole = path.rename(path.with_suffix(".aside"))
    path.mkdir()
    scene.town.room.path_of(broken.recording).write_bytes(b"")
    for _ in range(2):
        assert not scene.look()
    assert [type(event) for event in scene.journal.events] == [RecordingVerified]  # the broken one, told once a day
    path.rmdir()
    whole.rename(path)
    assert scene.look()
    assert (scene.sums().holding, scene.sums().broken, scene.sums().unjudged) == (1, 1, 0)
    assert len(scene.broken()) == 1


def test_before_its_time_nothing_is_looked_at(scene: Scene) -> None:
    late = Scene(scene.town, daily_at=time(12, 1))
    assert late.look()
    assert late.journal.events == []


def test_what_is_retired_is_missed_by_nobody_and_goes_from_the_store(scene: Scene) -> None:
    sealed, kept = scene.recorded(), scene.recorded()
    town = scene.town
    town.shipper.round()
    scene.known.retired.add(sealed.recording)
    town.leave(sealed.recording)
    assert scene.look()
    (gone,) = [event for event in scene.journal.events if isinstance(event, RecordingUnshelved)]
    assert (gone.recording, gone.gone) == (sealed.recording, True)
    assert town.s3.keys(town.place.bucket) == [town.key(kept.recording)]
    assert scene.broken() == {}


def test_what_a_lock_holds_is_said_to_be_held_and_never_gone(tmp_path: Path, s3: ObjectStore) -> None:
    directory = tmp_path / "recordings"
    directory.mkdir()
    place = s3.place(s3.bucket(locks=True), tmp_path)
    scene = Scene(Town(room=Room(directory), s3=s3, place=place, lock=locked_for(10)))
    sealed = scene.recorded()
    scene.town.shipper.round()
    scene.known.retired.add(sealed.recording)
    assert scene.look()
    (held,) = [event for event in scene.journal.events if isinstance(event, RecordingUnshelved)]
    assert not held.gone
    assert datetime.fromisoformat(held.until) > NOON
    assert scene.town.stored(sealed.recording)
    scene.known.held[sealed.recording] = datetime.fromisoformat(held.until)
    over = (datetime.fromisoformat(held.until) + timedelta(days=1)).replace(hour=3)
    for at, tries in ((NOON + timedelta(days=1), 1), (NOON + timedelta(days=2), 1), (over, 2)):
        scene.clock.at = at  # not before its lock is over by this clock; then the store's own says no again
        assert scene.look()
        assert len([event for event in scene.journal.events if isinstance(event, RecordingUnshelved)]) == tries


def test_it_stops_at_once_when_it_is_told_to(scene: Scene) -> None:
    scene.recorded()
    assert scene.watch.look(lambda _: True)
    assert scene.journal.events == []
