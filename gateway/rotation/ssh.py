"""A host's password, changed by chpasswd(8) through a management account, and proved by logging in with it.

The new password goes to chpasswd's standard input on a connection to the pinned host key; the certificate of minutes behind
it can run chpasswd and nothing else, whatever is asked. No argument, no environment and no output ever holds the password.
"""

from typing import Final

from gateway.crypto import openssh
from gateway.relay.reaching import NotLetIn
from gateway.relay.ssh import command
from gateway.rotation.ports import Vault
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target

CHPASSWD: Final = "chpasswd"  # the certificate's own command is run in its place


class SshRotator:
    """Fills `ports.Rotator` for a target spoken to over SSH."""

    def __init__(self, target: Target, vault: Vault) -> None:
        self._target, self._vault = target, vault

    def change(self) -> None:
        """Every account of the target gets the next password, in one run; doing it again does no harm."""
        if self._target.management is None:
            raise GatewayFault(f"{self._target.name} has no management account")
        password = self._vault.password(self._target.name, "next").reveal()
        lines = b"".join(account.encode() + b":" + password + b"\n" for account in self._target.accounts)
        pair = openssh.new_pair()
        key = command.certified(pair, self._vault.certificate(self._target.name, pair.public))
        status = command.run_command(self._target, self._target.management, key, CHPASSWD, Secret(lines))
        if status != 0:
            raise NotLetIn(f"{self._target.name}: chpasswd ended with {status}")

    def lets_in(self) -> bool:
        """True if every account logs in with the next password."""
        password = self._vault.password(self._target.name, "next")
        return all(command.lets_in(self._target, account, password) for account in self._target.accounts)
