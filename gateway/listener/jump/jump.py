"""`ssh -J`, `-W` and `-L` on a proved connection: one request on the wire, `direct-tcpip`, and one thing it can come to.

No TCP connection is made, to anywhere, ever. A permitted name gets the gateway's own inner SSH server; everything else gets a
fixed refusal. Whether a name is permitted is asked of the registrar, so it is decided and answered on a thread of its own: the
transport's thread only looks at the form, counts, and goes on.
"""

import logging
import threading
from collections.abc import Callable

from paramiko import Channel, SSHException

from gateway.ipc.messages import CallRefused
from gateway.listener.channel_rules import OnRefused
from gateway.listener.jump.inner_connection import InnerConnection, InnerNeeds
from gateway.listener.jump.jump_name import opens_now, target_named
from gateway.listener.jump.opening import DirectOpening
from gateway.listener.ssh_transport import NAMED_ALREADY, NO_TUNNEL, GatewayTransport
from gateway.listener.workers import Workers
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
JUMPS_MAX = 8  # of one connection at once, those still being answered included


class Jumps:
    """The jumps of one connection. `needs` are made when a jump first needs them; None before the log-in."""

    def __init__(
        self,
        transport: GatewayTransport,
        needs: Callable[[], InnerNeeds | None],
        on_refused: OnRefused,
    ) -> None:
        self._transport, self._needs, self._on_refused = transport, needs, on_refused
        self._threads = Workers()
        self._lock = threading.Lock()
        self._under_way = 0
        self._inner: set[InnerConnection] = set()

    @property
    def channels(self) -> int:
        """How many channels are open inside jumps."""
        with self._lock:
            return sum(inner.channels for inner in self._inner)

    def take(self, opening: DirectOpening) -> bool:
        """True if the opening is answered later; False for what cannot be a jump. Waits for nothing."""
        name = target_named(opening)
        if name is None or not self._begin():
            return False
        self._threads.start("jump", lambda: self._answer(opening, name))
        return True

    def join_channels(self, seconds: float) -> None:
        """Wait until no channel inside any jump is served any more, at most `seconds` a jump."""
        with self._lock:
            inner = list(self._inner)
        for one in inner:
            one.join(seconds)

    def join(self, seconds: float) -> None:
        """Wait until all jumps are over, at most `seconds`. They are once the connection is closed."""
        self._threads.join(seconds)

    def _begin(self) -> bool:
        with self._lock:
            if self._under_way >= JUMPS_MAX:
                return False
            self._under_way += 1
            return True

    def _answer(self, opening: DirectOpening, name: str) -> None:
        try:
            needs = self._permitted(name)
            if isinstance(needs, str):
                self._on_refused("direct-tcpip", opening.described())
                self._transport.decline(opening, needs)
            else:
                self._serve(self._transport.confirm(opening), name, needs)
        except (OSError, EOFError, SSHException) as gone:
            log.info("a connection broke before a jump was answered: %s", gone)
        finally:
            with self._lock:
                self._under_way -= 1

    def _permitted(self, name: str) -> InnerNeeds | str:
        """What the jump needs, if an order of the person opens the target now; else why not. What cannot be asked is refused."""
        needs = self._needs()
        if needs is None:
            return NO_TUNNEL
        admissions = needs.around.admissions
        if admissions.proved.login_name.target is not None:
            return NAMED_ALREADY  # he has said where he goes
        try:
            facts = admissions.registry.admission(name)
        except (GatewayFault, CallRefused) as fault:
            log.warning("a jump cannot be decided: %s", fault)
            return NO_TUNNEL
        return needs if opens_now(facts, name, admissions.clock.now()) else NO_TUNNEL

    def _serve(self, channel: Channel, name: str, needs: InnerNeeds) -> None:
        inner = InnerConnection(channel, name, needs)
        with self._lock:
            self._inner.add(inner)
        try:
            inner.run()
        except (GatewayFault, CallRefused, OSError, EOFError) as fault:
            log.warning("a jump ended by a fault: %s", fault)
        finally:
            with self._lock:
                self._inner.discard(inner)
