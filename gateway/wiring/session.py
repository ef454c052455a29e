"""One session process: what its connection needs, over the two lines it was handed. No database, no secret."""

import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from gateway.audit.folder import sync_directory
from gateway.authentication.login import Login, start
from gateway.authentication.ports import Door, Ports, SecurityKeyDemand
from gateway.authentication.progress import Over, Proved
from gateway.authorization.policy import Policy
from gateway.ipc.client import Caller
from gateway.keeper import clients
from gateway.listener.confine import Confinement, confine, pulse
from gateway.listener.connection import ClientConnection, ConnectionLimits
from gateway.listener.events import ConnectionClosed
from gateway.listener.parent.usher import Handed
from gateway.listener.progress import Progress
from gateway.listener.ssh_transport import Greeting
from gateway.listener.surroundings import Surroundings
from gateway.recording.header import PersonalHeader, RecordingHeader
from gateway.recording.limits import RecorderLimits
from gateway.recording.recorder import Recorder
from gateway.registrar.client import SessionClient
from gateway.sessions import texts
from gateway.sessions.admit import Admissions, Admitted
from gateway.sessions.ending import Ending, EndReason
from gateway.sessions.live import LiveSessions
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, Text

STACK_BYTES = (
    1024 * 1024
)  # a session has about eight threads a channel; the default of 8 MiB each would use up its limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every session process of one gateway is born with: read once by the parent, frozen."""

    node: str
    version: str
    policy: Policy
    recordings: Path
    recording_public: bytes
    clock: Clock
    confinement: Confinement
    limits: ConnectionLimits


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
    signal.signal(signal.SIGTERM, lambda *_: connection.end_all(_DRAINED))
    connection.run()


_DRAINED = Ending(reason=EndReason.DRAINED, text=texts.DRAINED)


class _Backstage:
    """Fills `listener.connection.Backstage`."""

    def __init__(self, handed: Handed, setting: Setting) -> None:
        self._handed, self._setting = handed, setting
        self._keeper = Caller(handed.keeper)
        self._host_key, self._signing = clients.HostKey(self._keeper), threading.Lock()
        self._end_all: Callable[[Ending], None] = lambda _: None
        self._live: LiveSessions | None = None
        self._policy_changed = threading.Event()
        self._proved: Proved | None = None
        self._registrar = SessionClient(Caller(handed.registrar, on_news=self._news, on_closed=self._registrar_gone))

    def ends(self, end_all: Callable[[Ending], None]) -> None:
        """What to call when everything must end."""
        self._end_all = end_all

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
        ports = Ports(
            directory=self._registrar,
            factors=clients.Factors(self._keeper),
            diary=self._registrar,
            clock=self._setting.clock,
            security_keys=SecurityKeyDemand(self._setting.policy.limits.security_key_verification.value),
        )
        return start(
            username, door=Door.SSH, connection=self._handed.connection, address=self._handed.address, ports=ports
        )

    def surroundings(self, proved: Proved, live: LiveSessions) -> Surroundings:
        """What the channels of the proved person share."""
        self._live, self._proved = live, proved
        setting = self._setting
        admissions = Admissions(
            proved=proved,
            address=self._handed.address,
            node=setting.node,
            version=setting.version,
            policy=setting.policy,
            policy_is_current=lambda: not self._policy_changed.is_set(),
            registry=self._registrar,
            recordings=_Recordings(setting, clients.SessionSigner(self._keeper)),
            clock=setting.clock,
        )
        return Surroundings(admissions=admissions, live=live, target_login=self._target_login, stages=lambda: ())

    def closed(self) -> None:
        """The connection has ended: say so, and let go."""
        if self._proved is not None:
            with suppress(GatewayFault):  # the registrar may have gone first; it has written that down itself
                closed = ConnectionClosed(person=self._proved.person_id, address=self._handed.address)
                self._registrar.append([closed])
        self._registrar.close()
        self._keeper.close()

    def _target_login(self, admitted: Admitted) -> clients.TargetLogin:
        permit = admitted.permit
        return clients.TargetLogin(
            self._keeper,
            session=admitted.session,
            order=permit.order.id,
            target=permit.target.name,
            account=permit.account,
        )

    def _news(self, kind: str, args: object) -> None:
        """News of the registrar: `end` of one session or all, and `policy.changed`."""
        if kind == "policy.changed":
            self._policy_changed.set()
        if kind != "end" or not isinstance(args, dict):
            return
        ending = Ending(reason=_reason(str(args["reason"])), text=Text(ja=args["ja"], en=args["en"]))
        if args["session"] is None:
            self._end_all(ending)
        elif self._live is not None:
            self._live.end(args["session"], ending)

    def _registrar_gone(self) -> None:
        self._end_all(Ending(reason=EndReason.REGISTRAR_GONE, text=texts.REGISTRAR_GONE))


class _Recordings:
    """Fills `sessions.ports.RecordingRoom`."""

    def __init__(self, setting: Setting, signer: clients.SessionSigner) -> None:
        self._setting, self._signer = setting, signer

    def path_of(self, recording: str) -> str:
        """One directory a day, so that no directory grows without bound."""
        return f"{_day(recording)}/{recording}.rec"

    def start(
        self, header: RecordingHeader, personal: PersonalHeader, on_failure: Callable[[GatewayFault], None]
    ) -> Recorder:
        """A recorder that is on the disk."""
        directory = self._setting.recordings / _day(header.recording)
        try:
            if not directory.is_dir():
                directory.mkdir(mode=0o2770, exist_ok=True)
                sync_directory(self._setting.recordings)  # or a power cut could take the day's folder with all in it
        except OSError as error:
            raise GatewayFault(f"recordings cannot be written: {error.strerror}", texts.NOT_RECORDED) from error
        return Recorder.start(
            directory,
            header,
            personal,
            wrap_to=self._setting.recording_public,
            signer=self._signer,
            clock=self._setting.clock,
            limits=RecorderLimits(),
            on_failure=on_failure,
        )


def _day(recording: str) -> str:
    return recording.split("-")[1]


_REASONS: Mapping[str, EndReason] = MappingProxyType(
    {
        "service.stopping": EndReason.DRAINED,
        "journal.broken": EndReason.REGISTRAR_GONE,
        "window.over": EndReason.WINDOW_OVER,
    }
)


def _reason(said: str) -> EndReason:
    """The registrar's reason in our words; every other one is a cut, and its event says whose."""
    return _REASONS.get(said, EndReason.CUT)
