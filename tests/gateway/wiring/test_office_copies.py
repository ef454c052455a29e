"""The register of copies is what the journal says, and an end is only what an entry proves (R-86)."""

from datetime import UTC, datetime

from gateway.backups.events import BackupMade
from gateway.recording.events import RecordingExported
from gateway.recording.store.events import RecordingShipped, RecordingUnshelved
from gateway.registrar.office_events import JournalExported
from gateway.registrar.retention_events import RecordingRetired
from gateway.wiring.office_copies import Place, _hear, _Heard

AT = datetime(2026, 11, 23, tzinfo=UTC)
SHIPPED = {"recording": "R-1", "digest": "ab" * 32, "stored_bytes": 5, "locked_until": "2027-01-02T00:00:00Z"}


def heard(*said: tuple[str, dict[str, object]]) -> _Heard:
    """Entries as they come: the newest first."""
    found = _Heard()
    for seq, (kind, data) in reversed(list(enumerate(said, 1))):
        _hear(found, seq, kind, AT, data)
    return found


def test_R86_each_copy_that_is_made_is_registered_with_what_it_is():
    made = heard(
        (RecordingShipped.kind, SHIPPED),
        (RecordingExported.kind, {"recording": "R-1", "digest": "cd" * 32, "exported_bytes": 7, "by_username": "mori"}),
        (BackupMade.kind, {"backup": "B-1", "manifest": "ef" * 32, "size": 9, "os_user": "root"}),
        (JournalExported.kind, {"by_username": "mori", "size": 400}),
    ).made
    assert sorted((each.place, each.what, each.size, each.made_by) for each in made.values()) == [
        (Place.BACKUP, "B-1", 9, "root"),
        (Place.EXPORT, "R-1", 7, "mori"),
        (Place.JOURNAL, "4", None, "mori"),
        (Place.STORE, "R-1", 5, ""),
    ]
    assert str(made[Place.STORE, "R-1"].until) == "2027-01-02"


def test_R86_two_exports_of_one_recording_are_two_copies_and_two_shippings_are_one():
    made = heard(*[(RecordingExported.kind, {"recording": "R-1"})] * 2, *[(RecordingShipped.kind, SHIPPED)] * 2).made
    assert sorted(each.place for each in made.values()) == [Place.EXPORT, Place.EXPORT, Place.STORE]


def test_R86_only_what_is_gone_is_an_end_of_the_stores_copy():
    held = heard((RecordingUnshelved.kind, {"recording": "R-1", "gone": False, "until": "2027-01-02"}))
    gone = heard((RecordingUnshelved.kind, {"recording": "R-1", "gone": True, "until": ""}))
    assert held.stored == {}
    assert gone.stored["R-1"].seq == 1


def test_R86_a_retired_recording_names_the_entry_that_proves_it():
    ended = heard((RecordingRetired.kind, {"recording": "R-1"})).files["R-1"]
    assert (ended.seq, ended.kind) == (1, RecordingRetired.kind)
