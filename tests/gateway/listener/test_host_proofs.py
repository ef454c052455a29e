import pytest
from paramiko import Message

from gateway.crypto.openssh import string
from gateway.listener.host_proofs import HostProofs, prove_body

SESSION, ONE, TWO = b"\1" * 32, b"key one", b"key two"


def asked(*blobs: bytes) -> Message:
    message = Message()
    for blob in blobs:
        message.add_string(blob)
    return Message(message.asbytes())


@pytest.fixture
def proofs():
    made = HostProofs()
    made.prepare(SESSION, [ONE, TWO], lambda key, data: key + b" over " + data)
    return made


def test_the_body_is_openssh_protocol_2_5():
    assert prove_body(SESSION, ONE) == string(b"hostkeys-prove-00@openssh.com") + string(SESSION) + string(ONE)


def test_exactly_the_keys_asked_for_in_their_order(proofs):
    assert proofs.answer(asked(TWO, ONE)) == tuple(key + b" over " + prove_body(SESSION, key) for key in (TWO, ONE))
    assert proofs.answer(asked(ONE)) == (ONE + b" over " + prove_body(SESSION, ONE),)


@pytest.mark.parametrize("blobs", [(), (b"unknown",), (ONE, b"unknown"), (ONE, ONE), (b"",), (ONE,) * 5000])
def test_anything_else_is_no(proofs, blobs):
    assert proofs.answer(asked(*blobs)) is None


def test_garbage_is_no(proofs):
    assert proofs.answer(Message(b"\xff\xff\xff\xff")) is None
    assert proofs.answer(Message(b"\0\0")) is None


def test_before_anything_was_announced_there_is_no_proof():
    assert HostProofs().answer(asked(ONE)) is None


def test_a_keeper_that_does_not_sign_is_heard():
    def away(key, data):
        raise OSError("away")

    with pytest.raises(OSError, match="away"):
        HostProofs().prepare(SESSION, [ONE], away)
