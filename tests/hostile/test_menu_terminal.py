"""The menu before clients that keep no rule: floods, half sequences, windows of nothing, sizes nobody has, going at any moment.

Whatever comes, nothing is opened by it, memory and time are bounded, no thread stays, and the next person is served.
"""

import threading
import time
from dataclasses import replace

import pytest

from gateway.menu.events import Leaving
from gateway.menu.keys import SEQUENCES
from tests.gateway.menu.a_menu import TARGETS, WAITING, many
from tests.gateway.menu.a_menu_door import AtTheDoor, a_menu_door, own, terminal
from tests.gateway.relay.ssh.a_client import ask, number, string, wait_until

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def shared():
    """One door for tests that leave it as it was."""
    orders, hosts = many(30)
    with a_menu_door() as door:
        door.offers([own(), *orders, *WAITING], (*TARGETS, *hosts))
        yield door


@pytest.fixture
def door(shared):
    shared.registry.events.clear()
    opened = len(shared.registry.openings)
    yield shared
    wait_until(lambda: not menu_threads())
    assert len(shared.registry.openings) == opened, "something was opened"
    serves(shared)


def menu_threads():
    return [one for one in threading.enumerate() if one.name.startswith("menu-")]


def serves(door):
    """The next person sees the menu and leaves it."""
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        client.channel.sendall(b"q")
        assert client.status() == 0


def left(door):
    wait_until(lambda: "menu.left" in door.registry.kinds)
    return door.registry.of("menu.left").reason


def leaves(client):
    """By Ctrl-C, which is typing again after a pause; a paste is ended first."""

    def has_left():
        if not client.channel.closed:
            client.channel.sendall(b"\x1b[201~\x03")
        time.sleep(0.3)
        return client.channel.closed

    wait_until(has_left)
    assert client.status() == 0


@pytest.mark.parametrize(
    "flood",
    [
        b"\x1b[200~" + b"1\r" * (MEGABYTE // 2),
        b"x" * MEGABYTE + b"\r" * 100,
        b"\x1b[" + b"1;" * (MEGABYTE // 2),
        b"\x1b]0;" + b"\r" * MEGABYTE,
        b"\xe9\x96" * (MEGABYTE // 2),
        b"\x1b" * MEGABYTE,
        b"/" + b"z" * MEGABYTE,
        b"\x0c" * MEGABYTE,
    ],
    ids=["paste", "letters", "sequence", "string", "half-letters", "escapes", "filter", "redraws"],
)
def test_a_megabyte_chooses_nothing_and_is_over_soon(door, flood):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        begin = time.monotonic()
        sending = threading.Thread(target=client.channel.sendall, args=(flood,), daemon=True)
        sending.start()
        while sending.is_alive():
            if client.channel.recv_ready():
                client.channel.recv(65536)
            sending.join(0.01)
        assert time.monotonic() - begin < 40
        leaves(client)
    assert left(door) is Leaving.LEFT


@pytest.mark.parametrize("sequence", [b"\x1b" + one for one in SEQUENCES if one not in (b"OM", b"[200~")])
def test_a_sequence_split_at_every_byte_is_no_choice(door, sequence):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        for byte in sequence:
            client.channel.sendall(bytes([byte]))
        client.channel.sendall(b"q")
        assert client.status() == 0
    assert left(door) is Leaving.LEFT


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (65535, 65535), (2**32 - 1, 2**32 - 1), (0, 65535), (65535, 0)])
def test_sizes_nobody_has(door, size):
    with AtTheDoor(door, columns=size[0], rows=size[1]) as client:
        client.shows("\x1b[?1049h")
        for columns, rows in ((80, 24), size, (3, 2), size):
            fields = number(columns) + number(rows) + bytes(8)
            ask(client.transport, client.channel, "window-change", fields, want_reply=False)
        client.channel.sendall(b"q")
        assert client.status() == 0


@pytest.mark.parametrize("fields", [b"", b"\0", number(80), number(80) + number(24), b"\xff" * 1000])
def test_a_size_that_is_none(door, fields):
    with AtTheDoor(door) as client:
        client.shows("q 終了")
        ask(client.transport, client.channel, "window-change", fields, want_reply=False)
        client.channel.sendall(b"q")
        client.status()


def test_a_storm_of_sizes_to_a_client_that_reads_nothing(door):
    with AtTheDoor(door, window=2000) as client:
        for round_ in range(2000):
            fields = number(40 + round_ % 100) + number(12 + round_ % 30) + bytes(8)
            ask(client.transport, client.channel, "window-change", fields, want_reply=False)
            if round_ % 100 == 99:
                assert ask(client.transport, client.channel, "env", string(b"A") + string(b"b")) is False  # it keeps up
        client.channel.close()
    assert left(door) is Leaving.GONE


def test_keys_from_a_client_that_reads_nothing(door):
    with AtTheDoor(door, window=100) as client:
        for _ in range(50):
            client.channel.sendall(b"jkjk\x0cL/ab\x1b")
        client.channel.close()
    assert left(door) is Leaving.GONE


def test_R02_a_choice_by_a_client_that_reads_nothing_opens_nothing(door, monkeypatch):
    monkeypatch.setattr("gateway.menu.screen.LAST_PICTURE_SECONDS", 0.3)
    with AtTheDoor(door, window=100) as client:
        client.channel.sendall(b"\r")
        assert left(door) is Leaving.GONE


@pytest.mark.parametrize("after", [0, 10, 1000, 3000])
@pytest.mark.parametrize("how", ["close", "eof", "vanish"])
def test_a_client_that_goes_in_the_middle_of_the_picture(door, after, how):
    with AtTheDoor(door) as client:
        if after:
            client.channel.settimeout(10)
            client.channel.recv(after)
        match how:
            case "close":
                client.channel.close()
            case "eof":
                client.channel.shutdown_write()
            case "vanish":
                client.transport.sock.close()
        assert left(door) is Leaving.GONE


def test_every_channel_of_a_connection_with_a_menu_of_its_own(door):
    with AtTheDoor(door) as client:
        others = [client.transport.open_session(timeout=10) for _ in range(8)]
        for channel in others:
            assert ask(client.transport, channel, "pty-req", terminal())
            assert ask(client.transport, channel, "shell", b"")
        client.shows("q 終了")
        for channel in others:
            channel.sendall(b"q")
        client.channel.sendall(b"q")
        assert client.status() == 0


@pytest.mark.parametrize(
    "flood", [b"9" * MEGABYTE, b"\r" * MEGABYTE, b"x\x7f" * (MEGABYTE // 2)], ids=["digits", "lines", "erased"]
)
def test_a_megabyte_of_answer_in_the_plain_form(door, flood):
    with AtTheDoor(door, term=b"dumb") as client:
        sending = threading.Thread(target=_send, args=(client.channel, flood), daemon=True)
        sending.start()
        if b"\x7f" in flood:
            client.shows("x\b \b")
            client.channel.close()
        else:
            assert client.status() == 254
        sending.join(20)
    assert left(door) in (Leaving.NO_ANSWER, Leaving.GONE)


def _send(channel, data):
    try:
        channel.sendall(data)
    except OSError:
        return


def test_R03_names_with_control_characters_reach_no_screen():
    evil = replace(own("E"), id="WO-\x1b]0;x\x07", purpose="\x9b2J")
    with a_menu_door(orders=[own(), evil]) as door, AtTheDoor(door, term=b"dumb") as client:
        assert "\x1b" not in client.shows("（q で終了、? で説明）")
        client.channel.sendall(b"q\r")
