"""What a target is known by: host keys of SSH, server certificates of PostgreSQL. Fetched, shown, asked for; never trusted alone.

A new target with its pins, or others for an old one, is asked for by one administrator and confirmed by another, who compares
them with what the target's own operator says (R-16). What was kept before may stay beside the new: that is how a certificate
is renewed without a gap.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from gateway.authorization.roles import Permission
from gateway.crypto import server_certificate
from gateway.crypto.digest import fingerprint
from gateway.crypto.server_certificate import ServerCertificate, Unfit, UnfitCertificate
from gateway.detection.rules.ending_pins import is_ending
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import TargetChanged
from gateway.registrar.office_events import HostKeysFetched
from gateway.relay.postgres.target.server_certificates import certificate_of
from gateway.relay.ssh.host_keys_of import host_keys_of
from gateway.vocabulary.outcome import TargetError, Text
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office import Office
from gateway.wiring.office_second import ask_second
from gateway.wiring.office_target_rules import is_address
from gateway.wiring.office_unfit import Objected, require_fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A pin as a page tells it. `about` is None for a host key, and for a certificate that was only named."""

    print: str
    about: ServerCertificate | None = None


def shown_as(protocol: Protocol, blob: bytes) -> Shown:
    """The pin, told."""
    about = _readable(blob) if protocol is Protocol.POSTGRESQL else None
    return Shown(print=print_of(protocol, blob), about=about)


def print_of(protocol: Protocol, blob: bytes) -> str:
    """How a pin is told: as `ssh-keygen -l` prints a key, as `openssl x509 -fingerprint -sha256` a certificate."""
    return fingerprint(blob) if protocol is Protocol.SSH else server_certificate.print_of(blob)


def prints(target: Target) -> list[str]:
    """The pins of a target, told."""
    return [print_of(target.protocol, blob) for blob in target.host_keys]


def certificates(target: Target) -> tuple[ServerCertificate, ...]:
    """The pinned certificates of a PostgreSQL target, none of another. What cannot be read is left out: nothing matches it."""
    if target.protocol is not Protocol.POSTGRESQL:
        return ()
    return tuple(found for found in map(_readable, target.host_keys) if found is not None)


def end_of(target: Target, now: datetime) -> datetime | None:
    """When the last of its pinned certificates ends, if that is near or over: somebody has to pin the next (ending_pins)."""
    ends = [each.valid_until for each in certificates(target)]
    return max(ends) if ends and is_ending(max(ends), now) else None


def require_protocol(target: Target, protocol: Protocol) -> None:
    """Raises CallRefused for a target of another protocol, whose pins are of another kind."""
    if target.protocol is not protocol:
        raise CallRefused("target.host-key", NO_HOST_KEY if protocol is Protocol.SSH else NO_CERTIFICATE)


def shown_pins(target: Target, protocol: Protocol) -> tuple[bytes, ...]:
    """What answers at the target's address now. Raises TargetError, and CallRefused for a target of another protocol."""
    require_protocol(target, protocol)
    return _fetched(protocol, target.address, target.port)


def certificate_to_pin(office: Office, der: bytes) -> ServerCertificate:
    """The certificate, if it can be pinned from now on. Raises CallRefused saying why not."""
    try:
        return server_certificate.to_pin(der, office.clock.now())
    except UnfitCertificate as unfit:
        raise CallRefused("target.certificate", UNFIT[unfit.why]) from None


def fetch_pins(office: Office, protocol: Protocol, address: str, port: int) -> tuple[bytes, ...]:
    """What answers at an address about to be registered, for an administrator; journalled, whoever answers there or not.

    Raises FieldsRefused (beside the address, or beside the pins for a certificate that cannot be pinned) or GatewayFault.
    """
    who = office.require(Permission.TARGETS_MANAGE, address)
    if not is_address(address) or not 1 <= port <= 65535:
        raise CallRefused("target.address", UNREACHABLE)
    try:
        found, words = _fetched(protocol, address, port), UNREACHABLE
    except TargetError as error:
        found, words = (), error.text or UNREACHABLE
    told = HostKeysFetched(
        person=who.person,
        by_username=who.username,
        os_user=who.os_user,
        address=address,
        port=port,
        keys=tuple(print_of(protocol, blob) for blob in found),
    )
    office.append([told])
    if not found:
        require_fit([Objected(field="address", code="target.unreachable", text=words)])
    if protocol is Protocol.POSTGRESQL:
        _require_pinnable(office, found)
    return found


