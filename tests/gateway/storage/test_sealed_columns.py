"""R-83: what is not encrypted refuses to start; and no column can be added that would hold a person in clear."""

import os

import pytest
from sqlalchemy import LargeBinary, Text

from gateway.storage.engine import writing
from gateway.storage.sealed_columns import SEALED, is_readable, require_sealed
from gateway.storage.tables import metadata
from gateway.vocabulary.outcome import GatewayFault

PUBLIC_BYTES = {
    "blob", "body", "hash", "prev", "root", "note", "public_key", "host_keys", "ticket", "signed_pass", "digest",
    "number_digest", "sha256", "final_hash", "credential_id", "counted", "public", "name", "certificate_digest", "certificate",
    "people", "who", "value", "hashes", "novel",
}  # fmt: skip
"""Of LargeBinary columns those that hold keys, digests and signatures, or what somebody signed."""


def test_R83_a_store_with_nothing_in_clear_starts(office):
    require_sealed(office)


@pytest.mark.parametrize("column", [column for column in SEALED if column.table.name == "person"], ids=lambda c: c.name)
def test_R83_a_name_in_clear_stops_the_start(office, column):
    require_sealed(office)
    with writing(office) as connection:
        plain = "山田 太郎 ヤマダ タロウ 00000000000000000000".encode()
        connection.execute(column.table.update().where(column.table.c.id == "P-sato").values({column.name: plain}))
    with pytest.raises(GatewayFault, match=rf"person\.{column.name} of") as told:
        require_sealed(office)
    assert "山田" not in str(told.value)


def test_R83_what_is_sealed_never_reads_as_text():
    assert not any(is_readable(os.urandom(28)) for _ in range(5000))
    assert is_readable(b"short")
    assert is_readable("電話 090-0000-0000 の人です。".encode() * 2)


def test_R83_every_column_of_bytes_is_sealed_or_known_to_be_public():
    """A new column of bytes has to be put on one of the two lists by somebody who thought about it."""
    names = {column.name for column in SEALED}
    unknown = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and column.name not in names | PUBLIC_BYTES
    }
    assert unknown == set()


def test_R83_no_column_of_text_is_for_a_persons_name_mail_or_phone():
    personal = ("kana", "mail", "phone", "tel", "birth", "family", "given", "first_name", "last_name", "full_name")
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Text) and any(word in column.name for word in personal)
    }
    assert found == {"client.kana"}, "a company's reading"
    assert {column.name for column in metadata.tables["person"].columns if isinstance(column.type, Text)} & {
        "name", "kana", "mail", "number",
    } == set()  # fmt: skip
