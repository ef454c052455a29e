from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.recording.play import Play
from gateway.storage.engine import writing
from gateway.storage.stores.plays import Plays
from gateway.storage.stores.recordings import Recordings
from gateway.storage.stores.sessions import Sessions
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, session

PLAY = Play(id="V-1", recording="R-S-1", person="P-mori", web="W-1", made_at=NOW)


@pytest.fixture
def recorded(office):
    with writing(office) as connection:
        Sessions(connection).add(session())
        Recordings(connection).opened("R-S-1", session="S-1", path="x", started_at=NOW)
    return office


def test_a_play_is_read_back_whole_and_taken_once(recorded):
    later = NOW + timedelta(seconds=7)
    with writing(recorded) as connection:
        store = Plays(connection)
        assert store.add(PLAY)
        assert not store.add(PLAY)
        assert store.get("V-1") == PLAY
        assert store.get("V-2") is None
        assert not store.take("V-2", later)
        assert store.take("V-1", later)
        assert not store.take("V-1", later)
        assert store.get("V-1") == replace(PLAY, taken_at=later)


def test_a_play_of_a_recording_that_is_not_there_is_refused(recorded):
    with pytest.raises(GatewayFault), writing(recorded) as connection:
        Plays(connection).add(replace(PLAY, recording="R-none"))
