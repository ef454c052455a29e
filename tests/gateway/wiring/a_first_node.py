"""A node on PostgreSQL with keys and a journal, and no process running."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import gateway.wiring.events  # noqa: F401  # every kind of event
from gateway.audit.event import Event
from gateway.audit.folder import FolderTiles
from gateway.audit.journal import Journal
from gateway.audit.note import read_vkey
from gateway.keeper import custody
from gateway.settings.schema import Settings
from gateway.storage.engine import hold_off_writers, open_engine, writing
from gateway.storage.stores.journal import Journal as JournalStore
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.secret import Secret
from gateway.wiring.init import initialise
from gateway.wiring.places import places
from tests.databases import state_settings
from tests.gateway.authorization.a_request import SHIPPED

CLOCK = SystemClock()


@dataclass
class First:
    """A node that was initialised, split, and has a journal."""

    folder: Path
    settings: Settings
    shares: tuple[Secret, ...] = ()
    told: list[Event] = field(default_factory=list)

    def tell(self, events: Sequence[Event]) -> None:
        """Durable, in the chain."""
        key = read_vkey(custody.load(places(self.settings).keeper_keys).public().journal_vkey)
        engine = open_engine(self.settings.database)
        with writing(engine) as connection:
            hold_off_writers(connection)
            tiles = FolderTiles(places(self.settings).journal)
            Journal(JournalStore(connection), tiles, node="node1", key=key, clock=CLOCK).append(events)
        engine.dispose()
        self.told += events


def a_first(folder: Path, kind: str = "postgresql") -> First:
    made = initialise(
        settings_file=folder / "settings.toml",
        state=folder / "state",
        witness=folder / "witness",
        policies=SHIPPED,
        chosen={"state": state_settings(kind), "gateway": {"port": 2299}},
    )
    return First(folder=folder, settings=made.settings)
