import pytest

from gateway.authentication import texts
from gateway.authentication.events import KeyFault, LoginFactorProved, LoginFailed, LoginKeyDeclined, StepFault
from gateway.authentication.key_steps import KeySteps
from gateway.authentication.ledger import Factor, Stage
from gateway.authentication.login_name import LoginName
from gateway.authentication.ports import Door, Noted, SecurityKeyDemand
from gateway.authentication.progress import Failed, Partial
from gateway.authentication.trail import Trail
from gateway.authentication.walk import Walk
from gateway.crypto.digest import fingerprint
from gateway.crypto.security_key import Presence
from gateway.vocabulary.identity import Standing
from tests.gateway.authentication.a_door import (
    LOST_TERMINAL_KEY,
    NOBODYS_KEY,
    OTHER_TERMINAL_KEY,
    SATO_KEY,
    SUZUKI_KEY,
    TERMINAL_KEY,
    World,
    a_terminal,
)
from tests.gateway.crypto.a_security_key import ASecurityKey
from tests.gateway.crypto.an_authority import PlainKey, Wish, certified


def steps(world: World) -> tuple[Walk, KeySteps]:
    trail = Trail(world.diary, door=Door.SSH, connection="C-1", address="192.0.2.7:1", username="sato")
    walk = Walk(LoginName(username="sato"), world.ports, trail)
    return walk, KeySteps(walk)


@pytest.mark.parametrize(("first", "second"), [(TERMINAL_KEY, SATO_KEY), (SATO_KEY, TERMINAL_KEY)])
def test_R18_both_keys_are_taken_in_either_order(first, second):
    world = World()
    walk, keys = steps(world)
    assert keys.would_accept(first)
    assert isinstance(keys.proved(first), Partial)
    assert keys.would_accept(second)
    assert keys.proved(second) == Partial(methods=("keyboard-interactive",))
    assert walk.ledger.stage is Stage.TERMINAL_AND_KEY
    assert [type(event) for event in world.diary.events] == [LoginFactorProved] * 2
    assert world.diary.last().terminal == "T-7"


@pytest.mark.parametrize(
    ("blob", "fault", "words"),
    [
        (NOBODYS_KEY, KeyFault.UNREGISTERED, texts.UNAPPROVED_TERMINAL),
        (LOST_TERMINAL_KEY, KeyFault.TERMINAL_SUSPENDED, texts.UNAPPROVED_TERMINAL),
        (SUZUKI_KEY, KeyFault.OTHER_PERSON, texts.KEY_NOT_ACCEPTED),
    ],
)
def test_R18_a_key_that_does_not_lead_on_proves_nothing_even_signed(blob, fault, words):
    world = World()
    walk, keys = steps(world)
    assert not keys.would_accept(blob)
    assert keys.proved(blob) == Failed(text=words)
    assert walk.ledger.stage is Stage.NOTHING
    failure = world.diary.last()
    assert isinstance(failure, LoginFailed)
    assert (failure.fault, failure.key_fault, failure.terminal) == (StepFault.KEY_NOT_ACCEPTED, fault, None)
    assert failure.fingerprint == fingerprint(blob)


@pytest.mark.parametrize("blob", [TERMINAL_KEY, OTHER_TERMINAL_KEY])
def test_R18_a_terminal_key_offered_twice_is_not_a_persons_key(blob):
    world = World()
    walk, keys = steps(world)
    keys.proved(TERMINAL_KEY)
    assert not keys.would_accept(blob)
    assert keys.proved(blob) == Failed(text=texts.KEY_NOT_ACCEPTED)
    assert walk.ledger.factors == (Factor.TERMINAL_KEY,)
    assert walk.keys[Factor.TERMINAL_KEY].blob == TERMINAL_KEY


def test_R18_a_persons_key_twice_is_not_a_terminal():
    walk, keys = steps(World())
    keys.proved(SATO_KEY)
    assert not keys.would_accept(SATO_KEY)
    assert isinstance(keys.proved(SATO_KEY), Failed)
    assert walk.ledger.stage is Stage.PERSON


