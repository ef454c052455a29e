"""One jump from its first octet to its end: an SSH connection of its own, over a channel of the proved one.

It opens no socket. Its channels go the way of all channels (`session.serve`) with the target of the jump and the account that
its user name says, so nothing can be had in here that could not be had at the door.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from paramiko import Channel

from gateway.authorization.obligations import Environment
from gateway.ipc.messages import CallRefused
from gateway.listener.channel import ClientChannel
from gateway.listener.host_key import HostKeeper, ShownHostKeys
from gateway.listener.jump import jump_texts
from gateway.listener.jump.inner_server import InnerServer, InnerTransport
from gateway.listener.jump.jump_name import accounts_now
from gateway.listener.jump.tunnel import TunnelSocket
from gateway.listener.session import journal_refused, serve
from gateway.listener.surroundings import Surroundings
from gateway.listener.unoffered import Thing, Unoffered
from gateway.listener.workers import Workers
from gateway.sessions import texts
from gateway.sessions.route import Route
from gateway.vocabulary.identifiers import ACCOUNT_NAME
from gateway.vocabulary.outcome import GatewayFault

log = logging.getLogger(__name__)
ENDING_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerNeeds:
    """What a jump takes from its connection. `has_room` counts the channels of all of them together."""

    around: Surroundings
    keeper: HostKeeper
    has_room: Callable[[], bool]
    login_seconds: float
    unread_seconds: float


class InnerConnection:
    """Serve it with `run`, in a thread of its own."""

    def __init__(self, channel: Channel, target: str, needs: InnerNeeds) -> None:
        self._target, self._needs = target, needs
        self._tunnel = TunnelSocket(channel, needs.unread_seconds)
        self._transport = InnerTransport(self._tunnel, unread_seconds=needs.unread_seconds)
        self._unoffered = Unoffered(self._journal_refused)
        self._server = InnerServer(self._unoffered.note, needs.has_room)
        self._keys = ShownHostKeys(needs.keeper, target)
        self._workers = Workers()

    @property
    def channels(self) -> int:
        """How many channels are open in it."""
        return len(self._transport._channels)

    def join(self, seconds: float) -> None:
        """Wait until none of its channels is served any more, at most `seconds`."""
        self._workers.join(seconds)

    def run(self) -> None:
        """Until either side ends it. Raises what the keeper's or registrar's connection raises."""
        deadline = threading.Timer(self._needs.login_seconds, self._too_late)
        deadline.daemon = True
        deadline.start()
        try:
            self._keys.serve(self._transport, self._server.proofs, self._workers)
            self._transport.start_server(event=threading.Event(), server=self._server)
            for channel in iter(self._transport.accept, None):
                self._workers.start("channel", partial(self._serve, channel))
        finally:
            deadline.cancel()
            self._transport.close()
            self._tunnel.close()
            self._workers.join(ENDING_SECONDS)
            self._unoffered.close()

    def _serve(self, channel: Channel) -> None:
        client = ClientChannel(self._transport, channel)
        try:
            self._serve_client(client, self._server.username or "")
        except (GatewayFault, CallRefused) as fault:
            log.warning("a channel in a jump cannot be served: %s", fault)
            client.tell(texts.GATEWAY_FAULT)
        finally:
            client.close(None)

    def _serve_client(self, client: ClientChannel, name: str) -> None:
        if not ACCOUNT_NAME.fullmatch(name):
            self._refuse_account(client, name)
            return
        account = None if self._is_nobodys_choice(name) else name
        serve(client, self._needs.around, Route(target=self._target, account=account), self._unoffered.note)

    def _is_nobodys_choice(self, name: str) -> bool:
        """True for the person's own name: what his client says when he names no account. An order that names it means it."""
        admissions = self._needs.around.admissions
        if name != admissions.proved.username:
            return False
        facts = admissions.registry.admission(self._target)
        return name not in accounts_now(facts, self._target, admissions.clock.now())

    def _refuse_account(self, client: ClientChannel, account: str) -> None:
        """A user name that no account can have: said where the person can read it, as if an order did not name it."""
        admissions = self._needs.around.admissions
        environment = Environment(allowed=admissions.policy.limits.environment)
        wanted = client.wanted(self._unoffered.note, environment)
        if wanted is not None:
            self._unoffered.note("jump-account", account)
            facts = admissions.registry.admission(self._target)
            accounts = accounts_now(facts, self._target, admissions.clock.now())
            client.refuse(wanted[0], jump_texts.no_account(self._target, accounts))

    def _journal_refused(self, things: Mapping[Thing, int]) -> None:
        try:
            journal_refused(self._needs.around, Route(target=self._target, account=None), things)
        except (GatewayFault, CallRefused) as fault:
            log.error("what was refused cannot be journalled, so this jump ends: %s", fault)  # noqa: TRY400
            self._transport.close()

    def _too_late(self) -> None:
        if self._server.username is None:
            log.info("no log-in in a jump within %g s", self._needs.login_seconds)
            self._transport.close()
