"""Everything that goes to the target goes through here: in the journal first, then on the line, then its end in the journal."""

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.audit.event import Event
from gateway.commands.events import CommandEnded, CommandLookedUp, Cut, Sought
from gateway.commands.quoting import Unquotable
from gateway.commands.running.command_line import Speech, Unspeakable
from gateway.commands.running.course import Bounds, Course, Ran, Taker
from gateway.commands.running.remote import Remote
from gateway.commands.running.scripts import PRIVILEGED
from gateway.commands.running.words import NotDone, Why, not_done, of_status
from gateway.crypto.digest import sha256
from gateway.relay.names import Names
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.clock import Clock

GRACE_SECONDS: Final = 30  # root's timeout(1) asks first, and kills so much later
LOOK: Final = Bounds(seconds=5, output_bytes=256 * 1024)
_NEVER_HEARD_OF: Final = Ran(status=None, signal=None, seconds=0.0, shown_bytes=0, cut=Cut.FAILED, left=True)
"""It may have reached the target all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is sent: a script with its arguments but the first, which is its seconds; and what it finds on standard input.

    `path` is the resolved path among the arguments, if there is one.
    """

    script: str
    arguments: tuple[str, ...]
    bounds: Bounds
    path: str | None = None
    given: bytes | None = None

    @property
    def until_seconds(self) -> int:
        """When whatever is left of it has ended at the latest."""
        return self.bounds.seconds + GRACE_SECONDS if self.script == PRIVILEGED else self.bounds.target_seconds


class Errands:
    """One session's errands on its target. `journal` raises when it cannot keep an event, and then nothing is sent."""

    def __init__(
        self,
        *,
        transport: OrderedTransport,
        speech: Speech,
        names: Names,
        journal: Callable[[Sequence[Event]], None],
        clock: Clock,
    ) -> None:
        self._transport, self.speech, self._names = transport, speech, names
        self.journal, self.clock = journal, clock
        self._numbers = itertools.count(1)
        self._looking = (
            threading.Lock()
        )  # one look-up at a time, beside the one command: sshd opens ten channels at most

    @property
    def index(self) -> dict[str, str]:
        """The index fields every event of this session has."""
        names = self._names
        return {
            "person": names.person,
            "session": names.session,
            "terminal": names.terminal,
            "target": names.target,
            "order": names.order,
        }

    def look(self, sought: Sought, path: str, errand: Errand) -> bytes | NotDone:
        """What the target says on standard output. `path` is for the journal. Raises TargetError."""
        line = self._line(errand)
        if isinstance(line, NotDone):
            return line
        said = bytearray()
        with self._looking:
            self.journal([CommandLookedUp(**self.index, sought=sought, path=path, sent=sha256(line))])
            course = Course(Remote(self._transport, line), errand.bounds, self.clock)
            ran = course.run(said.extend, _ignore, threading.Event())
        if not course.is_begun or ran.cut is not None:
            return of_status(course.not_begun)
        return bytes(said) if ran.status == 0 else not_done(Why.NOT_THERE)

    def carry(
        self, errand: Errand, before: Callable[[int, bytes], Event], out: Taker, err: Taker, cancel: threading.Event
    ) -> Ran | NotDone:
        """Journal what `before` makes of its number and the digest of what is sent; send it; hand on what it says.

        Raises TargetError, and what `out`, `err` or the journal raises; the target has been told to end it by then.
        """
        line = self._line(errand)
        if isinstance(line, NotDone):
            return line
        number = next(self._numbers)
        self.journal([before(number, sha256(line))])
        course: Course | None = None
        try:
            remote = Remote(self._transport, line)
            course = Course(remote, errand.bounds, self.clock)
            if errand.given is not None:
                remote.give(errand.given)
            ran = course.run(out, err, cancel)
        finally:
            self.journal([self._ended(number, errand, course)])
        return ran if course.is_begun or ran.cut is not None else of_status(course.not_begun)

    def _line(self, errand: Errand) -> bytes | NotDone:
        clock = str(errand.bounds.target_seconds)
        try:
            return self.speech.line(errand.script, (clock, *errand.arguments))
        except Unspeakable:
            return not_done(Why.ENCODING)
        except Unquotable:
            return not_done(Why.NAME)

    def _ended(self, number: int, errand: Errand, course: Course | None) -> CommandEnded:
        ran = course.ran() if course is not None else _NEVER_HEARD_OF
        is_refused = course is not None and not course.is_begun and ran.cut is None
        return CommandEnded(
            **self.index,
            number=number,
            begun=course is not None and course.is_begun,
            status=ran.status,
            signal=ran.signal,
            shown_bytes=ran.shown_bytes,
            milliseconds=int(ran.seconds * 1000),
            cut=ran.cut,
            refused=of_status(course.not_begun).why.value if course is not None and is_refused else None,
            left=ran.left,
            until_seconds=errand.until_seconds if ran.left else None,
        )


def _ignore(_: bytes) -> None:
    """What the account's shell says besides, during a look-up."""
