"""Two registrars on one PostgreSQL database, as on two machines: folders, doors and keepers of their own, one set of keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from gateway.registrar.node_life import held_as
from gateway.registrar.parts import Parts
from gateway.storage.engine import open_engine
from gateway.storage.held_lock import HeldLock
from tests.gateway.registrar.scene import QUICK, Scene

NODE_LIMITS = replace(
    QUICK, oversight_seconds=3600.0, node_look_seconds=0.1, node_dead_seconds=0.6, node_lost_seconds=30.0
)
"""Oversight looks only when it is told to, so that whatever ends here ended because of the news. A slow machine ends nobody."""


class NodeScene(Scene):
    """One of several nodes."""

    def __init__(self, engine: Engine, directory: Path, node: str) -> None:
        super().__init__(engine, directory)
        self.node = node
        self.limits = NODE_LIMITS
        url = engine.url.render_as_string(hide_password=False)
        self.line = HeldLock(url, held_as(node), application=f"test-{node}")

    @property
    def parts(self) -> Parts:
        return replace(super().parts, node=self.node, line=self.line)

    def stop(self) -> None:
        super().stop()
        self.line.close()


@contextmanager
def two_nodes(database: Engine, directory: Path) -> Iterator[tuple[NodeScene, NodeScene]]:
    """Seeded; neither is started. Both are stopped afterwards."""
    url = database.url.render_as_string(hide_password=False)
    engines = [open_engine(url, application=f"test-node-{n}") for n in (1, 2)]
    one, two = (NodeScene(engine, directory / f"n{n}", f"node-{n}") for n, engine in enumerate(engines, 1))
    for scene in (one, two):
        scene.directory.mkdir()
    one.seed()
    two.keeper, two.orders = one.keeper, one.orders
    two.signer.seed, two.signer.key = one.signer.seed, one.signer.key
    try:
        yield one, two
    finally:
        for scene in (one, two):
            scene.stop()
        for engine in engines:
            engine.dispose()
