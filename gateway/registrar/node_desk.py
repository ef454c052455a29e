"""What a gateway process of this node may ask: to write down that it opened or stops. Its news is `kill`."""

from gateway.ipc.server import Peer
from gateway.registrar import texts
from gateway.registrar.incoming import taken_in
from gateway.registrar.params import Node
from gateway.registrar.works import Works


class NodeDesk:
    """Answers gateway processes."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def started(self, peer: Peer, params: Node) -> None:
        """The door is open."""
        await self._works.group.append(taken_in(peer, params.events))

    async def stopping(self, peer: Peer, params: Node) -> None:
        """The door is shut and its sessions must end now."""
        await self._works.group.append(taken_in(peer, params.events))
        self._works.ending.end_all("service.stopping", texts.ENDING_SERVICE)

    async def policy_changed(self, peer: Peer, params: Node) -> None:
        """A new policy stands: sessions decide again before they open anything further."""
        self._works.measures.read_again()
        await self._works.group.append(taken_in(peer, params.events))
        self._works.live.tell_policy_changed()
