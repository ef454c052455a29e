"""A tap between a real client and a real server: every byte goes through the codec, and behind the log-in through a Conversation.

What it keeps: each frame, whose it was, and each row with the description it was given.
"""

import selectors
import socket
import threading

from gateway.relay.postgres.wire.conversation import Conversation
from gateway.relay.postgres.wire.errors import Severity, error
from gateway.relay.postgres.wire.frames import Frame, Framer
from gateway.relay.postgres.wire.hearing import Fate
from gateway.relay.postgres.wire.opening import IN_THE_CLEAR, CancelRequest, GSSENCRequest, Opening, SSLRequest
from gateway.relay.postgres.wire.rows import DATA_ROW
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.simple_query import Query, ReadyForQuery
from gateway.relay.postgres.wire.sqlstates import INSUFFICIENT_PRIVILEGE
from gateway.relay.postgres.wire.statements import Parse
from gateway.relay.postgres.wire.tables import BOUNDS, LOGIN_BOUNDS, read
from gateway.vocabulary.outcome import Fault, Text

NOT_HERE = Text(ja="ここでは使えません。", en="Not here.")


class Tap:
    """Serves connections one after another on `port`; statements with the word in `refused` are refused as the gate would."""

    def __init__(self, server_port, refused="forbidden"):
        self._server_port, self._refused = server_port, refused
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.asked, self.heard, self.rows, self.cancelled, self.faults = [], [], [], [], []
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._safely, args=(client,), daemon=True).start()

    def _safely(self, client):
        with client, socket.create_connection(("127.0.0.1", self._server_port)) as server:
            try:
                self._carry(client, server)
            except (Fault, ConnectionError) as fault:
                self.faults.append(fault)

    def _carry(self, client, server):
        opened, rest = self._open(client)
        server.sendall(opened.encoded())
        if isinstance(opened, CancelRequest):
            self.cancelled.append(opened)
            server.recv(1)
            return
        join = _Join(self, client, server)
        join.from_client(rest)
        both = selectors.DefaultSelector()
        both.register(client, selectors.EVENT_READ, join.from_client)
        both.register(server, selectors.EVENT_READ, join.from_server)
        while True:
            for key, _ in both.select():
                data = key.fileobj.recv(65536)
                if not data:
                    return
                key.data(data)

    def _open(self, client):
        while True:
            opening, opened = Opening(), None
            while opened is None:
                opened = opening.feed(client.recv(3) or exit_now())
            if not isinstance(opened, SSLRequest | GSSENCRequest):
                return opened, opening.rest
            client.sendall(IN_THE_CLEAR)

    def is_refused(self, statement):
        return self._refused in statement


def exit_now():
    raise ConnectionError("closed in the opening")


class _Join:
    def __init__(self, tap, client, server):
        self._tap, self._client, self._server = tap, client, server
        self._from_client = Framer(Side.FRONTEND, LOGIN_BOUNDS)
        self._from_server = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self.conversation = None

    def from_client(self, data):
        for frame in self._from_client.feed(data):
            if self.conversation is None:
                self._server.sendall(frame.whole)
            else:
                self._asked(frame)

    def _asked(self, frame: Frame):
        message = read(Side.FRONTEND, frame)
        assert message.encoded() == bytes(frame.whole)
        self._tap.asked.append(message)
        statement = message.query if isinstance(message, Query | Parse) else None
        if statement is not None and self._tap.is_refused(statement):
            sent = self.conversation.refuse(message, INSUFFICIENT_PRIVILEGE, NOT_HERE)
        else:
            sent = self.conversation.ask(message, statement)
        self._server.sendall(sent)
        self._client.sendall(self.conversation.take_due())

    def from_server(self, data):
        out = []
        try:
            for frame in self._from_server.feed(data):
                if frame.kind != DATA_ROW:
                    message = read(Side.BACKEND, frame)
                    assert message.encoded() == bytes(frame.whole), message
                    self._tap.heard.append(message)
                if self.conversation is None:
                    out.append(frame.whole)
                    if isinstance(message, ReadyForQuery):
                        self._from_client = Framer(Side.FRONTEND, BOUNDS[Side.FRONTEND])
                        self.conversation = Conversation(message.status)
                    continue
                out.append(self._told(frame))
        except Fault:
            out.append(error("08P01", NOT_HERE, Severity.FATAL).encoded())
            raise
        finally:
            self._client.sendall(b"".join(out))

    def _told(self, frame):
        heard = self.conversation.hear(frame)
        told = b""
        if heard.fate is Fate.ROW:
            self._tap.rows.append((heard.rows, bytes(frame.whole)))
            told = bytes(frame.whole)
        elif heard.fate is Fate.PASS:
            told = heard.message.encoded()
        return told + self.conversation.take_due()
