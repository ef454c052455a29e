"""The gateway's parent process: reads what its children are born with, opens the door, and forks.

It imports no database module and starts no thread; `assert_lean` says so before the first fork.
"""

import logging
import os
import resource
import secrets
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gateway.audit.event import Event
from gateway.authentication.ports import Door
from gateway.authorization import events as policy_events
from gateway.authorization.loader import load
from gateway.authorization.unfit import PolicyUnfit
from gateway.listener.confine import Confinement
from gateway.listener.connection import ConnectionLimits
from gateway.listener.events import GatewayStarted, SettingsRefused, SettingsReloaded
from gateway.listener.parent.acceptor import Acceptor, Conduct
from gateway.listener.parent.admission_control import Admission, Counts
from gateway.listener.parent.kept import VARIABLE, Kept
from gateway.listener.parent.usher import Handed
from gateway.listener.parent.waiting_room import WaitingBounds
from gateway.proxies.believed import Believed
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings import reading
from gateway.settings.schema import Settings
from gateway.version import VERSION
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring import postgres_session, session
from gateway.wiring.backstage import Setting
from gateway.wiring.places import places

log = logging.getLogger(__name__)
SESSION_DESCRIPTORS = 256
STRANGERS_SHARE = 2
DESCRIPTORS_WANTED = 4096  # the waiting room's, a pipe for each process before its log-in, those that are being hung up
FORBIDDEN = ("sqlalchemy", "sqlite3", "psycopg", "alembic")


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    return _Gateway(settings).run()


