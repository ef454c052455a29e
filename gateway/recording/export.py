"""A recording as asciicast, for a player or another tool. Names of people are not in it; usernames and ids are.

Whoever exports journals `RecordingExported` with the hash of what he got: the file itself is no evidence, the recording is.
"""

from collections.abc import Iterator

from gateway.recording.asciicast import (
    ESCAPE_NOTE,
    CastEvent,
    CastHeader,
    EventLines,
    TextStream,
    Version,
    header_line,
)
from gateway.recording.header import RecordingHeader
from gateway.recording.reading import Reading
from gateway.recording.seal import Sealed
from gateway.recording.terminal_event import Code, TerminalEvent


def lines(reading: Reading, version: Version) -> Iterator[str]:
    """The asciicast, line by line. Raises GatewayFault at damage, after the lines before it."""
    yield header_line(version, cast_header(reading.header, reading.sealed))
    written = EventLines(version)
    for event in cast_events(reading.events(), reading.header.encoding.value):
        yield written.line(event)


def cast_header(header: RecordingHeader, sealed: Sealed | None) -> CastHeader:
    """Size, time and title; under `sekisho` which recording this is and how its bytes became text."""
    facts = {
        "recording": header.recording,
        "session": header.session,
        "username": header.username,
        "terminal": header.terminal,
        "target": header.target,
        "account": header.account,
        "order": header.order,
        "encoding": header.encoding.value,
        "escape": ESCAPE_NOTE,
        "state": None if sealed is None else sealed.state.value,
        "final_hash": None if sealed is None else sealed.final_hash.hex(),
    }
    return CastHeader(
        cols=header.cols, rows=header.rows, timestamp=int(header.started_at.timestamp()),
        title=f"{header.recording} {header.username} {header.target}", term=header.term, facts=facts,
    )  # fmt: skip


def cast_events(events: Iterator[TerminalEvent], encoding: str) -> Iterator[CastEvent]:
    """Events with text for bytes; each direction is a stream of its own."""
    streams = {Code.OUTPUT: TextStream(encoding), Code.INPUT: TextStream(encoding)}
    at_us = 0
    for at_us, code, data in events:
        text = streams[code].feed(data) if code in streams else data.decode("utf-8", "replace")
        if text or code not in streams:
            yield CastEvent(at_us, code, text)
    for code, stream in streams.items():
        rest = stream.close()
        if rest:
            yield CastEvent(at_us, code, rest)
