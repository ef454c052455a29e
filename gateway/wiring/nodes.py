"""Which nodes run on this database, for whoever looks from outside."""

from dataclasses import dataclass
from datetime import datetime

from gateway.registrar.node_life import held_as
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, reading
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.database import address_of, held_lock


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningNode:
    """One node; `lives` is whether its registrar holds its name now. On a SQLite file nobody can say: it is taken to."""

    name: str
    since: datetime
    lives: bool


def running(settings: Settings) -> list[RunningNode]:
    """By name. Raises GatewayFault."""
    engine = open_engine(address_of(settings, "backup"), application="sekisho-node")
    try:
        with reading(engine) as connection:
            found = dict(Nodes(connection).running())
    finally:
        engine.dispose()
    lock = held_lock(settings, "backup", "nobody")
    if lock is None:
        return [RunningNode(name=name, since=since, lives=True) for name, since in found.items()]
    try:
        held = lock.held(map(held_as, found))
    finally:
        lock.close()
    return [RunningNode(name=name, since=since, lives=held_as(name) in held) for name, since in found.items()]


def require_alone(settings: Settings) -> None:
    """Raises GatewayFault while another node lives: its keeper would not know what is changed here."""
    others = [each.name for each in running(settings) if each.lives and each.name != settings.node.name]
    if others:
        raise GatewayFault(f"another node runs: {', '.join(others)}", _NOT_ALONE)


_NOT_ALONE = Text(
    ja="ほかのノードが動いています（sekisho node list）。止めてから実行し、"
    "そのあと「sekisho node export」と「sekisho node renew」で鍵を渡してください。",
    en="Another node runs (sekisho node list). Stop it first; then hand the keys over: sekisho node export, sekisho node renew",
)
