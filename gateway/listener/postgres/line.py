"""A client's stream until its session runs: packets and messages, one after another, within a time. Nothing is read ahead.

A client at this door always waits for an answer before it says more; what comes with something it should have waited for was put
there by somebody else (CVE-2021-23222), or by a client that breaks the protocol. Either way it is a fault.
"""

import select
from typing import Final

from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.wire.frames import Frame, Framer
from gateway.relay.postgres.wire.message import Message
from gateway.relay.postgres.wire.opening import Opened, Opening
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.tables import LOGIN_BOUNDS
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.clock import Clock

LAST_WORDS_SECONDS: Final = 0.5


class Line:
    """For one thread. `until` is a moment of `clock.monotonic()`. Every method may raise OSError: the client has gone."""

    def __init__(self, stream: Stream, clock: Clock, until: float) -> None:
        self.stream = stream
        self._clock, self._until = clock, until
        self._framer = Framer(Side.FRONTEND, LOGIN_BOUNDS)

    @property
    def seconds_left(self) -> float:
        """Until it is too late; never less than nothing."""
        return max(0.0, self._until - self._clock.monotonic())

    def packet(self) -> tuple[Opened, bytes]:
        """The next packet without a type, and what came behind it or (of TLS) instead of it. Raises PeerError, TimeoutError."""
        opening = Opening()
        while (opened := opening.feed(self._came())) is None:
            continue
        return opened, opening.rest

    def message(self) -> Frame:
        """The next message of a client that is logging in. Raises PeerError, also for more than one; PersonLeft, TimeoutError."""
        frames: list[Frame] = []
        while not frames:
            frames.extend(self._framer.feed(self._came()))
        if len(frames) > 1 or not self._framer.is_between:
            raise Side.FRONTEND.fault("a message that nobody has asked for yet")
        return frames[0]

    def say(self, *messages: Message | bytes) -> None:
        """Say it, and wait until it is said. Raises TimeoutError."""
        self.stream.write(b"".join(each if isinstance(each, bytes) else each.encoded() for each in messages))
        while self.stream.unsent:
            self._wait(select.POLLOUT)
            self.stream.flush()

    def leave(self, *messages: Message) -> None:
        """Last words, for LAST_WORDS_SECONDS: whoever does not take them does not hear them."""
        self._until = self._clock.monotonic() + LAST_WORDS_SECONDS
        self.say(*messages)

    def _came(self) -> bytes:
        """What has come, once something has; a stream may hold what came with a handshake, so it is asked first."""
        while True:
            data = self.stream.read()
            if data is None:
                raise PersonLeft
            if data:
                return data
            self._wait(select.POLLIN)

    def _wait(self, for_what: int) -> None:
        poll = select.poll()
        poll.register(self.stream.fileno(), for_what)
        if self.seconds_left <= 0 or not poll.poll(max(1.0, self.seconds_left * 1000)):
            raise TimeoutError("the client is too slow")
