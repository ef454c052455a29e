"""Passkeys over real sockets with real signatures (R-16): what is taken, and each lie that is not."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.authentication.passkey import Purpose
from gateway.authentication.ports import Verdict
from gateway.crypto.assertion import Way, verified
from gateway.ipc.messages import CallRefused
from gateway.keeper import ceremony, clients
from gateway.keeper.ceremony import Party
from gateway.keeper.factor_clients import Passkeys
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.keeper.soft_passkey import UP, UV, SoftPasskey, b64
from tests.gateway.keeper.world import ORIGIN, WRONG_CODE


def registered(world, name: str = "sato") -> SoftPasskey:
    """A passkey of `name`, as the registrar would have stored it."""
    passkey, office = SoftPasskey(ORIGIN), Passkeys(world.office(name))
    made = office.register(passkey.made(office.challenge(Purpose.REGISTER)))
    world.shelves.passkey(f"P-{name}", made)
    return passkey


def shown(world, passkey: SoftPasskey, **lies):
    door = Passkeys(world.door("office"))
    return door.verify(passkey.signed(door.challenge(Purpose.ENTER), **lies))


def test_R16_a_passkey_alone_signs_in_without_a_user_name(world):
    passkey = registered(world)
    options = json.loads(Passkeys(world.door("office")).challenge(Purpose.ENTER))
    assert options["allowCredentials"] == [] and options["userVerification"] == "required"
    checked = shown(world, passkey)
    assert checked.verdict is Verdict.RIGHT and checked.assertion is not None
    said = verified(world.public.assertion_vkey, checked.assertion, world.clock.now())
    assert (said.person, said.way, said.proved_at) == ("P-sato", Way.PASSKEY, world.clock.now())


def test_a_passkey_is_made_discoverable_and_not_twice(world):
    passkey = registered(world)
    options = json.loads(Passkeys(world.office("sato")).challenge(Purpose.REGISTER))
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert [each["id"] for each in options["excludeCredentials"]] == [b64(passkey.credential_id)]
    assert options["rp"]["id"] == "office.example"


@pytest.mark.parametrize(
    "lies",
    [
        {"origin": "https://office.example"},
        {"origin": "https://evil.example:8443"},
        {"rp": "evil.example"},
        {"challenge": b64(bytes(32))},
        {"type": "webauthn.create"},
        {"flags": UP},
        {"flags": UV},
        {"cross": True},
        {"user": b"P-suzuki"},
        {"user": None},
        {"key": ec.generate_private_key(ec.SECP256R1())},
    ],
    ids=lambda lies: "-".join(f"{name}" for name in lies),
)
def test_R16_no_lie_is_taken(world, lies):
    checked = shown(world, registered(world), **lies)
    assert checked.verdict in (Verdict.WRONG, Verdict.UNKNOWN) and checked.assertion is None


def test_R16_a_challenge_is_good_once_and_for_one_purpose(world):
    passkey, door = registered(world), Passkeys(world.door("office"))
    options = door.challenge(Purpose.ENTER)
    answer = passkey.signed(options)
    assert door.verify(answer).assertion is not None
    assert Passkeys(world.door("office")).verify(answer).verdict is Verdict.WRONG
    again = Passkeys(world.office("sato")).challenge(Purpose.AGAIN)
    assert Passkeys(world.door("office")).verify(passkey.signed(again)).verdict is Verdict.WRONG


def test_a_challenge_is_late_after_five_minutes(world):
    passkey, door = registered(world), Passkeys(world.door("office"))
    options = door.challenge(Purpose.ENTER)
    world.clock.move(minutes=5)
    assert door.verify(passkey.signed(options)).verdict is Verdict.WRONG


def test_R16_a_count_that_does_not_grow_is_told_and_not_taken(world):
    passkey = registered(world)
    assert shown(world, passkey).assertion is not None
    assert shown(world, passkey, count=1).verdict is Verdict.WRONG
    (event,) = [each for each in world.journal if each.kind == "passkey.counter_decreased"]
    assert (event.person, event.seen, event.remembered) == ("P-sato", 1, 1)


def test_a_key_that_never_counts_is_taken(world):
    passkey = registered(world)
    for _ in range(2):
        assert shown(world, passkey, count=0).assertion is not None


def test_R16_a_lock_holds_for_passkeys_and_their_failures_count(world):
    passkey = registered(world)
    stranger = ec.generate_private_key(ec.SECP256R1())
    verdicts = [shown(world, passkey, key=stranger).verdict for _ in range(5)]
    assert verdicts == [Verdict.WRONG] * 4 + [Verdict.LOCKED]
    assert shown(world, passkey).verdict is Verdict.LOCKED
    factors = clients.Factors(world.session())
    assert factors.code("sato", "TM-1", WRONG_CODE).verdict is Verdict.LOCKED


def test_a_suspended_person_is_judged_and_not_let_in(world):
    passkey = registered(world, "suzuki")
    world.people["suzuki"] = replace(world.people["suzuki"], standing=Standing.SUSPENDED)
    checked = shown(world, passkey)
    assert checked.verdict is Verdict.RIGHT and checked.assertion is None


def test_an_unknown_passkey_looks_like_a_wrong_one_and_counts_for_nobody(world):
    stranger = SoftPasskey(ORIGIN)
    stranger.user = b"P-sato"
    assert shown(world, stranger).verdict is Verdict.UNKNOWN
    assert not world.counts


def test_a_planted_row_does_not_open(world):
    passkey, stolen = registered(world), registered(world, "suzuki")
    found = world.shelves.passkeys[stolen.credential_id]
    world.shelves.passkeys[stolen.credential_id] = replace(found, person="P-sato", username="sato")
    stolen.user = b"P-sato"
    with pytest.raises(CallRefused) as told:
        shown(world, stolen)
    assert told.value.code == "ipc.fault"
    assert shown(world, passkey).assertion is not None


@pytest.mark.parametrize(
    "lies",
    [{"origin": "https://evil.example"}, {"rp": "evil.example"}, {"challenge": b64(bytes(32))}, {"flags": UP}],
    ids=["origin", "rp", "challenge", "no-uv"],
)
def test_R16_no_lie_is_registered(world, lies):
    office = Passkeys(world.office("sato"))
    with pytest.raises(CallRefused) as told:
        office.register(SoftPasskey(ORIGIN).made(office.challenge(Purpose.REGISTER), **lies))
    assert told.value.code == "passkey.refused"


def test_another_persons_challenge_registers_nothing(world):
    options = Passkeys(world.office("suzuki")).challenge(Purpose.REGISTER)
    with pytest.raises(CallRefused):
        Passkeys(world.office("sato")).register(SoftPasskey(ORIGIN).made(options))


@pytest.mark.parametrize("purpose", [Purpose.AGAIN, Purpose.REGISTER])
def test_nobody_asks_for_a_persons_challenge(world, purpose):
    with pytest.raises((CallRefused, GatewayFault)):
        Passkeys(world.door("office")).challenge(purpose)
    assert world.violations


def test_what_is_no_response_at_all_is_a_no(world):
    for text in ("", "{}", "[]", "null", '{"id": 1}', "\x00", "{" * 5000):
        assert Passkeys(world.door("office")).verify(text).verdict is Verdict.WRONG


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"]),
        st.one_of(st.binary(max_size=200).map(b64), st.text(max_size=20), st.none(), st.integers()),
    )
)
def test_hostile_responses_end_in_no_and_never_in_a_fault(response):
    text = json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response})
    party = Party(origin=ORIGIN)
    claimed = ceremony.claimed_signature(text)
    assert claimed is None or ceremony.signed_count(party, text, challenge=bytes(32), public_key=b"\xa0") is None
    assert ceremony.claimed_passkey(text) is None or ceremony.made(party, text, challenge=bytes(32)) is None
