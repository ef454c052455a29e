"""What the house of the web office holds for as long as it stands: the database, the policy, the ways to keeper and registrar.

A connection is made for each request and belongs to the office it is for; only what needs nobody in particular (pace, visits
written down) goes over one that lasts. Used from many threads at once.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from gateway.ipc.client import Caller, LastingCaller, connect
from gateway.keeper import clients, public_keys
from gateway.registrar.client import OfficeClient, WebClient
from gateway.settings.schema import Settings
from gateway.storage.engine import open_engine
from gateway.storage.revision import require_current
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.secret import Secret
from gateway.wiring.database import address_of
from gateway.wiring.office import Office, Shared
from gateway.wiring.office_entry import Entered, entered
from gateway.wiring.office_policy import LastingPolicy
from gateway.wiring.places import places

WORD_GOOD_FOR: Final = timedelta(seconds=45)  # of the keeper's 60: an older one is asked for anew


class Lines:
    """Raises GatewayFault or PolicyUnfit at the start for a database of another version or an unfit policy."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock, self._at = settings, clock, places(settings)
        engine = open_engine(address_of(settings, "office"), application="sekisho-admin-ui")
        require_current(engine)
        policy = LastingPolicy(settings.policies.directory)
        self.shared = Shared(engine=engine, keys=public_keys.read(self._at.public_keys), policy=policy.now)
        self._line = LastingCaller(self._at.door("registrar", "office"))
        self.web = WebClient(self._line)

    def close(self) -> None:
        """End what lasts; offices are closed by whoever was given them."""
        self._line.close()
        self.shared.engine.dispose()

    def keeper(self) -> Caller:
        """A fresh connection to the keeper. Raises GatewayFault."""
        return connect(self._at.door("keeper", "office"))

    def registrar(self) -> OfficeClient:
        """A fresh connection to the registrar. Raises GatewayFault."""
        return OfficeClient(connect(self._at.door("registrar", "office")))

    def entered(self, assertion: bytes) -> Entered:
        """Who the keeper's word speaks of. Raises AssertionRefused."""
        return entered(assertion, self.shared.keys.assertion_vkey, self._clock)

    def office(self, keeper: Caller, who: Entered, registrar: OfficeClient) -> Office:
        """An office on both connections, which it closes with itself."""
        return self._office(keeper, who, registrar, None)

    def carried_on(self, keeper: Caller, assertion: bytes, ticket: Secret) -> Office:
        """An office that opens the registrar's connection when it writes first."""
        at = self._clock.now()
        return self._office(keeper, self.entered(assertion), None, lambda: self._bound(ticket, assertion, at))

    def _bound(self, ticket: Secret, assertion: bytes, at: datetime) -> OfficeClient:
        """A registrar's connection in the person's name; where the keeper's word of `at` has grown old, with a new one."""
        if self._clock.now() - at > WORD_GOOD_FOR:
            keeper = self.keeper()
            try:
                assertion = clients.Web(keeper).resume(ticket).assertion
            finally:
                keeper.close()
        registrar = self.registrar()
        try:
            registrar.bind(assertion)
        except BaseException:
            registrar.close()
            raise
        return registrar

    def _office(
        self,
        keeper: Caller,
        who: Entered,
        registrar: OfficeClient | None,
        binds: Callable[[], OfficeClient] | None,
    ) -> Office:
        return Office(
            self._settings,
            clock=self._clock,
            keeper=keeper,
            registrar=registrar,
            who=who,
            shared=self.shared,
            binds=binds,
        )
