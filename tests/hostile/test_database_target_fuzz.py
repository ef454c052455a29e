"""A server that says anything, in any pieces: the log-in and every question of ours end in a fault with words, or an answer.

Nothing else may come out: no other exception, no waiting beyond the deadline, nothing of the server's own text.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.relay.postgres.target import reaching
from gateway.relay.postgres.target.deadline import Deadline
from gateway.relay.postgres.target.faults import worded
from gateway.relay.postgres.target.talking import Refusing, Talk
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.scram import ScramClient
from gateway.relay.postgres.wire.target_login import LetIn, TargetLogin
from gateway.vocabulary.outcome import TargetError
from gateway.vocabulary.secret import Secret
from tests.gateway.relay.postgres.wire.messages import BACKEND

SECRET = "a secret of the target"


class Said:
    """A stream on which the server says these pieces and leaves; what is sent to it is lost."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = [piece for piece in pieces if piece]
        self.unsent = 0
        self.sent = b""

    def fileno(self) -> int:
        raise AssertionError("nobody waits: there is always something, or the end")

    def read(self) -> bytes | None:
        return self._pieces.pop(0) if self._pieces else None

    def write(self, data: bytes) -> None:
        self.sent += data

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""


MESSAGES = BACKEND.map(lambda message: message.encoded())
CONVERSATIONS = st.lists(MESSAGES | st.binary(max_size=40), max_size=12).map(b"".join)
RUBBISH = st.binary(max_size=400)


@st.composite
def pieces(draw: st.DrawFn) -> list[bytes]:
    whole = draw(CONVERSATIONS | RUBBISH)
    cuts = sorted(draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    return [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]


def outcome(call) -> object:
    try:
        with worded():
            return call()
    except TargetError as fault:
        assert fault.text is not None
        assert SECRET not in f"{fault}{fault.text}"
        return fault


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces(), st.booleans())
def test_in_the_log_in(said, by_password):
    scram = ScramClient(Secret(b"pencil"), b"n" * 18, None) if by_password else None
    login = TargetLogin(StartupMessage(parameters={"user": "reader"}), scram)
    stream = Said(said)
    found = outcome(lambda: reaching._log_in(Talk(stream), login, Deadline(5)))
    assert isinstance(found, TargetError | LetIn)
    assert b"pencil" not in stream.sent
    if by_password:
        assert isinstance(found, TargetError), "let in without proving anything"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces())
def test_in_the_answer_to_a_question(said):
    found = outcome(lambda: Talk(Said(said)).ask("SELECT 1", 5, rows_max=5))
    assert isinstance(found, TargetError | list)


def test_a_refusal_whose_code_spells_data_is_told_without_it():
    assert Refusing("09012").sqlstate == "XX000"
    with pytest.raises(TargetError):
        raise Refusing("42501")
