"""Whatever goes wrong, no secret shows: not in repr, exception, traceback, log, answer, environment or argument list."""

import gc
import logging
import os
import pickle
import traceback
from pathlib import Path

import pyotp
import pytest

from gateway.crypto import aead
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.keeper.codes import matching_step
from gateway.keeper.requests import Asked
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import LoginWay
from tests.gateway.keeper.conftest import fresh_keys, keys, world
from tests.gateway.keeper.world import PASSWORD, TOTP, WRONG_CODE, World

__all__ = ["fresh_keys", "keys", "world"]


def forms(secret: bytes) -> list[bytes]:
    return [secret, secret.hex().encode(), repr(secret).encode()[2:-1]]


def held(world: World) -> list[bytes]:
    keys = world.custody.keys
    row = [key.seed.reveal() for key in world.custody.host_ring.row]
    return [getattr(keys, name).reveal() for name in keys.__slots__] + row + [text.encode() for text in TOTP.values()]


def attack(world: World) -> list[BaseException]:
    """One of everything that fails, with secrets in hand; what was raised at us."""
    raised: list[BaseException] = []

    def tried(what, *args) -> None:
        try:
            what(*args)
        except (CallRefused, GatewayFault) as error:
            raised.append(error)

    factors = clients.Factors(world.session("C-1"))
    tried(factors.password, "sato", "TM-1", Secret(PASSWORD.encode()))
    tried(factors.password, "sato", "TM-1", Secret(b"wrong-but-close-to-the-secret"))
    tried(factors.code, "sato", "TM-1", WRONG_CODE)
    tried(factors.code, "suzuki", "TM-1", "123456")
    world.people.of = lambda username: 1 / 0
    tried(clients.Factors(world.session("C-2")).password, "sato", "TM-1", Secret(PASSWORD.encode()))
    del world.people.of
    office = clients.Office(world.office("admin"))
    tried(office.seal_credential, "P-x", None, Secret(b"JBSWY3DPEHPK3PXP"))
    tried(office.seal_target_secret, "t", LoginWay.VAULTED_KEY, Secret(b"-----BEGIN OPENSSH PRIVATE KEY-----\nplanted"))
    tried(office.seal_target_secret, "t", LoginWay.VAULTED_PASSWORD, Secret(b"planted\npassword"))
    caller = world.bound("suzuki", "C-3")
    world.secrets["old-switch"] = os.urandom(60)
    world.orders["WO-suzuki"] = world.orders["WO-suzuki"]
    tried(world.login_to(caller, world.headed(caller, "suzuki", target="old-switch", account="admin")).password)
    return raised


def test_R83_nothing_in_logs_tracebacks_and_refusals(world, caplog):
    caplog.set_level(logging.DEBUG)
    raised = attack(world)
    assert len(raised) >= 6
    said = caplog.text + "".join("".join(traceback.format_exception(error)) for error in raised)
    assert "is bound to" in said  # the logs were looked at
    planted = [b"wrong-but-close", b"JBSWY3DPEHPK3PXP", b"planted", PASSWORD.encode(), WRONG_CODE.encode()]
    for secret in [*held(world), *planted]:
        assert not [form for form in forms(secret) if form in said.encode()], secret[:6]


def test_R83_nothing_in_any_repr(world):
    attack(world)
    parts = [world.keeper, world.custody, world.custody.keys, world.field, *vars(world.keeper).values()]
    parts += [value for part in vars(world.keeper).values() for value in getattr(part, "__dict__", {}).values()]
    said = " ".join(f"{part!r} {part!s}" for part in parts).encode()
    for secret in [*held(world), PASSWORD.encode()]:
        assert not [form for form in forms(secret) if form in said]


def test_R83_no_parameters_that_linger_show_themselves(world):
    attack(world)
    lingering = [thing for thing in gc.get_objects() if isinstance(thing, Asked)]
    assert all(repr(thing) == f"{type(thing).__name__}(hidden)" for thing in lingering)


def test_R83_keys_refuse_to_be_pickled(world):
    for thing in (world.custody.keys, world.custody, world.field, Secret(b"x")):
        with pytest.raises(TypeError):
            pickle.dumps(thing)


def test_R83_nothing_in_environment_and_arguments(world):
    process = Path("/proc/self")
    said = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
    assert not [secret for secret in held(world) if any(form in said for form in forms(secret))]


def test_R83_nothing_readable_on_disk_but_the_master_key(world, keys):
    attack(world)
    stored = b"".join(path.read_bytes() for path in keys.parent.rglob("*") if path.is_file())
    stored += b"".join(each.password_sealed + each.totp_sealed for each in world.people.values())
    for secret in held(world):
        assert secret not in stored
    assert b"argon2" not in stored


def test_a_damaged_code_secret_is_not_named_by_its_fault(world):
    broken = b"!".join(text.encode() for text in TOTP.values())
    with pytest.raises(ValueError) as raised:
        matching_step(Secret(broken), "123456", world.clock.now())
    said = "".join(traceback.format_exception(raised.value)).encode()
    assert not [form for form in forms(broken) if form in said]


def test_a_broken_seal_tells_neither_key_nor_text():
    key = aead.new_key()
    sealed = bytearray(aead.seal(key, pyotp.random_base32().encode(), b""))
    sealed[-1] ^= 1
    with pytest.raises(aead.SealBroken) as raised:
        aead.open_sealed(key, bytes(sealed), b"")
    said = "".join(traceback.format_exception(raised.value))
    assert key.reveal().hex() not in said
    assert bytes(sealed).hex() not in said
