"""Logs go to standard error, a line each. What a peer sent stands in them escaped, and paramiko's chatter does not stand in them.

The log is for the administrator's eyes while things run; evidence is the journal.
"""

import logging
import sys
from datetime import UTC, datetime

PARAMIKO_LEVEL = logging.CRITICAL  # its errors are peers' faults with tracebacks; what matters of them is journalled


class OneLine(logging.Formatter):
    """Time, level, process, message; control characters escaped, so that no line can pretend to be two."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without control characters, whatever the message was."""
        when = datetime.fromtimestamp(record.created, UTC)
        text = record.getMessage()
        if record.exc_info:
            text += " | " + self.formatException(record.exc_info).replace("\n", " | ")
        safe = "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
        return f"{when:%Y-%m-%dT%H:%M:%S.%fZ} {record.levelname} {self._process}[{record.process}] {safe}"

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process


def begin(process: str) -> None:
    """Log from now on as `process`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("paramiko").setLevel(PARAMIKO_LEVEL)
