"""Whom a user certificate speaks for: the person named, if everything about it holds at this moment. Pure.

It stands for the person's key, never for a terminal's. The user name must be one of the principals as it is, byte for byte; a
list without names, which some servers take for everybody, names nobody here.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from gateway.authentication.events import KeyFault
from gateway.authentication.ports import CertificateFacts, KeyKind, KeyOwner, LoginFacts
from gateway.crypto.user_certificate import Certificate, Unfit
from gateway.vocabulary.peer_address import HostAddress, lies_in

UNFIT: Final[Mapping[Unfit, KeyFault]] = MappingProxyType(
    {
        Unfit.MALFORMED: KeyFault.CERTIFICATE_MALFORMED,
        Unfit.NOT_A_USERS: KeyFault.CERTIFICATE_NOT_A_USERS,
        Unfit.UNSIGNED: KeyFault.CERTIFICATE_UNSIGNED,
        Unfit.UNKNOWN_OPTION: KeyFault.CERTIFICATE_OPTION,
    }
)


def fault_of(
    certificate: Certificate, facts: CertificateFacts, username: str, *, host: HostAddress | None, now: datetime
) -> KeyFault | None:
    """What speaks against this certificate on a connection from `host` that names `username`; None for nothing."""
    if facts.authority is None:
        return KeyFault.CERTIFICATE_AUTHORITY
    if now.timestamp() < certificate.valid_after:
        return KeyFault.CERTIFICATE_NOT_YET
    if now.timestamp() >= certificate.valid_before:
        return KeyFault.CERTIFICATE_EXPIRED
    if username.encode("ascii") not in certificate.principals:
        return KeyFault.CERTIFICATE_PRINCIPAL
    if not _may_come_from(certificate, host):
        return KeyFault.CERTIFICATE_ADDRESS
    if facts.revoked:
        return KeyFault.CERTIFICATE_REVOKED
    return None if _key_is_free_for(facts, username) else KeyFault.CERTIFICATE_KEY


def owner_of(person: LoginFacts) -> KeyOwner:
    """The owner a good certificate's key has."""
    return KeyOwner(kind=KeyKind.PERSON, owner_id=person.person_id, name=person.username, standing=person.standing)


def _may_come_from(certificate: Certificate, host: HostAddress | None) -> bool:
    if certificate.sources is None:
        return True
    return host is not None and any(lies_in(host, network) for network in certificate.sources)


def _key_is_free_for(facts: CertificateFacts, username: str) -> bool:
    """Registered for nobody, or for this very person, and never revoked."""
    if facts.withdrawn:
        return False
    return facts.holder is None or (facts.holder.kind is KeyKind.PERSON and facts.holder.name == username)
