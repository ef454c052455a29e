"""Unauthenticated sockets by the hundred, each of a kind that wants to hold the door: one thread, bounded, ended by `close`.

Whoever is dropped comes again at once, so the flood is as large at its end as at its beginning.
"""

import errno
import secrets
import selectors
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

LINE = b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n"


def _kexinit() -> bytes:
    """An honest one (RFC 4253 §7.1), as anybody can record and send again."""
    lists = [b"curve25519-sha256", b"ssh-ed25519", *[b"aes128-ctr"] * 2, *[b"hmac-sha2-256-etm@openssh.com"] * 2]
    lists += [*[b"none"] * 2, *[b""] * 2]
    named = b"".join(len(one).to_bytes(4, "big") + one for one in lists)
    payload = b"\x14" + secrets.token_bytes(16) + named + bytes(5)
    padding = 8 - (5 + len(payload)) % 8 + 8
    return (1 + len(payload) + padding).to_bytes(4, "big") + bytes([padding]) + payload + bytes(padding)


SAYS = {
    "silent": b"",
    "half-a-line": LINE[:9],
    "slow": b"",  # a byte a second
    "garbage": secrets.token_bytes(16 * 1024),
    "http": b"GET / HTTP/1.1\r\nHost: gateway\r\n\r\n",
    "old": b"SSH-1.5-OpenSSH_1.2\r\n",
    "stalls": LINE,
    "offers": LINE + _kexinit(),  # and stalls in the key exchange
    "never-reads": LINE,
    "garbage-after-line": LINE + secrets.token_bytes(16 * 1024),
}
NEVER_READ = {"never-reads"}


@dataclass(eq=False)
class _Attacker:
    kind: str
    sock: socket.socket
    said: int = 0
    next_byte: float = field(default_factory=time.monotonic)


class Flood:
    """`comes_at_most` a second bounds what the test's own machine spends on it."""

    def __init__(self, port: int, kinds: Mapping[str, int], comes_at_most: int = 400) -> None:
        self._port, self._pause = port, 1 / comes_at_most
        self._wanted = [kind for kind, number in kinds.items() for _ in range(number)]
        self._selector = selectors.DefaultSelector()
        self._here: set[_Attacker] = set()
        self._over = threading.Event()
        self.came: Counter[str] = Counter()
        self.all_came = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        missing = deque(self._wanted)
        while not self._over.is_set():
            if missing:
                self._come(missing.popleft())
                self._over.wait(self._pause)
            if self.came.total() >= len(self._wanted):
                self.all_came.set()
            missing += self._look(0 if missing else 0.05)
        for attacker in list(self._here):
            self._leave(attacker)
        self._selector.close()

    def _come(self, kind: str) -> None:
        sock = socket.socket()
        sock.setblocking(False)
        if sock.connect_ex(("127.0.0.1", self._port)) not in (0, errno.EINPROGRESS):
            sock.close()
            return
        attacker = _Attacker(kind, sock)
        self.came[kind] += 1
        self._here.add(attacker)
        reads = 0 if kind in NEVER_READ else selectors.EVENT_READ
        self._selector.register(sock, reads | selectors.EVENT_WRITE, attacker)

    def _look(self, seconds: float) -> list[str]:
        """Hear and say; the kinds of those who were dropped."""
        gone = []
        for key, events in self._selector.select(seconds):
            attacker: _Attacker = key.data
            try:
                if events & selectors.EVENT_READ and not attacker.sock.recv(65536):
                    raise ConnectionResetError
                if events & selectors.EVENT_WRITE:
                    self._say(attacker)
            except BlockingIOError:
                continue
            except OSError:
                gone.append(attacker)
        now = time.monotonic()
        for attacker in [one for one in self._here if one.kind == "slow" and one.next_byte <= now]:
            attacker.next_byte = now + 1
            with suppress(OSError):
                attacker.sock.send(LINE[attacker.said : attacker.said + 1])
                attacker.said += 1
        for attacker in gone:
            self._leave(attacker)
        return [attacker.kind for attacker in gone]

    def _say(self, attacker: _Attacker) -> None:
        words = SAYS[attacker.kind]
        attacker.said += attacker.sock.send(words[attacker.said :]) if words[attacker.said :] else 0
        if attacker.said >= len(words) or attacker.kind == "slow":
            if attacker.kind in NEVER_READ:
                self._selector.unregister(attacker.sock)
            else:
                self._selector.modify(attacker.sock, selectors.EVENT_READ, attacker)

    def _leave(self, attacker: _Attacker) -> None:
        self._here.discard(attacker)
        with suppress(KeyError):
            self._selector.unregister(attacker.sock)
        attacker.sock.close()


@contextmanager
def a_flood(port: int, kinds: Mapping[str, int], **other: int) -> Iterator[Flood]:
    flood = Flood(port, kinds, **other)
    try:
        assert flood.all_came.wait(30)
        yield flood
    finally:
        flood.close()
