"""What a restore writes down before it commits its rows, so that one that was killed is finished by running it again.

Rows and files never change in one step. So the rows decide: everything else lies beside the place, whole and on disk, with a
note of the entry their journal will end with. A journal that has that entry means that the restore has happened, whatever was
killed since, and only names and rights are left to do; a journal without it means that nothing has.
"""

from typing import Final

import msgspec
from sqlalchemy import inspect

from gateway.audit.folder import sync_directory, write_durably
from gateway.settings.schema import Settings
from gateway.storage.address import parsed, sqlite_file
from gateway.storage.engine import open_engine, reading
from gateway.storage.stores.journal import Journal
from gateway.storage.tables import JOURNAL
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import owners_address
from gateway.wiring.places import Places, places
from gateway.wiring.staging import beside

FILE: Final = "unfinished-restore.json"


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The backup by its manifest's digest, the journal's length and last hash, and what there is to tell of it."""

    backup: bytes
    entries: int
    head: bytes
    rows: int
    recordings: int
    ended: dict[str, int]
    witnessed: int | None
    keyless: int


def write(note: Note, staged: Places) -> None:
    """Durable on return. Raises OSError."""
    write_durably(staged.state / FILE, msgspec.json.encode(note), 0o600)


def read(place: Places) -> Note | None:
    """The note of a state, None where there is none: of a state that was restored to its end, or never begun."""
    try:
        return msgspec.json.decode((place.state / FILE).read_bytes(), type=Note)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except msgspec.DecodeError as damaged:
        raise GatewayFault(f"{place.state / FILE} is damaged") from damaged


def done(at: Places) -> None:
    """Nothing is left to do. Raises OSError."""
    (at.state / FILE).unlink()
    sync_directory(at.state)


def of(settings: Settings, backup: bytes) -> Note | None:
    """The note of a restore of this very backup that has happened and is not done. Raises GatewayFault."""
    at = places(settings)
    for place in (at, beside(at)):
        note = read(place)
        if note is not None and note.backup == backup and _committed(note, address_in(settings, place)):
            return note
    return None


def may_have_happened(settings: Settings, staged: Places) -> bool:
    """False only where the database says it has not: a connection that broke at the commit says nothing."""
    try:
        note = read(staged)
        return note is not None and _committed(note, address_in(settings, staged))
    except GatewayFault:
        return True


def address_in(settings: Settings, place: Places) -> str:
    """The database while the state lies in `place`: a file inside the state is there, any other where the settings say."""
    file, state = sqlite_file(parsed(settings.database)), places(settings).state
    if file is None or not file.is_relative_to(state):
        return owners_address(settings)
    return f"sqlite:///{(place.state / file.relative_to(state)).resolve()}"


def _committed(note: Note, url: str) -> bool:
    file = sqlite_file(parsed(url))
    if file is not None and not file.exists():
        return False
    engine = open_engine(url, application="sekisho-restore")
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table(JOURNAL.name):
                return False
            last = next(Journal(connection).read(note.entries - 1, note.entries), None)
            return last is not None and last.hash == note.head
    finally:
        engine.dispose()
