"""The two ends of one channel: the gateway's, as the menu is given it, and the person's, in the hands of a test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from gateway.listener.channel import ClientChannel
from gateway.listener.channel_requests import State
from gateway.relay.ssh.messages import parse_terminal
from tests.gateway.relay.ssh.a_client import number, string
from tests.gateway.relay.ssh.test_transport import a_pair


class TwoEnds:
    """`client` is what the menu is given; `person` is the channel at the terminal, `peer` its transport."""

    def __init__(self, pair: Any, term: bytes | None, columns: int, rows: int, window: int | None) -> None:
        if window is not None:
            pair.peer._sanitize_window_size = lambda _: window
        channel, self.person = pair.channel()
        self.pair, self.peer = pair, pair.peer
        self.client = ClientChannel(pair.ours, channel)
        self.client.refused = self._refused
        self.refused: list[str] = []
        if term is not None:
            fields = string(term) + number(columns) + number(rows) + number(0) + number(0) + string(b"\x00")
            self.client.terminal = parse_terminal(fields)
        self.client.state = State.STARTING
        self.person.settimeout(10)

    def read_until(self, words: str, *, errors: bool = False) -> str:
        """What the person was shown, up to `words` and what came with them."""
        receive = self.person.recv_stderr if errors else self.person.recv
        got = b""
        while words.encode() not in got:
            data = receive(65536)
            assert data, got
            got += data
        return got.decode()

    def _refused(self, kind: str, *_: object) -> None:
        self.refused.append(kind)


@contextmanager
def two_ends(
    term: bytes | None = b"xterm", columns: int = 80, rows: int = 24, window: int | None = None
) -> Iterator[TwoEnds]:
    """`window`: so many bytes can be sent to the person before he reads."""
    with a_pair() as pair:
        yield TwoEnds(pair, term, columns, rows, window)


class Running:
    """`act` on a thread of its own; `result` waits for what it gives or raises."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act = act
        self._outcome: Any = None
        self._failure: BaseException | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def result(self, seconds: float = 10) -> Any:
        self.thread.join(seconds)
        assert not self.thread.is_alive(), "it did not end"
        if self._failure is not None:
            raise self._failure
        return self._outcome

    def _run(self) -> None:
        try:
            self._outcome = self._act()
        except BaseException as failure:
            self._failure = failure