def test_an_unsigned_query_moves_nothing():
    world = World()
    walk, keys = steps(world)
    before = (walk.ledger, dict(walk.keys), walk.closed, walk.newest_refusal, walk.trail.terminal)
    for blob in (TERMINAL_KEY, SATO_KEY, SUZUKI_KEY, NOBODYS_KEY, LOST_TERMINAL_KEY):
        keys.would_accept(blob)
    assert (walk.ledger, dict(walk.keys), walk.closed, walk.newest_refusal, walk.trail.terminal) == before
    assert keys.would_accept(SATO_KEY)
    assert walk.patience.failures == 0


def test_registered_keys_offered_wrongly_are_journalled_once_and_unknown_ones_not():
    world = World()
    _, keys = steps(world)
    for blob in (SUZUKI_KEY, NOBODYS_KEY, SUZUKI_KEY, LOST_TERMINAL_KEY, TERMINAL_KEY):
        keys.would_accept(blob)
    declined = [event for event in world.diary.events if isinstance(event, LoginKeyDeclined)]
    assert declined == world.diary.events
    assert [(event.owner, event.fault) for event in declined] == [
        ("P-suzuki", KeyFault.OTHER_PERSON),
        ("T-9", KeyFault.TERMINAL_SUSPENDED),
    ]


def test_a_client_that_offers_its_proved_key_again_makes_no_event():
    world = World()
    _, keys = steps(world)
    keys.proved(TERMINAL_KEY)
    keys.would_accept(TERMINAL_KEY)
    assert world.diary.kinds == ["login.factor_proved"]


def test_R18_a_bad_signature_is_a_failure_that_names_whose_key_was_shown():
    world = World()
    walk, keys = steps(world)
    assert keys.signature_failed(TERMINAL_KEY) == Failed(text=texts.BAD_SIGNATURE)
    assert keys.signature_failed(NOBODYS_KEY) == Failed(text=texts.BAD_SIGNATURE)
    first, second = world.diary.events
    assert isinstance(first, LoginFailed)
    assert isinstance(second, LoginFailed)
    assert (first.factor, second.factor) == (Factor.TERMINAL_KEY, None)
    assert walk.ledger.stage is Stage.NOTHING


def test_a_monstrous_key_is_not_looked_up():
    world = World()
    _, keys = steps(world)
    world.directory.keys[b"k" * 8193] = a_terminal("T-huge")
    assert not keys.would_accept(b"k" * 8193)
    assert world.directory.asked == 0


def test_R18_a_proved_key_is_looked_up_again():
    world = World()
    _, keys = steps(world)
    assert keys.would_accept(TERMINAL_KEY)
    world.directory.keys[TERMINAL_KEY] = a_terminal("T-7", Standing.REVOKED)
    assert isinstance(keys.proved(TERMINAL_KEY), Failed)


def test_R18_a_key_withdrawn_or_given_to_another_is_not_still_good():
    world = World()
    _, keys = steps(world)
    keys.proved(TERMINAL_KEY)
    keys.proved(SATO_KEY)
    assert keys.still_good()
    for changed in (None, a_terminal("T-8"), a_terminal("T-7", Standing.SUSPENDED), world.directory.keys[SUZUKI_KEY]):
        kept = world.directory.keys.pop(TERMINAL_KEY)
        if changed is not None:
            world.directory.keys[TERMINAL_KEY] = changed
        assert not keys.still_good()
        world.directory.keys[TERMINAL_KEY] = kept
    assert keys.still_good()


# --- security keys ---------------------------------------------------------------------------------------------------

DEVICE = ASecurityKey().blob


def with_device(world: World, demand: SecurityKeyDemand = SecurityKeyDemand.TOUCH) -> tuple[Walk, KeySteps]:
    world.directory.keys[DEVICE] = world.directory.keys[SATO_KEY]
    world.demand = demand
    return steps(world)


def present(*, touched: bool = True, verified: bool = False, counter: int = 5) -> Presence:
    return Presence(touched=touched, verified=verified, counter=counter)


def test_R16_a_security_key_proves_with_a_touch_and_its_count_is_kept():
    world = World()
    _, keys = with_device(world)
    assert keys.would_accept(DEVICE)
    assert isinstance(keys.proved(DEVICE, present()), Partial)
    event = world.diary.last()
    assert isinstance(event, LoginFactorProved)
    assert (event.counter, event.verified, event.fingerprint) == (5, False, fingerprint(DEVICE))
    assert world.diary.counted == {DEVICE: 5}


