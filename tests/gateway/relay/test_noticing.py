"""What the guards notice is in journal and recording, once each while it is little, summed when it is much."""

import hashlib

import pytest

from gateway.guards.stage import Finding, Weight
from gateway.relay.guard_events import GuardNoticed, GuardSummed, GuardTripped, GuardWithheld, Side
from gateway.relay.names import Names
from gateway.relay.noticing import EACH_MAX, SUMMED_SECONDS, Noticing
from gateway.sessions.ending import EndReason
from gateway.vocabulary.outcome import GatewayFault

NAMES = Names(person="P-1", session="S-1", terminal="TM-1", target="callcenter-app", order="WO-1")


class Watch:
    seconds = 0.0

    def monotonic(self):
        return self.seconds


class Told:
    """Journal and recorder, in one list."""

    def __init__(self):
        self.steps, self.events, self.markers, self.clock = [], [], [], Watch()
        self.noticing = Noticing(names=NAMES, journal=self.journal, recorder=self, clock=self.clock)

    def journal(self, events):
        self.events.extend(events)

    def marker(self, label):
        self.markers.append(label)


def found(kind="clipboard", data=b"secret", weight=Weight.NOTED):
    return Finding(kind, len(data), hashlib.sha256(data).hexdigest(), weight)


def test_R03_each_withheld_sequence_is_an_event_and_a_marker_without_its_bytes():
    told = Told()
    told.noticing.saw([found(), found("image", b"picture")], Side.SHOWN)
    assert [(type(event), event.what, event.side, event.size_bytes, event.count) for event in told.events] == [
        (GuardWithheld, "clipboard", Side.SHOWN, 6, 1),
        (GuardWithheld, "image", Side.SHOWN, 7, 1),
    ]
    assert told.events[0].digest == hashlib.sha256(b"secret").digest()
    assert (told.events[0].person, told.events[0].order) == ("P-1", "WO-1")
    assert told.markers == ["withheld: clipboard, 6 bytes", "withheld: image, 7 bytes"]
    assert "secret" not in repr(told.events) + repr(told.markers)


@pytest.mark.parametrize("what", ["paste", "program"])
def test_what_passes_is_noticed_not_withheld(what):
    told = Told()
    told.noticing.saw([found(what)], Side.TYPED)
    assert [type(event) for event in told.events] == [GuardNoticed]
    assert told.markers == [f"noticed: {what}, 6 bytes"]


def test_what_honest_programs_emit_all_day_is_only_summed_at_the_end():
    told = Told()
    for _ in range(1000):
        told.noticing.saw([found("title", b"abc", Weight.COUNTED)], Side.SHOWN)
    assert told.events == told.markers == []
    (summed,) = told.noticing.rest()
    assert (type(summed), summed.what, summed.count, summed.size_bytes) == (GuardSummed, "title", 1000, 3000)
    assert told.noticing.rest() == []


def test_a_flood_is_told_in_a_bounded_number_of_events_and_none_is_lost():
    told = Told()
    for second in range(100):
        told.clock.seconds = float(second)
        for _ in range(100):
            told.noticing.saw([found()], Side.SHOWN)
    told.events += told.noticing.rest()
    assert len(told.events) <= EACH_MAX + 100 / SUMMED_SECONDS + 1
    assert sum(event.count for event in told.events) == 10_000
    assert sum(event.size_bytes for event in told.events) == 60_000
    assert all(event.digest is None for event in told.events[EACH_MAX:])
    assert len(told.markers) == len(told.events)


def test_two_sides_and_kinds_are_summed_apart():
    told = Told()
    told.noticing.saw([found()] * EACH_MAX, Side.SHOWN)
    told.noticing.saw([found(), found(), found("image")], Side.SHOWN)
    told.noticing.saw([found()], Side.TYPED)
    assert {(event.what, event.side, event.count) for event in told.noticing.rest()} == {
        ("clipboard", Side.SHOWN, 2),
        ("image", Side.SHOWN, 1),
        ("clipboard", Side.TYPED, 1),
    }


def test_a_trip_is_told_before_the_session_ends_with_its_reason():
    told = Told()
    cut = told.noticing.tripped(found("transfer.zmodem", b"**\x18B00"), Side.SHOWN)
    (event,) = told.events
    assert (type(event), event.what, event.side) == (GuardTripped, "transfer.zmodem", Side.SHOWN)
    assert told.markers == ["stopped: transfer.zmodem"]
    assert cut.ending.reason is EndReason.TRANSFER
    assert cut.ending.text is not None


def test_R11_what_the_journal_does_not_take_is_raised():
    def full(_):
        raise GatewayFault("no journal")

    noticing = Noticing(names=NAMES, journal=full, recorder=Told(), clock=Watch())
    with pytest.raises(GatewayFault):
        noticing.saw([found()], Side.SHOWN)
    with pytest.raises(GatewayFault):
        noticing.tripped(found(), Side.SHOWN)


def test_what_the_streams_end_showed_is_told_even_where_the_recording_takes_nothing_any_more():
    told = Told()
    told.noticing.saw([found()] * EACH_MAX + [found()], Side.SHOWN)

    def sealed(_):
        raise GatewayFault("the recording has ended")

    told.marker = sealed
    with pytest.raises(GatewayFault):
        told.clock.seconds = SUMMED_SECONDS + 1
        told.noticing.saw([found()], Side.SHOWN)
    rest = told.noticing.rest(shown=[found("image")])
    assert sorted((event.what, event.count) for event in rest) == [("clipboard", 2), ("image", 1)]
