"""First factors by a one-time link (R-13, R-16): one refusal for whatever is wrong with it, and a connection that ends there."""

from dataclasses import replace
from datetime import date, timedelta

import pyotp
import pytest

from gateway.authentication.ports import Verdict
from gateway.crypto.assertion import Way, verified
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.factor_clients import Enrolment, Passkeys
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

TOKEN = "t" * 43
GOOD = "kV9-mPq2-xLw7-Rt4"


def begun(world, token: str = TOKEN):
    door = Enrolment(world.door("office"))
    return door, door.begin(Secret(token.encode()))


def finished(world, password: str = GOOD, code: str | None = None, token: str = TOKEN):
    door, found = begun(world, token)
    now = pyotp.TOTP(found.code_secret.secret).at(world.clock.now())
    return door.finish(
        Secret(token.encode()),
        password=Secret(password.encode()),
        sealed=found.code_secret.sealed,
        code=Secret((now if code is None else code).encode()),
    )


def refused(world, token: str = TOKEN) -> tuple[str, str]:
    with pytest.raises(CallRefused) as told:
        begun(world, token)
    return told.value.code, told.value.text.ja


def test_R16_a_link_gives_first_factors_and_an_assertion_for_them_alone(world):
    digest = world.shelves.link("P-sato", TOKEN)
    done = finished(world)
    assert done.checked.verdict is Verdict.RIGHT and done.factors is not None
    said = verified(world.public.assertion_vkey, done.checked.assertion, world.clock.now())
    assert (said.person, said.way) == ("P-sato", Way.ENROLMENT)
    assert (done.factors.person, done.factors.digest) == ("P-sato", digest)
    assert len(set(done.factors.recovery.codes)) == len(set(done.factors.recovery.digests)) == 10
    world.people["sato"] = replace(
        world.people["sato"], password_sealed=done.factors.password, totp_sealed=done.factors.totp
    )
    factors = clients.Factors(world.door("office"))
    assert factors.password("sato", None, Secret(GOOD.encode())).verdict is Verdict.RIGHT


def test_the_connection_of_a_link_answers_nothing_further(world):
    world.shelves.link("P-sato", TOKEN)
    caller = world.door("office")
    door, found = Enrolment(caller), Enrolment(caller).begin(Secret(TOKEN.encode()))
    code = pyotp.TOTP(found.code_secret.secret).at(world.clock.now())
    sealed = found.code_secret.sealed
    done = door.finish(
        Secret(TOKEN.encode()), password=Secret(GOOD.encode()), sealed=sealed, code=Secret(code.encode())
    )
    assert done.checked.assertion is not None
    with pytest.raises((CallRefused, GatewayFault)):
        clients.Web(caller).enter(bytes(32))
    assert world.violations


def test_every_begin_has_a_secret_of_its_own_and_shows_it_again(world):
    world.shelves.link("P-sato", TOKEN)
    (door, first), (_, second) = begun(world), begun(world)
    assert first.code_secret.secret != second.code_secret.secret
    again = door.begin(Secret(TOKEN.encode()), first.code_secret.sealed)
    assert again.code_secret.secret == first.code_secret.secret
    assert first.username == "sato"
    assert "hidden" in repr(first.code_secret)


def test_R16_whatever_is_wrong_with_a_link_is_told_alike(world):
    digest = world.shelves.link("P-sato", TOKEN)
    link, sato, found = world.shelves.links[digest], world.people["sato"], set()
    found.add(refused(world, "u" * 43))
    world.shelves.links[digest] = replace(link, used_at=world.clock.now())
    found.add(refused(world))
    world.shelves.links[digest] = replace(link, expires_at=world.clock.now())
    found.add(refused(world))
    world.shelves.links[digest] = replace(link, issued_at=world.clock.now() + timedelta(seconds=1))
    found.add(refused(world))
    world.shelves.links[digest] = link
    for changes in (
        {"standing": Standing.SUSPENDED},
        {"standing": Standing.REVOKED},
        {"contract_end": date(2026, 11, 21)},
        {"totp_sealed": b"x"},
        {"passkeys": (b"x",)},
    ):
        world.people["sato"] = replace(sato, **changes)
        found.add(refused(world))
    world.people["sato"] = sato
    assert len(found) == 1 and found.pop()[0] == "enrol.refused"
    assert finished(world).factors is not None  # nothing of this used it up


@pytest.mark.parametrize(
    "password", ["mijikai", "sakura2026sakura", "satoutarou1234", "さとうたろう さとう", "1qaz2wsx3edc4rfv"]
)
def test_R16_a_weak_password_is_refused_with_advice(world, password):
    world.shelves.link("P-sato", TOKEN)
    with pytest.raises(CallRefused) as told:
        finished(world, password)
    assert told.value.code == "password.weak" and password not in told.value.text.both()
    assert "関係のない言葉" in told.value.text.ja


def test_R16_the_code_of_an_enrolment_is_used_up(world):
    world.shelves.link("P-sato", TOKEN)
    assert finished(world, code="000000").checked.verdict is Verdict.WRONG
    assert not world.codes and not world.counts
    assert finished(world).factors is not None
    assert {person for person, _ in world.codes} == {"P-sato"}
    assert finished(world).checked.verdict is Verdict.USED  # the same half minute, shown by whoever


def test_a_secret_of_another_link_is_not_taken(world):
    world.shelves.link("P-sato", TOKEN)
    world.shelves.link("P-suzuki", "u" * 43)
    _, other = begun(world, "u" * 43)
    door, _ = begun(world)
    code = pyotp.TOTP(other.code_secret.secret).at(world.clock.now())
    with pytest.raises(CallRefused) as told:
        door.finish(
            Secret(TOKEN.encode()),
            password=Secret(GOOD.encode()),
            sealed=other.code_secret.sealed,
            code=Secret(code.encode()),
        )
    assert told.value.code == "field.broken"


@pytest.mark.parametrize("token", ["", "short", "t" * 44, "../" + "t" * 40, "t" * 42 + "\n"])
def test_a_token_of_another_form_is_a_violation(world, token):
    with pytest.raises((CallRefused, GatewayFault)):
        begun(world, token)


def test_a_bound_connection_enrols_nobody(world):
    world.shelves.link("P-suzuki", TOKEN)
    office = world.office("sato")
    with pytest.raises((CallRefused, GatewayFault)):
        Enrolment(office).begin(Secret(TOKEN.encode()))


def test_passkeys_and_links_share_no_connection(world):
    world.shelves.link("P-sato", TOKEN)
    door, _ = begun(world)
    with pytest.raises((CallRefused, GatewayFault)):
        Passkeys(door._keeper).register("{}")
