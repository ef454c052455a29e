"""Where on the target a listed command may look: a typed path becomes the one path it resolves to, or a refusal.

Judged twice, on whole components, by the same `Root`: as typed, before the target is asked anything, and as the target resolves
it. The run then opens the resolved path and proves that this is what it opened (`scripts.FILE`, `scripts.FOLDER`).
"""

from typing import Final

from gateway.authorization.commands.lists import Offer
from gateway.authorization.commands.parameters import Parameter
from gateway.authorization.commands.roots import Root
from gateway.commands.events import Sought, harmless
from gateway.commands.running import scripts
from gateway.commands.running.errands import LOOK, Errand, Errands
from gateway.commands.running.remote import NoChannel
from gateway.commands.running.words import NotDone, Why, not_done

NAMES_MAX: Final = 200


class Ground:
    """The roots of one session's offer, on its target."""

    def __init__(self, offer: Offer, errands: Errands) -> None:
        self._offer, self._errands = offer, errands

    def root(self, parameter: Parameter) -> Root | None:
        """The root of a path parameter; None where nobody defined it."""
        return self._offer.roots.get(parameter.root) if parameter.root is not None else None

    def resolved(self, parameter: Parameter, typed: str) -> str | NotDone:
        """The path without links that `typed` names. It exists or could: that is for the run to see. Raises TargetError."""
        root = self.root(parameter)
        if root is None or not root.admits(typed):
            return not_done(Why.OUTSIDE)
        asked = Errand(script=scripts.PLAIN, arguments=("readlink", "-f", "--", typed), bounds=LOOK)
        said = self._errands.look(Sought.PATH, harmless(typed), asked)
        if isinstance(said, NotDone):
            return said
        path = self._errands.speech.heard(said.removesuffix(b"\n"))
        if path is None or not path.isprintable():
            return not_done(Why.NAME)
        return path if root.admits(path) else not_done(Why.OUTSIDE)

    def names(self, parameter: Parameter, folder: str, prefix: str) -> tuple[str, ...]:
        """What in `folder` begins with `prefix`, at most NAMES_MAX, folders with a `/` behind them; none where it may not look.

        A folder reached through a link shows none. Raises TargetError.
        """
        root = self.root(parameter)
        folder = folder.rstrip("/") or "/"
        if root is None or not root.admits(folder):
            return ()
        asked = Errand(script=scripts.FOLDER, arguments=(folder, "ls", "-1Ap"), bounds=LOOK)
        try:
            said = self._errands.look(Sought.NAMES, harmless(folder), asked)
        except NoChannel:  # sshd's MaxSessions: while a command runs nothing is completed
            return ()
        if isinstance(said, NotDone):
            return ()
        found = (self._errands.speech.heard(line) for line in said.split(b"\n"))
        offered = (name for name in found if name and name.startswith(prefix) and name.isprintable())
        admitted = (name for name in offered if root.admits(f"{folder.rstrip('/')}/{name.rstrip('/')}"))
        return tuple(sorted(admitted)[:NAMES_MAX])
