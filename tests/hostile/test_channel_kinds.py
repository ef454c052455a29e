"""Everything a logged-in client may ask to open or ask of the whole connection, with odd payloads: refused, journalled with
person, terminal and kind, nothing dialled, and the log-in goes on for honest work (R-02).
"""

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.audit.event import encode
from gateway.listener.unoffered import KIND_LETTERS_MAX, printed
from tests.gateway.listener.an_attacker import (
    CHANNEL_REQUEST,
    EXTENDED_DATA,
    GLOBAL_REQUEST,
    OPEN,
    OPEN_CONFIRMATION,
    OPEN_FAILURE,
    REQUEST_FAILURE,
    REQUEST_SUCCESS,
    an_attacker,
)
from tests.gateway.relay.ssh.a_client import number, string, wait_until
from tests.hostile.a_closed_gate import USER, a_closed_gate

_TCP = string(b"127.0.0.1") + number(22) + string(b"127.0.0.1") + number(40000)
CHANNELS = {
    b"direct-tcpip": _TCP,
    b"direct-streamlocal@openssh.com": string(b"/run/docker.sock") + string(b"") + number(0),
    b"forwarded-tcpip": _TCP,
    b"forwarded-streamlocal@openssh.com": string(b"/tmp/x") + string(b""),
    b"x11": string(b"127.0.0.1") + number(6000),
    b"auth-agent@openssh.com": b"",
    b"auth-agent": b"",
    b"tun@openssh.com": number(1) + number(0),
    b"session@openssh.com": b"",
    b"session2": b"",
    b"SESSION": b"",
    b"": b"",
    b"session\x00": b"",
    b"\x1b]0;owned\x07": b"",
    "セッション".encode(): b"",
    b"\xff\xfe\xfd": b"",
    b"x" * 50_000: b"",
}
GLOBALS = {
    b"tcpip-forward": string(b"0.0.0.0") + number(8080),
    b"tcpip-forward ": string(b"") + number(0),
    b"cancel-tcpip-forward": string(b"0.0.0.0") + number(8080),
    b"streamlocal-forward@openssh.com": string(b"/tmp/x"),
    b"cancel-streamlocal-forward@openssh.com": string(b"/tmp/x"),
    b"elevation": b"\x01",
    b"\x1b[31m": b"",
    "転送".encode(): b"",
    b"\xff\xfe": b"",
    b"": b"",
    b"y" * 50_000: b"",
}
PAYLOADS = {"none": b"", "whole": None, "cut": "cut", "more": b"\xff" * 1000, "lying length": number(0xFFFFFFFF) * 8}


@pytest.fixture
def gate(tmp_path):
    with a_closed_gate(tmp_path) as made:
        yield made


@pytest.fixture
def inside(gate):
    with an_attacker(gate, user=USER) as attacker:
        attacker.log_in()
        yield attacker


def payload(which, whole):
    spelled = PAYLOADS[which]
    if spelled == "cut":
        return whole[: len(whole) // 2]
    return whole if spelled is None else spelled


def still_honest(inside):
    """The log-in serves on: a command is refused by the policy, in words."""
    channel = inside.open(channel=900)
    inside.say(CHANNEL_REQUEST, channel, "exec", True, "id")
    assert b"SK-303" in inside.hear(EXTENDED_DATA)[1]


def journalled(gate, kind):
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    event = gate.registry.of("channel.refused")
    assert (event.person, event.terminal, event.target) == ("P-1", "TM-1", "callcenter-app")
    assert event.request == printed(kind.decode("ascii", errors="backslashreplace"))
    assert len(event.request) <= KIND_LETTERS_MAX
    assert all(" " <= letter <= "~" for letter in event.request)
    assert gate.target.accepted == 0


@pytest.mark.parametrize("which", PAYLOADS)
@pytest.mark.parametrize("kind", CHANNELS, ids=lambda kind: ascii(kind[:30]))
def test_R02_no_channel_of_any_other_kind(gate, inside, kind, which):
    inside.say(OPEN, kind, 7, 1 << 21, 32768, raw=payload(which, CHANNELS[kind]))
    heard, said = inside.hear(OPEN_CONFIRMATION, OPEN_FAILURE)
    assert heard == OPEN_FAILURE
    assert said[:4] == number(7)
    assert b"127.0.0.1" not in said
    journalled(gate, kind)
    still_honest(inside)


@pytest.mark.parametrize("wants", [True, False])
@pytest.mark.parametrize("which", PAYLOADS)
@pytest.mark.parametrize("kind", GLOBALS, ids=lambda kind: ascii(kind[:30]))
def test_R02_no_global_request_of_any_other_kind(gate, inside, kind, which, wants):
    inside.say(GLOBAL_REQUEST, kind, wants, raw=payload(which, GLOBALS[kind]))
    if wants:
        assert inside.hear(REQUEST_SUCCESS, REQUEST_FAILURE)[0] == REQUEST_FAILURE
    journalled(gate, kind)
    still_honest(inside)
    assert wants or REQUEST_FAILURE not in [heard for heard, _ in inside.all]


@pytest.mark.parametrize("kind", ["keepalive@openssh.com", "no-more-sessions@openssh.com"])
def test_what_honest_clients_say_by_themselves_is_answered_and_not_journalled(gate, inside, kind):
    for _ in range(5):
        inside.say(GLOBAL_REQUEST, kind, True)
        assert inside.hear(REQUEST_SUCCESS, REQUEST_FAILURE)[0] == REQUEST_FAILURE
    still_honest(inside)
    assert "channel.refused" not in gate.registry.kinds


def test_R02_any_name_at_all(gate, inside):
    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        kind=st.binary(max_size=90).filter(lambda one: one not in (b"session", b"direct-tcpip")),
        fields=st.binary(max_size=60),
    )
    def refused(kind, fields):
        inside.say(OPEN, kind, 7, 1 << 21, 32768, raw=fields)
        assert inside.hear(OPEN_CONFIRMATION, OPEN_FAILURE)[0] == OPEN_FAILURE
        inside.all.clear()

    refused()
    still_honest(inside)
    assert gate.target.accepted == 0


