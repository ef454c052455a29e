"""A proved person becomes the connection's person, and the keeper says so in a signed assertion."""

import logging
import pwd
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gateway.crypto import assertion
from gateway.crypto.assertion import Assertion, Way
from gateway.ipc.server import Refuse
from gateway.keeper import words
from gateway.keeper.credential_mark import mark_of
from gateway.keeper.custody import Custody
from gateway.keeper.ports import StoredCredential
from gateway.keeper.requests import Nothing
from gateway.keeper.standing import Bound, Door, Proof, Standing, Step
from gateway.vocabulary.clock import JST, Clock
from gateway.vocabulary.identity import Role
from gateway.vocabulary.identity import Standing as Account

log = logging.getLogger(__name__)
ASSERTION_LIFE: Final = timedelta(seconds=60)  # shown to the registrar at once; it binds its own connection then
WAY: Final[Mapping[Step, Way]] = MappingProxyType(
    {
        Step.CODE: Way.CODE,
        Step.PASSKEY: Way.PASSKEY,
        Step.RECOVERY: Way.RECOVERY,
        Step.ENROLMENT: Way.ENROLMENT,
        Step.DEMO: Way.DEMO,
    }
)
"""What each step that binds by a factor is called in assertions; a step without a row binds nobody."""


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
        return self.proved(standing, Step.CODE, credential)

    def proved(self, standing: Standing, step: Step, credential: StoredCredential) -> bytes | None:
        """As `after_code`, for whatever step of WAY was judged to be right."""
        if not self.may_enter(credential, standing.door):
            return None
        return self.bind(standing, step, self.bound_of(credential, self._proof(step, mark_of(credential))))

    def again(self, standing: Standing, step: Step, credential: StoredCredential) -> bytes | None:
        """Assert that the person of a bound connection proved a factor once more; None if he may not enter any more.

        Raises Violation for another person.
        """
        if not self.may_enter(credential, standing.door):
            return None
        standing.prove_again(self.bound_of(credential, self._proof(step, mark_of(credential)), standing.person.web))
        return self.assertion(standing)

    def demo(self, standing: Standing, _asked: Nothing) -> bytes:
        """Bind to the demo operator. Raises Refuse outside a demo."""
        if self._demo_marker is None or not self._demo_marker.is_file():
            raise Refuse("demo.refused", words.NOT_A_DEMO)
        name = Role.DEMO_OPERATOR.value
        proof = self._proof(Step.DEMO, b"")
        operator = Bound(person=name, username=name, roles=frozenset({Role.DEMO_OPERATOR}), proof=proof)
        return self.bind(standing, Step.DEMO, operator)

    @staticmethod
    def bound_of(credential: StoredCredential, proof: Proof, web: str | None = None) -> Bound:
        """Who a stored person is on a connection."""
        roles = credential.roles - {Role.DEMO_OPERATOR}  # only `demo` gives that one
        return Bound(person=credential.person, username=credential.username, roles=roles, proof=proof, web=web)

    def bind(self, standing: Standing, step: Step, bound: Bound) -> bytes:
        """The connection belongs to `bound`; the assertion that says so. Raises Violation out of order."""
        standing.bind(step, bound)
        often = step is Step.WEB  # with every request of a page
        level = logging.DEBUG if often else logging.INFO
        log.log(level, "%s %s is bound to somebody; the journal says to whom", standing.door.value, standing.connection)
        return self.assertion(standing)

    def assertion(self, standing: Standing) -> bytes:
        """The keeper's word on whose a bound connection is, good for ASSERTION_LIFE from now."""
        now, bound = self._clock.now(), standing.person
        return assertion.sign(
            self._seed,
            Assertion(
                connection=standing.connection,
                person=bound.person,
                username=bound.username,
                roles=bound.roles,
                door="session" if standing.door is Door.SESSION else "office",
                os_user=None if standing.door is Door.SESSION else _os_user(standing.uid),
                proved_at=bound.proof.at,
                way=bound.proof.way,
                web=bound.web,
                issued_at=now,
                expires_at=now + ASSERTION_LIFE,
            ),
        )

    def _proof(self, step: Step, mark: bytes) -> Proof:
        return Proof(way=WAY[step], at=self._clock.now(), mark=mark)


def _os_user(uid: int) -> str:
    """The name of an operating-system user, or its number where nobody named it."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
