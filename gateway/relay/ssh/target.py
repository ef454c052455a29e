"""Reaching a target: only with a Permit, only to the host key that was pinned, only with a log-in of minutes.

The key for a certificate is made here, for this session, and dies with it. Dialling and the keeper's signature run side by side.
"""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from paramiko import Channel, Ed25519Key, PKey, SSHException

from gateway.authorization.decision import Permit
from gateway.crypto import openssh
from gateway.relay.ports import TargetLogin
from gateway.relay.ssh import dialling
from gateway.relay.ssh.dialling import NOT_LET_IN, dialled_target, require_host_key
from gateway.relay.ssh.transport import OrderedTransport
from gateway.relay.ssh.vaulted import VaultedKey
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.target import LoginWay

__all__ = ["NOT_LET_IN", "open_target"]


def open_target(permit: Permit, login: TargetLogin) -> tuple[OrderedTransport, Channel]:
    """A logged-in connection to the permit's target and one session channel on it. Raises TargetError with words."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        proof = beside.submit(_proof, permit, login)
        transport = dialled_target(permit.target)
        try:
            require_host_key(transport, permit.target)
            proof.result()(transport)
            return transport, transport.open_session(timeout=dialling.CONNECT_SECONDS)
        except (SSHException, EOFError, OSError) as error:
            transport.close()
            raise TargetError(f"log-in to {permit.target.name}: {error}", NOT_LET_IN) from error
        except BaseException:
            transport.close()
            raise


def _proof(permit: Permit, login: TargetLogin) -> Callable[[OrderedTransport], object]:
    """How this target is logged in to, ready to be used on its transport."""
    account = permit.account
    if permit.target.login is LoginWay.VAULTED_PASSWORD:
        password = login.password().decode()
        return lambda transport: transport.auth_password(account, password, fallback=False)
    key = _certified_key(login) if permit.target.login is LoginWay.CERTIFICATE else VaultedKey(login)
    return lambda transport: transport.auth_publickey(account, key)


def _certified_key(login: TargetLogin) -> PKey:
    pair = openssh.new_pair()
    key = Ed25519Key(file_obj=io.StringIO(pair.private.reveal().decode()))
    key.load_certificate(login.certificate(pair.public).decode())
    return key
