"""What the pages' replay is at the command line's door: nothing. The rest is walked in tests/admin_ui/recordings."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.wiring import office_replay
from gateway.wiring.office_playable import Playable
from tests.gateway.cli.town import Session, Town
from tests.gateway.wiring.office_town import office_of


def test_R40_outside_a_web_session_nothing_is_permitted(town: Town, recorded: Session) -> None:
    def viewed() -> int:
        return len([each for each in town.events("recording.viewed") if each["recording"] == recorded.recording])

    before = viewed()
    with office_of(town, "mori") as office:
        with pytest.raises(CallRefused, match=r"play\.web-only"):
            office_replay.permit(office, recorded.recording, "点検")
        with pytest.raises(CallRefused, match=r"play\."):
            office_replay.search(office, recorded.recording, "V-20260101-0000000000", "x")
    assert viewed() == before


def test_R39_a_recording_is_judged_by_the_journal_and_its_marks_are_the_journals(town: Town, recorded: Session) -> None:
    with office_of(town, "mori") as office:
        found = office_replay.shown(office, recorded.recording)
        assert found.playable is Playable.WHOLE
        assert found.judged.holds
        assert office_replay.marks(office, found.line) == ()
        for absent in ("R-20260101-0000000000", "x", "../x"):
            with pytest.raises(CallRefused, match=r"recording\.absent"):
                office_replay.shown(office, absent)


def test_R41_a_recording_the_journal_does_not_tell_of_is_not_played(
    town: Town, recorded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office_replay, "entries_about", lambda *_: [])
    with office_of(town, "mori") as office:
        assert office_replay.shown(office, recorded.recording).playable is Playable.UNTOLD
