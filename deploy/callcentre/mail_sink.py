"""The demo's mail server: takes any mail on a socket its parent opened and lays each down as one file.

    python -m deploy.callcentre.mail_sink --descriptor 7 --directory DIR [--uid N --gid N]

A mail appears under its final name only when it is whole. As root it gives up its rights before it reads a byte.
"""

import argparse
import asyncio
import ctypes
import os
import signal
import socket
from email.utils import formatdate
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

_PR_SET_PDEATHSIG = 1
MAIL_BYTES_MAX = 4 << 20


class Sink:
    """aiosmtpd's handler: one file a mail, numbered in the order of arrival."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._next = 1 + max((int(path.stem) for path in directory.glob("*.eml")), default=0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Lay the mail down with its envelope on top, as a mail server would."""
        content = envelope.content
        body = content if isinstance(content, bytes) else (content or "").encode()
        head = f"Return-Path: <{envelope.mail_from or ''}>\r\n"
        head += "".join(f"Delivered-To: {recipient}\r\n" for recipient in envelope.rcpt_tos)
        head += f"Received: by the demo's mail sink; {formatdate()}\r\n"
        self._write(head.encode("utf-8") + body)
        return "250 2.0.0 taken"

    def _write(self, mail: bytes) -> None:
        fresh = self._directory / ".incoming"
        fresh.write_bytes(mail)
        fresh.replace(self._directory / f"{self._next:06d}.eml")
        self._next += 1


def listening_socket() -> socket.socket:
    """A loopback socket for the sink, on a port the kernel picks."""
    return socket.create_server(("127.0.0.1", 0))


async def _serve(descriptor: int, directory: Path) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    sink = Sink(directory)
    listener = socket.socket(fileno=descriptor)
    server = await loop.create_server(
        lambda: SMTP(sink, hostname="mail.example.jp", data_size_limit=MAIL_BYTES_MAX, enable_SMTPUTF8=True),
        sock=listener,
    )
    async with server:
        await ended.wait()


def _give_up_rights(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    # Another user's process forgets that it asked to end with its parent: ask again (prctl(2)).
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def main() -> None:
    """Read the arguments, drop the rights, serve until SIGTERM."""
    parser = argparse.ArgumentParser(prog="mail_sink")
    parser.add_argument("--descriptor", type=int, required=True)
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    given = parser.parse_args()
    if given.uid is not None:
        _give_up_rights(given.uid, given.gid)
    asyncio.run(_serve(given.descriptor, given.directory))


if __name__ == "__main__":
    main()
