import os

import click
import pytest

from gateway.cli.shares_asked import LINE_BYTES_MAX, asked
from gateway.ipc.messages import CallRefused


def pipe(data):
    read_end, write_end = os.pipe()
    os.write(write_end, data)
    os.close(write_end)
    return read_end


def test_a_line_from_each_descriptor_or_two_from_one():
    assert [share.reveal() for share in asked([pipe(b"one\n"), pipe(b"two")])] == [b"one", b"two"]
    both = pipe(b"one\ntwo\nmore\n")
    assert [share.reveal() for share in asked([both, both])] == [b"one", b"two"]


def test_two_are_needed():
    with pytest.raises(click.UsageError):
        asked([pipe(b"one\n")])
    with pytest.raises(CallRefused):
        asked([pipe(b"one\n"), pipe(b"")])


def test_a_line_has_a_bound():
    assert len(asked([pipe(b"A" * 10_000), pipe(b"two")])[0].reveal()) == LINE_BYTES_MAX + 1
