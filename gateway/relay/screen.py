"""The one way to a terminal: stages, then the recorder, then the wire. There is no second way round.

Recorded before shown: `show` returns only after the recorder took the bytes and the wire took them; one lock keeps the
recording's order equal to the screen's.
"""

import threading
from collections.abc import Callable, Sequence

from gateway.guards.stage import Finding, Passed, Stage
from gateway.relay.ports import Recorder


class Screen:
    """What one person sees of one session."""

    def __init__(
        self,
        *,
        recorder: Recorder,
        send: Callable[[bytes], None],
        send_error: Callable[[bytes], None],
        stages: Sequence[Stage],
        on_findings: Callable[[tuple[Finding, ...]], None],
    ) -> None:
        self._recorder = recorder
        self._send, self._send_error = send, send_error
        self._stages = tuple(stages)
        self._on_findings = on_findings
        self._lock = threading.Lock()

    def show(self, data: bytes) -> None:
        """Target bytes of the terminal's stream. Raises what a stage, the recorder or the wire raises."""
        self._pass(data, self._send)

    def show_error(self, data: bytes) -> None:
        """Target bytes of the error stream (SSH_EXTENDED_DATA_STDERR)."""
        self._pass(data, self._send_error)

    def say(self, text: str) -> None:
        """The gateway's own words on the terminal: recorded and shown, not filtered."""
        self._own(text.replace("\n", "\r\n").encode(), self._send)

    def say_error(self, text: str) -> None:
        """The gateway's own words on the error stream."""
        self._own(text.encode(), self._send_error)

    def _own(self, data: bytes, send: Callable[[bytes], None]) -> None:
        with self._lock:
            self._recorder.output(data)
            send(data)

    def _pass(self, data: bytes, send: Callable[[bytes], None]) -> None:
        with self._lock:
            for stage in self._stages:
                data = self._through(stage.feed(data))
            if data:
                self._recorder.output(data)
                send(data)

    def _through(self, passed: Passed) -> bytes:
        if passed.findings:
            self._on_findings(passed.findings)
        return passed.data