class _Gateway:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clock = SystemClock()
        self._kept = Kept.taken_up(os.environ)
        self._cancel_key = Secret(secrets.token_bytes(32)) if self._kept is None else self._kept.cancel_key
        self._setting = self._read(settings)
        self._proxies = _proxies(settings)
        self._acceptor = self._made()

    def run(self) -> int:
        assert_lean()
        _want_descriptors()
        if self._kept is not None:
            self._acceptor.take_up(self._kept.lines, self._kept.children)
        self._acceptor.run()
        return 0

    def _made(self) -> Acceptor:
        bounds, at = self._settings.gateway, places(self._settings)
        return Acceptor(
            self._listening(),
            {name: at.door(name, "gateway") for name in ("keeper", "registrar")},
            Conduct(
                serve=self._serve, reload=self._reload, opened=self._started, journal=self._append, again=self._again
            ),
            admission=Admission(
                Counts(
                    unauthenticated=bounds.unauthenticated,
                    unauthenticated_per_address=bounds.unauthenticated_per_address,
                    connections=bounds.connections,
                    strangers_share=STRANGERS_SHARE,
                )
            ),
            waiting=WaitingBounds(
                waiting=bounds.waiting,
                waiting_per_address=bounds.waiting_per_address,
                waiting_seconds=bounds.waiting_seconds,
            ),
            drain_seconds=bounds.drain_seconds,
            clock=self._clock,
            databases=self._databases(),
            announces=lambda door, address: self._proxies[door].believes(address),
        )

    def _serve(self, handed: Handed) -> None:
        serve = postgres_session.serve if handed.door is Door.POSTGRESQL else session.serve
        serve(handed, self._setting)

    def _read(self, settings: Settings) -> Setting:
        at = places(settings)
        return Setting(
            node=settings.node.name,
            version=VERSION,
            policy=load(settings.policies.directory),
            recordings=at.recordings,
            clock=self._clock,
            confinement=Confinement(
                address_space_bytes=settings.gateway.session_memory_mib * 1024 * 1024,
                descriptors=SESSION_DESCRIPTORS,
                file_bytes=1 << 40,
                uid=None,
                gid=None,
            ),
            limits=ConnectionLimits(
                login_seconds=settings.gateway.login_seconds,
                keepalive_seconds=settings.gateway.keepalive_seconds,
                keepalive_missed=settings.gateway.keepalive_missed,
                unread_seconds=settings.gateway.unread_seconds,
            ),
            recording_bytes_max=settings.space.recording_mib * 1024 * 1024,
            cancel_key=self._cancel_key,
        )

    def _listening(self) -> socket.socket:
        """Bound; the acceptor listens when keeper and registrar are there."""
        bounds = self._settings.gateway
        return self._taken_up(Door.SSH) or _bound(bounds.host, bounds.port, places(self._settings).port)

    def _databases(self) -> socket.socket | None:
        """The same for the database door, where there is one."""
        door, file = self._settings.postgres, places(self._settings).postgres_port
        if (listener := self._taken_up(Door.POSTGRESQL)) is not None:
            return listener
        file.unlink(missing_ok=True)
        return None if door.port is None else _bound(door.host, door.port, file)

    def _taken_up(self, door: Door) -> socket.socket | None:
        """The listening socket the program before this had; its address cannot change."""
        number = None if self._kept is None else self._kept.listeners.get(door)
        return None if number is None else socket.socket(fileno=number)

    def _again(self, listeners: Mapping[Door, int], lines: Mapping[str, int], children: Mapping[int, str]) -> None:
        """The program as it is installed now, in this process. Raises OSError: then nothing has happened."""
        kept = Kept(listeners=listeners, lines=lines, children=children, cancel_key=self._cancel_key)
        words = _own_command()
        log.warning("SIGUSR2: %s begins anew; %d connections go on", words[0], len(children))
        file = kept.put_down()
        try:
            os.execve(words[0], words, {**os.environ, VARIABLE: str(file)})  # noqa: S606  # our own program
        finally:
            os.close(file)

    def _started(self) -> None:
        """Both lines are up, for the first time or again: the door is open."""
        started = GatewayStarted(
            version=VERSION, policy_digest=self._setting.policy.digest, settings_digest=self._settings.digest
        )
        self._journal("journal.append", started, policy_events.loaded(self._setting.policy, None))

    def _reload(self) -> None:
        """SIGHUP. What cannot be used is refused loudly and the old stays; the address cannot change."""
        kept = self._setting.policy.digest
        try:
            settings = reading.read(self._settings.file)
            setting = self._read(settings)
        except PolicyUnfit as unfit:
            self._refused(unfit, policy_events.refused(unfit, kept))
            return
        except (reading.SettingsRefused, GatewayFault, OSError) as refused:
            self._refused(refused)
            return
        self._settings, self._setting, self._proxies = settings, setting, _proxies(settings)
        log.info("SIGHUP: settings and policies were read again")
        reloaded = SettingsReloaded(policy_digest=setting.policy.digest, settings_digest=settings.digest)
        if setting.policy.digest == kept:
            self._journal("journal.append", reloaded)
        else:  # sessions are told as well: no connection decides by a policy that is not in force
            self._journal("policy.changed", reloaded, policy_events.loaded(setting.policy, kept))

    def _refused(self, why: Exception, *events: Event) -> None:
        log.error("SIGHUP: refused, the old settings stay: %s", why)
        self._journal("journal.append", SettingsRefused(why=str(why)[:1000]), *events)

    def _append(self, events: Sequence[Event]) -> None:
        """To the registrar, which answers later: nothing of the gateway's own waits for it. Raises GatewayFault."""
        self._acceptor.tell_registrar("journal.append", Append(events=wired(events)))

    def _journal(self, call: str, *events: Event) -> None:
        try:
            self._acceptor.tell_registrar(call, Append(events=wired(events)))
        except GatewayFault as fault:
            log.error("not journalled: %s", fault)  # noqa: TRY400  # nothing takes effect that depended on it


def _own_command() -> list[str]:
    """How this process was begun. A script is begun as one: its first line may name another Python by now."""
    words = sys.orig_argv
    is_script = len(words) > 1 and not words[1].startswith("-") and os.access(words[1], os.X_OK)
    return words[1:] if is_script else [sys.executable, *words[1:]]


def _bound(host: str, port: int, file: Path) -> socket.socket:
    """A bound socket, whose port stands in `file`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    file.write_text(f"{listener.getsockname()[1]}\n")
    return listener


def _proxies(settings: Settings) -> Mapping[Door, Believed]:
    return {Door.SSH: Believed(settings.gateway.proxies), Door.POSTGRESQL: Believed(settings.postgres.proxies)}


def _want_descriptors() -> None:
    """As many as are wanted, or as the hard limit allows: where there are fewer, whoever waits longest makes room."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS_WANTED if hard == resource.RLIM_INFINITY else min(DESCRIPTORS_WANTED, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def assert_lean() -> None:
    """Raise GatewayFault if the parent holds what its children must not inherit."""
    loaded = [name for name in FORBIDDEN if name in sys.modules]
    if loaded:
        raise GatewayFault(f"the gateway's parent has loaded {', '.join(loaded)}")
