"""The HTTP side: one short answer a connection, then it is closed.

Invariants: at most CONNECTIONS_MAX at once, the oldest making room for the newcomer, since an honest scraper has left long
before it is the oldest; a connection has SECONDS_MAX for its whole life, however slowly it reads or writes, and HEAD_BYTES_MAX
to ask.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from gateway.metrics.answers import Answer
from gateway.metrics.request import HEAD_BYTES_MAX, Asked, Wrong, read

log = logging.getLogger(__name__)
CONNECTIONS_MAX: Final = 64
SECONDS_MAX: Final = 5.0
LINGER_BYTES_MAX: Final = 2 * 1024 * 1024
LINGER_SECONDS: Final = 0.5


class Endpoint:
    """Serves one listening socket until `close`. Made and used inside a running event loop."""

    def __init__(
        self,
        answer: Callable[[Asked | Wrong], Answer],
        *,
        tls: Callable[[], ssl.SSLContext] | None = None,
        seconds_max: float = SECONDS_MAX,
        connections_max: int = CONNECTIONS_MAX,
    ) -> None:
        """`tls` gives the context for one connection; without it nothing is encrypted."""
        self._answer, self._tls = answer, tls
        self._seconds_max, self._connections_max = seconds_max, connections_max
        self._here: dict[asyncio.Task[None], asyncio.StreamWriter] = {}  # in the order they came
        self._server: asyncio.Server | None = None

    async def open(self, listener: socket.socket) -> None:
        """Begin to serve; takes over a bound socket."""
        self._server = await asyncio.start_server(self._came, sock=listener, limit=HEAD_BYTES_MAX)

    async def close(self) -> None:
        """Stop, and drop everybody."""
        if self._server is not None:
            self._server.close()
        for task, writer in list(self._here.items()):
            writer.transport.abort()
            task.cancel()

    async def _came(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a connection is served by a task")
        while len(self._here) >= self._connections_max:
            oldest = next(iter(self._here))
            self._here.pop(oldest).transport.abort()
            oldest.cancel()
        self._here[task] = writer
        try:
            async with asyncio.timeout(self._seconds_max):
                await self._served(reader, writer)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()  # gone, too slow, or in the way: nobody is owed an answer
        finally:
            self._here.pop(task, None)
            writer.close()

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._tls is not None:
            await writer.start_tls(self._tls(), ssl_handshake_timeout=self._seconds_max)
        asked = await _asked(reader)
        method = asked.method if isinstance(asked, Asked) else "GET"
        writer.write(self._said(asked).spelled(method))
        await writer.drain()
        if isinstance(asked, Wrong) and writer.can_write_eof():
            writer.write_eof()
            await _linger(reader)

    def _said(self, asked: Asked | Wrong) -> Answer:
        try:
            return self._answer(asked)
        except ValueError:  # a word the table does not know: our defect, said once a scrape and shown to nobody
            log.exception("a page cannot be made")
            return Answer(status=HTTPStatus.INTERNAL_SERVER_ERROR, body=b"500 Internal Server Error\n")


async def _asked(reader: asyncio.StreamReader) -> Asked | Wrong:
    try:
        return read(await reader.readuntil(b"\r\n\r\n"))
    except asyncio.LimitOverrunError:
        return Wrong(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


async def _linger(reader: asyncio.StreamReader) -> None:
    """Take a little of what still comes, so that the answer is not lost to a reset (RFC 9112 §9.6)."""
    left = LINGER_BYTES_MAX
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            while left > 0 and (data := await reader.read(4096)):
                left -= len(data)
    except TimeoutError:
        return
