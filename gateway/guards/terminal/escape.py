"""The stage between target and terminal: only paint passes, in one spelling; all else becomes findings.

Holds an incomplete character (three bytes) and the state of an unfinished sequence, neither of which `idle` lets go: a
character may be completed by the next packet, however late.
"""

import re
from typing import Final

from gateway.guards.stage import Finding, Passed
from gateway.guards.terminal.decoding import decoder_of, painted
from gateway.guards.terminal.grammar import Tokenizer
from gateway.guards.terminal.printer import Printer
from gateway.guards.terminal.table import CONTROLS, verbatim
from gateway.guards.terminal.tokens import ESC, Token
from gateway.guards.terminal.verdict import Verdict, judged
from gateway.vocabulary.target import Encoding

# One search at memory speed for each control is faster than one search for all of them.
_STOPS: Final = tuple(bytes([code]) for code in (*range(0x20), 0x7F) if chr(code) not in CONTROLS and chr(code) != ESC)
_ODD_ESCAPE: Final = re.compile(rf"{ESC}(?!{verbatim()})".encode())
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
_ESC, _C1_LEAD = ESC.encode(), b"\xc2"
_NOTHING: Final = Passed(b"")


class TerminalEscape:
    """One direction of one session, target to person. `encoding` is the target's; what passes is UTF-8."""

    def __init__(self, encoding: Encoding) -> None:
        self._decoder = decoder_of(encoding)
        self._tokens = Tokenizer()
        self._printer = Printer()

    @property
    def holds(self) -> bool:
        """True while an incomplete character waits, which `close` would paint as U+FFFD."""
        return self._decoder.waits

    def feed(self, chunk: bytes) -> Passed:
        """What may be shown of what came."""
        data = self._decoder.feed(chunk)
        if isinstance(data, bytes):
            if self._tokens.at_rest and not self._printer.on and _only_paints(data):
                return Passed(data)
            data = data.decode()
        return self._passed(self._tokens.feed(data))

    def idle(self) -> Passed:
        """Nothing: what is unfinished stays so."""
        return _NOTHING

    def close(self) -> Passed:
        """A character that never was completed, and findings about what never ended."""
        last = self._passed([*self._tokens.feed(self._decoder.close()), *self._tokens.close()])
        return Passed(last.data, (*last.findings, *self._printer.close()))

    def _passed(self, tokens: list[Token]) -> Passed:
        shown: list[str] = []
        findings: list[Finding] = []
        for token in tokens:
            text, noticed = self._printed(token) if self._printer.begins(token) else judged(token)
            shown.append(text)
            findings.extend(noticed)
        return Passed(painted("".join(shown)), tuple(findings))

    def _printed(self, token: Token) -> Verdict:
        text, noticed = ("", ()) if self._printer.take(token) else judged(token)
        return text, (*self._printer.ended_by(token), *noticed)


def _only_paints(data: bytes) -> bool:
    """True for valid UTF-8 that holds text, harmless controls and sequences the table lets pass as they stand."""
    for stop in _STOPS:
        if stop in data:
            return False
    if _ESC in data and _ODD_ESCAPE.search(data):
        return False
    return _C1_LEAD not in data or not _C1.search(data)
