"""An ssh-agent in the test's own process, so that the stock client carries whatever signature a test makes up.

Speaks as much of the agent protocol (draft-ietf-sshm-ssh-agent §3.5, §3.6) as OpenSSH's client asks of an agent.
"""

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.crypto.openssh import string
from gateway.crypto.wire import Reader

_ANSWER, _SIGNED, _FAILURE = 12, 14, 5


@dataclass(frozen=True, slots=True)
class Held:
    """A key the agent shows, and what it answers when asked to sign."""

    blob: bytes
    sign: Callable[[bytes], bytes]


@contextmanager
def soft_agent(folder: Path, *held: Held) -> Iterator[dict[str, str]]:
    """An agent that holds these keys in this order; the environment that names it."""
    path = folder / "soft-agent"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()
    threading.Thread(target=_accept, args=(listener, held), daemon=True).start()
    try:
        yield {"SSH_AUTH_SOCK": str(path)}
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        path.unlink()


def _accept(listener: socket.socket, held: Sequence[Held]) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_serve, args=(client, held), daemon=True).start()


def _serve(client: socket.socket, held: Sequence[Held]) -> None:
    with client, client.makefile("rwb") as stream:
        while len(head := stream.read(4)) == 4:
            answer = _answered(Reader(stream.read(struct.unpack(">I", head)[0])), held)
            stream.write(string(answer))
            stream.flush()


def _answered(asked: Reader, held: Sequence[Held]) -> bytes:
    match asked.take(1)[0]:
        case 11:  # which keys
            listed = b"".join(string(one.blob) + string(b"held") for one in held)
            return bytes([_ANSWER]) + struct.pack(">I", len(held)) + listed
        case 13:  # sign this
            blob, data = asked.string(), asked.string()
            for one in held:
                if one.blob == blob:
                    return bytes([_SIGNED]) + string(one.sign(data))
            return bytes([_FAILURE])
        case _:
            return bytes([_FAILURE])
