"""Ways to feed a stage of the typed side."""

import itertools

from gateway.guards.stage import Finding, Stage


def fed(stage: Stage, pieces: list[bytes], *, pauses: bool = False) -> tuple[bytes, list[Finding]]:
    """What passes, and what was noticed, to the end of the stream; with `pauses`, an `idle` after every piece."""
    passed, findings = b"", list[Finding]()
    for piece in pieces:
        for let_go in (stage.feed(piece), stage.idle()) if pauses else (stage.feed(piece),):
            passed += let_go.data
            findings += let_go.findings
    last = stage.close()
    return passed + last.data, [*findings, *last.findings]


def bytewise(stream: bytes) -> list[bytes]:
    """`stream` in pieces of one byte."""
    return [bytes((byte,)) for byte in stream]


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    """`stream` in pieces."""
    borders = [0, *sorted(place for place in places if place <= len(stream)), len(stream)]
    return [stream[start:stop] for start, stop in itertools.pairwise(borders)]
