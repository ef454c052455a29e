"""HTTPS by itself: `sekisho init` makes an authority for the office's host name and a server certificate under it.

The same authority certifies the database door for the names of `[postgres]`; a name that is new to it makes a new authority.

The authority's key lies with the keeper's, sealed; the server's key is the office process's own, mode 0400. What exists and
lasts long enough stays; repeated, init renews a certificate that ends soon or names another host. Given files are not touched.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from gateway.crypto import office_certificate
from gateway.crypto.office_certificate import Issued
from gateway.keeper import custody, database_authority
from gateway.keeper.door_certificate import DoorAuthority
from gateway.settings.schema import Settings
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.places import Places
from gateway.wiring.users import User

AUTHORITY: Final = "office_ca.key"  # in the keeper's directory


def prepare(settings: Settings, at: Places, *, office: User | None, keeper: User | None) -> None:
    """Make what is missing: the server's as the user `office`'s own, the authority's as `keeper`'s. Raises GatewayFault."""
    if settings.admin_ui.certificate is not None and not door_names(settings):
        return
    host = host_of(settings)
    names = (host, *(name for name in door_names(settings) if name != host))
    try:
        if _is_served(settings, at, host) and (not door_names(settings) or _is_for(at, names)):
            return
        with _acting_as(keeper):
            authority = _authority(at, names)
        if settings.admin_ui.certificate is not None:
            return
        server = office_certificate.new_server(authority, host, SystemClock().now())
        _write(at.office_certificate, server.certificate, 0o444, office)
        _write(at.office_key, server.key.reveal(), 0o400, office)
    except OSError as error:
        raise GatewayFault(f"{error.filename}: {error.strerror}") from error


def prepare_database_authority(at: Places, *, keeper: User | None) -> None:
    """Make what is missing of the authority of database log-ins, as the user `keeper`'s own. Raises GatewayFault."""
    try:
        with _acting_as(keeper):
            database_authority.prepare(at.keeper_keys, at.database_authority, SystemClock().now())
    except OSError as error:
        raise GatewayFault(f"{error.filename}: {error.strerror}") from error


def host_of(settings: Settings) -> str:
    """The host name or address people type, from `admin_ui.public_url`. Raises GatewayFault for an address without one."""
    host = urlsplit(settings.admin_ui.public_url).hostname
    if not host:
        raise GatewayFault(f"{settings.file}: admin_ui.public_url names no host")
    return host


def _lasts(path: Path, host: str) -> bool:
    try:
        return office_certificate.is_good_for(path.read_bytes(), host, SystemClock().now())
    except ValueError:
        raise GatewayFault(f"{path} is no certificate; remove it and repeat `sekisho init`") from None


def door_names(settings: Settings) -> tuple[str, ...]:
    """The names the database door is certified for; none where there is no such door."""
    door = settings.postgres
    if door.port is None:
        return ()
    return door.names or (host_of(settings),)


def door_authority(settings: Settings, at: Places) -> DoorAuthority | None:
    """For the keeper's process: what certifies the database door. None without a door, or before `sekisho init` made it."""
    names = door_names(settings)
    if not names or not _is_for(at, names):
        return None
    key = custody.further_key(at.keeper_keys, AUTHORITY)
    if key is None:
        return None
    authority = Issued(certificate=at.office_authority.read_bytes(), key=key)
    return DoorAuthority(authority=authority, names=names)


def _is_served(settings: Settings, at: Places, host: str) -> bool:
    """Whether the office has a certificate, given or ours, that lasts."""
    if settings.admin_ui.certificate is not None:
        return True
    return at.office_certificate.exists() and at.office_key.exists() and _lasts(at.office_certificate, host)


def _is_for(at: Places, names: Sequence[str]) -> bool:
    """Whether there is an authority, for all of these names."""
    if not at.office_authority.exists():
        return False
    return set(names) <= set(at.office_authority_host.read_text("ascii").split())


def _authority(at: Places, names: Sequence[str]) -> Issued:
    """The authority for `names`: the one there is, or a new one where there is none or it is not for all of them."""
    if _is_for(at, names):
        kept = custody.further_key(at.keeper_keys, AUTHORITY)
        if kept is not None:
            return Issued(certificate=at.office_authority.read_bytes(), key=kept)
    made = office_certificate.new_authority(names[0], SystemClock().now(), names[1:])
    custody.keep_further_key(at.keeper_keys, AUTHORITY, made.key)
    _write(at.office_authority, made.certificate, 0o444, None)
    _write(at.office_authority_host, "".join(f"{name}\n" for name in names).encode("ascii"), 0o444, None)
    return made


@contextmanager
def _acting_as(user: User | None) -> Iterator[None]:
    """As the keeper's user where we are root: a key file that somebody else owns is refused."""
    if user is None or os.geteuid() != 0:
        yield
        return
    os.seteuid(user.uid)
    try:
        yield
    finally:
        os.seteuid(0)


def _write(path: Path, data: bytes, mode: int, user: User | None) -> None:
    """Whole or not at all, with its mode from the first byte."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), mode)
        if user is not None:
            os.fchown(file.fileno(), user.uid, user.gid)
    fresh.replace(path)
