"""What a client answers during the log-in."""

import pytest

from gateway.relay.postgres.wire.message import framed
from gateway.relay.postgres.wire.passwords import KIND, PasswordMessage, SASLInitialResponse, SASLResponse, answer_in
from gateway.relay.postgres.wire.pipeline import Terminate
from gateway.vocabulary.outcome import PeerError
from gateway.vocabulary.secret import Secret
from tests.gateway.relay.postgres.wire.messages import frame


@pytest.mark.parametrize(
    "message",
    [
        PasswordMessage(password=Secret("ひみつ 123456".encode())), PasswordMessage(password=Secret(b"\xff\xfe")),
        SASLResponse(data=b"x"),
        SASLInitialResponse(mechanism="SCRAM-SHA-256", data=b"n,,"), SASLInitialResponse(mechanism="X", data=None),
    ],
)  # fmt: skip
def test_what_was_written_is_read(message):
    assert answer_in(frame(message), type(message)) == message


def test_a_password_is_not_shown():
    assert "123456" not in repr(PasswordMessage(password=Secret(b"123456")))


@pytest.mark.parametrize("body", [b"", b"secret", b"secret\0more", b"secret\0\0"])
def test_a_password_that_is_none_is_a_fault_that_does_not_show_it(body):
    with pytest.raises(PeerError) as fault:
        answer_in(frame(framed(KIND, body)), PasswordMessage)
    assert "secret" not in str(fault.value)


def test_another_message_is_no_answer():
    with pytest.raises(PeerError, match="in the log-in"):
        answer_in(frame(Terminate()), PasswordMessage)