@pytest.mark.parametrize(
    ("demand", "presence", "fault", "words"),
    [
        (SecurityKeyDemand.TOUCH, present(touched=False, verified=True), KeyFault.NOT_TOUCHED, texts.NOT_TOUCHED),
        (SecurityKeyDemand.PIN, present(), KeyFault.NOT_VERIFIED, texts.NOT_VERIFIED),
    ],
)
def test_R16_without_what_is_demanded_a_security_key_proves_nothing(demand, presence, fault, words):
    world = World()
    walk, keys = with_device(world, demand)
    assert keys.proved(DEVICE, presence) == Failed(text=words)
    assert walk.ledger.stage is Stage.NOTHING
    assert world.diary.counted == {}
    failure = world.diary.last()
    assert isinstance(failure, LoginFailed)
    assert failure.key_fault is fault


@pytest.mark.parametrize(
    ("noted", "fault", "words"),
    [
        (Noted.COUNTER_DECREASED, KeyFault.COUNTER_DECREASED, texts.COUNTER_DECREASED),
        (Noted.COPIED, KeyFault.COPIED, texts.TERMINAL_COPIED),
        (Noted.WITHDRAWN, KeyFault.WITHDRAWN, texts.UNAPPROVED_TERMINAL),
    ],
)
def test_R18_a_key_the_registrar_does_not_trust_proves_nothing_on_the_whole_walk(noted, fault, words):
    world = World()
    walk, keys = with_device(world)
    world.diary.noted = noted
    assert keys.proved(DEVICE, present()) == Failed(text=words)
    failure = world.diary.last()
    assert isinstance(failure, LoginFailed)
    assert failure.key_fault is fault
    world.diary.noted = Noted.WRITTEN
    assert not keys.would_accept(DEVICE)
    assert isinstance(keys.proved(DEVICE, present(counter=99)), Failed)
    assert walk.ledger.stage is Stage.NOTHING
    assert walk.trail.terminal is None


# --- certificates ----------------------------------------------------------------------------------------------------


def with_authority(world: World, **wished: object) -> bytes:
    authority = PlainKey()
    world.directory.authorities[authority.blob] = "head office"
    return certified(authority, Wish(PlainKey(), **wished))  # type: ignore[arg-type]


def test_a_certificate_proves_the_persons_key_and_stands_in_the_journal():
    world = World()
    walk, keys = steps(world)
    blob = with_authority(world, serial=2**64 - 1)
    assert isinstance(keys.proved(TERMINAL_KEY), Partial)
    assert keys.would_accept(blob)
    assert isinstance(keys.proved(blob), Partial)
    event = world.diary.last()
    assert isinstance(event, LoginFactorProved)
    assert (event.factor, event.serial, event.key_id) == (Factor.PERSON_KEY, str(2**64 - 1), "sato 2026")
    (authority,) = world.directory.authorities
    assert event.authority == fingerprint(authority)
    assert event.fingerprint == fingerprint(walk.keys[Factor.PERSON_KEY].key)
    assert walk.keys[Factor.PERSON_KEY].owner.owner_id == "P-sato"


def test_R18_a_certificate_is_judged_again_at_the_end():
    world = World()
    _, keys = steps(world)
    now = int(world.clock.now().timestamp())
    blob = with_authority(world, before=now + 60)
    keys.proved(TERMINAL_KEY)
    keys.proved(blob)
    assert keys.still_good()
    (authority,) = world.directory.authorities
    for change, undo in (
        (
            lambda: world.directory.authorities.pop(authority),
            lambda: world.directory.authorities.update({authority: "x"}),
        ),
        (lambda: world.directory.revoked.add((authority, 7)), world.directory.revoked.clear),
        (lambda: world.directory.revoked.add((authority, "sato 2026")), world.directory.revoked.clear),
    ):
        change()
        assert not keys.still_good()
        undo()
        assert keys.still_good()
    world.clock.passes(60)
    assert not keys.still_good()


def test_a_certificate_that_does_not_lead_on_is_journalled_under_its_authority():
    world = World()
    _, keys = steps(world)
    assert not keys.would_accept(with_authority(world, principals=()))
    (event,) = world.diary.events
    assert isinstance(event, LoginKeyDeclined)
    assert (event.owner, event.fault) == ("head office", KeyFault.CERTIFICATE_PRINCIPAL)
