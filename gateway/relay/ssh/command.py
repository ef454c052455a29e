"""One command on a target for the gateway itself, with something on its standard input; and whether a password lets in.

Nothing of the target's output is kept or shown to anybody: it is read to its end, within a bound, and forgotten.
"""

import io
from queue import Empty
from typing import Final

from paramiko import AuthenticationException, Channel, Ed25519Key, PKey, SSHException

from gateway.crypto.openssh import Pair, string
from gateway.relay.ssh.dialling import NOT_LET_IN, UNREACHABLE, NotLetIn, Unreachable, dialled_target, require_host_key
from gateway.relay.ssh.messages import ChannelRequest, status_of
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Target

SECONDS: Final = 20.0  # for each step of the command
OUTPUT_BYTES_MAX: Final = 64 * 1024


def run_command(target: Target, account: str, key: PKey, command: str, given: Secret) -> int | None:
    """The command's exit status (None where the target gave none), after it read `given`.

    Raises Unreachable, AnotherHost, or NotLetIn when the log-in or the command was refused.
    """
    transport = dialled_target(target)
    try:
        require_host_key(transport, target)
        transport.auth_publickey(account, key)
        channel = transport.open_session(timeout=SECONDS)
        return _ran(transport, channel, target, command, given)
    except AuthenticationException as refused:
        raise NotLetIn(f"{target.name}: {account} was not let in", NOT_LET_IN) from refused
    except (SSHException, EOFError, OSError) as error:
        raise Unreachable(f"{target.name}: {error}", UNREACHABLE) from error
    finally:
        transport.close()


def lets_in(target: Target, account: str, password: Secret) -> bool:
    """True if the target takes this password for the account; nothing is done there. Raises Unreachable or AnotherHost."""
    transport = dialled_target(target)
    try:
        require_host_key(transport, target)
        transport.auth_password(account, password.reveal().decode(), fallback=False)
        return transport.is_authenticated()
    except AuthenticationException:
        return False
    except (SSHException, EOFError, OSError) as error:
        raise Unreachable(f"{target.name}: {error}", UNREACHABLE) from error
    finally:
        transport.close()


def certified(pair: Pair, certificate: bytes) -> PKey:
    """The key of `pair` with the certificate line that was signed for it."""
    key = Ed25519Key(file_obj=io.StringIO(pair.private.reveal().decode()))
    key.load_certificate(certificate.decode())
    return key


def _ran(transport: OrderedTransport, channel: Channel, target: Target, command: str, given: Secret) -> int | None:
    requests = transport.requests_of(channel)
    channel.settimeout(SECONDS)
    channel.set_combine_stderr(True)  # paramiko's signature
    if not transport.ask(channel, [ChannelRequest("exec", want_reply=True, fields=string(command.encode()))]):
        raise NotLetIn(f"{target.name} runs no command", NOT_LET_IN)
    channel.sendall(given.reveal())
    channel.shutdown_write()
    read = 0
    while piece := channel.recv(OUTPUT_BYTES_MAX):
        read += len(piece)
        if read > OUTPUT_BYTES_MAX:
            raise TargetError(f"{target.name}: a command that should say nothing says too much")
    try:
        while (request := requests.get(timeout=SECONDS)) is not None:
            if request.kind in ("exit-status", "exit-signal"):
                return status_of(request)
    except Empty:
        return None
    return None
