"""Whether a file may be put into the text area: it is looked at as everything shown is, guards, brake and all.

An editor must show a file as it is, or what goes back is not what was read. So what the guards would show otherwise (personal
data, first of all) is not shown here at all; and what is shown counts against the same budgets as the same lines in the pager.
"""

import threading
from collections.abc import Callable

from gateway.commands.desk import Desk
from gateway.commands.output import OutputGuards
from gateway.commands.paging.kept import Kept
from gateway.commands.paging.plain_text import PlainText
from gateway.commands.running.configuration import Document
from gateway.commands.sieve import Sieve
from gateway.commands.source import Source
from gateway.relay.brake import Brake
from gateway.relay.ports import Notices


class Look:
    """Of one session."""

    def __init__(
        self, desk: Desk, guards: Callable[[], OutputGuards], notices: Notices, brake: Brake | None = None
    ) -> None:
        """`guards` gives fresh ones each time. Without a brake nothing is judged."""
        self._desk, self._guards, self._notices, self._brake = desk, guards, notices, brake

    def passes(self, document: Document) -> bool:
        """True if the guards let all of it pass as it is. Raises what ends the session.

        Where the brake stops, the desk says so meanwhile: a file of no lines is read there until the look is over.
        """
        bell = threading.Event()
        looking = _Looking(Kept(bell.set), lambda: self._is_shown_as_it_is(document))
        thread = threading.Thread(target=looking.run, name="gate-command", daemon=True)
        thread.start()
        self._desk.read(Source(kept=looking.kept, bell=bell))
        thread.join()
        return looking.came()

    def _is_shown_as_it_is(self, document: Document) -> bool:
        sieve = Sieve(self._guards().shown, self._notices, threading.Lock(), self._brake)
        shown = [line for lines in sieve.feed(document.content) for line in lines]
        plain = PlainText()
        whole = document.text.replace("\n", document.ends.value).encode()
        return [*shown, *sieve.close()] == [*plain.feed(whole), *plain.close()]


class _Looking:
    """The look on a thread of its own; `kept` ends with it."""

    def __init__(self, kept: Kept, look: Callable[[], bool]) -> None:
        self.kept, self._look = kept, look
        self._came = False
        self._failure: BaseException | None = None

    def run(self) -> None:
        try:
            self._came = self._look()
        except BaseException as failure:  # noqa: BLE001  # raised again by came()
            self._failure = failure
        finally:
            self.kept.end()

    def came(self) -> bool:
        if self._failure is not None:
            raise self._failure
        return self._came
