"""What a backup costs: sealing and opening a stream, and a database as lines and back. `python -m tests.benchmarks.backup`."""

import io
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gateway.backups.packing import compressed, decompressed
from gateway.backups.sealed import opened, seal
from gateway.crypto import wrapping
from gateway.storage.dump import dump, load
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.prepare import prepare
from gateway.storage.stores.journal import Journal
from tests.gateway.storage.samples import entries

MEBIBYTES = 256
ENTRIES = 100_000


def timed(what: str, amount: float, unit: str, work: Callable[[], object]) -> object:
    """Do it once, and print how much of it a second holds."""
    start = time.perf_counter()
    found = work()
    print(f"{what:<44} {amount / (time.perf_counter() - start):>12,.0f} {unit}/s")
    return found


def streams() -> None:
    """One part in memory, as a recording that does not compress."""
    pair, plain = wrapping.new_pair(), os.urandom(1 << 20)
    out = io.BytesIO()
    found = timed("seal", MEBIBYTES, "MiB", lambda: seal([plain] * MEBIBYTES, out, public=pair.public, label="a"))
    out.seek(0)
    timed(
        "open",
        MEBIBYTES,
        "MiB",
        lambda: sum(map(len, opened(out, private=pair.private, label="a", expected=found))),  # type: ignore[arg-type]  # a Measure
    )


def database(folder: Path) -> None:
    """A journal as lines, compressed, and back into an empty database."""
    urls = [f"sqlite:///{folder / name / 'sekisho.db'}" for name in ("one", "other")]
    for url in urls:
        prepare(url)
    one, other = (open_engine(url) for url in urls)
    with writing(one) as connection:
        Journal(connection).append(entries(ENTRIES))
    with reading(one) as connection:
        lines = timed("dump, compressed", ENTRIES, "entries", lambda: b"".join(compressed(dump(connection))))
    assert isinstance(lines, bytes)
    print(f"{'  bytes an entry':<44} {len(lines) / ENTRIES:>12,.1f}")
    with writing(other) as connection:
        timed("load", ENTRIES, "entries", lambda: load(connection, decompressed([lines])))
    for engine in (one, other):
        engine.dispose()


if __name__ == "__main__":
    streams()
    with tempfile.TemporaryDirectory() as folder:
        database(Path(folder))
