"""One session process of the SSH door: what its connection needs, over the two lines it was handed. No database, no secret."""

import secrets
import signal
import threading
from typing import Final

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.authorization.obligations import Metered
from gateway.guards.metering import ShellMeter
from gateway.keeper import clients, database_clients
from gateway.listener.confine import confine, pulse
from gateway.listener.connection import ClientConnection
from gateway.listener.parent.usher import Handed
from gateway.listener.progress import Progress
from gateway.listener.ssh_transport import Greeting
from gateway.listener.surroundings import Surroundings
from gateway.relay.ports import Metering, Unmetered
from gateway.relay.shell_counting import ShellCounter
from gateway.sessions.admit import Admitted
from gateway.sessions.live import LiveSessions
from gateway.wiring.backstage import DRAINED, STACK_BYTES, Backstage, Setting

METER_KEY_BYTES: Final = 32  # of this session alone, and nowhere else


def serve(handed: Handed, setting: Setting) -> None:
    """The child's whole life, from the fork to the end of the connection."""
    threading.stack_size(STACK_BYTES)
    kept = (handed.client.fileno(), handed.keeper.fileno(), handed.registrar.fileno(), handed.progress)
    confine(setting.confinement, kept)
    backstage = _Backstage(handed, setting)
    connection = ClientConnection(
        handed.client,
        backstage,
        setting.limits,
        greeting=Greeting.SAID,
        progress=Progress(handed.progress),
        pulse=pulse,
    )
    backstage.ends(connection.end_all)
    signal.signal(signal.SIGTERM, lambda *_: connection.end_all(DRAINED))
    connection.run()


class _Backstage(Backstage):
    """Fills `listener.connection.Backstage`."""

    def __init__(self, handed: Handed, setting: Setting) -> None:
        super().__init__(handed, setting)
        self._host_key, self._signing = clients.HostKey(self._keeper), threading.Lock()

    def host_keys(self) -> list[bytes]:
        """Public blobs of our host keys."""
        return self._host_key.blobs()

    def sign(self, data: bytes, algorithm: str, key: bytes) -> bytes:
        """A signature blob by the host key with the blob `key`; one at a time, so that the keeper's patience lasts."""
        with self._signing:
            return self._host_key.sign(data, algorithm, key)

    def host_certificate(self, name: str, key: bytes) -> bytes:
        """A certificate line for a host key of ours under a target's name."""
        return self._host_key.certificate([name], key)

    def begin(self, username: str) -> Login | Over:
        """Start the log-in walk."""
        return self._started(username)

    def surroundings(self, proved: Proved, live: LiveSessions) -> Surroundings:
        """What the channels of the proved person share."""
        return Surroundings(
            admissions=self._admissions(proved, live),
            live=live,
            target_login=self._target_login,
            meter=self._meter,
        )

    def _meter(self, admitted: Admitted) -> Metering:
        """What counts a session's output, where its permit has it counted."""
        permit, budgets = admitted.permit, self._setting.policy.budgets
        duty = next((each for each in permit.obligations if isinstance(each, Metered)), None)
        if duty is None:
            return Unmetered()
        risk = permit.target.risk
        caps = budgets.shell.caps(duty.purpose, None if risk is None else risk.importance)
        return ShellCounter(
            session=admitted.session,
            clients=permit.order.clients,
            warn_percent=budgets.warn_percent,
            meter=ShellMeter(caps, secrets.token_bytes(METER_KEY_BYTES)),
            register=self._registrar,
            digests=database_clients.Digests(self._keeper),
        )
