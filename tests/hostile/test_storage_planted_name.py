"""R-83: a planted name, its reading and its number are searched for in every raw byte of the database.

The search itself is proved on the same bytes: the user name, which may be stored in plain, is found.
"""

import base64
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.storage.engine import writing
from gateway.storage.office import Office
from gateway.vocabulary.identity import Role
from tests.gateway.storage.samples import KeyedCipher, add_person

NAME, KANA, NUMBER = "薔薇小路 蒼穹丸", "バラコウジ ソウキュウマル", "QX-7730419"
PARTS = ("薔薇小路", "蒼穹丸", "バラコウジ", "ソウキュウマル", "7730419", NAME, KANA, NUMBER)


def _spellings(value: str) -> set[bytes]:
    """The ways in which careless code would write a text down."""
    raw = value.encode()
    plain = {raw, value.encode("utf-16-le"), value.encode("utf-16-be"), value.encode("cp932"), value.encode("euc-jp")}
    escaped = {value.encode("ascii", "backslashreplace"), raw.hex().encode(), raw.hex().upper().encode()}
    return plain | escaped | {_inside_base64(raw, shift) for shift in range(3)}


def _inside_base64(raw: bytes, shift: int) -> bytes:
    """The letters that show in base64 of any text that holds `raw` at this offset modulo 3, borders cut off."""
    encoded = base64.b64encode(b"\0" * shift + raw + b"\0" * 3)
    return encoded[(0, 2, 3)[shift] : (shift + len(raw)) * 4 // 3]


def _bytes_of(database, server_home) -> dict[str, bytes]:
    if database.dialect.name == "sqlite":
        folder = Path(str(database.url.database).removeprefix("file:")).parent
        return {path.name: path.read_bytes() for path in folder.iterdir()}
    with writing(database) as connection:
        place = connection.execute(text("SELECT pg_relation_filepath('person')")).scalar_one()
    folders = [(server_home / "data" / place).parent, server_home / "data" / "pg_wal"]
    files = [path for folder in folders for path in folder.iterdir() if path.is_file()]
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture
def planted(database):
    cipher = KeyedCipher()
    with writing(database) as connection:
        for number in range(20):
            add_person(connection, cipher, f"other{number}")
        assert add_person(
            connection, cipher, "planted-user", name=NAME, kana=KANA, number=NUMBER, roles=frozenset({Role.ENGINEER})
        )
        Office(connection).put_credential("P-planted-user", "password", b"sealed elsewhere")
    return database


@pytest.fixture
def server_home(database_kind, request):
    return request.getfixturevalue("postgres_server").socket_directory if database_kind == "postgresql" else None


def _checkpoint(database):
    if database.dialect.name == "sqlite":
        with database.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    else:
        with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))


@pytest.mark.parametrize("moment", ["in the write-ahead log", "after a checkpoint"])
def test_R83_a_planted_name_is_in_no_raw_file(planted, server_home, moment):
    if moment == "after a checkpoint":
        _checkpoint(planted)
    files = _bytes_of(planted, server_home)
    assert any(b"planted-user" in content for content in files.values()), "the search sees nothing"
    for part in PARTS:
        for spelling in _spellings(part):
            for name, content in files.items():
                assert spelling not in content, f"{part} in {name} as {spelling!r}"


def test_the_search_would_see_each_spelling():
    raw = f"x{NAME}y".encode()
    shown = [base64.b64encode(b"z" * shift + raw) for shift in range(3)]
    for encoded in shown:
        assert any(spelling in encoded for spelling in _spellings(NAME))
    assert raw.hex().encode().find(NAME.encode().hex().encode()) > 0
