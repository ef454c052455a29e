"""The database door's server certificate, as a session process gets it before anybody has logged in."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.crypto import office_certificate, tls
from gateway.ipc.messages import CallRefused
from gateway.ipc.server import Violation
from gateway.keeper import database_clients
from gateway.keeper.door_certificate import DoorAuthority, DoorCertificates
from gateway.keeper.requests import DoorCertificate
from gateway.keeper.standing import Door, Standing
from tests.gateway.keeper.world import START, World, eventually

NAMES = ("sekisho.example", "192.0.2.1")


def ask(door: DoorCertificates, public: bytes) -> bytes:
    standing = Standing(door=Door.SESSION, connection="C-1", uid=0)
    return door.certificate(standing, DoorCertificate(public_key=public))


def test_an_hour_for_the_names_of_the_settings_and_a_key_of_ones_own(world: World) -> None:
    authority = office_certificate.new_authority(NAMES[0], START, NAMES[1:])
    key, public = tls.new_key()
    pem = ask(DoorCertificates(DoorAuthority(authority=authority, names=NAMES), world.clock), public)
    read = x509.load_pem_x509_certificate(pem)
    assert read.public_key() == key.public_key()
    assert read.not_valid_after_utc - world.clock.now().replace(microsecond=0) <= timedelta(hours=1)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == [NAMES[0]]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == [NAMES[1]]


@pytest.mark.parametrize(
    "public",
    [
        b"",
        b"no key",
        ec.generate_private_key(ec.SECP384R1())
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        rsa.generate_private_key(65537, 2048)
        .public_key()
        .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    ],
)
def test_no_other_kind_of_key(world: World, public: bytes) -> None:
    authority = office_certificate.new_authority(NAMES[0], START)
    with pytest.raises(Violation):
        ask(DoorCertificates(DoorAuthority(authority=authority, names=NAMES[:1]), world.clock), public)


def test_without_a_door_there_is_nothing_to_certify_by(world: World) -> None:
    _, public = tls.new_key()
    with pytest.raises(CallRefused) as refused:
        database_clients.DatabaseDoor(world.session()).certificate(public)
    assert refused.value.code == "door.no_authority"
    assert not world.violations


def test_a_bound_connection_gets_none(world: World) -> None:
    _, public = tls.new_key()
    with pytest.raises(CallRefused) as refused:
        database_clients.DatabaseDoor(world.bound()).certificate(public)
    assert refused.value.code == "ipc.refused"
    with eventually() as wait:
        wait(lambda: bool(world.violations))


def test_one_a_connection(world: World) -> None:
    authority = office_certificate.new_authority(NAMES[0], START, NAMES[1:])
    door = DoorCertificates(DoorAuthority(authority=authority, names=NAMES), world.clock)
    standing = Standing(door=Door.SESSION, connection="C-1", uid=0)
    asked = DoorCertificate(public_key=tls.new_key()[1])
    door.certificate(standing, asked)
    with pytest.raises(Violation):
        door.certificate(standing, asked)
