"""The three targets and the mail sink of one demo: prepared on disk, then started as children."""

import os
import secrets
import shutil
import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre import customers, ports
from deploy.callcentre.accounts import Account, is_root, own_account, service_account, target_account
from deploy.callcentre.database_target import DatabaseTarget
from deploy.callcentre.papers import PEOPLE_LOG, SETTINGS, write_complaints, write_papers, write_people_log
from deploy.callcentre.ssh_target import SshTarget
from deploy.demo_stack.children import Children, Errand
from deploy.demo_stack.layout import Layout
from gateway.vocabulary.secret import Secret

APP, DB, BUILD = "callcenter-app", "callcenter-db", "build-host"
PORT_NAMES = (APP, DB, BUILD, "mail", "gateway-ssh", "gateway-postgres", "admin-ui")
_ACCOUNTS = {APP: "ccapp", BUILD: "ccbuild"}
_PROJECT = Path(__file__).resolve().parents[2]
_KEEPS_DATA_AS = "sekisho-demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCentre:
    """What the demo guards. Made by `build`, which also prepares it on disk."""

    layout: Layout
    app: SshTarget
    build_host: SshTarget
    database: DatabaseTarget
    mail_port: int
    helper: Account

    @property
    def customers_file(self) -> Path:
        """The CSV on `callcenter-app`, readable by its account."""
        return self.app.directory / "data" / "customers.csv"

    @property
    def people_log(self) -> Path:
        """The log on `callcenter-app` that names customers; the command gate opens it too."""
        return self.customers_file.parent / PEOPLE_LOG

    @property
    def accounts(self) -> Mapping[str, str]:
        """The account on each SSH target, by the target's name."""
        return {host.name: host.account.name for host in (self.app, self.build_host)}

    def prepare(self) -> None:
        """Customers into file and database (once), papers beside the file."""
        if not self.layout.customers.exists():
            fresh = self.layout.base / "customers.csv.new"
            customers.write_csv(fresh, customers.customers())
            fresh.chmod(0o644)
            fresh.replace(self.layout.customers)
        if not self.layout.complaints.exists():
            write_complaints(self.layout.complaints, self.layout.customers)
        self.database.prepare(self.layout.customers)
        data = self.customers_file.parent
        data.mkdir(parents=True, exist_ok=True)
        write_papers(data)
        write_people_log(self.people_log, self.layout.customers)
        shutil.copyfile(self.layout.customers, self.customers_file)
        for path in (data, *data.rglob("*")):
            if path.is_symlink():  # the account may have made one, to have root change what it leads to
                continue
            os.chown(path, -1, self.app.account.gid)
            path.chmod(0o750 if path.is_dir() else 0o640)
        self._let_settings_be_edited(data / SETTINGS)

    def _let_settings_be_edited(self, folder: Path) -> None:
        """The account owns its service's settings; everything else it may only read."""
        for path in (folder, *folder.iterdir()):
            os.chown(path, self.app.account.uid, self.app.account.gid, follow_symlinks=False)

    def trust(self, session_ca: str) -> None:
        """Let both hosts trust the gateway's session authority, and nothing else."""
        for host in (self.app, self.build_host):
            host.prepare(session_ca)
            os.chmod(host.directory, 0o711)

    def new_database_secret(self) -> Secret:
        """A fresh password of the gateway's database role, told to nobody but the caller; before `start`."""
        password = secrets.token_urlsafe(24)
        self.database.set_password(password)
        return Secret(password.encode("ascii"))

    def start(self, children: Children, environment: Mapping[str, str]) -> None:
        """Start the two sshd, PostgreSQL and the mail sink."""
        for host in (self.app, self.build_host):
            children.start(self._errand(host.name, host.command(), own_account(), environment))
        children.start(self._errand(DB, self.database.command(), self.database.account, environment))
        self._start_mail(children, environment)

    def is_ready(self) -> bool:
        """True once everything answers."""
        hosts = (self.app.port, self.build_host.port)
        return (
            all(ports.answers(port, b"SSH-2.0-") for port in hosts)
            and ports.answers(self.mail_port, b"220 ")
            and self.database.is_ready()
        )

    def _start_mail(self, children: Children, environment: Mapping[str, str]) -> None:
        if is_root():
            os.chown(self.layout.mail, self.helper.uid, self.helper.gid)
        with socket.create_server((ports.LOOPBACK, self.mail_port)) as listener:
            command = [sys.executable, "-m", "deploy.callcentre.mail_sink", f"--descriptor={listener.fileno()}"]
            command += [f"--directory={self.layout.mail}"]
            if is_root():
                command += [f"--uid={self.helper.uid}", f"--gid={self.helper.gid}"]
            ours = {**environment, "PYTHONPATH": str(_PROJECT)}
            children.start(self._errand("mail", command, own_account(), ours, listener.fileno()))

    def _errand(
        self, name: str, command: list[str], account: Account, environment: Mapping[str, str], *descriptors: int
    ) -> Errand:
        return Errand(
            name=name,
            command=command,
            log=self.layout.logs / f"{name}.log",
            account=account,
            environment=environment,
            ending=signal.SIGINT if name == DB else signal.SIGTERM,  # PostgreSQL: SIGINT is the fast shutdown
            descriptors=descriptors,
        )


def build(layout: Layout, port_of: Mapping[str, int]) -> CallCentre:
    """The call centre of this state directory. As root each part has a user of its own; otherwise all are ours."""
    helper = service_account(_KEEPS_DATA_AS) if is_root() else own_account()
    account_of = {name: target_account(user) if is_root() else own_account() for name, user in _ACCOUNTS.items()}
    host_of = {
        name: SshTarget(
            name=name,
            directory=layout.target(name),
            port=port_of[name],
            account=account,
            takes_uploads=name == BUILD,
        )
        for name, account in account_of.items()
    }
    database = DatabaseTarget(name=DB, directory=layout.target(DB), port=port_of[DB], account=helper)
    return CallCentre(
        layout=layout,
        app=host_of[APP],
        build_host=host_of[BUILD],
        database=database,
        mail_port=port_of["mail"],
        helper=helper,
    )
