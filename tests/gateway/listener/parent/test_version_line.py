import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.listener.parent.version_line import VERSION_BYTES_MAX, Speech, speech

REAL = (
    b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n",
    b"SSH-2.0-PuTTY_Release_0.78\r\n",
    b"SSH-2.0-dropbear_2022.83\r\n",
    b"SSH-2.0-TeraTerm Pro SSH2 2.91\r\n",
    b"SSH-2.0-paramiko_5.1.0\n",
)
FOREIGN = (
    b"GET / HTTP/1.1\r\n",
    b"\r\n",
    b"\n",
    b"\x00",
    b"SSH-1.5-old\r\n",
    b"SSH-1.99-both\r\n",
    b"ssh-2.0-small\r\n",
    b"SSH-2.0-\r\n",
    b"SSH-2.0-a\x00b\r\n",
    b"SSH-2.0-a\rb\r\n",
    b"SSH-2.0-\xe9\r\n",
    b"SSH-2.0-" + b"x" * 300,
    b"\x16\x03\x01\x02\x00",
    b"SSH-2.0-x\r\nGET / HTTP/1.1\r\n",
    b"SSH-2.0-x\r\n" + bytes(4),
    b"SSH-2.0-x\r\n\xff\xff\xff\xff",
    b"SSH-2.0-x\r\n\x00\x00\x00\x0c\x03\x14",
    b"SSH-2.0-x\r\n\x00\x00\x00\x0c\x04\x32",
)


@pytest.mark.parametrize("line", REAL)
def test_a_version_line_is_known_at_its_last_byte_and_not_before(line):
    for at in range(len(line)):
        assert speech(line[:at]) is Speech.UNFINISHED
    head = b"\x00\x00\x05\xdc\x08\x14"
    for at in range(len(head)):
        assert speech(line + head[:at]) is Speech.LINE
    assert speech(line + head + b"\x00" * 100) is Speech.OFFER
    assert speech(line + head[:5] + b"\x02") is Speech.LINE, "an IGNORE may go before"


@pytest.mark.parametrize("words", FOREIGN)
def test_what_no_client_begins_with_is_foreign(words):
    assert speech(words) is Speech.FOREIGN


def test_a_line_has_an_end():
    longest = b"SSH-2.0-".ljust(VERSION_BYTES_MAX - 2, b"x") + b"\r\n"
    assert len(longest) == VERSION_BYTES_MAX
    assert speech(longest) is Speech.LINE
    assert speech(b"x".join([longest[:10], longest[10:]])) is Speech.FOREIGN
    assert speech(longest[:-1] + b"x" * 10) is Speech.FOREIGN


@given(st.binary(max_size=400))
def test_whatever_comes_is_judged_once(words):
    """More bytes never turn what was foreign into a client, nor an offer into anything else."""
    before = Speech.UNFINISHED
    for at in range(len(words) + 1):
        now = speech(words[:at])
        assert now is before or before is Speech.UNFINISHED or (before is Speech.LINE and now is not Speech.UNFINISHED)
        before = now