def confirmed_pins(office: Office, target: Target, wanted: Iterable[str]) -> tuple[bytes, ...]:
    """The pins told in `wanted`: what the target has already stays without being asked for, all others must answer now.

    Raises FieldsRefused where one does not answer.
    """
    known = {print_of(target.protocol, blob): blob for blob in target.host_keys}
    named = tuple(dict.fromkeys(wanted))
    if target.protocol is Protocol.SSH or any(each not in known for each in named):
        answering = fetch_pins(office, target.protocol, target.address, target.port)
        fresh = {print_of(target.protocol, blob): blob for blob in answering}
        known = fresh if target.protocol is Protocol.SSH else {**known, **fresh}
    if missing := [each for each in named if each not in known]:
        require_fit([Objected(field="host_keys", code="target.host-key", text=_others(target.protocol, missing))])
    return tuple(known[each] for each in named)


def ask_pins(office: Office, target: Target, pins: tuple[bytes, ...]) -> str:
    """Ask that these replace the pinned ones; the id another administrator confirms. Raises CallRefused."""
    office.require_register(Permission.TARGETS_MANAGE, target.name)
    return ask_second(office, TargetChanged(before=target, after=replace(target, host_keys=pins)))


def _fetched(protocol: Protocol, address: str, port: int) -> tuple[bytes, ...]:
    match protocol:
        case Protocol.SSH:
            return host_keys_of(address, port)
        case Protocol.POSTGRESQL:
            return (certificate_of(address, port),)


def _require_pinnable(office: Office, found: tuple[bytes, ...]) -> None:
    for der in found:
        try:
            certificate_to_pin(office, der)
        except CallRefused as refused:
            require_fit([Objected(field="host_keys", code=refused.code, text=refused.text)])


def _readable(der: bytes) -> ServerCertificate | None:
    try:
        return server_certificate.from_der(der)
    except UnfitCertificate:
        return None


def _others(protocol: Protocol, missing: list[str]) -> Text:
    shown = ", ".join(missing[:4])
    if protocol is Protocol.SSH:
        return Text(
            ja=f"接続先は次のホスト鍵を示しませんでした: {shown}。もう一度取得し、接続先の管理者に確認してください。",
            en=f"The target does not show this host key: {shown}. Fetch them again, and ask whoever runs the target.",
        )
    return Text(
        ja=f"接続先は次の証明書を示しませんでした: {shown}。もう一度取得し、接続先の管理者に確認してください。",
        en=f"The target does not show this certificate: {shown}. Fetch it again, and ask whoever runs the target.",
    )


UNREACHABLE: Final = Text(ja="アドレスとポートを確認してください。", en="Check the address and the port.")
NO_HOST_KEY: Final = Text(
    ja="SSH の接続先ではないため、ホスト鍵はありません。PostgreSQL では sekisho target certificate を使ってください。",
    en="Only SSH targets have host keys. For PostgreSQL use sekisho target certificate.",
)
NO_CERTIFICATE: Final = Text(
    ja="PostgreSQL の接続先ではないため、サーバー証明書はありません。SSH では sekisho target host-key を使ってください。",
    en="Only PostgreSQL targets have a server certificate. For SSH use sekisho target host-key.",
)
UNFIT: Final[Mapping[Unfit, Text]] = MappingProxyType(
    {
        Unfit.UNREADABLE: Text(
            ja="X.509 証明書として読み取れません。サーバー証明書（PEM、秘密鍵を含まないもの）を指定してください。",
            en="This is no readable X.509 certificate. Give the server's certificate in PEM form, without any private key.",
        ),
        Unfit.WEAK_KEY: Text(
            ja="証明書の鍵が弱すぎるか、対応していない種類です。RSA 2048 ビット以上または ECDSA（P-256 以上）にしてください。",
            en="The certificate's key is too weak or of another kind. Use RSA of 2048 bits or more, or ECDSA (P-256 or more).",
        ),
        Unfit.NO_BINDING: Text(
            ja="Ed25519 などで署名された証明書は、ログインを TLS に結び付けられないため登録できません。"
            "RSA または ECDSA（SHA-256 以上）の証明書にしてください。",
            en="A certificate signed with Ed25519 cannot bind a log-in to TLS. Use one signed with RSA or ECDSA and SHA-256.",
        ),
        Unfit.WEAK_SIGNATURE: Text(
            ja="MD5 または SHA-1 で署名された証明書は登録できません。SHA-256 以上の証明書にしてください。",
            en="A certificate signed with MD5 or SHA-1 is not registered. Use one signed with SHA-256.",
        ),
        Unfit.NOT_VALID: Text(
            ja="証明書の有効期間外です。有効な証明書に更新するよう、対象データベースの管理者に依頼してください。",
            en="The certificate is not within its dates. Ask whoever runs the database for one that is.",
        ),
    }
)
