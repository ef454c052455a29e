"""A client that says what it is told to, message by message."""

import socket

from gateway.relay.postgres.wire.frames import Framer
from gateway.relay.postgres.wire.opening import StartupMessage
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, Execute
from gateway.relay.postgres.wire.sides import Side
from gateway.relay.postgres.wire.statements import Parse
from gateway.relay.postgres.wire.tables import BOUNDS


class AClient:
    """Connected as `tapped`."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self._framer = Framer(Side.BACKEND, BOUNDS[Side.BACKEND])
        self._socket.sendall(StartupMessage(parameters={"user": "tapped", "database": "postgres"}).encoded())
        self.kinds_to_ready()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def send(self, message):
        self._socket.sendall(message.encoded())

    def send_parse(self, name, query):
        self.send(Parse(statement=name, query=query))

    def send_bind(self, portal, statement):
        self.send(Bind(portal=portal, statement=statement))

    def send_execute(self, portal, rows_max=0):
        self.send(Execute(portal=portal, rows_max=rows_max))

    def sync(self):
        self.send(Sync())

    def kinds_to_ready(self):
        """The letters of what comes, up to ReadyForQuery."""
        letters = ""
        while not letters.endswith("Z"):
            data = self._socket.recv(65536)
            assert data, letters
            letters += "".join(chr(frame.kind) for frame in self._framer.feed(data))
        return letters
