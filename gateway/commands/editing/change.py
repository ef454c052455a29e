"""A change from the first look to the written file: text area, difference, reason, confirmation. Nothing else is written."""

import threading
from typing import Final

from gateway.authorization.commands.invocation import Invocation
from gateway.commands import words
from gateway.commands.desk import Desk
from gateway.commands.editing.looked import Look
from gateway.commands.paging.plain_text import PlainText, visible
from gateway.commands.running.configuration import REASON_LETTERS_MAX, Document
from gateway.commands.running.runner import Runner
from gateway.commands.running.words import NotDone
from gateway.commands.seat import Seat
from gateway.commands.source import source_of
from gateway.vocabulary.outcome import Text

ANSWER_LETTERS_MAX: Final = 20
YES: Final = frozenset({"yes", "はい"})


class Change:
    """One edit."""

    def __init__(self, seat: Seat, desk: Desk, runner: Runner, look: Look) -> None:
        self._seat, self._desk, self._runner, self._look = seat, desk, runner, look

    def of(self, invocation: Invocation) -> None:
        """Raises what ends the session."""
        if not self._desk.edits:
            self._seat.tell(words.NO_AREA)
            return
        document = self._runner.read(invocation, threading.Event())
        if isinstance(document, NotDone):
            self._seat.tell(document.text)
        elif (strange := _strange(document.text)) is not None:
            self._seat.tell(words.strange_file(strange))
        elif not self._look.passes(document):
            self._seat.tell(words.MASKED_FILE)
        elif (text := self._desk.edit(document.path, document.text)) is None:
            self._seat.tell(words.GIVEN_UP)
        elif text == document.text:
            self._seat.tell(words.UNCHANGED)
        else:
            self._seat.tell(self._confirmed(document, text))

    def _confirmed(self, document: Document, text: str) -> Text:
        """What came of it."""
        shown = PlainText()
        changes = self._runner.changes(document, text).encode("utf-8", errors="replace")
        self._desk.read(source_of([*shown.feed(changes), *shown.close()]))
        reason = (self._desk.answer(words.REASON, REASON_LETTERS_MAX) or "").strip()
        if not reason:
            return words.GIVEN_UP
        answer = (self._desk.answer(words.CONFIRM, ANSWER_LETTERS_MAX) or "").strip().casefold()
        if answer not in YES:
            return words.GIVEN_UP
        came = self._runner.write(document, text, reason)
        if isinstance(came, NotDone):
            return came.text
        return words.written(document.path, came.lines_added, came.lines_removed)


def _strange(text: str) -> str | None:
    """The first letter that would not be shown as it is."""
    return next((letter for letter in dict.fromkeys(text) if letter not in "\n\t" and visible(letter) != letter), None)
