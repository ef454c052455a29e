"""What of a running demo is told to people and to programs: the greeting prints it, the manifest lists it."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.demo_stack.call_centre import CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.provision import FiledOrder, PlacedCanary
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.stories import Story, stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Without `sekisho` the call centre runs alone, and there are neither orders nor canaries."""

    centre: CallCentre
    sekisho: Sekisho | None
    cast: Sequence[Member]
    orders: Sequence[FiledOrder]
    canaries: Sequence[PlacedCanary]

    @property
    def stories(self) -> list[Story]:
        """What there is to be seen."""
        return [] if self.sekisho is None else stories(self.centre, self.sekisho, self.canaries)
