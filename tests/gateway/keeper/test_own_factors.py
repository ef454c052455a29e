"""Further factors of whoever is bound (R-16): sealed for him alone, and nothing for the demo operator."""

import pyotp
import pytest

from gateway.authentication.ports import Verdict
from gateway.crypto.aead import SealBroken
from gateway.ipc.messages import CallRefused
from gateway.keeper.factor_clients import Own
from gateway.keeper.sealing import CredentialKind, opened_credential
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

GOOD = Secret(b"kV9-mPq2-xLw7-Rt4")


def test_a_password_is_judged_hashed_and_sealed_for_its_owner(world):
    own = Own(world.office("sato"))
    sealed = own.password(GOOD)
    hashed = opened_credential(world.field, "P-sato", CredentialKind.PASSWORD, sealed)
    assert hashed.reveal().startswith(b"$argon2id$") and GOOD.reveal() not in sealed
    with pytest.raises(SealBroken):
        opened_credential(world.field, "P-suzuki", CredentialKind.PASSWORD, sealed)
    with pytest.raises(CallRefused) as told:
        own.password(Secret(b"satou-tarou-2026"))
    assert told.value.code == "password.weak" and "あなたの氏名" in told.value.text.ja


def test_a_code_secret_is_taken_in_with_a_code_of_it_once(world):
    own = Own(world.office("sato"))
    made = own.code_begin()
    assert own.code_begin(made.sealed).secret == made.secret
    assert own.code(made.sealed, Secret(b"000000")).checked.verdict is Verdict.WRONG
    world.clock.move(seconds=30)
    code = Secret(pyotp.TOTP(made.secret).at(world.clock.now()).encode())
    done = own.code(made.sealed, code)
    assert done.totp is not None
    assert opened_credential(world.field, "P-sato", CredentialKind.TOTP, done.totp).reveal() == made.secret.encode()
    assert own.code(made.sealed, code).checked.verdict is Verdict.USED


def test_R16_a_secret_shown_to_one_is_no_others(world):
    made = Own(world.office("suzuki")).code_begin()
    world.clock.move(seconds=30)
    code = Secret(pyotp.TOTP(made.secret).at(world.clock.now()).encode())
    with pytest.raises(CallRefused) as told:
        Own(world.office("sato")).code(made.sealed, code)
    assert told.value.code == "field.broken"


def test_recovery_codes_are_ten_and_keyed_to_their_owner(world):
    one, other = Own(world.office("sato")).recovery(), Own(world.office("suzuki")).recovery()
    assert len(set(one.codes)) == 10 and not set(one.digests) & set(other.digests)
    assert "hidden" in repr(one)


def test_nobody_asks_before_he_is_somebody(world):
    for ask in (lambda own: own.recovery(), lambda own: own.password(GOOD), lambda own: own.code_begin()):
        with pytest.raises((CallRefused, GatewayFault)):
            ask(Own(world.door("office")))
        with pytest.raises((CallRefused, GatewayFault)):
            ask(Own(world.bound("sato", connection=f"C-{id(ask)}")))  # a session's door has no such row
