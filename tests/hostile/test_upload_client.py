"""Clients of uploads that nobody here wrote: out of order, out of bounds, and always asking for content (R-02)."""

import os
import struct

import pytest

from gateway.relay.ssh.sftp import replies, requests
from gateway.relay.ssh.sftp.attributes import NOTHING, Attributes
from gateway.relay.ssh.sftp.packets import packet
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.requests import Flag
from gateway.relay.ssh.sftp.wire import string, uint32, uint64
from tests.gateway.relay.ssh.a_client import ask
from tests.gateway.relay.ssh.sftp.a_server import NEW
from tests.gateway.relay.ssh.sftp.an_upload import an_upload
from tests.gateway.relay.ssh.sftp.raw_client import Raw

SECRET = b"TOP-SECRET"
DATA = 103


@pytest.fixture
def up(tmp_path):
    with an_upload(tmp_path) as uploads:
        (uploads.folder / "there").write_bytes(SECRET)
        yield uploads


def extended(number: int, name: bytes, rest: bytes = b"") -> bytes:
    return b"\xc8" + uint32(number) + string(name) + rest


def test_R02_no_order_of_requests_brings_content_back(up):
    """Everything version 3 and its extensions have for reading, on every kind of handle, at once and ahead of answers."""
    with Raw(up.door) as raw:
        handle = raw.open(b"mine")
        raw.write(handle, 0, b"abc")
        listing = raw.ask(requests.OpenDir, path=b"/").handle
        bodies = []
        for number, on in enumerate([handle, listing, b"there", b"", b"1", b"2", b"\0\0\0\0"]):
            base = 1000 + 100 * number
            bodies += [
                b"\x05" + uint32(base) + string(on) + uint64(0) + uint32(100),
                b"\x08" + uint32(base + 1) + string(on),
                extended(base + 2, b"copy-data", string(on) + uint64(0) + uint64(0) + string(handle) + uint64(0)),
                extended(base + 3, b"check-file-handle", string(on) + string(b"md5")),
                extended(base + 4, b"fstatvfs@openssh.com", string(on)),
            ]
        for number, path in enumerate([b"there", b"/there", b"../drop/there", b"../outside/secret", b"/etc/passwd"]):
            base = 3000 + 100 * number
            flags = (Flag.READ, Flag.READ | Flag.WRITE, Flag.READ | NEW, 0, 0x80)
            bodies += [
                requests.Open(id=base + at, path=path, flags=one, attributes=NOTHING).encoded()
                for at, one in enumerate(flags)
            ]
            bodies += [
                b"\x13" + uint32(base + 10) + string(path),
                b"\x14" + uint32(base + 11) + string(path) + string(b"link"),
                extended(base + 12, b"hardlink@openssh.com", string(path) + string(b"link2")),
                extended(base + 13, b"statvfs@openssh.com", string(path)),
                extended(base + 14, b"expand-path@openssh.com", string(b"~root/" + path)),
                extended(base + 15, b"check-file-name", string(path) + string(b"md5")),
                extended(base + 16, b"home-directory", string(b"root")),
                extended(base + 17, b"vendor-read@example.com", string(path)),
            ]
        raw.raw(*bodies)
        heard = [raw.body() for _ in bodies]
    assert all(body[0] != DATA for body in heard)
    assert not any(SECRET in body for body in heard)
    granted = [body for body in heard if body[0] == replies.Handle.TYPE]
    assert granted == []
    assert not (up.folder / "link").exists()
    assert not (up.folder / "link2").exists()
    assert {"sftp.read", "sftp.readlink", "sftp.symlink", "sftp.hardlink", "sftp.copy-data"} <= set(up.door.refused)
    assert up.ended() == "left"


