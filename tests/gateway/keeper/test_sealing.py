import pyotp
import pytest

from gateway.crypto import openssh
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.requests import SealedCredential
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay
from tests.gateway.keeper.world import Credential, World

NEW, SECRET = Secret("新しい password".encode()), Secret(pyotp.random_base32().encode())


def test_an_administrator_gives_factors_that_then_work(world):
    sealed = clients.Office(world.office("admin")).seal_credential("P-new", NEW, SECRET)
    assert NEW.reveal() not in sealed.password
    assert SECRET.reveal() not in sealed.totp
    world.people["new"] = Credential(
        person="P-new",
        username="new",
        roles=world.people["sato"].roles,
        password_sealed=sealed.password,
        totp_sealed=sealed.totp,
    )
    factors = clients.Factors(world.session())
    assert factors.password("new", "TM-1", NEW).verdict == "right"
    code = pyotp.TOTP(SECRET.reveal().decode()).at(world.clock.now())
    assert factors.code("new", "TM-1", code).assertion is not None


def test_one_factor_alone(world):
    sealed = clients.Office(world.office("admin")).seal_credential("P-new", None, SECRET)
    assert sealed.password is None
    assert sealed.totp is not None
    assert clients.Office(world.office("admin")).seal_credential("P-x", None, None) == SealedCredential(
        password=None, totp=None
    )


def test_the_first_person_is_entered_by_nobody(keys):
    world = World(keys.parent, empty=True)
    try:
        assert clients.Office(world.door("office")).seal_credential("P-1", NEW, SECRET).totp is not None
        world.people["first"] = object()
        with pytest.raises(CallRefused) as refused:
            clients.Office(world.door("office")).seal_credential("P-2", NEW, SECRET)
        assert refused.value.code == "keeper.role"
    finally:
        world.close()


@pytest.mark.parametrize("name", ["sato", "auditor", "supervisor"])
def test_others_give_nobody_factors(world, name):
    with pytest.raises(CallRefused) as refused:
        clients.Office(world.office(name)).seal_credential("P-new", NEW, SECRET)
    assert refused.value.code == "keeper.role"
    with pytest.raises(CallRefused) as refused:
        clients.Office(world.office(name)).seal_target_secret("old-switch", LoginWay.VAULTED_PASSWORD, NEW)
    assert refused.value.code == "keeper.role"


def test_a_weak_secret_is_refused_in_words(world):
    with pytest.raises(CallRefused) as refused:
        clients.Office(world.office("admin")).seal_credential("P-new", None, Secret(b"JBSWY3DPEHPK3PXP"))
    assert refused.value.code == "credential.refused"
    assert "JBSWY3DPEHPK3PXP" not in refused.value.text.both()


def test_a_targets_secret_is_sealed_for_it_and_works(world):
    office = clients.Office(world.office("admin"))
    sealed = office.seal_target_secret("old-switch", LoginWay.VAULTED_PASSWORD, Secret(b"fresh"))
    world.secrets["old-switch"] = sealed
    caller = world.bound()
    headed = world.headed(caller, target="old-switch", account="admin")
    assert world.login_to(caller, headed).password() == b"fresh"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (LoginWay.CERTIFICATE, b"x"),
        (LoginWay.VAULTED_KEY, b"no key"),
        (LoginWay.VAULTED_PASSWORD, b"two\nlines"),
        (LoginWay.VAULTED_PASSWORD, b"\xff\xfe"),
        (LoginWay.VAULTED_PASSWORD, b"x" * 1025),
    ],
)
def test_a_useless_target_secret_is_refused_in_words(world, kind, value):
    with pytest.raises(CallRefused) as refused:
        clients.Office(world.office("admin")).seal_target_secret("t", kind, Secret(value))
    assert refused.value.code == "target_secret.refused"


def test_a_vaulted_key_is_accepted(world):
    office = clients.Office(world.office("admin"))
    assert office.seal_target_secret("t", LoginWay.VAULTED_KEY, openssh.new_pair().private)
