"""The same walk on both engines."""

import pytest

from gateway.audit.folder import FolderTiles
from gateway.audit.verify import verify
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.sessions.events import SessionWarned
from gateway.sessions.ports import LeaseHeld
from tests.databases import ENGINES
from tests.gateway.registrar.scene import Scene, ended, opened, summary


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_R17_R44_a_walk_on_each_engine_and_its_journal_verifies(scene: Scene) -> None:
    scene.start()
    first, second = scene.session("C-1").bound(), scene.session("C-2").bound(terminal="T-2")
    one, two = scene.opening(), scene.opening(terminal="T-2")
    assert first.registrar.open(one, [opened(one)]) is None
    assert isinstance(second.registrar.open(two, [opened(two)]), LeaseHeld)
    first.registrar.started(one.id, [])
    first.registrar.append([SessionWarned(person="P-sato", session=one.id, remaining_seconds=n) for n in range(50)])
    first.registrar.end(one.id, "left", summary(one.recording), [ended(one)])
    assert second.registrar.open(two, [opened(two)]) is None
    second.caller.close()
    scene.wait_for("recording.closed", count=2)
    scene.office("admin").commit(changes.ClientAdded(id="C-99", name="x"), [])
    with pytest.raises(CallRefused):
        scene.office("admin").commit(changes.ClientAdded(id="C-99", name="x"), [])
    scene.worker().checkpoint()
    with scene.store.reading() as transaction:
        tiles = FolderTiles(scene.directory / "tiles")
        report = verify(transaction.journal, key=scene.signer.key, now=scene.clock.now(), tiles=tiles)
    assert report.findings == ()
    assert report.tail.count == 0
