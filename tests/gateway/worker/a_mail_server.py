"""A real SMTP server on loopback, on a port the kernel picks, that can be told to refuse, put off, hang up or be away."""

import asyncio
import email
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP


class MailServer:
    """`mails` are (recipient, message) in the order of arrival. `says` answers RCPT by address, `dies_after` mails hangs up."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, EmailMessage]] = []
        self.says: dict[str, str] = {}
        self.dies_after: int | None = None
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def start(self) -> None:
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def close(self) -> None:
        self.stop()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        said = self.says.get(address, "250 OK")
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.dies_after is not None and len(self.mails) >= self.dies_after:
            server.transport.abort()
            return "421 gone"
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails += [(recipient, message) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _start(self) -> None:
        make = lambda: SMTP(self, hostname="mail.test", enable_SMTPUTF8=True)  # noqa: E731
        self._server = await self._loop.create_server(make, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
            await asyncio.sleep(0.05)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.close()
