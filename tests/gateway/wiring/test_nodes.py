from pathlib import Path

import pytest

from gateway.registrar.node_life import held_as
from gateway.storage.engine import open_engine, writing
from gateway.storage.held_lock import HeldLock
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring import nodes
from tests.gateway.wiring.a_first_node import CLOCK, a_first


def test_keys_are_changed_where_no_other_node_lives(tmp_path: Path) -> None:
    stranger = a_first(tmp_path / "one")
    engine = open_engine(stranger.settings.database)
    with writing(engine) as connection:
        for name in ("node1", "node8"):
            Nodes(connection).began(name, CLOCK.now())
    engine.dispose()
    own = HeldLock(stranger.settings.database, held_as("node1"), application="test")
    other = HeldLock(stranger.settings.database, held_as("node8"), application="test")
    assert own.hold()
    nodes.require_alone(stranger.settings)
    running = nodes.running(stranger.settings)
    assert {each.name: (each.lives, each.policy) for each in running} == {"node1": (True, None), "node8": (False, None)}
    assert other.hold()
    with pytest.raises(GatewayFault, match="node8"):
        nodes.require_alone(stranger.settings)
    own.close()
    other.close()
    nodes.require_alone(stranger.settings)


def test_a_node_on_a_file_is_alone(tmp_path: Path) -> None:
    alone = a_first(tmp_path, "sqlite")
    assert nodes.running(alone.settings) == []
    nodes.require_alone(alone.settings)
