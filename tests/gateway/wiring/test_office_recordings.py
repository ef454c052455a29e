import pytest

from gateway.ipc.messages import CallRefused
from gateway.recording.events import Viewing
from gateway.recording.terminal_event import Code
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import office_recordings
from tests.gateway.cli.town import Connection, Session, Town
from tests.gateway.wiring.office_town import office_of


def test_R40_the_journal_hears_before_anything_is_opened(
    town: Town, recorded: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail closed: with a journal that does not answer, the keeper is not even asked for the key."""
    asked: list[str] = []
    with office_of(town, "mori") as office:
        monkeypatch.setattr(office_recordings.RecordingKeys, "open", lambda *_: asked.append("key"), raising=True)
        monkeypatch.setattr(office, "append", _broken)
        with pytest.raises(GatewayFault, match="journal"):
            office_recordings.viewed(office, recorded.recording, Viewing.REPLAY, "点検")
    assert asked == []


def _broken(_events: object) -> None:
    raise GatewayFault("the journal cannot be written")


def test_R40_an_auditor_sees_what_was_shown(town: Town, recorded: Session) -> None:
    with (
        office_of(town, "mori") as office,
        office_recordings.viewed(office, recorded.recording, Viewing.REPLAY, "点検") as reading,
    ):
        shown = b"".join(event.data for event in reading.events() if event.code is Code.OUTPUT)
        personal = reading.personal()
    assert "顧客一覧" in shown.decode()
    assert personal is not None
    assert personal.name == "山田 一郎"
    assert "山田" not in str(town.events("recording.viewed"))


def test_R40_the_keeper_itself_opens_nothing_to_an_administrator(town: Town, recorded: Session) -> None:
    """Even a command line that forgot to ask: the key stays where it is."""
    with office_of(town, "ito") as office:
        opener = office_recordings.RecordingKeys(office.keeper, "export")
        reading = office_recordings.library(office).open(recorded.recording, opener=opener)
        with reading, pytest.raises(CallRefused, match=r"keeper\.role"):
            list(reading.events())


def test_R42_a_supervisor_opens_a_running_one_only(town: Town, order: str, recorded: Session) -> None:
    connection = Connection(town, "sato")
    session = connection.open(order)
    session.recorder.output(b"running\r\n")
    with office_of(town, "yamada") as office:
        with office_recordings.watched(office, session.id, "立会い") as following:
            assert following.header.session == session.id
        opener = office_recordings.RecordingKeys(office.keeper, "watch")
        reading = office_recordings.library(office).open(recorded.recording, opener=opener)
        with reading, pytest.raises(CallRefused, match=r"recording\.not_running"):
            list(reading.events())
    session.end()
    connection.close()


def test_R41_every_recording_the_journal_told_of_is_judged(town: Town, recorded: Session) -> None:
    with office_of(town, None) as office:
        judged = office_recordings.verified(office, recorded.recording)
        assert judged.holds
        assert recorded.recording in [each.recording for each in office_recordings.verified_all(office)]


def test_R27_nobody_watches_a_session_of_his_own(town: Town, order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As an engineer who is a supervisor too would; the town has none."""
    connection = Connection(town, "sato")
    session = connection.open(order)
    monkeypatch.setattr(office_recordings, "_journal_person", lambda _: connection.person)
    with office_of(town, "yamada") as office:
        with pytest.raises(CallRefused) as refused:
            office_recordings.watched(office, session.id, "立会い")
        assert refused.value.code == "session.own"
        assert "別の管理監督者に依頼してください" in refused.value.text.ja
    assert not [event for event in town.events("recording.viewed") if event.get("session") == session.id]
    session.end()
    connection.close()
