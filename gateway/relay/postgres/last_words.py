"""What a person is told when the session ends for another reason than that they left: FATAL, a SQLSTATE, and why."""

import select
from contextlib import suppress
from typing import Final

from gateway.relay.postgres.recording import Record
from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.wire import sqlstates
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.sessions.ending import PersonLeft, ending_of
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault, PeerError, TargetError

SECONDS: Final = 0.5  # a client that does not read does not keep its session open


class TargetEnded(TargetError):
    """The target said so itself, and the person has heard it."""


def say(client: Stream, failure: BaseException, record: Record, clock: Clock) -> None:
    """Say it behind what waits to be sent already, for at most SECONDS."""
    text = ending_of(failure, client_gone=False).text
    if text is None or isinstance(failure, PersonLeft | TargetEnded):
        return
    with suppress(GatewayFault):  # what cannot be recorded any more is said all the same: fixed words, nobody's data
        record.said(text)
        record.keep()
    with suppress(PersonLeft):
        client.write(error(_state_of(failure), text, Severity.FATAL).encoded())
        _wait(client, clock.monotonic() + SECONDS, clock)


def _state_of(failure: BaseException) -> str:
    if isinstance(failure, PeerError):
        return sqlstates.PROTOCOL_VIOLATION
    return sqlstates.CONNECTION_FAILURE if isinstance(failure, TargetError) else sqlstates.ENDED


def _wait(client: Stream, until: float, clock: Clock) -> None:
    room = select.poll()
    room.register(client.fileno(), select.POLLOUT)
    while client.unsent and (left := until - clock.monotonic()) > 0:
        room.poll(left * 1000)
        client.flush()
