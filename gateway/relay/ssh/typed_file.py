"""What comes by a command's standard input, looked into as one file while it streams (R-10): `cat > list.csv` is an upload too.

On a target free of personal data alone: elsewhere no command runs. Nothing over the limit is passed on knowingly: the piece that
goes over it is not sent, the session ends, and it is journalled like a refused upload. Whoever joins this to a stream holds the
newest HELD_BYTES back while more is on its way, so that a file that is small enough is judged whole before any of it is sent.
A person who types slowly enough is counted all the same, yet what was sent before the limit stands on the target.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict

from gateway.audit.event import Event
from gateway.authorization.decision import Permit
from gateway.authorization.limits import Unreadable
from gateway.authorization.obligations import PeopleCounted
from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.file import FileLook
from gateway.relay.events import UploadRefused, Why
from gateway.relay.names import Names
from gateway.sessions.ending import Ending, EndReason, SessionCut
from gateway.vocabulary.outcome import GatewayFault, Text

HELD_BYTES = 256 * 1024
MORE_SECONDS = 0.2  # how long what was typed waits for what may follow
PATH = "(stdin)"


def refused_text(people_max: int) -> Text:
    """Standard input held personal data, or could not be looked into."""
    return Text(
        ja=f"標準入力に{people_max}人を超える個人データがあるか、大きすぎるか、内容を確認できないため、切断しました。この拒否は記録され、"
        "管理監督者に通知されます。個人データを除き、sftp で送り直してください。",
        en=f"Standard input held the personal data of more than {people_max} people, or was too large, or could not be looked "
        "into, so the session was cut. This is recorded and supervisors are told. Remove the data and send it again with sftp.",
    )


class TypedFile:
    """One session's standard input. `feed` and `close` raise SessionCut once it is over the limit, after journalling that."""

    def __init__(
        self,
        permit: Permit,
        names: Names,
        upload: str,
        journal: Callable[[Sequence[Event]], None],
        patience_seconds: float = MORE_SECONDS,
    ) -> None:
        """`patience_seconds`: how long a piece waits for the next, 0 for a person at a terminal.

        Raises GatewayFault where a policy permits a command without demanding that people are counted.
        """
        self.patience_seconds = patience_seconds
        counted = next((duty for duty in permit.obligations if isinstance(duty, PeopleCounted)), None)
        if counted is None:
            raise GatewayFault("a command was permitted without counting people in its input")
        self._limits, self._names, self._upload, self._journal = counted.limits, names, upload, journal
        self._look = FileLook(
            Bounds(
                unpacked_bytes=self._limits.unpacked_bytes,
                unpacked_files=self._limits.unpacked_files,
                nesting=self._limits.nesting,
            )
        )
        self._size, self._digest, self._is_whole = 0, hashlib.sha256(), False

    def feed(self, data: bytes) -> None:
        """The next bytes, before they are sent."""
        self._size += len(data)
        self._digest.update(data)
        self._look.feed(data)
        self._check()

    def close(self) -> None:
        """Standard input ended; what was held back may be sent if this does not raise."""
        self._is_whole = True
        self._look.close()
        self._check()

    def _check(self) -> None:
        if self._size > self._limits.file_bytes:
            self._refuse(Why.TOO_LARGE)
        if self._look.people > self._limits.people:
            self._refuse(Why.PERSONAL_DATA)
        if self._look.unreadable is not None and self._limits.unreadable is Unreadable.REFUSE:
            self._refuse(Why.UNREADABLE)

    def _refuse(self, why: Why) -> None:
        refused = UploadRefused(
            **asdict(self._names),
            upload=self._upload,
            path=PATH,
            size_bytes=self._size,
            digest=self._digest.digest(),
            people=self._look.people,
            why=why,
            whole=self._is_whole,
            left=self._size > HELD_BYTES,
            counts=self._look.counts,
            detail=self._look.unreadable,
        )
        self._journal([refused])
        raise SessionCut(
            Ending(
                reason=EndReason.REFUSED, text=refused_text(self._limits.people), detail=f"standard input: {why.value}"
            )
        )
