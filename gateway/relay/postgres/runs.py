"""What was sent to the target and has not ended: statements by their numbers, in the batches in which they will be answered."""

from collections import deque
from dataclasses import dataclass, field

from gateway.relay.postgres.ports import Permitted
from gateway.relay.postgres.wire.portals import Format


@dataclass(slots=True)
class About:
    """A statement the person has prepared, or sent in a Query: the verdict on it. `types`: OIDs of its parameters, 0 unknown."""

    sql: str
    verdict: Permitted
    types: tuple[int, ...] = ()
    shape: object = None  # the newest `rows.Shape`, so that the same answer is not looked at twice


@dataclass(slots=True)
class Run:
    """One statement that runs. `rows` were shown of it, `masked` of them with something masked."""

    number: int
    about: About
    began_at: float
    rows: int = 0
    masked: int = 0
    due: int = 0  # Executes of it that were not answered yet
    is_over: bool = False
    is_cut: bool = False  # over by the gateway's word: nothing more of it may be fetched


@dataclass(slots=True)
class Bound:
    """A portal: a statement, its values, and what runs of it, once it was executed. `batch`: in which it was bound."""

    about: About
    values: tuple[bytes | None, ...] = ()
    formats: tuple[Format, ...] = ()
    run: Run | None = None
    batch: "Batch | None" = None


@dataclass(slots=True, eq=False)
class Batch:
    """What is answered up to one ReadyForQuery. `simple`: it was a Query, and the person knows of nothing else.

    `muted`: the gateway has told an error in it, after which the person gets nothing more of it. `failed`: the target has told
    one. `is_over`: all of it was answered.
    """

    simple: bool
    synced: bool = False
    muted: bool = False
    failed: bool = False
    is_over: bool = False
    runs: deque[Run] = field(default_factory=deque)


class Batches:
    """Oldest first; the newest may still be growing."""

    def __init__(self) -> None:
        self._queue: deque[Batch] = deque()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def answering(self) -> Batch | None:
        """The one whose answers come now."""
        return self._queue[0] if self._queue else None

    @property
    def growing(self) -> Batch | None:
        """The one the person has not ended by a Sync; None where there is none."""
        return self._queue[-1] if self._queue and not self._queue[-1].synced else None

    @property
    def newest(self) -> Batch:
        """The last one. Raises IndexError where there is none."""
        return self._queue[-1]

    def begun(self, *, simple: bool = False) -> Batch:
        """The growing one, or a new one."""
        batch = self.growing
        if batch is None:
            batch = Batch(simple)
            self._queue.append(batch)
        return batch

    def ended(self) -> Batch:
        """The answering one, which is over. Raises IndexError where there is none."""
        batch = self._queue.popleft()
        batch.is_over = True
        return batch

    def hold(self, bound: Bound) -> bool:
        """Is it certain what the portal is? In the batch of its Bind, where both or none is skipped; later if nothing failed."""
        batch = bound.batch
        if batch is None or batch is self.growing:
            return batch is not None
        return batch.is_over and not (batch.failed or batch.muted)

    def all(self) -> list[Batch]:
        """Every one."""
        return list(self._queue)
