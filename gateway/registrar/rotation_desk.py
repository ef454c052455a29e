"""What the worker may ask of rotations, and the keeper's events, from which a rotation may follow.

Also the short wait of a session for the end of a rotation: who comes back at once is let in a moment later, not refused.
"""

import asyncio
from typing import Final

from gateway.ipc.server import Peer
from gateway.registrar import rotations
from gateway.registrar.incoming import taken_in
from gateway.registrar.params import Append, RotationOf, RotationPrepared, RotationTried
from gateway.registrar.ports import Facts
from gateway.registrar.works import Works
from gateway.rotation.ports import Work

SETTLE_SECONDS: Final = 6.0  # a session's opening is answered within ten
LOOK_SECONDS: Final = 0.1


class RotationDesk:
    """Answers the worker."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def heard(self, peer: Peer, params: Append) -> int | None:
        """The keeper's events; the last one's sequence number once all are durable."""
        events = taken_in(peer, params.events)
        return (await self._works.group.write(lambda transaction: rotations.heard(transaction, events))).last_seq

    async def work(self, _peer: Peer, _params: object) -> list[Work]:
        """What may be begun or gone on with now."""
        works = self._works

        def read() -> list[Work]:
            with works.store.reading() as transaction:
                return rotations.work(transaction, works.clock.now())

        return await works.reader.run(read)

    async def prepared(self, _peer: Peer, params: RotationPrepared) -> None:
        """A next password is kept."""
        now = self._works.clock.now()
        await self._works.group.write(
            lambda transaction: rotations.prepared(transaction, params.target, params.sealed, now)
        )

    async def done(self, _peer: Peer, params: RotationOf) -> None:
        """The next password is the present one."""
        now = self._works.clock.now()
        await self._works.group.write(lambda transaction: rotations.done(transaction, params.target, now))

    async def not_done(self, _peer: Peer, params: RotationTried) -> None:
        """It did not come about; sessions on a target that was closed for it are looked at now."""
        now = self._works.clock.now()
        written = await self._works.group.write(
            lambda transaction: rotations.not_done(transaction, params.target, params.why, now)
        )
        if written.result:
            self._works.oversight.trigger()


async def settled(works: Works, name: str) -> None:
    """Wait while the password of the target of this name is being changed, a few seconds at most."""
    until = works.clock.monotonic() + SETTLE_SECONDS

    def changing(facts: Facts) -> bool:
        target = facts.target(name)
        return target is not None and rotations.is_changing(facts, target)

    while await works.read(changing) and works.clock.monotonic() < until:
        await asyncio.sleep(LOOK_SECONDS)