@pytest.mark.parametrize(
    "first",
    [
        packet(b"\x10" + uint32(1) + string(b".")),
        packet(b"\x01" + uint32(2)),
        packet(b"\x01" + uint32(3)) + packet(b"\x01" + uint32(3)),
        packet(b"\x01" + uint32(3)) + packet(b"\x03" + uint32(1) + string(b"x")),
        packet(b"\x01" + uint32(3)) + packet(b"\x04" + uint32(1) + string(b"1") + b"more"),
        packet(b"\x01" + uint32(3)) + packet(b"\x06" + uint32(1) + b"\xff\xff\xff\xff" + b"x" * 50),
        packet(b"\x01" + uint32(3)) + packet(b"\x05"),
        uint32(0),
        uint32(256 * 1024 + 1),
        uint32(2**32 - 1),
        b"GET / HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_sftp_ends_its_session_and_no_other(up, first):
    with Raw(up.door, greet=False) as raw:
        raw.channel.sendall(first)
        assert up.ended() == "peer-fault"
        assert b"broke the protocol" in raw.errors()
    with Raw(up.door) as raw:
        assert raw.ask(requests.RealPath, path=b".").entries[0].name == b"/"


def test_the_stream_split_at_every_byte(up):
    stream = b"".join(
        packet(body)
        for body in (
            requests.Init(version=3).encoded(),
            requests.Open(id=1, path=b"x", flags=NEW, attributes=NOTHING).encoded(),
            requests.Write(id=2, handle=b"1", offset=0, data=b"abc").encoded(),
            requests.Close(id=3, handle=b"1").encoded(),
        )
    )
    with Raw(up.door, greet=False) as raw:
        for one in stream:
            raw.channel.sendall(bytes([one]))
        raw.body()
        assert [raw.hear().id for _ in range(3)] == [1, 2, 3]
    assert (up.folder / "x").read_bytes() == b"abc"


def test_a_hundred_writes_ahead_of_their_answers(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        for at in range(100):
            raw.say(requests.Write, handle=handle, offset=at * 1000, data=b"%04d" % at * 250)
        raw.say(requests.Close, handle=handle)
        codes = [raw.hear().code for _ in range(101)]
    assert set(codes) == {Code.OK}
    assert (up.folder / "x").read_bytes() == b"".join(b"%04d" % at * 250 for at in range(100))


def test_writes_ahead_of_a_refusal_and_after_the_end(up):
    with Raw(up.door) as raw:
        handle = raw.open(b"x")
        for at in (0, 5, 1, 2, 3):
            raw.say(requests.Write, handle=handle, offset=at, data=b"a")
        raw.say(requests.Close, handle=handle)
        raw.say(requests.Write, handle=handle, offset=0, data=b"a")
        raw.say(requests.Close, handle=handle)
        codes = {reply.id: reply.code for reply in (raw.hear() for _ in range(8))}
    assert sorted(codes.values()) == [0, 3, 3, 3, 3, 3, 4, 4]
    assert up.names == ["there"]


def test_handles_and_names_without_end(up):
    with Raw(up.door) as raw:
        opened = [raw.ask(requests.OpenDir, path=b"/") for _ in range(70)]
        assert sum(isinstance(one, replies.Handle) for one in opened) == 64
        raw.ask(requests.Close, handle=opened[0].handle)
        for path in (b"n" * 300, b"/d" * 1000, b"x" * 100_000, b"a\0b", b"\x1b]0;x\x07", b".sekisho-U-1.part"):
            answer = raw.ask(requests.Open, path=path, flags=NEW, attributes=NOTHING)
            assert answer.code in (Code.FAILURE, Code.PERMISSION_DENIED)
        number = raw.say(
            requests.Open, path=b"d" * 5, flags=NEW, attributes=Attributes(size=2**63, times=(2**32 - 1, 0))
        )
        assert raw.hear().id == number
    up.ended()
    assert up.names == ["there"]


def test_refusals_without_end_say_each_thing_once(up):
    with Raw(up.door) as raw:
        for at in range(2000):
            raw.say(requests.Read, handle=b"x", offset=at, length=1)
        assert {raw.hear().code for _ in range(2000)} == {Code.PERMISSION_DENIED}
        raw.channel.shutdown_write()
        said = raw.errors()
    assert said.count(b"this connection takes files in only") == 1
    assert up.door.refused.count("sftp.read") == 2000


def test_what_else_is_asked_on_the_channel_is_refused(up):
    with Raw(up.door) as raw:
        for kind, fields in (
            ("exec", string(b"cat there")),
            ("shell", b""),
            ("subsystem", string(b"sftp")),
            ("env", string(b"A") + string(b"b")),
        ):
            assert ask(raw.transport, raw.channel, kind, fields) is False
        assert raw.ask(requests.RealPath, path=b".").entries[0].name == b"/"
    assert {"exec", "shell", "subsystem"} <= set(up.door.refused)


def test_a_file_swapped_for_a_link_in_the_middle_goes_nowhere(up):
    """Whoever works on the target at the same time moves the folder away and puts a link in its place."""
    with Raw(up.door) as raw:
        assert raw.ask(requests.MkDir, path=b"d", attributes=NOTHING).code == Code.OK
        handle = raw.open(b"d/new")
        raw.write(handle, 0, b"overwritten")
        (temporary,) = os.listdir(up.folder / "d")
        os.rename(up.folder / "d" / temporary, up.outside / temporary)
        os.rename(up.folder / "d", up.folder / "away")
        (up.folder / "d").symlink_to(up.outside)
        assert raw.close_handle(handle) == Code.PERMISSION_DENIED
    assert (up.outside / "secret").read_bytes() == SECRET
    assert "new" not in os.listdir(up.outside)


def test_garbage_behind_a_good_beginning(up):
    for seed in range(8):
        data = bytes((seed * 37 + at * 101) % 256 for at in range(500))
        with Raw(up.door) as raw:
            raw.channel.sendall(struct.pack(">I", len(data)) + data)
            raw.channel.shutdown_write()
            up.ended(seed + 1)
    assert up.names == ["there"]
