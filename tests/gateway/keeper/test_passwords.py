import asyncio

import pytest

from gateway.keeper.passwords import Passwords
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret


@pytest.fixture
def passwords():
    made = Passwords()
    yield made
    made.close()


def test_one_password_and_no_other(passwords):
    async def run() -> None:
        stored = await passwords.hashed(Secret("ひみつ".encode()))
        assert stored.reveal().startswith(b"$argon2id$v=19$m=65536,t=3,p=4$")
        assert await passwords.right(stored, Secret("ひみつ".encode()))
        assert not await passwords.right(stored, Secret("ひみづ".encode()))

    asyncio.run(run())


def test_the_same_word_typed_elsewhere_is_the_same_password(passwords):
    async def run() -> None:
        stored = await passwords.hashed(Secret("\u304c".encode()))  # が as one letter
        assert await passwords.right(stored, Secret("\u304b\u3099".encode()))  # か and a voicing mark

    asyncio.run(run())


def test_nobodys_password_is_never_right(passwords):
    assert not asyncio.run(passwords.right(None, Secret(b"")))


def test_a_damaged_hash_is_our_fault_and_not_shown(passwords):
    with pytest.raises(GatewayFault) as fault:
        asyncio.run(passwords.right(Secret(b"$argon2id$broken"), Secret(b"x")))
    assert "broken" not in str(fault.value)
