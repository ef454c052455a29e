"""A target that was taken over and speaks by everything but the screen: versions, banners, debug, disconnects, refusals with a
description, signals with a message, names of channels. What OpenSSH with -vvv shows has none of it; a client that looks at the
messages themselves stands in test_door_target.
"""

import asyncio
import gc
import threading
import time
from contextlib import contextmanager

import asyncssh
import pytest

from gateway.crypto import openssh
from gateway.vocabulary.target import LoginWay
from tests.gateway.listener.an_open_door import an_open_door, scripted
from tests.gateway.relay.ssh.a_scripted_target import ScriptedTarget, ScriptedTransport, a_scripted_target, built
from tests.gateway.relay.ssh.a_target import ME, AKeeper, Listening
from tests.gateway.sessions.an_office import free_target

HELD = "KOKYAKU-YAMADA-HANAKO-0312345678"
VERBOSE = ("-vvv",)


def nothing_reached(ran):
    assert ran.returncode != 0
    assert HELD.encode() not in ran.stdout
    assert HELD.encode() not in ran.stderr


class Rude(Listening):
    """Says `words` before any key exchange, and hangs up or goes on saying them."""

    def __init__(self, words, again=False):
        self._words, self._again = words, again
        super().__init__()

    def serve(self, client):
        with client:
            try:
                client.sendall(self._words)
                while self._again:
                    client.sendall(self._words)
                    time.sleep(0.01)
                client.settimeout(2)
                while client.recv(4096):
                    pass
            except OSError:
                return


@pytest.mark.parametrize(
    "words, again",
    [
        (f"SSH-2.0-{HELD}\r\n".encode(), False),
        (f"{HELD}\r\nSSH-2.0-x\r\n".encode(), False),
        (f"{HELD}\r\n".encode(), True),
        (f"HTTP/1.0 200 OK\r\n\r\n{HELD}".encode(), False),
        (HELD.encode() * 10_000, False),
        (b"SSH-2.0-x\r\n" + b"\x00\x00\x00\x40\x04\x01" + HELD.encode() + b"\x00" * 40, False),
        (f"SSH-1.5-{HELD}\n".encode(), False),
    ],
    ids=[
        "version",
        "before the version",
        "without end",
        "another protocol",
        "no line",
        "disconnect in the clear",
        "SSH 1",
    ],
)
def test_R02_words_before_any_key_exchange(words, again):
    rude = Rude(words, again)
    try:
        target = free_target(
            port=rude.port, host_keys=(openssh.new_pair().public,), accounts=(ME,), login=LoginWay.CERTIFICATE
        )
        with an_open_door(target, AKeeper()) as door:
            ran = door.ssh("x", options=VERBOSE)
            nothing_reached(ran)
            assert door.registry.ended()[1] == "target-fault"
            assert HELD not in repr(door.registry.events).split("detail=")[0]
    finally:
        rude.close()


class _SaysAtEveryStep(ScriptedTransport):
    """Banner, debug and the rest as soon as the messages may be sent, then a refusal with a description."""

    refuses = "channel"

    def _parse_newkeys(self, m):
        super()._parse_newkeys(m)
        for message in (
            built(4, True, HELD, "en"),
            built(2, HELD),
            built(7, 1, "server-sig-algs", HELD),
            built(53, HELD, "en"),
        ):
            self._send_message(message)

    def _parse_channel_open(self, m):
        if self.refuses != "channel":
            super()._parse_channel_open(m)
            return
        m.get_text()
        self._send_message(built(92, m.get_int(), 1, HELD, "en"))


class _Refuses(ScriptedTarget):
    transport_class = _SaysAtEveryStep


def test_R02_a_channel_refused_with_a_description():
    target = _Refuses(lambda conversation: None)
    try:
        with an_open_door(target.target(), target.keeper) as door:
            nothing_reached(door.ssh("x", options=VERBOSE))
            assert door.registry.ended()[1] == "target-fault"
    finally:
        target.close()


@pytest.mark.parametrize("password", [None, b"vaulted password"])
def test_R02_a_log_in_refused_in_words(password, monkeypatch):
    """Failure lists and disconnects carry text as well."""
    with a_scripted_target(lambda conversation: None, password=b"another") as target:
        monkeypatch.setattr(
            "tests.gateway.relay.ssh.a_scripted_target._Lets.get_allowed_auths", lambda *_: f"publickey,{HELD}"
        )
        login = LoginWay.CERTIFICATE if password is None else LoginWay.VAULTED_PASSWORD
        with an_open_door(target.target(login=login), target.keeper) as door:
            nothing_reached(door.ssh("x", options=VERBOSE))
            door.registry.ended()


