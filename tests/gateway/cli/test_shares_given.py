"""New shares reach their custodians once: a line to each descriptor, or none at all."""

import os

import pytest

from gateway.cli.shares_given import give
from gateway.vocabulary.secret import Secret

SHARES = [Secret(b"AAAA-BBBB"), Secret(b"CCCC-DDDD")]


def test_a_line_to_each_descriptor(capfd: pytest.CaptureFixture[str]) -> None:
    (first, to_first), (second, to_second) = os.pipe(), os.pipe()
    try:
        give(SHARES, [to_first, to_second])
        assert (os.read(first, 100), os.read(second, 100)) == (b"AAAA-BBBB\n", b"CCCC-DDDD\n")
    finally:
        for handle in (first, to_first, second, to_second):
            os.close(handle)
    assert capfd.readouterr() == ("", "")


def test_one_descriptor_for_two_shares_is_a_fault() -> None:
    reading, writing = os.pipe()
    try:
        with pytest.raises(ValueError, match="argument 2 is longer"):
            give(SHARES, [writing])
    finally:
        os.close(reading)
        os.close(writing)
