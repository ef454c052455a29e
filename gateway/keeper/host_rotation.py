"""Changing the SSH host key without one client being told a lie: prepare, let clients learn, switch, let them forget, retire.

Each step is an administrator's, one at a time, and stands in the journal before it takes effect: sealed on the disk, then in
memory, then published. Connections ask for the row when they begin, so the next one has it; those that run keep their key.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Final

from gateway.ipc.server import Refuse
from gateway.keeper import host_ring, public_keys, words
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import HostKeyChanged, HostKeyStep
from gateway.keeper.host_ring import Row, RowRefused, Why
from gateway.keeper.requests import HostKeyRetire, Nothing
from gateway.keeper.sealing import require_role
from gateway.keeper.standing import Standing
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.vocabulary.secret import Secret

log = logging.getLogger(__name__)


class HostRotation:
    """The office's requests about host keys."""

    def __init__(self, custody: Custody, diary: Diary, disk: Desk) -> None:
        self._custody, self._diary, self._disk = custody, diary, disk
        self._one_at_a_time = asyncio.Lock()
        self._mend()

    async def prepare(self, standing: Standing, _asked: Nothing) -> None:
        """Make the next key and announce it. Raises Refuse."""
        seed = Secret(secrets.token_bytes(host_ring.SEED_BYTES))
        await self._step(standing, HostKeyStep.PREPARED, lambda row: host_ring.prepared(row, seed))

    async def switch(self, standing: Standing, _asked: Nothing) -> None:
        """Let the next key sign from now on. Raises Refuse."""
        await self._step(standing, HostKeyStep.SWITCHED, host_ring.switched)

    async def retire(self, standing: Standing, asked: HostKeyRetire) -> None:
        """Destroy a key that is not in use. Raises Refuse."""
        await self._step(standing, HostKeyStep.RETIRED, lambda row: host_ring.retired(row, asked.fingerprint))

    async def _step(self, standing: Standing, step: HostKeyStep, change: Callable[[Row], Row]) -> None:
        require_role(standing, Role.ADMINISTRATOR)
        async with self._one_at_a_time:
            before = self._custody.host_ring.row
            try:
                after = change(before)
            except RowRefused as refused:
                raise Refuse(f"host_key.{refused.why.value}", _WORDS[refused.why]) from None
            await self._diary.used(self._event(standing, step, before, after))
            await self._disk.ask(self._replace, after)

    def _event(self, standing: Standing, step: HostKeyStep, before: Row, after: Row) -> HostKeyChanged:
        person = standing.person
        about = (set(_fingerprints(before)) ^ set(_fingerprints(after))) or {after[0].fingerprint}
        return HostKeyChanged(
            person=person.person,
            by_username=person.username,
            uid=standing.uid,
            step=step,
            fingerprint=about.pop(),
            current=after[0].fingerprint,
        )

    def _replace(self, row: Row) -> None:
        self._custody.host_ring.replace(row)
        self._publish()

    def _publish(self) -> None:
        path = self._custody.public_path
        try:
            public_keys.write(self._custody.public(), path)
        except OSError as error:
            raise GatewayFault(
                f"{path} cannot be written ({error.strerror}); repeat `sekisho init`, then start the keeper again"
            ) from error

    def _mend(self) -> None:
        """A crash between the two files left the public one behind. A start does not fail by it: nothing is signed with it."""
        try:
            if public_keys.read(self._custody.public_path) != self._custody.public():
                self._publish()
        except GatewayFault as fault:
            log.warning("public host keys are not as they should be: %s", fault)


def _fingerprints(row: Row) -> list[str]:
    return [key.fingerprint for key in row]


_WORDS: Final[Mapping[Why, Text]] = {
    Why.NEXT_EXISTS: words.HOST_KEY_NEXT_EXISTS,
    Why.NO_NEXT: words.HOST_KEY_NO_NEXT,
    Why.TOO_MANY: words.HOST_KEYS_TOO_MANY,
    Why.CURRENT: words.HOST_KEY_CURRENT,
    Why.ABSENT: words.HOST_KEY_ABSENT,
}
