"""A target: Debian's own sshd on a loopback port, which trusts one certificate authority and nothing else.

No password, no authorized_keys: only a certificate that the gateway's keeper signed for the target account opens a session,
so a log-in around the gateway fails. Everything else is as permissive as an ordinary server (SFTP, forwarding), because it is
the gateway's task to refuse those. LogLevel VERBOSE makes sshd's own log name each certificate's key id: the person.
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.callcentre.accounts import Account, is_root
from gateway.crypto import openssh

_PRIVILEGE_SEPARATION = Path("/run/sshd")  # compiled into Debian's sshd, which will not start as root without it

_CONFIG = """\
# Written at each start by deploy/demo. One way in: a certificate of the gateway's session authority.
Port {port}
ListenAddress 127.0.0.1
HostKey {directory}/host_key
PidFile none
LogLevel VERBOSE
TrustedUserCAKeys {directory}/session_ca.pub
AuthorizedKeysFile none
AuthenticationMethods publickey
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
PermitRootLogin {root_login}
AllowUsers {account}
UsePAM no
UseDNS no
PrintMotd no
PrintLastLog no
AcceptEnv LANG LC_*
LoginGraceTime 30
MaxStartups 1000
MaxSessions 100
Subsystem sftp internal-sftp
"""

# All sessions of a target behind a gateway come from one address: its sshd must not punish that one for one person's failure.
_ONE_PEER = "PerSourcePenalties no\n"

_PROFILE = """\
# Written by deploy/demo.
export LANG="${LANG:-C.UTF-8}"
PS1='\\u@{name}:\\w\\$ '
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SshTarget:
    """One sshd: `directory` holds its key, configuration and log; `account` is the only one that may log in."""

    name: str
    directory: Path
    port: int
    account: Account
    takes_uploads: bool = False

    @property
    def drop_folder(self) -> Path | None:
        """Where the gateway may leave files for the account; in this demo's own state, for demos share their homes."""
        return self.directory / "incoming" if self.takes_uploads else None

    @property
    def log(self) -> Path:
        return self.directory / "sshd.log"

    @property
    def host_key(self) -> str:
        """`ssh-ed25519 BASE64`; exists after `prepare`."""
        return (self.directory / "host_key.pub").read_text(encoding="ascii").strip()

    def prepare(self, session_ca: str) -> None:
        """Write key (once), configuration and trust. `session_ca` is the authority's public line."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if not (self.directory / "host_key").exists():
            _new_host_key(self.directory)
        (self.directory / "session_ca.pub").write_text(session_ca.strip() + "\n", encoding="ascii")
        if is_root():
            _PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)
        self._configure()
        if is_root():
            profile = self.account.home / ".profile"
            profile.write_text(_PROFILE.replace("{name}", self.name), encoding="utf-8")
        if self.drop_folder is not None:
            self.drop_folder.mkdir(mode=0o750, exist_ok=True)
            os.chown(self.drop_folder, self.account.uid, self.account.gid)

    def command(self) -> list[str]:
        """sshd in the foreground, logging to its own file. It starts itself again per connection: an absolute path."""
        return [sshd(), "-D", "-f", str(self.directory / "sshd_config"), "-E", str(self.log)]

    def _configure(self) -> None:
        """Write the configuration, with OpenSSH 9.8's word against locking out the gateway's address where it is known."""
        path = self.directory / "sshd_config"
        path.write_text(self._config() + _ONE_PEER, encoding="utf-8")
        if subprocess.run([sshd(), "-t", "-f", str(path)], check=False, capture_output=True).returncode:
            path.write_text(self._config(), encoding="utf-8")

    def _config(self) -> str:
        root_login = "prohibit-password" if self.account.uid == 0 else "no"
        return _CONFIG.format(
            port=self.port, directory=self.directory, account=self.account.name, root_login=root_login
        )


def sshd() -> str:
    """The path of Debian's sshd, which is not on everybody's PATH."""
    found = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError("sshd is missing: install Debian's openssh-server")
    return found


def _new_host_key(directory: Path) -> None:
    pair = openssh.new_pair()
    private = directory / "host_key"
    private.touch(mode=0o600)
    private.write_bytes(pair.private.reveal())
    (directory / "host_key.pub").write_text(openssh.line(pair.public) + "\n", encoding="ascii")
