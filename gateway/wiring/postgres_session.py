"""One session process of the database door: what its connection needs, over the two lines it was handed. No database of ours.

One thread carries the client and the target; beside it are those that read keeper and registrar, write the recording and the
journal, tell what was shown, and watch the clock.
"""

import signal
import threading

from gateway.authentication.login import Login
from gateway.authentication.progress import Over, Proved
from gateway.authorization.columns.catalogue import Catalogue
from gateway.authorization.columns.drift import drift
from gateway.crypto import tls
from gateway.keeper import database_clients
from gateway.listener.confine import confine, pulse
from gateway.listener.parent.usher import Handed
from gateway.listener.postgres.arriving import Certified
from gateway.listener.postgres.cancels import CancelKeys
from gateway.listener.postgres.connection import DatabaseConnection
from gateway.listener.postgres.surroundings import DatabaseSurroundings, OnFailure
from gateway.listener.progress import Progress
from gateway.relay.postgres.counting import RegistrarCounter
from gateway.relay.postgres.patience import Patience
from gateway.relay.postgres.ports import Connected
from gateway.sessions.admit import Admitted
from gateway.sessions.live import LiveSessions
from gateway.wiring.backstage import DRAINED, STACK_BYTES, Backstage, Setting


def serve(handed: Handed, setting: Setting) -> None:
    """The child's whole life, from the fork to the end of the connection."""
    CancelKeys.ignore()
    threading.stack_size(STACK_BYTES)
    kept = (handed.client.fileno(), handed.keeper.fileno(), handed.registrar.fileno(), handed.progress)
    confine(setting.confinement, kept)
    cancels = CancelKeys(setting.cancel_key)
    backstage = _Backstage(handed, setting, cancels)
    connection = DatabaseConnection(
        handed.client,
        backstage,
        setting.limits,
        cancels=cancels,
        clock=setting.clock,
        progress=Progress(handed.progress),
        pulse=pulse,
    )
    backstage.ends(connection.end_all)
    signal.signal(signal.SIGTERM, lambda *_: _drain(connection))
    connection.run()


def _drain(connection: DatabaseConnection) -> None:
    """In a thread: the handler runs in the very thread that may hold what ending needs."""
    threading.Thread(target=connection.end_all, args=(DRAINED,), name="drain", daemon=True).start()


class _Backstage(Backstage):
    """Fills `listener.postgres.connection.Backstage`."""

    def __init__(self, handed: Handed, setting: Setting, cancels: CancelKeys) -> None:
        super().__init__(handed, setting)
        self._cancels = cancels
        self._door = database_clients.DatabaseDoor(self._keeper)

    def certified(self) -> Certified:
        """A key of this process's own, and the keeper's certificate for it."""
        key, public = tls.new_key()
        return self._door.certificate(public), key

    def begin(self, username: str) -> Login | Over:
        """Start the log-in walk."""
        return self._started(username, self._door)

    def surroundings(self, proved: Proved, live: LiveSessions) -> DatabaseSurroundings:
        """What the session of the proved person stands in."""
        return DatabaseSurroundings(
            admissions=self._admissions(proved, live),
            live=live,
            cancels=self._cancels,
            target_login=self._target_login,
            remember=self._remember,
            counter=self._counter,
            drifted=self._drifted,
            patience=Patience(unread_seconds=self._setting.limits.unread_seconds),
        )

    def _remember(self, admitted: Admitted) -> None:
        permit = admitted.permit
        self._door.remember(
            session=admitted.session, order=permit.order.id, target=permit.target.name, account=permit.account
        )

    def _counter(self, admitted: Admitted, on_failure: OnFailure) -> RegistrarCounter:
        return RegistrarCounter(
            session=admitted.session,
            clients=admitted.permit.order.clients,
            register=self._registrar,
            digests=database_clients.Digests(self._keeper),
            clock=self._setting.clock,
            on_failure=on_failure,
        )

    def _drifted(self, admitted: Admitted, database: str, connected: Connected, catalogue: Catalogue) -> None:
        found = drift(connected.snapshot_rows, catalogue)
        if found is not None:
            self._registrar.drifted(admitted.session, database, found)
