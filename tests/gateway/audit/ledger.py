"""A journal in memory for the tests: the ports as a list and a dict, a signer that refuses as the keeper does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from gateway.audit.checkpoint import read_checkpoint
from gateway.audit.entry import Entry
from gateway.audit.event import Event
from gateway.audit.journal import Journal
from gateway.audit.merkle import EMPTY_ROOT
from gateway.audit.note import VerifierKey
from gateway.audit.ports import SignedCheckpoint
from gateway.audit.proof import verify_consistency
from gateway.audit.report import Report
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

START = datetime(2026, 11, 20, 9, 0, 0, 123456, tzinfo=UTC)
SEED = Secret(b"a fixed seed for the tests only!")
KEY = VerifierKey(name="sekisho.example/journal", public=signing.public_of(SEED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Event):
    """A kind for tests."""

    kind: ClassVar[str] = "test.noted"
    number: int
    text: str = ""
    more: dict[str, Any] | None = None


class TestClock:
    """Moves three hours at each question, so that a journal of some hundreds of entries spans days."""

    __test__ = False

    def __init__(self, start: datetime = START, step: timedelta = timedelta(hours=3)) -> None:
        self.moment = start
        self.step = step

    def now(self) -> datetime:
        self.moment += self.step
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - START).total_seconds()


@dataclass
class Rows:
    """JournalStore over lists; `rows` may be damaged at will."""

    rows: list[Entry] = field(default_factory=list)
    signed: list[SignedCheckpoint] = field(default_factory=list)

    def read(self, start: int, stop: int | None) -> Iterator[Entry]:
        rows = sorted(self.rows, key=lambda row: row.seq)
        return iter([row for row in rows if start <= row.seq and (stop is None or row.seq < stop)])

    def checkpoints(self) -> Iterator[SignedCheckpoint]:
        return iter(sorted(self.signed, key=lambda one: one.size))

    def head(self) -> Entry | None:
        return self.rows[-1] if self.rows else None

    def append(self, entries: Sequence[Entry]) -> None:
        self.rows.extend(entries)

    def add_checkpoint(self, checkpoint: SignedCheckpoint) -> None:
        self.signed.append(checkpoint)

    def last_checkpoint(self) -> SignedCheckpoint | None:
        return self.signed[-1] if self.signed else None

    def edit(self, seq: int, /, **columns: Any) -> None:
        """Overwrite columns of the row numbered `seq`, as SQL UPDATE would."""
        at = next(place for place, row in enumerate(self.rows) if row.seq == seq)
        self.rows[at] = replace(self.rows[at], **columns)


class DictTiles(dict[str, bytes]):
    """TileStore over a dict."""

    def put(self, path: str, data: bytes) -> None:
        self[path] = data


class LocalSigner:
    """The keeper's rule in a few lines: sign only what continues the last tree signed."""

    def __init__(self, seed: Secret = SEED) -> None:
        self.seed = seed
        self.size, self.root = 0, EMPTY_ROOT

    def signed_size(self) -> int:
        return self.size

    def sign(self, note: bytes, old_size: int, proof: Sequence[bytes]) -> bytes:
        new = read_checkpoint(note)
        if old_size != self.size or not verify_consistency(self.size, self.root, new.size, new.root, proof):
            raise GatewayFault("not a continuation of the last tree signed")
        self.size, self.root = new.size, new.root
        return signing.sign(self.seed, note)


@dataclass
class Ledger:
    """A journal with its tiles, signer and witness folder."""

    witness: Path
    store: Rows = field(default_factory=Rows)
    tiles: DictTiles = field(default_factory=DictTiles)
    signer: LocalSigner = field(default_factory=LocalSigner)
    clock: TestClock = field(default_factory=TestClock)

    def copy(self) -> "Ledger":
        """One to be damaged; the witness folder stays shared."""
        signer = LocalSigner(self.signer.seed)
        signer.size, signer.root = self.signer.size, self.signer.root
        store = Rows(list(self.store.rows), list(self.store.signed))
        return Ledger(self.witness, store, DictTiles(self.tiles), signer, TestClock(self.clock.moment))

    def journal(self) -> Journal:
        return Journal(self.store, self.tiles, node="node-1", key=KEY, clock=self.clock)

    def write(self, count: int, *, checkpoint: bool = True, text: str = "") -> None:
        """`count` more entries; then a checkpoint, kept by the witness too."""
        start = len(self.store.rows)
        people = ("sato", "suzuki", None)
        self.journal().append(
            [
                Noted(
                    number=number,
                    text=text or f"出来事 {number}",
                    person=people[number % 3],
                    session=f"S-{number // 5}",
                    terminal="T-1",
                    target="callcenter-app",
                    order=f"WO-{number // 50}",
                )
                for number in range(start, start + count)
            ]
        )
        if checkpoint:
            signed = self.journal().checkpoint(self.signer)
            assert signed is not None
            FolderWitness(self.witness, KEY).keep(signed)

    def verify(self, *, witness: bool = False, tiles: bool = False) -> Report:
        return verify(
            self.store,
            key=KEY,
            now=self.clock.moment + timedelta(seconds=30),
            witness=FolderWitness(self.witness) if witness else None,
            tiles=self.tiles if tiles else None,
        )


def written(witness: Path, entries: int = 400, step: int = 25) -> Ledger:
    """A ledger of `entries` events with a checkpoint each `step`, and 7 more that are not signed yet."""
    ledger = Ledger(witness)
    for _ in range(0, entries, step):
        ledger.write(step)
    ledger.write(7, checkpoint=False)
    return ledger