def test_a_made_up_name_stands_in_the_journal_as_letters(gate, inside):
    inside.say(OPEN, b'\x1b]52;c;AAAA\x07\n{"kind":"x"}\xe2\x80\xae', 7, 1 << 21, 32768)
    inside.hear(OPEN_FAILURE)
    wait_until(lambda: "channel.refused" in gate.registry.kinds)
    spelled = json.dumps(encode(gate.registry.of("channel.refused")))
    assert "\x1b" not in spelled
    assert "\\u001b" not in spelled
    assert gate.registry.of("channel.refused").request == r'\x1b]52;c;AAAA\x07\n{"kind":"x"}\xe2\x80\xae'


def test_R02_asyncssh_asks_for_everything_it_knows(gate):
    """A library people script with."""
    ran = subprocess.run(
        [sys.executable, "-c", _ASYNCSSH, str(gate.port), str(gate.terminal.path),
         str(gate.person.path), gate.code],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr.decode()
    said = json.loads(ran.stdout)
    assert said["opened"] == []
    assert "SK-303" in said["command"]
    assert gate.target.accepted == 0
    kinds = {event.request for event in gate.registry.events if event.kind == "channel.refused"}
    assert {
        "direct-tcpip",
        "direct-streamlocal@openssh.com",
        "tcpip-forward",
        "streamlocal-forward@openssh.com",
    } <= kinds


_ASYNCSSH = """
import asyncio, asyncssh, json, os, sys, tempfile

class Client(asyncssh.SSHClient):
    def kbdint_auth_requested(self):
        return ""
    def kbdint_challenge_received(self, name, instructions, lang, prompts):
        return [sys.argv[4] for _ in prompts]

async def main():
    opened = []
    connection = await asyncssh.connect(
        "127.0.0.1", int(sys.argv[1]), username="sato+callcenter-app", known_hosts=None, config=None, agent_path=None,
        client_keys=sys.argv[2:4], client_factory=Client,
    )
    async def tried(name, asked):
        try:
            await asyncio.wait_for(asked, 10)
            opened.append(name)
        except (asyncssh.Error, asyncssh.ChannelListenError, OSError, ValueError, asyncio.TimeoutError):
            pass
    await tried("direct", connection.open_connection("127.0.0.1", 22))
    await tried("unix", connection.open_unix_connection("/run/docker.sock"))
    await tried("remote", connection.forward_remote_port("", 0, "127.0.0.1", 22))
    await tried("remote unix", connection.forward_remote_path("/tmp/x", "/tmp/y"))
    await tried("sftp", connection.start_sftp_client())
    await tried("subsystem", connection.run(subsystem="netconf", check=True))
    await tried("bare shell", connection.run(check=True))
    loot = os.path.join(tempfile.mkdtemp(), "loot")
    await tried("scp", asyncssh.scp((connection, "customers.csv"), loot))
    opened[:] = [name for name in opened if name != "scp" or os.path.exists(loot)]  # no answer at all is no error to it
    ran = await connection.run("cat customers.csv")
    print(json.dumps({"opened": opened, "command": ran.stderr}))
    connection.close()

asyncio.run(main())
"""
