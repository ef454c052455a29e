"""The server: one process of threads behind TLS, as the office's own user, and the port it took written down.

Confined like the others: no core dump, nothing of the caller's environment. It holds its TLS key and the forms' secret, no more.
"""

import logging
import os
import secrets
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication

import gateway.wiring.events  # noqa: F401  # every kind of event must be known before one is written or read
from admin_ui.factory import create_app
from gateway.listener.confine import leave_no_dump
from gateway.proxies.believed import Believed
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_web import House
from gateway.wiring.places import Places, places

log = logging.getLogger(__name__)
THREADS: Final = 24
SECRET_BYTES: Final = 32


def run(settings: Settings) -> int:
    """Serve until SIGTERM; the exit status."""
    leave_no_dump()
    at = places(settings)
    _Server(settings, at).run()
    return 0


class _Server(BaseApplication):
    """gunicorn with our settings and no file of its own."""

    def __init__(self, settings: Settings, at: Places) -> None:
        self._settings = settings
        self._at = at
        self.proxies = Believed(settings.admin_ui.proxies)
        super().__init__()

    def load_config(self) -> None:
        """Every setting that differs from gunicorn's own."""
        office, at = self._settings.admin_ui, self._at
        chosen: dict[str, Any] = {
            "bind": [f"{office.host}:{office.port}"],
            "workers": 1,
            "worker_class": "admin_ui.worker.Worker",
            "threads": THREADS,
            "worker_connections": 1000,
            "keepalive": 15,
            "timeout": 60,
            "graceful_timeout": 5,
            "certfile": str(office.certificate or at.office_certificate),
            "keyfile": str(office.key or at.office_key),
            "ssl_context": _tls,
            "limit_request_line": 4094,
            "limit_request_fields": 60,
            "limit_request_field_size": 8190,
            "forwarded_allow_ips": "",
            "proc_name": "sekisho-admin_ui",
            "loglevel": "error",  # what a stranger sends is no line of the log
            "accesslog": None,
            "logger_class": "admin_ui.reporting.Reporting",
            "when_ready": self._say_port,
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, in the process that serves."""
        leave_no_dump()
        return create_app(House(self._settings, SystemClock()), form_secret(self._at.form_secret))

    def _say_port(self, server: Any) -> None:
        port = server.LISTENERS[0].sock.getsockname()[1]
        path = self._at.office_port
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(f"{port}\n", encoding="ascii")
        fresh.chmod(0o644)
        fresh.replace(path)
        log.warning("the office is open on port %d", port)


def form_secret(path: Path) -> Secret:
    """What forms are signed with, made at the first start."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Secret(path.read_bytes())
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(SECRET_BYTES))
    return Secret(path.read_bytes())


def _tls(_config: Any, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