ENDS = {
    "signal with words": lambda c: c.request("exit-signal", "TERM", False, HELD, "en"),
    "signal of its own": lambda c: c.request("exit-signal", HELD, False, HELD, HELD),
    "signal cut short": lambda c: c.request("exit-signal", HELD),
    "status as words": lambda c: c.request("exit-status", HELD),
    "status twice as large": lambda c: c.request("exit-status", 0x4B4F4B59, 0x414B5500),
    "words for a kind": lambda c: c.request(HELD, HELD, want_reply=True),
    "a kind of 60 KB": lambda c: c.request(HELD * 2000, want_reply=True),
    "extended data 2": lambda c: c.stderr(HELD.encode(), code=2),
    "extended data 0": lambda c: c.stderr(HELD.encode(), code=0),
    "extended data -1": lambda c: c.stderr(HELD.encode(), code=0xFFFFFFFF),
    "disconnect": lambda c: built(1, 2, HELD, HELD),
    "another's channel": lambda c: built(94, 1, HELD),
    "a failure": lambda c: built(92, 0, 1, HELD, HELD),
    "a success": lambda c: built(81, HELD),
    "a second log-in": lambda c: built(51, HELD, True),
    "a second channel": lambda c: built(91, 0, 77, 1 << 20, 32768),
}


@pytest.mark.parametrize("end", ENDS)
def test_R02_no_way_to_end_carries_words(end):
    def script(conversation):
        conversation.begin()
        conversation.say(ENDS[end](conversation))
        conversation.together(conversation.status(3), conversation.eof(), conversation.close())
        conversation.transport.close()

    with scripted(script) as door:
        nothing_reached(door.ssh("x", options=VERBOSE))
        door.registry.ended()
        assert HELD.encode() not in door.recorder.all("o")


@pytest.mark.parametrize("after", ["eof", "close"])
def test_R02_data_after_the_end_is_not_shown(after):
    def script(conversation):
        conversation.begin()
        messages = [conversation.data(b"before"), conversation.status(3)]
        messages += [conversation.eof()] if after == "eof" else [conversation.eof(), conversation.close()]
        conversation.together(*messages, conversation.data(HELD.encode()), conversation.stderr(HELD.encode()))
        time.sleep(0.3)
        conversation.transport.close()

    with scripted(script) as door:
        ran = door.ssh("x", options=VERBOSE)
        assert b"before" in ran.stdout
        shown = door.recorder.all("o")
        door.registry.ended()
        # whatever of it was shown (RFC 4254 leaves open what data after EOF means), was recorded before
        assert (HELD.encode() in ran.stdout + ran.stderr) <= (HELD.encode() in shown)


# --- another library's server ------------------------------------------------------------------------------------------------


class _Evil(asyncssh.SSHServer):
    def connection_made(self, conn):
        self._conn = conn

    def begin_auth(self, username):
        self._conn.send_auth_banner(HELD + "\n")
        return True

    def public_key_auth_supported(self):
        return True

    def validate_public_key(self, username, key):
        return True

    def validate_ca_key(self, username, key):
        return True

    def auth_completed(self):
        self._conn.send_debug(HELD, always_display=True)


async def _says(process):
    connection = process.channel.get_connection()
    connection.send_debug(HELD, always_display=True)
    for opens in (
        lambda: connection.create_connection(asyncssh.SSHTCPSession, HELD, 22),
        lambda: connection.create_unix_connection(asyncssh.SSHUNIXSession, f"/{HELD}"),
        lambda: connection.open_agent_connection(),
    ):
        try:
            await asyncio.wait_for(opens(), 2)
        except Exception:  # every way of being refused
            continue
    process.exit_with_signal("TERM", False, HELD, HELD)


@contextmanager
def an_evil_server():
    loop, ready, made = asyncio.new_event_loop(), threading.Event(), {}
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen():
        made["server"] = await asyncssh.listen(
            "127.0.0.1", 0, server_factory=_Evil, server_host_keys=[key], process_factory=_says, encoding=None
        )
        ready.set()

    def run():
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()
        made["server"].close()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield made["server"].sockets[0].getsockname()[1], key.public_data
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        gc.collect()  # tasks of the loop are finalized now and here, not inside of something that minds (ast in Python 3.11)


def test_R02_asyncssh_as_a_target_says_it_by_every_message_it_has():
    with an_evil_server() as (port, blob):
        target = free_target(port=port, host_keys=(blob,), accounts=(ME,), login=LoginWay.CERTIFICATE)
        with an_open_door(target, AKeeper()) as door:
            ran = door.ssh("x", options=VERBOSE)
            nothing_reached(ran)
            door.registry.ended()
            assert door.registry.steps.count("started") == 1, "it did run"


def test_the_same_words_as_data_do_arrive():
    """What the tests above look for would be found."""

    def script(conversation):
        conversation.begin()
        conversation.together(
            conversation.data(HELD.encode()), conversation.status(0), conversation.eof(), conversation.close()
        )

    with scripted(script) as door:
        assert HELD.encode() in door.ssh("x", options=VERBOSE).stdout
