"""Control lines to doors that open and close, without waiting for anybody."""

import asyncio
import os
import selectors
import threading

import pytest

from gateway.ipc.messages import NoParams
from gateway.ipc.server import Request, Server
from gateway.listener.parent.lines import ControlLines
from gateway.metrics.figures import DoorStands
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.relay.ssh.a_client import wait_until


class Door:
    """An `ipc` server behind one path, in a thread with a loop of its own."""

    def __init__(self, path):
        self._path, self.told, self.stands = path, [], []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.server = self._do(self._open())

    def news(self, kind):
        def tell():
            for peer in self.server.peers:
                if peer.role == "gateway":
                    peer.news(kind, NoParams())

        self._loop.call_soon_threadsafe(tell)

    def sessions(self):
        return sorted(peer.connection for peer in self.server.peers if peer.role == "session")

    def lines(self):
        """The gateway's; a line that is made anew is another peer."""
        return [peer for peer in self.server.peers if peer.role == "gateway"]

    def close(self):
        self._do(self.server.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _open(self):
        told = Request(
            name="told", params=NoParams, roles=frozenset({"gateway"}), handler=lambda *_: self.told.append(True)
        )
        stands = Request(
            name="door.stands",
            params=DoorStands,
            roles=frozenset({"gateway"}),
            handler=lambda _, stands: self.stands.append(stands),
        )
        server = Server([told, stands])
        await server.listen(self._path, role="gateway", uids=frozenset({os.getuid()}))
        return server

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)


class Scene:
    def __init__(self, folder):
        self.path, self.news = folder / "door.sock", []
        self.selector = selectors.DefaultSelector()
        self.lines = ControlLines({"keeper": self.path}, self.selector, self.news.append)

    def look(self):
        for key, _ in self.selector.select(0.05):
            key.data()


@pytest.fixture
def scene(tmp_path):
    made = Scene(tmp_path)
    yield made
    made.selector.close()


def test_nobody_there_is_said_once_and_looked_for_again(scene, caplog):
    assert [scene.lines.connect() for _ in range(3)] == [False] * 3
    assert len(caplog.records) == 1
    with pytest.raises(GatewayFault, match="the keeper is not there"):
        scene.lines.tell("keeper", "told", NoParams())
    door = Door(scene.path)
    assert [scene.lines.connect() for _ in range(2)] == [True, False]
    door.close()


def test_a_descriptor_is_handed_over_and_news_is_heard(scene):
    door = Door(scene.path)
    scene.lines.connect()
    with scene.lines.hand_over("keeper", "C-1", "192.0.2.7:1"):
        wait_until(lambda: door.sessions() == ["C-1"])
        scene.lines.tell("keeper", "told", NoParams())
        wait_until(lambda: door.told)
        door.news("kill")
        wait_until(lambda: (scene.look(), scene.news)[1])
    assert scene.news[0].kind == "kill"
    door.close()


def test_a_line_that_breaks_is_dropped_and_made_anew(scene):
    door = Door(scene.path)
    scene.lines.connect()
    door.close()
    wait_until(lambda: (scene.look(), not scene.selector.get_map())[1])
    with pytest.raises(GatewayFault):
        scene.lines.hand_over("keeper", "C-1", "192.0.2.7:1")
    door = Door(scene.path)
    assert scene.lines.connect()
    door.close()
