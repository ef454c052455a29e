"""Reaching a target: only with a Permit, only to the host key that was pinned, only with a log-in of minutes.

The key for a certificate is made here, for this session, and dies with it. Dialling and the keeper's signature run side by side.
"""

import hmac
import io
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from paramiko import Channel, Ed25519Key, PKey, SSHException

from gateway.authorization.decision import Permit
from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from gateway.relay.ports import TargetLogin
from gateway.relay.ssh import algorithms
from gateway.relay.ssh.sockets import tune
from gateway.relay.ssh.transport import OrderedTransport
from gateway.relay.ssh.vaulted import VaultedKey
from gateway.vocabulary.outcome import TargetError, Text
from gateway.vocabulary.target import LoginWay, Target

CONNECT_SECONDS = 10.0
UNREACHABLE = Text(
    ja="接続先に到達できません。対象機器の管理者に連絡してください。",
    en="The target cannot be reached. Ask whoever runs it.",
)
ANOTHER_HOST = Text(
    ja="接続先のホスト鍵が登録と異なるため接続を中止しました。管理者に連絡してください。",
    en="The target's host key is not the registered one; the connection was given up. Tell the administrator.",
)
NOT_LET_IN = Text(
    ja="接続先がゲートウェイのログインを拒否しました。管理者に連絡してください。",
    en="The target refused the gateway's log-in. Tell the administrator.",
)


def open_target(permit: Permit, login: TargetLogin) -> tuple[OrderedTransport, Channel]:
    """A logged-in connection to the permit's target and one session channel on it. Raises TargetError with words."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        proof = beside.submit(_proof, permit, login)
        transport = _connected(permit.target)
        try:
            _check_host_key(transport, permit.target)
            proof.result()(transport)
            return transport, transport.open_session(timeout=CONNECT_SECONDS)
        except (SSHException, EOFError, OSError) as error:
            transport.close()
            raise TargetError(f"log-in to {permit.target.name}: {error}", NOT_LET_IN) from error
        except BaseException:
            transport.close()
            raise


def _connected(target: Target) -> OrderedTransport:
    try:
        sock = socket.create_connection((target.address, target.port), timeout=CONNECT_SECONDS)
    except OSError as error:
        raise TargetError(f"{target.name}: {error}", UNREACHABLE) from error
    tune(sock)
    transport = OrderedTransport(sock)
    transport._preferred_keys = algorithms.host_keys_of(target.host_keys)
    transport.banner_timeout = CONNECT_SECONDS
    try:
        transport.start_client(timeout=CONNECT_SECONDS)
        if not transport.initial_kex_done:  # paramiko comes back without a word when its time is over
            raise SSHException("no key exchange in time")
    except (SSHException, EOFError, OSError) as error:
        transport.close()
        raise TargetError(f"{target.name}: {error}", UNREACHABLE) from error
    return transport


def _check_host_key(transport: OrderedTransport, target: Target) -> None:
    shown = transport.get_remote_server_key().asbytes()
    if not any(hmac.compare_digest(shown, pinned) for pinned in target.host_keys):
        raise TargetError(f"{target.name} showed another host key ({fingerprint(shown)})", ANOTHER_HOST)


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
