"""Our SSH host keys as the office sees them: what is published is read by anybody, what changes is an administrator's.

The keeper makes, keeps and journals; it judges the role again. Nothing secret passes through here.
"""

from dataclasses import dataclass
from typing import Final

from gateway.authorization.roles import Permission
from gateway.crypto.digest import fingerprint
from gateway.crypto.openssh import blob_of
from gateway.keeper import clients, public_keys
from gateway.keeper.public_keys import PublicKeys
from gateway.wiring.office import Office

SUBJECT: Final = "host-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeyLine:
    """A host key that is announced: `standing` is current, next or former; `line` is `TYPE BASE64`."""

    standing: str
    fingerprint: str
    line: str


def host_keys(office: Office) -> list[HostKeyLine]:
    """What is announced now, the key in use first. Raises GatewayFault."""
    found = public_keys.read(office.places.public_keys)
    return [_line("current", found.host_key), *_lines("next", found.host_key_next), *_former(found)]


def certificate_authority(office: Office) -> str:
    """The public line of the authority behind our host certificates. Raises GatewayFault."""
    return public_keys.read(office.places.public_keys).host_ca


def prepare(office: Office) -> list[HostKeyLine]:
    """Make and announce the next key; what is announced then. Raises CallRefused or GatewayFault."""
    _require(office)
    clients.HostKey(office.keeper).prepare()
    return host_keys(office)


def switch(office: Office) -> list[HostKeyLine]:
    """Use the next key from now on; what is announced then. Raises CallRefused or GatewayFault."""
    _require(office)
    clients.HostKey(office.keeper).switch()
    return host_keys(office)


def retire(office: Office, found: str) -> list[HostKeyLine]:
    """Destroy the key with this fingerprint, which must not be in use; what is announced then. Raises as above."""
    _require(office)
    clients.HostKey(office.keeper).retire(found)
    return host_keys(office)


def _require(office: Office) -> None:
    office.require_person()
    office.require_register(Permission.TARGETS_MANAGE, SUBJECT)


def _former(keys: PublicKeys) -> list[HostKeyLine]:
    return _lines("former", keys.host_keys_former)


def _lines(standing: str, lines: str) -> list[HostKeyLine]:
    return [_line(standing, line) for line in lines.splitlines()]


def _line(standing: str, line: str) -> HostKeyLine:
    return HostKeyLine(standing=standing, fingerprint=fingerprint(blob_of(line)), line=line)
