"""What every session process has behind it, whichever door it serves: its two lines, recordings, and news of the registrar."""

import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from gateway.audit.folder import sync_directory
from gateway.authentication.login import Login, start
from gateway.authentication.ports import Grants, Ports, SecurityKeyDemand
from gateway.authentication.progress import Over, Proved
from gateway.authorization.policy import Policy
from gateway.ipc.client import Caller
from gateway.keeper import clients
from gateway.listener.confine import Confinement
from gateway.listener.connection import ConnectionLimits
from gateway.listener.events import ConnectionClosed
from gateway.listener.parent.usher import Handed
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
from gateway.vocabulary.secret import Secret

STACK_BYTES = (
    1024 * 1024
)  # a session has about eight threads a channel; the default of 8 MiB each would use up its limit
DRAINED = Ending(reason=EndReason.DRAINED, text=texts.DRAINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every session process of one gateway is born with: read once by the parent, frozen.

    `cancel_key` is what database clients' cancel keys are made of; the parent draws it once.
    """

    node: str
    version: str
    policy: Policy
    recordings: Path
    clock: Clock
    confinement: Confinement
    limits: ConnectionLimits
    recording_bytes_max: int | None = None
    cancel_key: Secret = field(default_factory=lambda: Secret(secrets.token_bytes(32)))


class Backstage:
    """Keeper and registrar as one connection speaks to them."""

    def __init__(self, handed: Handed, setting: Setting) -> None:
        self._handed, self._setting = handed, setting
        self._keeper = Caller(handed.keeper)
        self._end_all: Callable[[Ending], None] = lambda _: None
        self._live: LiveSessions | None = None
        self._policy_changed = threading.Event()
        self._proved: Proved | None = None
        self._registrar = SessionClient(Caller(handed.registrar, on_news=self._news, on_closed=self._registrar_gone))

    def ends(self, end_all: Callable[[Ending], None]) -> None:
        """What to call when everything must end."""
        self._end_all = end_all

    def closed(self) -> None:
        """The connection has ended: say so, and let go."""
        if self._proved is not None:
            with suppress(GatewayFault):  # the registrar may have gone first; it has written that down itself
                closed = ConnectionClosed(person=self._proved.person_id, address=self._handed.address)
                self._registrar.append([closed])
        self._registrar.close()
        self._keeper.close()

    def _started(self, username: str, grants: Grants | None = None) -> Login | Over:
        """The log-in walk of this connection's door."""
        ports = Ports(
            directory=self._registrar,
            factors=clients.Factors(self._keeper),
            diary=self._registrar,
            clock=self._setting.clock,
            security_keys=SecurityKeyDemand(self._setting.policy.limits.security_key_verification.value),
            grants=grants,
        )
        handed = self._handed
        return start(username, door=handed.door, connection=handed.connection, address=handed.address, ports=ports)

    def _admissions(self, proved: Proved, live: LiveSessions) -> Admissions:
        """Admission for the proved person, whose sessions are `live`."""
        self._live, self._proved = live, proved
        setting = self._setting
        return Admissions(
            proved=proved,
            address=self._handed.address,
            node=setting.node,
            version=setting.version,
            policy=setting.policy,
            policy_is_current=lambda: not self._policy_changed.is_set(),
            registry=self._registrar,
            recordings=Recordings(setting, clients.SessionSigner(self._keeper)),
            clock=setting.clock,
        )

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
        """News of the registrar: `end` of one session or all, `held` of one, and `policy.changed`."""
        if kind == "policy.changed":
            self._policy_changed.set()
        if kind == "held" and isinstance(args, dict) and self._live is not None:
            self._live.look(args["session"])
        if kind != "end" or not isinstance(args, dict):
            return
        ending = Ending(reason=reason_of(str(args["reason"])), text=Text(ja=args["ja"], en=args["en"]))
        if args["session"] is None:
            self._end_all(ending)
        elif self._live is not None:
            self._live.end(args["session"], ending)

    def _registrar_gone(self) -> None:
        self._end_all(Ending(reason=EndReason.REGISTRAR_GONE, text=texts.REGISTRAR_GONE))


class Recordings:
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
                directory.mkdir(mode=0o770, exist_ok=True)  # the group comes from the folder above (its setgid bit)
                sync_directory(self._setting.recordings)  # or a power cut could take the day's folder with all in it
        except OSError as error:
            raise GatewayFault(f"recordings cannot be written: {error.strerror}", texts.NOT_RECORDED) from error
        return Recorder.start(
            directory,
            header,
            personal,
            wrap_to=self._signer.wrap_to(header.recording, header.clients),
            signer=self._signer,
            clock=self._setting.clock,
            limits=RecorderLimits(quota_bytes=self._setting.recording_bytes_max),
            on_failure=on_failure,
        )


def _day(recording: str) -> str:
    return recording.split("-")[1]


_REASONS: Mapping[str, EndReason] = MappingProxyType(
    {
        "service.stopping": EndReason.DRAINED,
        "journal.broken": EndReason.REGISTRAR_GONE,
        "window.over": EndReason.WINDOW_OVER,
        "space.full": EndReason.NO_SPACE,
    }
)


def reason_of(said: str) -> EndReason:
    """The registrar's reason in our words; every other one is a cut, and its event says whose."""
    return _REASONS.get(said, EndReason.CUT)
