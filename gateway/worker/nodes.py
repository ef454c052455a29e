"""Nodes that decide by different policies: looked at every ten minutes, told of in the journal, where alarms come from."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from gateway.detection.rules.differing_nodes import Ruled, apart, is_due
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.worker.events import PoliciesDiffer
from gateway.worker.ports import Registrar
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=30.0, good=600.0, failed=60.0)


class Rule(Protocol):
    """What the nodes decide by, and what was told of it. Raises GatewayFault."""

    def nodes(self) -> Sequence[Ruled]:
        """Every node that runs and whose door was opened."""

    def told_at(self, nodes: str) -> datetime | None:
        """When the journal last told just this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeWatch:
    """`run` until `wait` says that it is over."""

    clock: Clock
    registrar: Registrar
    rule: Rule

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """Tell of it where it is due. False if it must be tried again soon."""
        try:
            now = self.clock.now()
            found = apart(self.rule.nodes(), now)
            if found is not None and is_due(self.rule.told_at(found), now):
                self.registrar.append([PoliciesDiffer(nodes=found)])
        except (GatewayFault, CallRefused) as failure:
            log.error("the nodes' policies were not compared, it is tried again: %s", failure)  # noqa: TRY400
            return False
        return True
