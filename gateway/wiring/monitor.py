"""The monitor's process: it asks keeper and registrar for figures, and tells them over HTTP. It holds nothing and writes nothing.

It opens no database; at its two doors it may ask one question each. Taken over, it could tell its scrapers lies, and no more.
"""

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import gateway.wiring.events  # noqa: F401  # the kinds are labels
from gateway.crypto.validity import ends_at
from gateway.ipc.client import LastingCaller
from gateway.ipc.messages import NoParams
from gateway.listener.confine import Confinement, confine
from gateway.metrics.answers import Pages
from gateway.metrics.collecting import LOOK_SECONDS, Collector, Sources
from gateway.metrics.endpoint import Endpoint
from gateway.metrics.figures import Figures
from gateway.metrics.picture import Ending
from gateway.metrics.readiness import Bounds
from gateway.settings.schema import Metrics, Settings
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.beside import Beside
from gateway.wiring.places import Places, folders, places
from gateway.wiring.stopping import stop_event

ANSWER_SECONDS: Final = 3.0  # the registrar gives what may be slow two
AGE_SECONDS_MAX: Final = 3 * LOOK_SECONDS + 2 * ANSWER_SECONDS
OFFICE_SECONDS: Final = 2.0
END_SECONDS: Final = 1.0
NICE: Final = 5  # behind everybody who serves people
BACKLOG: Final = 64
_CONFINEMENT: Final = Confinement(address_space_bytes=1 << 30, descriptors=256, file_bytes=1 << 40, uid=None, gid=None)


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status. Raises GatewayFault where it cannot listen."""
    listener = _listening(settings.metrics, places(settings).metrics_port)
    confine(_CONFINEMENT, (listener.fileno(),))
    with suppress(PermissionError):  # under a unit that forbids it, the unit says how nice it is
        os.nice(NICE)
    return asyncio.run(_run(settings, listener))


async def _run(settings: Settings, listener: socket.socket) -> int:
    at, clock, over = places(settings), SystemClock(), threading.Event()
    tls = _tls(settings.metrics)
    bounds = Bounds(age_seconds_max=AGE_SECONDS_MAX, free_bytes_min=settings.metrics.free_mib * 1024 * 1024)
    pages = Pages(bounds, clock, any_host=tls is not None)
    registrar, keeper = (LastingCaller(at.door(process, "monitor")) for process in ("registrar", "keeper"))
    sources = Sources(
        registrar=_Registrar(registrar),
        keeper=_Keeper(keeper),
        certificates=_Certificates(settings, at),
        folders=folders(settings),
    )
    endpoint, stop = Endpoint(pages.answer, tls=tls), stop_event()
    loop = asyncio.get_running_loop()

    def broke() -> None:
        """The collector ended, as asked or not: so does everything."""
        over.wait()
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=broke, name="over", daemon=True).start()
    collecting = Beside("collector", Collector(sources, clock, pages.show).run, over, [registrar, keeper])
    await endpoint.open(listener)
    await stop.wait()
    await endpoint.close()
    over.set()
    collecting.end(END_SECONDS)
    return 1 if collecting.broke else 0


class _Registrar:
    """Fills `metrics.collecting.Registrar`."""

    def __init__(self, caller: LastingCaller) -> None:
        self._caller = caller

    def figures(self) -> Figures:
        """Raises GatewayFault or CallRefused."""
        return self._caller.call("node.figures", NoParams(), Figures, timeout_seconds=ANSWER_SECONDS)


class _Keeper:
    """Fills `metrics.collecting.Keeper`."""

    def __init__(self, caller: LastingCaller) -> None:
        self._caller = caller

    def ready(self) -> None:
        """Raises GatewayFault or CallRefused."""
        self._caller.call("keeper.ready", NoParams(), None.__class__, timeout_seconds=ANSWER_SECONDS)


class _Certificates:
    """Fills `metrics.collecting.Certificates`."""

    def __init__(self, settings: Settings, at: Places) -> None:
        self._settings, self._at = settings, at

    def office(self) -> datetime | None:
        """What it shows to whoever connects; nobody is trusted, nothing is said. Raises OSError."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with (
            socket.create_connection(self._office(), timeout=OFFICE_SECONDS) as line,
            context.wrap_socket(line) as shown,
        ):
            return _end(shown.getpeercert(binary_form=True) or b"")

    def files(self) -> Mapping[Ending, datetime]:
        """Those that lie open."""
        at = {
            Ending.OFFICE_AUTHORITY: self._at.office_authority,
            Ending.DATABASE_AUTHORITY: self._at.database_authority,
            Ending.MONITOR: self._settings.metrics.certificate,
        }
        ends = {which: _end(_bytes(path)) for which, path in at.items() if path is not None}
        return {which: end for which, end in ends.items() if end is not None}

    def _office(self) -> tuple[str, int]:
        """Where it listens, from this machine."""
        office = self._settings.admin_ui
        here = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # what "everywhere" is called from here
        port = office.port or int(_bytes(self._at.office_port) or b"0")
        return here.get(office.host, office.host), port


def _bytes(path: Path) -> bytes:
    """Nothing for a file that is not there, or not for us."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _end(certificate: bytes) -> datetime | None:
    try:
        return ends_at(certificate)
    except ValueError:
        return None


def _tls(metrics: Metrics) -> Callable[[], ssl.SSLContext] | None:
    """The server's side, for whoever shows a certificate of the authorities in `clients`; read again for each connection.

    None where the settings name no certificate. Raises GatewayFault for files that cannot be used, at the start.
    """
    if metrics.certificate is None or metrics.key is None or metrics.clients is None:
        return None
    certificate, key, clients = metrics.certificate, metrics.key, metrics.clients

    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.verify_mode = ssl.CERT_REQUIRED
        made.options |= ssl.OP_NO_TICKET | ssl.OP_NO_RENEGOTIATION
        made.load_cert_chain(certificate, key)
        made.load_verify_locations(clients)
        return made

    try:
        context()
    except (OSError, ssl.SSLError) as error:
        raise GatewayFault(f"metrics: certificate, key or clients cannot be used: {error}") from error
    return context


def _listening(metrics: Metrics, file: Path) -> socket.socket:
    """Bound, its port written down. Raises GatewayFault."""
    if metrics.port is None:
        raise GatewayFault("metrics.port is not set, so there is nothing to serve; set it, 9464 for one")
    family = socket.AF_INET6 if ":" in metrics.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((metrics.host, metrics.port))
        listener.listen(BACKLOG)
        file.write_text(f"{listener.getsockname()[1]}\n", encoding="ascii")
    except OSError as error:
        raise GatewayFault(f"metrics: cannot listen on {metrics.host} port {metrics.port}: {error.strerror}") from error
    return listener
