import pytest

from gateway.authentication import texts
from gateway.authentication.events import KeyFault, LoginFactorProved, LoginFailed, LoginKeyDeclined, StepFault
from gateway.authentication.key_steps import KeySteps
from gateway.authentication.ledger import Factor, Stage
from gateway.authentication.login_name import LoginName
from gateway.authentication.ports import Door
from gateway.authentication.progress import Failed, Partial
from gateway.authentication.trail import Trail
from gateway.authentication.walk import Walk
from gateway.crypto.digest import fingerprint
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
