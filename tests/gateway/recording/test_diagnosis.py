"""Damage told as one chunk's; the whole table of kinds stands in test_verify."""

import io

from gateway.recording.diagnosis import finding_of, ours
from gateway.recording.frame import RecordKind
from gateway.recording.verdict import Finding, Flaw
from gateway.recording.walk import Walk
from tests.gateway.recording.test_walk import FIRST, SECOND, TAG, THIRD, record


def told(data: bytes) -> Finding:
    file = io.BytesIO(data)
    walk = Walk(file, position=0, tag=TAG, last_hash=b"h" * 32)
    halt = walk.to(len(data))
    return finding_of(walk, halt, file, tag=TAG, end=len(data))


def test_each_kind_of_damage() -> None:
    assert told(FIRST + THIRD) == Finding(flaw=Flaw.CHUNK_REMOVED, chunk=2)
    assert told(FIRST + THIRD + SECOND).flaw is Flaw.CHUNK_SWAPPED
    assert told(FIRST + FIRST) == Finding(flaw=Flaw.CHUNK_REPEATED, chunk=1)
    assert told(FIRST + SECOND[:90] + THIRD) == Finding(flaw=Flaw.CHUNK_CHANGED, chunk=2)
    assert told(FIRST + record(2, FIRST[-32:], tag=b"another!")) == Finding(flaw=Flaw.CHUNK_FOREIGN, chunk=2)
    assert told(FIRST + record(2, FIRST[-32:], kind=RecordKind.SEAL)).flaw is Flaw.INSERTED


def test_a_broken_link_blames_the_record_that_the_rest_does_not_know() -> None:
    other = record(1, b"h" * 32, b"rewritten")
    assert told(other + SECOND + THIRD) == Finding(flaw=Flaw.CHUNK_REPLACED, chunk=1)
    assert told(FIRST + record(2, bytes(32)) + THIRD) == Finding(flaw=Flaw.CHUNK_REPLACED, chunk=2)


def test_chunks_of_this_file_behind_a_place() -> None:
    data = FIRST + record(2, bytes(32), tag=b"another!") + SECOND
    assert ours(io.BytesIO(data), 1, len(data), TAG) == [2]
