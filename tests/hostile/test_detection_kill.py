"""kill -9 of the registrar forgets no refusal: the journal is where they are counted. A real process on a real database."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from gateway.sessions.events import SessionRefused
from tests.gateway.registrar.process import RECORDINGS, Process, keyed_scene, make_seeds

REFUSED = SessionRefused(
    person="P-sato", username="sato", capability="shell", rules=["unknown-target"], address="192.0.2.7:1"
)


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


def test_R02_kill_9_between_the_second_and_the_third_and_after_it(database: Engine, tmp_path: Path) -> None:
    make_seeds(tmp_path)
    (tmp_path / RECORDINGS / "2026").mkdir(parents=True)
    scene, _ = keyed_scene(tmp_path)
    scene.seed()
    process = Process(tmp_path)
    try:
        for life, refusals in enumerate((2, 1, 3)):
            session = scene.session(f"C-{life}").bound()
            for _ in range(refusals):
                session.registrar.append([REFUSED])
            assert len(scene.events("refusal.repeated")) == min(life, 1)
            process.kill()
            scene._control = None
            process = Process(tmp_path)
    finally:
        process.kill()
