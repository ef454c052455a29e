"""A registrar as a process of its own, for tests that kill it: `python -m tests.gateway.registrar.process DIRECTORY`.

SIGUSR1 fills its disk: from then on no file of it can grow. `seeds` holds the keys that would be the keeper's, `bounds`, where
it stands, how much room there must be (MiB: ballast, floor, session).
"""

import asyncio
import logging
import os
import resource
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from gateway.audit.folder import FolderTiles
from gateway.audit.note import VerifierKey
from gateway.audit.report import Outcome
from gateway.audit.verify import verify
from gateway.audit.witness import FolderWitness
from gateway.crypto import signing
from gateway.metrics.places import Place
from gateway.recording import recovery
from gateway.recording.seal import Sealed
from gateway.registrar.service import Registrar
from gateway.space.bounds import MIB, Bounds
from gateway.space.stores import Stores
from gateway.storage.engine import open_engine
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring.database import FILE_COMMIT_SECONDS, SAYS_WHY_SECONDS
from tests.gateway.registrar.scene import ROLES, Scene, doors_of

DATABASE, SEEDS, RECORDINGS, WITNESS = "state/sekisho.sqlite3", "seeds", "recordings", "witness"
BOUNDS = "bounds"
WAIT = round(1000 * (FILE_COMMIT_SECONDS - SAYS_WHY_SECONDS))


class RecordingSigner:
    """The keeper's signature under recordings."""

    def __init__(self, seed: Secret) -> None:
        self.seed = seed

    def sign(self, kind: str, body: bytes) -> bytes:
        return signing.sign(self.seed, signing.tagged(f"recording.{kind}", body))


def keyed_scene(directory: Path) -> tuple[Scene, Secret]:
    """A scene on the directory's database and keys, and the seed that signs recordings."""
    scene = Scene(
        open_engine(f"sqlite:///{directory / DATABASE}", application="test", wait_milliseconds=WAIT), directory
    )
    keeper, journal, recordings = (Secret(seed) for seed in parts_of((directory / SEEDS).read_bytes()))
    scene.keeper = keeper
    scene.signer.seed = journal
    scene.signer.key = VerifierKey(name="test.example/journal", public=signing.public_of(journal))
    return scene, recordings


def parts_of(seeds: bytes) -> list[bytes]:
    return [seeds[at : at + 32] for at in range(0, 96, 32)]


def make_seeds(directory: Path) -> None:
    (directory / SEEDS).write_bytes(b"".join(signing.new_signing_key().reveal() for _ in range(3)))


def stores_of(directory: Path) -> Stores:
    """What the process watches: nothing without `bounds`."""
    file = directory / BOUNDS
    if not file.exists():
        return Stores({}, Bounds())
    ballast, floor, session = (int(word) * MIB for word in file.read_text().split())
    folders = {
        Place.DATABASE: (directory / DATABASE).parent,
        Place.RECORDINGS: directory / RECORDINGS,
        Place.JOURNAL: directory / "tiles",
    }
    (directory / "tiles").mkdir(exist_ok=True)
    return Stores(folders, Bounds(ballast_bytes=ballast, floor_bytes=floor, session_bytes=session))


class Process:
    """The running process."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        for role in ROLES:
            (directory / f"{role}.sock").unlink(missing_ok=True)
        self.run = subprocess.Popen(
            [sys.executable, "-m", "tests.gateway.registrar.process", str(directory)],
            cwd=Path(__file__).parents[3],
            stderr=(directory / "log").open("ab"),
        )
        end = time.monotonic() + 30
        while not (directory / "worker.sock").exists():
            assert self.run.poll() is None, (directory / "log").read_text()
            assert time.monotonic() < end, "the registrar did not open its doors"
            time.sleep(0.01)

    def kill(self) -> None:
        self.run.kill()
        self.run.wait(timeout=10)

    def fill_disk(self) -> None:
        self.run.send_signal(signal.SIGUSR1)

    def stop(self) -> int:
        self.run.terminate()
        return self.run.wait(timeout=20)


def _recover(directory: Path, seed: Secret, path: str, reason: str) -> Sealed | recovery.NeverBegan:
    return recovery.recover(
        directory / path, vkey=signing.public_of(seed), signer=RecordingSigner(seed), clock=SystemClock(), reason=reason
    )


async def _serve(directory: Path) -> int:
    scene, seed = keyed_scene(directory)
    scene.recover = partial(_recover, directory / RECORDINGS, seed)
    scene.keeps = FolderWitness(directory / WITNESS, scene.signer.key)
    scene.stores, scene.database_file = stores_of(directory), directory / DATABASE
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGUSR1, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    return await Registrar(scene.parts).run(doors_of(directory, frozenset({os.getuid()})), stop)


def journal_verified(scene: Scene, directory: Path) -> Outcome:
    """What an auditor finds who looks at everything below `directory`: no flaw, or the test fails."""
    with scene.store.reading() as transaction:
        report = verify(
            transaction.journal,
            key=scene.signer.key,
            now=datetime.now(UTC),
            witness=FolderWitness(directory / WITNESS),
            tiles=FolderTiles(directory / "tiles"),
        )
    assert report.findings == ()
    return report.outcome


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(relativeCreated)d %(levelname)s %(message)s")
    sys.exit(asyncio.run(_serve(Path(sys.argv[1]))))
