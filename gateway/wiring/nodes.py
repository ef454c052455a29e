"""Which nodes run on this database, and by which policy each decides, for whoever looks from outside."""

from dataclasses import dataclass
from datetime import datetime

from gateway.registrar.node_life import held_as
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine, reading
from gateway.storage.stores.nodes import Nodes
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.wiring.database import address_of, held_lock
from gateway.wiring.node_policies import StoredRule


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningNode:
    """One node; `lives` is whether its registrar holds its name now. On a SQLite file nobody can say: it is taken to.

    `policy` is the SHA-256, in hex, of what its door decides by; None where its door was not opened yet.
    """

    name: str
    since: datetime
    lives: bool
    policy: str | None


def running(settings: Settings) -> list[RunningNode]:
    """By name. Raises GatewayFault."""
    engine = open_engine(address_of(settings, "backup"), application="sekisho-node")
    try:
        with reading(engine) as connection:
            found = dict(Nodes(connection).running())
        policies = {each.node: each.policy for each in StoredRule(engine).nodes()}
    finally:
        engine.dispose()
    lock = held_lock(settings, "backup", "nobody")
    if lock is None:
        return [
            RunningNode(name=name, since=since, lives=True, policy=policies.get(name)) for name, since in found.items()
        ]
    try:
        held = lock.held(map(held_as, found))
    finally:
        lock.close()
    return [
        RunningNode(name=name, since=since, lives=held_as(name) in held, policy=policies.get(name))
        for name, since in found.items()
    ]


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
