"""A database server that goes away in the middle (for SQLite, tests/hostile/test_kill_registrar.py fills the disk)."""

import pytest

from gateway.ipc.messages import CallRefused
from gateway.sessions.events import SessionWarned
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import command
from tests.gateway.registrar.scene import Scene
from tests.postgres_server import Server


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


def test_R11_a_database_that_stops_ends_the_process(scene: Scene, postgres_server: Server) -> None:
    session = scene.start().session("C-1").bound()
    name = scene.engine.url.database
    command(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    command(postgres_server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    with pytest.raises((CallRefused, GatewayFault)):
        session.registrar.append([SessionWarned(person="P-sato", remaining_seconds=1)])
    assert scene.wait_for_end() == 1
    assert session.heard.closed.wait(10)
    assert "end" in session.heard.kinds()
    command(postgres_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert "session.warned" not in scene.kinds()
