"""Database clients nobody here wrote, at the gateway's second door: what a person types, with his terminal's certificate.

A code is good once, and so is a log-in; further connections with the same words are let in by the connection grant, as the
tools of a real person need it. So `said()` draws a code once and says the same ever after, until `anew()`.
"""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import make_conninfo

from tests.walks.clients import need
from tests.walks.codes import Codes
from tests.walks.terminal import Terminal

SECONDS: Final = 40
TARGET: Final = "callcenter-db"
GRANT_SECONDS: Final = 600  # within the quarter of an hour for which unused words hold
Ran = subprocess.CompletedProcess[str]

ROTATING, ROTATING_SECONDS = "の認証情報を更新中です", 90.0


@dataclass(slots=True)
class DatabaseClient:
    """One person at one terminal, which shows `certificate` and `key` (PEM files). `folder` is his home."""

    demo: dict[str, Any]
    person: dict[str, Any]
    folder: Path
    target: str = TARGET
    database: str = "callcenter"
    certificate: Path | None = None
    key: Path | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    _said: str | None = None
    _at: float = 0.0

    def __post_init__(self) -> None:
        if self.certificate is None or self.key is None:
            self.certificate, self.key = terminal_files(self.person, self.folder)

    @property
    def username(self) -> str:
        name: str = self.person["username"]
        return name

    def said(self) -> str:
        """Password and code in one: the words of his last log-in while they hold, else those of one with a fresh code."""
        late, self._at = time.monotonic() - self._at > GRANT_SECONDS, time.monotonic()
        if self._said is None or late:
            self._said = f"{self.person['password']}{Codes(self.demo).fresh(self.person)}"
        return self._said

    def anew(self) -> "DatabaseClient":
        """The same person, who will log in with another code."""
        self._said = None
        return self

    def take(self, other: "DatabaseClient") -> None:
        """Say what that one says."""
        self._said, self._at = other.said(), time.monotonic()

    def address(self, **changes: Any) -> dict[str, Any]:
        """libpq's parameters; a change to None leaves one out."""
        door = self.demo["gateway"]["postgres"]
        full = {
            "host": door["host"],
            "port": door["port"],
            "dbname": self.database,
            "user": f"{self.username}+{self.target}",
            "sslmode": "verify-full",
            "sslrootcert": self.demo["gateway"]["admin_ui"]["ca"],
            "sslcert": str(self.certificate),
            "sslkey": str(self.key),
            "connect_timeout": 30,
            **self.changes,
            **changes,
        }
        return {name: value for name, value in full.items() if value is not None}

    @property
    def environment(self) -> dict[str, str]:
        """A home of his own, and an ordinary UTF-8 terminal."""
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "LANG": "C.UTF-8", "TERM": "xterm-256color",
            "PSQL_HISTORY": "/dev/null", "PGSYSCONFDIR": str(self.folder),
        }  # fmt: skip

    def with_password(self, password: str | None = None) -> dict[str, str]:
        """The environment, with what libpq answers when it is asked for a password."""
        return {**self.environment, "PGPASSWORD": self.said() if password is None else password}

    def psql(
        self,
        *words: str,
        script: str = "",
        password: str | None = None,
        more: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> Ran:
        """psql to its end, reading `script`; without colours, pager or a start-up file."""
        return self.run("psql", "-X", *words, script=script, password=password, more=more, **changes)

    def run(
        self,
        program: str,
        *words: str,
        script: str = "",
        password: str | None = None,
        more: Mapping[str, str] | None = None,
        named: str = "-d",
        **changes: Any,
    ) -> Ran:
        """A client of libpq's to its end. `named` is the option before the connection string, or ''."""
        where = make_conninfo("", **self.address(**changes))
        last = [named, where] if named else [where]

        def once() -> Ran:
            return subprocess.run(
                [need(program), *words, *last],
                cwd=self.folder, input=script, capture_output=True, text=True, timeout=SECONDS, check=False,
                env={**self.with_password(password), **(more or {})},
            )  # fmt: skip

        for _ in self._tries():
            ran = once()
            if password is not None or ran.returncode == 0 or ROTATING not in ran.stderr:
                break
        return ran

    def on_terminal(
        self, *words: str, size: tuple[int, int] = (100, 30), more: Mapping[str, str] | None = None
    ) -> Terminal:
        """psql on a terminal of its own, logged in by itself."""
        where = make_conninfo("", **self.address())
        return Terminal([need("psql"), "-X", *words, where], {**self.with_password(), **(more or {})}, size)

    def connect(
        self, *, password: str | None = None, autocommit: bool = True, **changes: Any
    ) -> psycopg.Connection[Any]:
        """psycopg 3; does as it is told where the target's password is being changed: tries again."""
        words = make_conninfo("", **self.address(**changes))
        for last in self._tries():
            said = self.said() if password is None else password
            try:
                return psycopg.connect(words, password=said, autocommit=autocommit)
            except psycopg.OperationalError as error:
                if last or password is not None or ROTATING not in str(error):
                    raise
        raise AssertionError("the last try returns or raises")

    def _tries(self) -> Iterator[bool]:
        """Once, then for as long as a password may be changing, a second apart; True with the last one.

        From the second on with a code not used before: the log-in was complete, only its session was not opened.
        """
        deadline = time.monotonic() + ROTATING_SECONDS
        yield False
        while time.monotonic() < deadline:
            time.sleep(1)
            self.anew()
            yield False
        yield True


def terminal_files(person: Mapping[str, Any], folder: Path) -> tuple[Path, Path]:
    """The certificate and key of the manifest as files a client takes."""
    found = []
    for name in ("terminal_cert", "terminal_cert_key"):
        file = folder / f"{person['username']}.{name}.pem"
        file.touch(mode=0o600)
        file.write_text(person[name], encoding="ascii")
        found.append(file)
    return found[0], found[1]
