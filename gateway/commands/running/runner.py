"""Runs listed commands on one session's target, one at a time, and nothing else.

What is executed is the listed vector; what it reads is an open file or folder that was checked; what goes there is in the
journal before it goes. Output is the target's raw bytes: the guards come after this.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.lists import ListedCommand, Offer, Slot, Vector
from gateway.authorization.commands.parameters import PATHS, Parameter
from gateway.commands.events import CommandRefused, CommandRun, harmless
from gateway.commands.running import scripts
from gateway.commands.running.command_line import SEARCH, Speech
from gateway.commands.running.configuration import FILE_BYTES_MAX, Configuration, Document, Written
from gateway.commands.running.course import Bounds, Ran, Taker
from gateway.commands.running.errands import GRACE_SECONDS, Errand, Errands
from gateway.commands.running.ground import Ground
from gateway.commands.running.words import NotDone, Why, not_done
from gateway.relay.names import Names
from gateway.relay.ports import Recorder
from gateway.relay.ssh.transport import OrderedTransport
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.target import Encoding

AS_ROOT: Final = ("sudo", "-n", "--", "/usr/bin/timeout", "-k", str(GRACE_SECONDS))
"""What stands before a privileged vector, and its seconds: only root's own timeout can end what root runs. It asks first."""

_CHANGING_WHO: Final = frozenset({"sudo", "su", "doas", "runuser", "setpriv"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one command may say in all, how long a follow may last, and how long a person may hold a command up by reading."""

    output_bytes: int = 8 * 1024 * 1024
    follow_seconds: int = 3600
    held_seconds: int = 600


class Runner:
    """Over the one logged-in connection of a session; it opens a channel for each command."""

    def __init__(
        self,
        *,
        transport: OrderedTransport,
        offer: Offer,
        encoding: Encoding,
        names: Names,
        journal: Callable[[Sequence[Event]], None],
        recorder: Recorder,
        clock: Clock,
        limits: Limits | None = None,
        search: str = SEARCH,
    ) -> None:
        """`journal` and `recorder` raise what they cannot keep; then nothing is sent. `search` is the PATH on the target."""
        self._limits = limits or Limits()
        self._errands = Errands(
            transport=transport,
            speech=Speech(encoding=encoding, search=search),
            names=names,
            journal=journal,
            clock=clock,
        )
        self._offer = offer
        self._ground = Ground(offer, self._errands)
        self._configuration = Configuration(self._errands, recorder)

    def run(self, invocation: Invocation, *, out: Taker, err: Taker, cancel: threading.Event) -> Ran | NotDone:
        """Run it to its end, its limits, or `cancel`, which is seen within 0.05 s and ends it within 1.5 s more.

        `out` and `err` are called from this thread with raw bytes. Raises TargetError when the connection broke, and whatever
        `out`, `err`, the journal raise: the command was told to end before that.
        """
        errand = self._errand(invocation, self._limits.output_bytes)
        return errand if isinstance(errand, NotDone) else self._carry(invocation, errand, out, err, cancel)

    def names_in(self, parameter: Parameter, folder: str, prefix: str) -> tuple[str, ...]:
        """Names to complete a path with; may run beside `run`, on a thread of its own. Raises TargetError."""
        return self._ground.names(parameter, folder, prefix)

    def read(self, invocation: Invocation, cancel: threading.Event) -> Document | NotDone:
        """The file an editing command names. Raises as `run` does."""
        found = invocation.path()
        if not invocation.command.edits or found is None or (root := self._ground.root(found[0])) is None:
            return self._refused(invocation, Why.NO_EDIT)
        errand = self._errand(invocation, FILE_BYTES_MAX)
        if isinstance(errand, NotDone) or errand.path is None:
            return errand if isinstance(errand, NotDone) else self._refused(invocation, Why.NO_EDIT)
        content = bytearray()
        ran = self._carry(invocation, errand, content.extend, lambda _: None, cancel)
        return ran if isinstance(ran, NotDone) else self._configuration.read(errand.path, root, bytes(content), ran)

    def write(self, document: Document, text: str, reason: str) -> Written | NotDone:
        """Put `text` in the place of what `read` gave, if it is still the same. Raises as `run` does."""
        return self._configuration.write(document, text, reason)

    def changes(self, document: Document, text: str) -> str:
        """A unified diff from what was read to `text`."""
        return self._configuration.changes(document, text)

    def _errand(self, invocation: Invocation, output_bytes: int) -> Errand | NotDone:
        command, found = invocation.command, invocation.path()
        self._require_listed(command)
        vector, bounds = _vector(invocation), self._bounds(invocation, output_bytes)
        if found is None:
            script = scripts.PRIVILEGED if command.privileged else scripts.PLAIN
            return Errand(script=script, arguments=vector, bounds=bounds)
        if command.privileged:
            return self._refused(invocation, Why.PRIVILEGED_PATH)
        parameter, typed = found
        path = self._ground.resolved(parameter, typed)
        if isinstance(path, NotDone):
            return self._refused(invocation, path.why)
        script = scripts.FILE if parameter.name == command.reads else scripts.FOLDER
        return Errand(script=script, arguments=(path, *vector), bounds=bounds, path=path)

    def _bounds(self, invocation: Invocation, output_bytes: int) -> Bounds:
        if invocation.follow:
            return Bounds(seconds=self._limits.follow_seconds, output_bytes=output_bytes)
        held = self._limits.held_seconds
        return Bounds(seconds=invocation.command.seconds, output_bytes=output_bytes, held_seconds=held)

    def _carry(
        self, invocation: Invocation, errand: Errand, out: Taker, err: Taker, cancel: threading.Event
    ) -> Ran | NotDone:
        command = invocation.command

        def before(number: int, sent: bytes) -> CommandRun:
            return CommandRun(
                **self._errands.index,
                number=number,
                command=command.name,
                command_list=command.list_id,
                vector=_vector(invocation),
                path=errand.path,
                privileged=command.privileged,
                follow=invocation.follow,
                sent=sent,
            )

        return self._errands.carry(errand, before, out, err, cancel)

    def _require_listed(self, command: ListedCommand) -> None:
        """Whoever asks: the command is the offer's own, and no path stands in its vector. Raises GatewayFault."""
        if self._offer.commands.get(command.name) != command:
            raise GatewayFault(f"{command.name} is not offered here")
        template: Vector = (*command.vector, *(command.follow or ()))
        slots = {each.parameter for each in template if isinstance(each, Slot)}
        paths = {each.name for each in command.parameters if each.kind in PATHS}
        if slots & paths or paths - {command.reads, command.within}:
            raise GatewayFault(f"{command.name} is listed with a path in its vector")
        if str(template[0]).rpartition("/")[2] in _CHANGING_WHO and not command.privileged:
            raise GatewayFault(f"{command.name} is privileged and does not say so")

    def _refused(self, invocation: Invocation, why: Why) -> NotDone:
        words = [invocation.command.name, *(str(value) for value in invocation.values.values())]
        self._errands.journal([CommandRefused(**self._errands.index, line=harmless(" ".join(words)), why=why.value)])
        return not_done(why)


def _vector(invocation: Invocation) -> tuple[str, ...]:
    """What the frame executes: the listed vector, behind sudo and a time limit where it is privileged."""
    command = invocation.command
    before = (*AS_ROOT, str(command.seconds)) if command.privileged else ()
    return (*before, *invocation.vector())
