"""Targets that use an upload to talk to the client: nothing but names, attributes and codes gets through (R-02)."""

import subprocess
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace

import pytest

from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import Attributes
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import Packets, packet
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.wire import string, uint32
from tests.gateway.listener.an_open_door import scripted
from tests.gateway.relay.ssh.a_target import ME, client_environment
from tests.gateway.relay.ssh.sftp.raw_client import Raw

SECRET = b"TOP-SECRET"
FOLDER, FILE = Attributes(permissions=0o040755), Attributes(permissions=0o100644, size=5)
Answer = Callable[[Message], Message | bytes | None]


def honest(asked: Message) -> Message | bytes | None:
    """As much of a server as is needed to begin."""
    match asked:
        case requests.RealPath(path=b"."):
            return _path(asked, b"/home/app")
        case requests.RealPath(path=path):
            return _path(asked, path if path.startswith(b"/") else b"/srv/" + path)
        case requests.LStat() | requests.Stat():
            return replies.Attrs(id=asked.id, attributes=FOLDER)
        case requests.Open() | requests.OpenDir():
            return replies.Handle(id=asked.id, handle=b"h")
    return replies.Status(id=asked.id, code=0, words=SECRET, language=SECRET)


def _path(asked: Message, path: bytes) -> replies.Names:
    return replies.Names(id=asked.id, entries=(replies.Entry(name=path, line=SECRET, attributes=Attributes()),))


@contextmanager
def a_target(answer: Answer, beside: bytes = b""):
    """A door before a target that answers so; `beside` goes to its error stream with every answer."""

    def script(conversation):
        conversation.asked_for("subsystem")
        conversation.say(conversation.message(99))
        packets, greeted = Packets(), False
        while data := conversation.channel.recv(65536):
            for body in packets.feed(data):
                said: Message | bytes | None
                if not greeted:
                    greeted = True
                    said = packet(replies.Version(version=3, extensions={b"x@" + SECRET: SECRET}).encoded())
                else:
                    said = answer(requests.parse_request(body))
                if beside:
                    conversation.say(conversation.stderr(beside))
                if said is not None:
                    conversation.say(conversation.data(said if isinstance(said, bytes) else packet(said.encoded())))

    with scripted(script) as door:
        target = replace(door.registry.facts.target, drop_folder="incoming")
        door.registry.facts = replace(door.registry.facts, target=target)
        yield door


def everything(raw: Raw, *bodies: bytes) -> bytes:
    """Say it, say good-bye, and all that comes back until the end, on both streams."""
    raw.raw(*bodies)
    raw.channel.shutdown_write()
    got = b""
    while data := raw.channel.recv(65536):
        got += data
    return got + raw.errors()


LIST = (requests.OpenDir(id=1, path=b"/").encoded(), requests.ReadDir(id=2, handle=b"1").encoded())


def test_R02_lines_and_words_of_a_target_do_not_get_through():
    given = []

    def answer(asked):
        if isinstance(asked, requests.ReadDir) and not given:
            given.append(asked)
            names = [b"ok", b"..", b"a/" + SECRET, SECRET + b"\x1b[31m", b"n" * 256 + SECRET]
            entries = tuple(replies.Entry(name=name, line=SECRET, attributes=FILE) for name in names)
            return replies.Names(id=asked.id, entries=entries)
        if isinstance(asked, requests.ReadDir):
            return replies.Status(id=asked.id, code=Code.EOF, words=SECRET)
        return honest(asked)

    with a_target(answer, beside=SECRET) as door, Raw(door) as raw:
        got = everything(raw, *LIST, requests.ReadDir(id=3, handle=b"1").encoded())
        assert b"ok" in got
        assert SECRET not in got
        assert all(name == b"posix-rename@openssh.com" or SECRET not in name for name in raw.version.extensions)


@pytest.mark.parametrize(
    "bad",
    [
        lambda asked: packet(bytes([103]) + uint32(asked.id) + string(SECRET)),
        lambda asked: packet(bytes([201]) + uint32(asked.id) + string(SECRET)),
        lambda asked: replies.Status(id=asked.id + 7, code=0, words=SECRET),
        lambda asked: replies.Attrs(id=asked.id, attributes=FILE),
        lambda _: SECRET * 20,
        lambda _: uint32(2**32 - 1) + SECRET,
        lambda _: uint32(0) + SECRET,
        lambda asked: replies.Names(id=asked.id, entries=()).encoded()[:-1],
    ],
)
def test_R02_an_answer_that_is_none_ends_the_session(bad):
    with (
        a_target(lambda asked: bad(asked) if isinstance(asked, requests.ReadDir) else honest(asked)) as door,
        Raw(door) as raw,
    ):
        raw.raw(*LIST)
        assert door.registry.ended()[1] == "target-fault"
        got = raw.errors()
        while data := raw.channel.recv(65536):
            got += data
        assert SECRET not in got


@pytest.mark.parametrize("code", [Code.OK, Code.EOF, 9, 2**32 - 1])
def test_R02_statuses_where_something_else_was_asked_for(code):
    with a_target(
        lambda asked: (
            replies.Status(id=asked.id, code=code, words=SECRET) if isinstance(asked, requests.OpenDir) else honest(asked)
        )
    ) as door, Raw(door) as raw:  # fmt: skip
        assert SECRET not in everything(raw, *LIST)


def test_a_target_that_leads_out_of_its_drop_folder_is_not_followed():
    def answer(asked):
        if isinstance(asked, requests.RealPath) and asked.path.startswith(b"/srv/incoming"):
            return _path(asked, b"/etc")
        return honest(asked)

    with a_target(answer) as door, Raw(door) as raw:
        assert raw.ask(requests.OpenDir, path=b"/").code == Code.PERMISSION_DENIED
        assert "sftp.outside" in door.refused


def test_a_target_that_never_answers_does_not_hold_a_cut():
    from tests.gateway.relay.ssh.sftp.test_upload import CUT

    with a_target(lambda asked: None if isinstance(asked, requests.Open) else honest(asked)) as door, Raw(door) as raw:
        raw.raw(*LIST)
        raw.hear()
        door.live.end(None, CUT)
        assert door.registry.ended(1, 5.0)[1] == "cut"


def test_a_real_client_before_such_a_target_hears_only_us():
    with a_target(honest, beside=SECRET) as door:
        options = [
            "-F",
            "none",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-P",
            str(door.port),
        ]
        ran = subprocess.run(
            ["sftp", "-v", *options, "-b", "-", f"{ME}@127.0.0.1"], input=b"pwd\nls -l\nput /etc/hostname x\n",
            capture_output=True, timeout=60, env=client_environment(),
        )  # fmt: skip
        assert b"Remote working directory: /" in ran.stdout
        assert SECRET not in ran.stdout + ran.stderr
