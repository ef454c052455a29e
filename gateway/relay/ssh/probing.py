"""Whether a target's sshd leaves a way in that does not lead through us, as far as that shows from outside (R-01, R-67).

It asks which methods are offered, and tries what nobody may come in with: nothing at all, a key that was made a moment ago, and
a certificate for that key by an authority that was made a moment ago. No secret of ours is shown, and no password is tried.

Bounded: one connection an account, two accounts (OpenSSH 9.8 and newer locks an address out that failed more often in a row),
and everything within `SECONDS` each. Whatever could not be tried is no proof of anything: then it is unclear.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from paramiko import AuthenticationException, BadAuthenticationType, Ed25519Key, PKey, SSHException

from gateway.crypto import openssh, signing
from gateway.crypto.certificates import UserCertificate, sign_user
from gateway.crypto.digest import fingerprint
from gateway.relay.reaching import AnotherHost, Unreachable
from gateway.relay.ssh.dialling import dialled, dialled_target, require_host_key
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.target import Target

ACCOUNTS_MAX: Final = 2
SECONDS: Final = 10.0
METHODS_MAX: Final = 8
ANY_KIND: Final = ("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256")
NEEDED: Final = "publickey"
_PLAIN_REFUSAL: Final = (
    "Authentication failed."  # paramiko's word for USERAUTH_FAILURE (auth_handler.wait_for_response)
)
KNOWN: Final = frozenset(
    {"none", NEEDED, "password", "keyboard-interactive", "hostbased", "gssapi-with-mic", "gssapi-keyex"}
)


class Outcome(StrEnum):
    """What a probe came to, worst first."""

    OPEN = "open"  # somebody comes in, or is asked for something, without our certificate
    ANOTHER_HOST = "another-host"
    UNCLEAR = "unclear"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"


class Way(StrEnum):
    """A way in that should not be there. Further ones are the names of methods offered beside `publickey`."""

    NOTHING = "nothing-asked"
    STRANGERS_KEY = "strangers-key"
    STRANGERS_CERTIFICATE = "strangers-certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One account. `offered`: names of methods; `ways`: what is open; `unclear`: something could not be tried."""

    account: str
    offered: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    unclear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """`fingerprint` is of the key that was shown; None where nobody answered."""

    outcome: Outcome
    fingerprint: str | None
    tried: tuple[Tried, ...] = ()


def probe(target: Target, now: datetime) -> Probed:
    """Look at one SSH target. Never raises for what a target does."""
    stranger = _Stranger(now)
    shown, is_pinned = _host_key(target)
    if shown is None:
        return Probed(outcome=Outcome.UNREACHABLE, fingerprint=None)
    tried = tuple(_account(target, account, stranger) for account in target.accounts[:ACCOUNTS_MAX])
    return Probed(outcome=_outcome(tried, is_pinned), fingerprint=shown, tried=tried)


def _outcome(tried: Sequence[Tried], is_pinned: bool) -> Outcome:  # noqa: FBT001  # a fact, not a switch
    if any(each.ways for each in tried):
        return Outcome.OPEN
    if not is_pinned:
        return Outcome.ANOTHER_HOST
    return Outcome.UNCLEAR if not tried or any(each.unclear for each in tried) else Outcome.CLOSED


class _Stranger:
    """Whom no target knows: a key of this moment, and a certificate by an authority of this moment."""

    def __init__(self, now: datetime) -> None:
        self._now, self._pair, self._authority = now, openssh.new_pair(), signing.new_signing_key()

    def key(self) -> PKey:
        return Ed25519Key(file_obj=io.StringIO(self._pair.private.reveal().decode()))

    def certified(self, account: str) -> PKey:
        wanted = UserCertificate(
            public_key=self._pair.public,
            key_id="sekisho-probe",
            principal=account,
            now=self._now,
            expires_at=self._now + timedelta(minutes=1),
        )
        key = self.key()
        key.load_certificate(sign_user(self._authority, wanted).decode())
        return key


def _host_key(target: Target) -> tuple[str | None, bool]:
    """Fingerprint of what answers, and whether it is pinned."""
    try:
        transport = dialled_target(target)
    except Unreachable:
        return _other_host_key(target), False
    try:
        require_host_key(transport, target)
    except AnotherHost:
        return _shown(transport), False
    else:
        return _shown(transport), True
    finally:
        transport.close()


def _other_host_key(target: Target) -> str | None:
    """A target that has none of the kinds that are pinned is another host, and not away."""
    try:
        transport = dialled(target.name, target.address, target.port, ANY_KIND)
    except Unreachable:
        return None
    try:
        return _shown(transport)
    finally:
        transport.close()


def _shown(transport: OrderedTransport) -> str:
    return fingerprint(transport.get_remote_server_key().asbytes())


def _account(target: Target, account: str, stranger: _Stranger) -> Tried:
    """One connection: what is offered, then the two proofs of a stranger."""
    try:
        transport = dialled(target.name, target.address, target.port, ANY_KIND)
    except Unreachable:
        return Tried(account=account, unclear=True)
    transport.auth_timeout = SECONDS
    try:
        offered = _refused(lambda: transport.auth_none(account))
        if offered is None:
            return Tried(account=account, ways=(Way.NOTHING,))
        ways = [each for each in offered if each != NEEDED]
        if NEEDED in offered:
            proofs = ((Way.STRANGERS_KEY, stranger.key()), (Way.STRANGERS_CERTIFICATE, stranger.certified(account)))
            ways += _proofs_taken(transport, account, proofs)
        return Tried(account=account, offered=offered, ways=tuple(ways), unclear=not offered)
    except (SSHException, EOFError, OSError):
        return Tried(account=account, unclear=True)
    finally:
        transport.close()


def _proofs_taken(transport: OrderedTransport, account: str, proofs: Sequence[tuple[Way, PKey]]) -> list[Way]:
    for way, key in proofs:
        if _refused(lambda key=key: transport.auth_publickey(account, key)) is None:  # type: ignore[misc]
            return [way]  # it is in, wholly or in part: nothing more can be tried on this connection
    return []


def _refused(attempt: Callable[[], list[str]]) -> tuple[str, ...] | None:
    """The methods that are offered instead; None if it was taken. Raises SSHException and its like where that is not known."""
    try:
        attempt()
    except BadAuthenticationType as refused:
        return _named(refused.allowed_types)
    except AuthenticationException as refused:
        if str(refused) != _PLAIN_REFUSAL:
            raise  # its time was over, or the connection
        return ()
    return None


def _named(methods: Sequence[str]) -> tuple[str, ...]:
    """Names we know; whatever else a target says is `other`, so that no words of its own come anywhere."""
    named = [each if each in KNOWN else "other" for each in methods[:METHODS_MAX]]
    return tuple(dict.fromkeys(named))
