"""Logs go to standard error, a line each, as text or JSON. What a peer sent stands in them escaped; paramiko's chatter does not.

The log is for the administrator's eyes while things run; evidence is the journal. Invariants: a record is one line of bounded
length without control characters; of an exception it has the kinds and the places in our code, and words only where they are
ours or the operating system's, since a library's words may quote what somebody typed or what the database holds.
"""

import json
import logging
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Literal

from gateway.vocabulary.outcome import Fault

PARAMIKO_LEVEL = logging.CRITICAL  # its errors are peers' faults with tracebacks; what matters of them is journalled
LETTERS_MAX: Final = 4096  # of a message
FRAMES_MAX: Final = 12  # the innermost
CAUSES_MAX: Final = 4
log = logging.getLogger(__name__)


class OneLine(logging.Formatter):
    """Time, level, process, message, for people to read."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """One line without control characters, whatever the message was."""
        broke = _broke(record)
        text = harmless(_message(record)) + (f" | Traceback: {broke} | {' < '.join(_where(record))}" if broke else "")
        return f"{_when(record)} {record.levelname} {self._process}[{record.process}] {text}"


class OneObject(logging.Formatter):
    """The same as one JSON object (RFC 8259), for programs: at, level, process, pid, part, message; broke and where."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """One line without control characters, whatever the message was."""
        told: dict[str, Any] = {
            "at": _when(record),
            "level": record.levelname.lower(),
            "process": self._process,
            "pid": record.process,
            "part": harmless(record.name),
            "message": harmless(_message(record)),
        }
        if broke := _broke(record):
            told |= {"broke": broke, "where": _where(record)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def begin(process: str, form: Literal["text", "json"] = "text") -> None:
    """Log from now on as `process`; what nobody catches is logged as well."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneObject(process) if form == "json" else OneLine(process))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("paramiko").setLevel(PARAMIKO_LEVEL)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_a_thread


def harmless(text: str) -> str:
    """`text` without control characters or other letters that do not print, each escaped, and cut off after LETTERS_MAX."""
    cut = "" if len(text) <= LETTERS_MAX else f" ... ({len(text) - LETTERS_MAX} more)"
    kept = text[:LETTERS_MAX]
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in kept) + cut


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape").decode("ascii")


def _when(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as wrong:  # noqa: BLE001  # a defect of a caller's; logging must not break what it tells of
        return f"(a message that cannot be made: {type(wrong).__name__})"


def _broke(record: logging.LogRecord) -> str:
    """The exception's kind and its causes', each with its words where those are ours; "" without one."""
    error = record.exc_info[1] if record.exc_info else None
    told: list[str] = []
    while error is not None and len(told) < CAUSES_MAX:
        words = f": {error}" if isinstance(error, (Fault, OSError)) else ""
        told.append(harmless(f"{type(error).__name__}{words}"))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " from ".join(told)


def _where(record: logging.LogRecord) -> list[str]:
    """`room/file.py:12 function`, the innermost first."""
    trace = record.exc_info[2] if record.exc_info else None
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(harmless(f"{'/'.join(code.co_filename.rsplit('/', 2)[-2:])}:{trace.tb_lineno} {code.co_name}"))
        trace = trace.tb_next
    return places[: -FRAMES_MAX - 1 : -1]


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("nobody caught this", exc_info=(kind, error, trace))


def _uncaught_in_a_thread(said: threading.ExceptHookArgs) -> None:
    name = said.thread.name if said.thread is not None else "?"
    error = said.exc_value if said.exc_value is not None else said.exc_type()
    log.error("nobody caught this in the thread %s", name, exc_info=(said.exc_type, error, said.exc_traceback))
