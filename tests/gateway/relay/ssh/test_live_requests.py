import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.relay.ssh.live_requests import LIVE_REQUESTS, SAID_BY_THEMSELVES, SIGNALS, Live, live
from tests.gateway.relay.ssh.a_client import number, string

SIZE = number(132) + number(50) + number(0) + number(0)


def test_R02_only_sizes_and_signals_pass():
    assert live("window-change", SIZE) is Live.RESIZE
    assert live("signal", string(b"INT")) is Live.SIGNAL
    assert set(LIVE_REQUESTS) == {"window-change", "signal", *SAID_BY_THEMSELVES}


@pytest.mark.parametrize(
    "kind",
    ["env", "pty-req", "shell", "exec", "subsystem", "break", "eow@openssh.com", "xon-xoff", "exit-status", "exit-signal",
     "x11-req", "auth-agent-req@openssh.com", "", "signal ", "Signal"],
)  # fmt: skip
def test_R02_nothing_starts_twice_and_what_nobody_named_is_refused(kind):
    for fields in (b"", string(b"INT"), SIZE):
        assert live(kind, fields) is Live.REFUSE


@pytest.mark.parametrize("kind", sorted(SAID_BY_THEMSELVES))
def test_what_clients_say_by_themselves_is_declined_quietly(kind):
    assert live(kind, b"") is Live.DECLINE


@pytest.mark.parametrize("fields", [b"", SIZE[:-1], SIZE + b"\0", number(80) * 3])
def test_a_size_that_is_not_four_numbers_is_refused(fields):
    assert live("window-change", fields) is Live.REFUSE


@pytest.mark.parametrize(
    "fields",
    [
        b"",
        b"INT",
        string(b"INT") + b"x",
        number(3) + b"IN",
        string(b"int"),
        string(b"SIGINT"),
        string(b"\xff"),
        string(b""),
    ],
)
def test_a_signal_that_rfc_4254_does_not_list_is_refused(fields):
    assert live("signal", fields) is Live.REFUSE


@given(name=st.binary(max_size=12))
def test_only_the_listed_signals(name):
    assert (live("signal", string(name)) is Live.SIGNAL) == (name.decode("latin-1") in SIGNALS)
