import asyncio
import contextlib
import os
import socket
import struct
import threading
from pathlib import Path

import msgspec
import pytest

from gateway.ipc.client import Caller, connect
from gateway.ipc.control import ControlLine
from gateway.ipc.frames import frame
from gateway.ipc.messages import Call, CallRefused, NoParams, Params, encode, raw
from gateway.ipc.server import Peer, Refuse, Request, Server, Violation
from gateway.vocabulary.outcome import GatewayFault, Text


class Echo(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str


class Tale(Params, frozen=True, kw_only=True, forbid_unknown_fields=True):
    text: str
    more: str


def who(peer: Peer, params: NoParams) -> list[object]:
    return [peer.role, peer.uid, peer.connection, peer.address]


def fail(peer: Peer, params: NoParams) -> None:
    raise RuntimeError("the secret is 42")


def refuse(peer: Peer, params: NoParams) -> None:
    raise Refuse("no.such", Text(ja="ありません", en="not there"))


def violate(peer: Peer, params: NoParams) -> None:
    raise Violation("out of order")


async def slow(peer: Peer, params: Echo) -> str:
    await asyncio.sleep(0.05)
    return params.text


def news(peer: Peer, params: Echo) -> None:
    peer.news("hello", params)


class Running:
    """A server in a thread, its doors in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.violations: list[str] = []
        self.opened: list[Peer] = []
        self.gone: list[Peer] = []
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        self.ready.wait(5)

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self.start())
        self.ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(self.server.close())
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.loop.close()

    async def start(self) -> None:
        everyone = frozenset({"office", "session", "gateway"})
        self.server = Server(
            [
                Request(name="echo", params=Echo, roles=everyone, handler=lambda peer, p: p.text),
                Request(
                    name="who",
                    params=NoParams,
                    roles=everyone,
                    handler=who,
                ),
                Request(name="slow", params=Echo, roles=everyone, handler=slow),
                Request(name="fail", params=NoParams, roles=everyone, handler=fail),
                Request(name="refuse", params=NoParams, roles=everyone, handler=refuse),
                Request(name="violate", params=NoParams, roles=everyone, handler=violate),
                Request(name="news", params=Echo, roles=everyone, handler=news),
                Request(name="office-only", params=NoParams, roles=frozenset({"office"}), handler=lambda peer, p: True),
            ],
            on_open=self.opened.append,
            on_close=self.gone.append,
            on_violation=lambda peer, what: self.violations.append(what),
        )
        await self.server.listen(self.folder / "office.sock", role="office", uids=frozenset({os.getuid()}))
        await self.server.listen(self.folder / "gateway.sock", role="gateway", uids=frozenset({os.getuid()}))
        await self.server.listen(self.folder / "closed.sock", role="office", uids=frozenset({os.getuid() + 1}))

    def stop(self) -> None:
        if self.loop.is_closed():
            return
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)


@pytest.fixture
def running(tmp_path):
    server = Running(tmp_path)
    yield server
    server.stop()


@pytest.fixture
def office(running):
    caller = connect(running.folder / "office.sock")
    yield caller
    caller.close()


def test_a_call_is_answered(office):
    assert office.call("echo", Echo(text="関所"), str) == "関所"


def test_calls_from_many_threads_find_their_own_answers(office):
    answers: dict[int, str] = {}

    def ask(number: int) -> None:
        answers[number] = office.call("slow", Echo(text=str(number)), str)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: str(n) for n in range(20)}


def test_a_refusal_carries_its_words_and_the_connection_stays(office):
    with pytest.raises(CallRefused) as refused:
        office.call("refuse", NoParams(), str)
    assert (refused.value.code, refused.value.text.ja) == ("no.such", "ありません")
    assert office.call("echo", Echo(text="still"), str) == "still"


@pytest.mark.parametrize("name", ["fail", "violate", "nobody-listed-this", "session.adopt"])
def test_faults_and_violations_end_the_connection_and_tell_nothing(office, running, name):
    with pytest.raises(CallRefused) as refused:
        office.call(name, NoParams(), str)
    assert refused.value.code in {"ipc.fault", "ipc.refused"}
    assert "42" not in refused.value.text.en
    with pytest.raises(GatewayFault):
        for _ in range(100):
            office.call("echo", Echo(text="x"), str)


def test_an_unknown_key_is_a_violation(office, running):
    with pytest.raises(CallRefused):
        office.call("echo", Tale(text="x", more="y"), str)
    assert running.violations == ["echo: undecodable parameters"]


def test_an_answer_of_another_form_is_a_fault(office):
    with pytest.raises(GatewayFault, match="another form"):
        office.call("echo", Echo(text="x"), int)


def test_a_door_checks_the_uid_the_kernel_vouches_for(running):
    caller = connect(running.folder / "closed.sock")
    with pytest.raises(GatewayFault):
        caller.call("echo", Echo(text="x"), str)
    caller.close()


def test_nobody_listening_is_said_in_words(tmp_path):
    with pytest.raises(GatewayFault, match="is `sekisho serve` running"):
        connect(tmp_path / "none.sock")


def test_a_handed_over_descriptor_is_a_session_and_only_that(running):
    line = ControlLine(running.folder / "gateway.sock")
    session = Caller(line.hand_over("C-1", "192.0.2.7:4711"))
    assert session.call("who", NoParams(), list) == ["session", os.getuid(), "C-1", "192.0.2.7:4711"]
    with pytest.raises(CallRefused):
        session.call("office-only", NoParams(), bool)
    session.close()
    line.close()


def test_adopting_without_a_descriptor_ends_the_line(running):
    line = ControlLine(running.folder / "gateway.sock")
    line.tell("session.adopt", NoParams())
    with pytest.raises(GatewayFault):
        while True:
            line.read()
    assert running.violations == ["session.adopt: no descriptor came along"]
    line.close()


def test_news_reach_the_caller_and_the_end_is_told(running):
    heard: list[tuple[str, str]] = []
    ended = threading.Event()
    caller = connect(
        running.folder / "office.sock",
        on_news=lambda kind, args: heard.append((kind, args["text"])),
        on_closed=ended.set,
    )
    caller.call("news", Echo(text="終わり"), type(None))
    assert heard == [("hello", "終わり")]
    running.stop()
    assert ended.wait(5)
    with pytest.raises(GatewayFault):
        caller.call("echo", Echo(text="x"), str)
    caller.close()


@pytest.mark.parametrize(
    "hostile",
    [
        struct.pack(">I", 2**31) + b"x",
        struct.pack(">I", 0),
        frame(b"\xc1"),
        frame(msgspec.msgpack.encode({"type": "reply", "id": 1, "result": None})),
        frame(msgspec.msgpack.encode({"type": "call", "id": 1, "call": "echo", "args": {}, "extra": 1})),
        b"SSH-2.0-OpenSSH_9.2\r\n",
        frame(b"\x91" * 3000),
        frame(encode(Call(id=1, call="echo", args=msgspec.Raw(b"\x91" * 3000 + b"\x00")))),
    ],
)
def test_what_is_no_call_ends_the_connection(running, hostile):
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(str(running.folder / "office.sock"))
        sock.settimeout(5)
        sock.sendall(hostile)
        with contextlib.suppress(ConnectionResetError):
            while sock.recv(1000):
                pass
    assert len(running.violations) == 1


def test_a_call_split_at_every_byte_is_answered(running):
    body = frame(encode(Call(id=7, call="echo", args=raw(Echo(text="x")))))
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(str(running.folder / "office.sock"))
        sock.settimeout(5)
        for byte in body:
            sock.sendall(bytes([byte]))
        assert sock.recv(100)


def test_a_peer_that_never_reads_is_closed_and_memory_stays_bounded(running):
    body = frame(encode(Call(id=7, call="echo", args=raw(Echo(text="x" * 100_000)))))
    with socket.socket(socket.AF_UNIX) as sock:
        sock.connect(str(running.folder / "office.sock"))
        sock.settimeout(10)
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            for _ in range(2000):
                sock.sendall(body)


def test_a_path_too_long_for_a_socket_is_said_in_words(tmp_path):
    path = tmp_path / ("x" * 120)
    with pytest.raises(GatewayFault, match=r"at most; choose a shorter state\.directory"):
        asyncio.run(Server({}).listen(path, role="session", uids=frozenset()))
