"""From record to record, and why it stopped."""

import io

import pytest

from gateway.recording.frame import Prefix, RecordKind, closed
from gateway.recording.walk import Stop, Walk, sound_records

TAG = b"12345678"


def record(
    number: int, prev: bytes, payload: bytes = b"payload", kind: RecordKind = RecordKind.CHUNK, tag: bytes = TAG,
    segment: int = 0, step: int = 0,
) -> bytes:  # fmt: skip
    return closed(Prefix(tag, kind, segment, number, number * 10, 99, len(payload), prev, step).packed(), payload)


FIRST = record(1, b"h" * 32)
SECOND = record(2, FIRST[-32:])
THIRD = record(3, SECOND[-32:], kind=RecordKind.END)


def walked(data: bytes) -> Walk:
    walk = Walk(io.BytesIO(b"head" + data), position=4, tag=TAG, last_hash=b"h" * 32)
    walk.to(4 + len(data))
    return walk


def test_all_of_it() -> None:
    walk = walked(FIRST + SECOND + THIRD)
    assert walk.halt.stop is Stop.END
    assert (walk.chunks, walk.number, walk.raw_bytes, walk.until_us) == (2, 4, 297, 30)
    assert (walk.last_hash, walk.last_kind) == (THIRD[-32:], RecordKind.END)


@pytest.mark.parametrize(
    ("second", "stop"),
    [
        (SECOND[:-1], Stop.SHORT),
        (SECOND[:3], Stop.SHORT),
        (b"junk" * 50, Stop.NO_RECORD),
        (SECOND[:-1] + b"x", Stop.CHANGED),
        (record(2, FIRST[-32:], tag=b"another!"), Stop.FOREIGN),
        (record(4, FIRST[-32:]), Stop.NUMBER),
        (record(2, bytes(32)), Stop.UNCHAINED),
        (record(2, FIRST[-32:], step=2), Stop.LOOSE),
        (record(2, FIRST[-32:], step=1, segment=1), Stop.LOOSE),
        (record(2, FIRST[-32:], kind=RecordKind.SEAL), Stop.SEAL),
        (record(2, FIRST[-32:], kind=RecordKind.HEADER), Stop.SEAL),
    ],
)
def test_why_it_stopped(second: bytes, stop: Stop) -> None:
    walk = walked(FIRST + second)
    assert walk.halt.stop is stop
    assert (walk.number, walk.position) == (2, 4 + len(FIRST))


def test_R41_a_run_goes_on_one_by_one_and_begins_anew() -> None:
    data, prev = b"", b"h" * 32
    for number, step in enumerate((0, 1, 2, 0, 1), 1):
        data, prev = data + record(number, prev, step=step), (data + record(number, prev, step=step))[-32:]
    assert walked(data).chunks == 5
    assert walked(record(1, b"h" * 32, step=1)).halt.stop is Stop.LOOSE
    note = record(2, FIRST[-32:], kind=RecordKind.END)
    assert walked(FIRST + note + record(3, note[-32:], step=1)).halt.stop is Stop.LOOSE


def test_it_goes_on_when_the_file_has_grown() -> None:
    file = io.BytesIO(FIRST)
    walk = Walk(file, position=0, tag=TAG, last_hash=b"h" * 32)
    assert [one.prefix.number for one in walk.records(len(FIRST))] == [1]
    file.seek(0, io.SEEK_END)
    file.write(SECOND + THIRD[:50])
    assert [one.prefix.number for one in walk.records(len(FIRST + SECOND) + 50)] == [2]
    assert walk.halt.stop is Stop.SHORT


def test_what_damage_left_over_is_found_wherever_it_begins() -> None:
    data = b"\xa5SK" + FIRST + b"junk" * 400_000 + SECOND[:60] + THIRD + b"\xa5SKR"
    assert [one.prefix.number for one in sound_records(io.BytesIO(data), 0, len(data))] == [1, 3]
    assert list(sound_records(io.BytesIO(b""), 0, 0)) == []
