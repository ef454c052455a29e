"""Entries of other processes, put into the town's journal as its registrar would."""

from gateway.audit.event import Event
from gateway.audit.folder import FolderTiles
from gateway.audit.journal import Journal
from gateway.audit.note import read_vkey
from gateway.keeper import public_keys
from gateway.settings.reading import read
from gateway.storage.engine import open_engine, writing
from gateway.storage.stores.journal import Journal as Store
from gateway.wiring.places import places
from tests.gateway.cli.town import Town


def written(town: Town, event: Event) -> int:
    """Its sequence number."""
    settings = read(town.settings)
    at = places(settings)
    key = read_vkey(public_keys.read(at.public_keys).journal_vkey)
    engine = open_engine(settings.database, application="test")
    try:
        with writing(engine) as connection:
            journal = Journal(Store(connection), FolderTiles(at.journal), node="node1", key=key, clock=town.clock)
            return journal.append([event])[0].seq
    finally:
        engine.dispose()
