"""A proved person becomes the connection's person, and the keeper says so in a signed assertion."""

import logging
import pwd
from datetime import timedelta
from pathlib import Path
from typing import Final

from gateway.crypto import assertion
from gateway.crypto.assertion import Assertion
from gateway.ipc.server import Refuse
from gateway.keeper import words
from gateway.keeper.custody import Custody
from gateway.keeper.ports import StoredCredential
from gateway.keeper.requests import Nothing
from gateway.keeper.standing import Bound, Door, Standing, Step
from gateway.vocabulary.clock import JST, Clock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.identity import Standing as Account

log = logging.getLogger(__name__)
ASSERTION_LIFE: Final = timedelta(seconds=60)  # shown to the registrar at once; it binds its own connection then
DEMO_OPERATOR: Final = Bound(
    person=Role.DEMO_OPERATOR.value, username=Role.DEMO_OPERATOR.value, roles=frozenset({Role.DEMO_OPERATOR})
)


class Binding:
    """Binds connections. `demo_marker` is the file that makes this a demo; None outside of one."""

    def __init__(self, custody: Custody, clock: Clock, demo_marker: Path | None) -> None:
        self._seed = custody.keys.assertion
        self._clock = clock
        self._demo_marker = demo_marker

    def may_enter(self, credential: StoredCredential, door: Door) -> bool:
        """True if the account is good today, and its holder an engineer where the door leads to targets."""
        today = self._clock.now().astimezone(JST).date()
        if credential.standing is not Account.ACTIVE or today > credential.contract_end:
            return False
        return door is Door.OFFICE or Role.ENGINEER in credential.roles

    def after_code(self, standing: Standing, credential: StoredCredential) -> bytes | None:
        """Bind and assert, or None for a person who may not enter. Raises Violation when the connection cannot be bound."""
        if not self.may_enter(credential, standing.door):
            return None
        roles = credential.roles - {Role.DEMO_OPERATOR}  # only `demo` gives that one
        return self._bind(
            standing, Step.CODE, Bound(person=credential.person, username=credential.username, roles=roles)
        )

    def demo(self, standing: Standing, _asked: Nothing) -> bytes:
        """Bind to the demo operator. Raises Refuse outside a demo."""
        if self._demo_marker is None or not self._demo_marker.is_file():
            raise Refuse("demo.refused", words.NOT_A_DEMO)
        return self._bind(standing, Step.DEMO, DEMO_OPERATOR)

    def _bind(self, standing: Standing, step: Step, bound: Bound) -> bytes:
        standing.bind(step, bound)
        log.info("%s %s is bound to %s", standing.door.value, standing.connection, bound.username)
        now = self._clock.now()
        return assertion.sign(
            self._seed,
            Assertion(
                connection=standing.connection,
                person=bound.person,
                username=bound.username,
                roles=bound.roles,
                door="session" if standing.door is Door.SESSION else "office",
                os_user=None if standing.door is Door.SESSION else _os_user(standing.uid),
                issued_at=now,
                expires_at=now + ASSERTION_LIFE,
            ),
        )


def _os_user(uid: int) -> str:
    """The name of an operating-system user, or its number where nobody named it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
