import pytest

from tests.gateway.authorization.coherence.an_incoherence import found, says

SUPERVISOR = '"session.read", "session.watch", "session.end",\n'


@pytest.mark.parametrize(
    ("old", "new", "right", "leak"),
    [
        (SUPERVISOR, '"session.read", "session.end",\n', "session.watch", "nobody can watch"),
        (SUPERVISOR, '"session.read", "session.watch",\n', "session.end", "nobody can cut"),
        ('"recording.verify", "recording.replay",\n', '"recording.verify",\n', "recording.replay", "nobody can replay"),
    ],
)
def test_R37_what_is_recorded_somebody_may_look_at(tmp_path, old, new, right, leak):
    says(found(tmp_path, ("roles.toml", old, new)), hole=right, limit="SK-901", leak=leak)
