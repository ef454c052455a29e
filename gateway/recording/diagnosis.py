"""What made a walk stop, told as a flaw of one chunk. Reads ahead in the file; needs no key."""

from itertools import islice
from typing import BinaryIO

from gateway.recording.frame import Record, RecordKind
from gateway.recording.verdict import Finding, Flaw
from gateway.recording.walk import Halt, Stop, Walk, sound_records


def finding_of(walk: Walk, halt: Halt, file: BinaryIO, *, tag: bytes, end: int) -> Finding:
    """The finding for `halt`, which is not END; chunks are looked for up to the offset `end`."""
    number, found = walk.number, halt.record
    match halt.stop:
        case Stop.FOREIGN:
            return Finding(flaw=Flaw.CHUNK_FOREIGN, chunk=number)
        case Stop.NUMBER if found is not None:
            return _out_of_order(number, found, file, tag=tag, end=end)
        case Stop.UNCHAINED if found is not None:
            return Finding(flaw=Flaw.CHUNK_REPLACED, chunk=_replaced(number, found, file, tag=tag, end=end))
        case Stop.SEAL:
            return Finding(flaw=Flaw.INSERTED, chunk=number, detail="a header or seal among the chunks")
        case _:
            return Finding(flaw=Flaw.CHUNK_CHANGED, chunk=number)


def ours(file: BinaryIO, position: int, end: int, tag: bytes) -> list[int]:
    """Numbers of the whole chunks of this file that stand somewhere behind `position`."""
    records = sound_records(file, position, end)
    return [one.prefix.number for one in records if one.prefix.file == tag and one.prefix.kind is not RecordKind.SEAL]


def _out_of_order(number: int, found: Record, file: BinaryIO, *, tag: bytes, end: int) -> Finding:
    stands = found.prefix.number
    if stands < number:
        return Finding(flaw=Flaw.CHUNK_REPEATED, chunk=stands)
    if number in ours(file, found.end, end, tag):
        return Finding(flaw=Flaw.CHUNK_SWAPPED, chunk=number, detail=f"chunk {stands} stands in its place")
    return Finding(flaw=Flaw.CHUNK_REMOVED, chunk=number, detail="" if stands == number + 1 else f"to {stands - 1}")


def _replaced(number: int, found: Record, file: BinaryIO, *, tag: bytes, end: int) -> int:
    """Either this chunk or the one before was rewritten: the one the chunk after does not know either."""
    following = next(islice(sound_records(file, found.end, end), 1), None)
    known = following is not None and following.prefix.file == tag and following.prefix.prev == found.hash
    return max(1, number - 1) if known else number
