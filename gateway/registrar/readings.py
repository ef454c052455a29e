"""Readings of schemas that are under way: who waits for which, and which the worker has not taken yet. In memory alone.

An office waits, the worker takes, the worker answers; whichever of them goes away, nothing is left over. What a schema says is
kept nowhere: it is handed on to whoever asked.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from gateway.authorization.columns.reading import Reading, Told
from gateway.ipc.server import Refuse
from gateway.registrar import texts
from gateway.vocabulary.outcome import Text

WAITING_MAX: Final = 8
READ_SECONDS: Final = 50.0  # a log-in has 15, the question 30


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTold:
    """The worker could not read it, and says why."""

    text: Text


@dataclass(eq=False, slots=True)
class _Waiting:
    reading: Reading
    answer: "asyncio.Future[Told | NotTold]"
    taken: bool = field(default=False)


class Readings:
    """Used from one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}

    def require_room(self) -> None:
        """Raises Refuse where too many wait."""
        if len(self._waiting) >= WAITING_MAX:
            raise Refuse("catalogue.busy", texts.CATALOGUE_BUSY)

    async def read(self, reading: Reading) -> Told:
        """Wait for the worker's answer. Raises Refuse in its words, or where none comes in time."""
        waiting = _Waiting(reading, asyncio.get_running_loop().create_future())
        self._waiting[reading.id] = waiting
        try:
            answer = await asyncio.wait_for(waiting.answer, READ_SECONDS)
        except TimeoutError:
            raise Refuse("catalogue.late", texts.CATALOGUE_LATE) from None
        finally:
            del self._waiting[reading.id]
        if isinstance(answer, NotTold):
            raise Refuse("catalogue.not-read", answer.text)
        return answer

    def take(self) -> list[Reading]:
        """What nobody has taken yet; it is taken now."""
        fresh = [each for each in self._waiting.values() if not each.taken]
        for each in fresh:
            each.taken = True
        return [each.reading for each in fresh]

    def of(self, reading: str) -> Reading | None:
        """A reading that was taken and is waited for; None for any other."""
        found = self._waiting.get(reading)
        return found.reading if found is not None and found.taken and not found.answer.done() else None

    def answer(self, reading: str, answer: Told | NotTold) -> None:
        """Hand the answer to who waits; nobody may wait any more."""
        found = self._waiting.get(reading)
        if found is not None and not found.answer.done():
            found.answer.set_result(answer)
