import asyncio
import time

import pytest
from prompt_toolkit.keys import Keys

from gateway.menu.keys import Key
from gateway.menu.typing_input import BURST_BYTES_MAX, NAMED, TypingInput, key_of
from tests.gateway.menu.a_client import two_ends
from tests.gateway.relay.ssh.a_client import wait_until


@pytest.fixture
def ends():
    with two_ends() as made:
        yield made


def typed(ends, data):
    """Send it, and wait until it is there."""
    ends.person.sendall(data)
    wait_until(lambda: len(ends.client.channel.in_buffer) == len(data))


def read(typing):
    return [key_of(press) for press in typing.read_keys()]


def test_every_key_of_ours_has_a_name_of_theirs():
    assert set(NAMED) == set(Key)
    assert len(set(NAMED.values())) == len(NAMED)


def test_one_key_at_a_time_and_the_rest_stays_for_the_target(ends):
    typing = TypingInput(ends.client.channel)
    typed(ends, b"j\x1b[A\rls -l\r")
    assert [read(typing), read(typing), read(typing)] == [["j"], [Key.UP], [Key.ENTER]]
    assert ends.client.channel.recv(100) == b"ls -l\r"


def test_a_burst_is_no_typing_until_there_is_a_pause(ends):
    typing = TypingInput(ends.client.channel)
    typed(ends, b"x" * BURST_BYTES_MAX + b"\r" * 100_000)
    keys = []
    while got := read(typing):
        keys += got
    assert keys == [*("x" * BURST_BYTES_MAX), Key.PASTE]
    typed(ends, b"\r")
    assert read(typing) == []
    typing.flush_keys()
    typed(ends, b"\r")
    assert read(typing) == [Key.ENTER]


def test_a_megabyte_of_paste_is_over_in_a_moment(ends):
    typing = TypingInput(ends.client.channel)
    typed(ends, b"\x1b[200~" + b"\r" * 1_000_000)
    begin = time.monotonic()
    assert read(typing) == [Key.PASTE]
    assert read(typing) == []
    assert time.monotonic() - begin < 10
    typed(ends, b"\x1b[201~q")
    assert read(typing) == ["q"]


def test_a_lone_escape_comes_with_the_pause(ends):
    typing = TypingInput(ends.client.channel)
    typed(ends, b"\x1b")
    assert read(typing) == []
    assert [press.key for press in typing.flush_keys()] == [Keys.Escape]


def test_it_is_closed_once_the_last_key_was_read(ends):
    typing = TypingInput(ends.client.channel)
    typed(ends, b"q")
    ends.person.shutdown_write()
    wait_until(lambda: ends.client.channel.eof_received)
    assert not typing.closed
    assert read(typing) == ["q"]
    assert typing.closed


def test_no_two_inputs_share_what_was_typed_too_early(ends):
    one, other = TypingInput(ends.client.channel), TypingInput(ends.client.channel)
    assert one.typeahead_hash() != other.typeahead_hash()
    with one.raw_mode(), one.cooked_mode():
        pass
    with pytest.raises(NotImplementedError):
        one.detach()


def test_it_calls_back_when_something_was_typed(ends):
    typing = TypingInput(ends.client.channel)

    async def waited():
        ready = asyncio.Event()
        with typing.attach(ready.set):
            ends.person.sendall(b"q")
            await asyncio.wait_for(ready.wait(), 10)

    asyncio.run(waited())
    assert read(typing) == ["q"]
