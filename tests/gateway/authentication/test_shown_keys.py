import pytest

from gateway.authentication.events import KeyFault
from gateway.authentication.ports import KeyKind
from gateway.authentication.shown_keys import BLOB_BYTES_MAX, ShownKeys
from gateway.vocabulary.peer_address import host_of
from tests.gateway.authentication.a_door import LOST_TERMINAL_KEY, NOBODYS_KEY, SATO_KEY, World, a_terminal
from tests.gateway.crypto.an_authority import HOST, PlainKey, Wish, certified, options

CA, KEY = PlainKey(), PlainKey()


@pytest.fixture
def world():
    made = World()
    made.directory.authorities[CA.blob] = "head office"
    return made


def shown(world, blob, username="sato"):
    return ShownKeys(world.directory, world.clock, username, host_of("192.0.2.7:50022")).of(blob)


def test_a_registered_key_is_its_owners(world):
    found = shown(world, SATO_KEY)
    assert found.owner is not None
    assert (found.owner.owner_id, found.fault, found.declared, found.key) == ("P-sato", None, "P-sato", SATO_KEY)
    assert shown(world, NOBODYS_KEY).fault is KeyFault.UNREGISTERED
    assert shown(world, LOST_TERMINAL_KEY).fault is KeyFault.TERMINAL_SUSPENDED


def test_a_good_certificates_key_is_the_persons_named(world):
    blob = certified(CA, Wish(KEY))
    found = shown(world, blob)
    assert found.owner is not None
    assert (found.owner.kind, found.owner.owner_id, found.fault) == (KeyKind.PERSON, "P-sato", None)
    assert (found.blob, found.key, found.declared) == (blob, KEY.blob, "head office")


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        (Wish(KEY, kind=HOST), KeyFault.CERTIFICATE_NOT_A_USERS),
        (Wish(KEY, principals=()), KeyFault.CERTIFICATE_PRINCIPAL),
        (Wish(KEY, before=1), KeyFault.CERTIFICATE_EXPIRED),
        (Wish(KEY, after=2**63), KeyFault.CERTIFICATE_NOT_YET),
        (Wish(KEY, critical=options((b"force-command", b"true"))), KeyFault.CERTIFICATE_OPTION),
        (Wish(KEY, critical=options((b"source-address", b"192.0.3.0/24"))), KeyFault.CERTIFICATE_ADDRESS),
        (Wish(KEY, reserved=b"x"), KeyFault.CERTIFICATE_MALFORMED),
    ],
)
def test_a_certificate_with_a_fault_belongs_to_nobody(world, wish, fault):
    found = shown(world, certified(CA, wish))
    assert (found.owner, found.fault) == (None, fault)
    assert found.declared == (None if fault is KeyFault.CERTIFICATE_MALFORMED else "head office"), (
        "the journal says whose"
    )


def test_a_certificate_of_a_stranger_belongs_to_nobody(world):
    found = shown(world, certified(PlainKey(), Wish(KEY)))
    assert (found.owner, found.fault, found.declared) == (None, KeyFault.CERTIFICATE_AUTHORITY, None)
    forged = shown(world, certified(PlainKey(), Wish(KEY), shown_authority=CA.blob))
    assert (forged.owner, forged.fault) == (None, KeyFault.CERTIFICATE_UNSIGNED)


def test_a_certificate_for_a_name_that_nobody_has_belongs_to_nobody(world):
    found = shown(world, certified(CA, Wish(KEY, principals=(b"ghost",))), username="ghost")
    assert (found.owner, found.fault) == (None, KeyFault.CERTIFICATE_PRINCIPAL)


def test_a_certificate_is_not_a_key_of_its_own(world):
    blob = certified(CA, Wish(KEY, principals=()))
    world.directory.keys[blob] = a_terminal("T-7")
    assert shown(world, blob).owner is None


def test_a_monstrous_blob_is_not_looked_up(world):
    assert shown(world, b"k" * (BLOB_BYTES_MAX + 1)).fault is KeyFault.UNREGISTERED
    assert world.directory.asked == 0
