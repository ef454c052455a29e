"""The registrar's inner parts in one hand, for the desks that answer requests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gateway.registrar.checkpoints import Notary
from gateway.registrar.ending import Ending
from gateway.registrar.group import Group
from gateway.registrar.hold_watch import HoldWatch
from gateway.registrar.lane import Lane
from gateway.registrar.lapsing import Lapsing
from gateway.registrar.limits import Limits
from gateway.registrar.live import Live
from gateway.registrar.measures import Measures
from gateway.registrar.mending import Mender
from gateway.registrar.node_life import NodeLife
from gateway.registrar.node_news import NodeNews
from gateway.registrar.oversight import Oversight
from gateway.registrar.paces import Paces
from gateway.registrar.parts import Gauges
from gateway.registrar.ports import Facts, Store
from gateway.registrar.same_file import SameFile
from gateway.registrar.space_watch import SpaceWatch
from gateway.registrar.sweeps import Sweeps
from gateway.registrar.trust import Trust
from gateway.vocabulary.clock import Clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """One node's registrar as its desks see it. `reader` is the thread in which snapshots are read."""

    node: str
    clock: Clock
    keeper_public: bytes
    store: Store
    group: Group
    reader: Lane
    live: Live
    ending: Ending
    notary: Notary
    mender: Mender
    trust: Trust
    space: SpaceWatch
    same_file: SameFile
    oversight: Oversight
    lapsing: Lapsing
    holds: HoldWatch
    nodes: NodeLife
    news: NodeNews
    measures: Measures
    sweeps: Sweeps
    paces: Paces
    gauges: Gauges
    limits: Limits
    forget_grants: Callable[[str], object]
    remove_recording: Callable[[str, str], bool]

    async def read(self, question: Callable[[Facts], T]) -> T:
        """Ask a snapshot of the facts, beside the event loop."""

        def asked() -> T:
            with self.store.reading() as transaction:
                return question(transaction.facts)

        return await self.reader.run(asked)
