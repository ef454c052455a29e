"""What a session process of either door fills its rooms' ports with."""

import pytest

from gateway.recording import paths
from gateway.sessions.ending import EndReason
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.identifiers import new_recording_id
from gateway.wiring.backstage import Recordings, reason_of


class _Setting:
    def __init__(self, recordings):
        self.recordings = recordings


def test_recordings_lie_by_day_where_the_library_looks_for_them(tmp_path):
    recording = new_recording_id(SystemClock().now())
    said = Recordings(_Setting(tmp_path), None).path_of(recording)
    assert tmp_path / said == paths.path_of(tmp_path, recording)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("service.stopping", EndReason.DRAINED),
        ("journal.broken", EndReason.REGISTRAR_GONE),
        ("window.over", EndReason.WINDOW_OVER),
        ("order.refused", EndReason.CUT),
        ("anything else", EndReason.CUT),
    ],
)
def test_the_registrars_reasons_have_a_word(said, reason):
    assert reason_of(said) is reason
