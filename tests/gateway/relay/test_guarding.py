"""Which guards stand where: decided by the permit's obligations, and by whether a terminal paints."""

from dataclasses import replace

import pytest

from gateway.authorization.limits import TypedLimits
from gateway.authorization.obligations import InputMetered, Painted, Recorded
from gateway.guards.stage import Tripped
from gateway.relay.guarding import guards_of
from gateway.vocabulary.target import Encoding
from tests.gateway.relay.ssh.a_target import a_permit
from tests.gateway.sessions.an_office import free_target

CLIPBOARD = b"\x1b]52;c;QUJD\x07"
ZMODEM = b"**\x18B00000000000000\r\x8a\x11"
KEXINIT = b"\x00\x00\x00\x9c\x0a\x14" + bytes(16) + b"\x00\x00\x00\x11curve25519-sha256" + bytes(200)
METERED = InputMetered(limits=TypedLimits(paste_bytes=16))


def guards(*duties, on_terminal=True, encoding=Encoding.UTF_8):
    permit = a_permit(free_target(), "maint")
    target = replace(permit.target, encoding=encoding)
    return guards_of(replace(permit, target=target, obligations=(Recorded(), *duties)), on_terminal=on_terminal)


@pytest.mark.parametrize("stream", ["shown", "errors"])
def test_R03_only_paint_passes_to_a_terminal_on_both_streams(stream):
    passed = getattr(guards(Painted()), stream).feed(b"a" + CLIPBOARD + b"b")
    assert passed.data == b"ab"
    assert [finding.kind for finding in passed.findings] == ["clipboard"]


@pytest.mark.parametrize("stream", ["shown", "errors", "typed"])
def test_R03_a_transfer_trips_on_every_stream(stream):
    with pytest.raises(Tripped):
        getattr(guards(Painted()), stream).feed(ZMODEM)


def test_R03_a_start_whose_halves_are_joined_by_taking_a_sequence_out_trips():
    begin = b"\r\n::TRZ" + CLIPBOARD + b"SZ:TRANS" + b"FER:S:1.1.6:2811151228370\r\n"
    with pytest.raises(Tripped):
        guards(Painted()).shown.feed(begin)


def test_the_two_streams_do_not_share_a_guard():
    made = guards(Painted())
    assert made.shown is not made.errors
    assert guards(Painted()).shown is not made.shown


@pytest.mark.parametrize(("duties", "on_terminal"), [((), True), ((Painted(), METERED), False)])
def test_a_programs_stream_passes_as_it_is(duties, on_terminal):
    made = guards(*duties, on_terminal=on_terminal)
    for stage in (made.shown, made.errors, made.typed, made.spelling):
        assert stage.feed(CLIPBOARD + ZMODEM).data == CLIPBOARD + ZMODEM


def test_what_a_terminal_answers_by_itself_does_not_reach_the_target():
    passed = guards(Painted()).typed.feed(b"ls\x1b]52;c;QUJD\x07\r")
    assert passed.data == b"ls\r"


@pytest.mark.parametrize("typed", [b"*\x18\x1b]52;c;QUJD\x07B0100000023be50\r\n", b"SSH-2.0-x\r\n" + KEXINIT])
def test_R03_a_transfer_trips_whatever_stands_between_or_is_taken_out(typed):
    guard = guards(Painted()).typed
    with pytest.raises(Tripped):
        guard.feed(typed)


def test_a_paste_is_noticed_where_the_permit_meters_and_passes():
    typed = guards(Painted(), METERED).typed
    assert typed.feed(b"echo " + b"x" * 40).data == b"echo " + b"x" * 40
    assert [finding.kind for finding in typed.idle().findings] == ["paste"]
    unmetered = guards(Painted()).typed
    unmetered.feed(b"x" * 40)
    assert unmetered.idle().findings == ()


@pytest.mark.parametrize("encoding", [Encoding.EUC_JP, Encoding.CP932])
def test_the_target_speaks_its_encoding_and_the_terminal_utf_8(encoding):
    made = guards(Painted(), encoding=encoding)
    spelled = "日本語ソ".encode(encoding)
    assert made.shown.feed(spelled).data == "日本語ソ".encode()
    assert made.spelling.feed("日本語ソ".encode()).data == spelled
