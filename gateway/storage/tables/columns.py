"""The four kinds of column, the same on both engines, and the one MetaData.

Text compares by bytes on both engines (PostgreSQL: collation C), so that a list has one order everywhere. Moments are kept
as `vocabulary.clock.timestamp` text and days as ISO 8601 text: their order as text is their order in time, and what was
stored is read back to the letter. Lists are canonical JSON in text. SQLite tables are STRICT: a value of another kind is
refused, not converted.
"""

from sqlalchemy import BigInteger, Boolean, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
BYTES = LargeBinary()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")  # up to 2**63 - 1 on both
TRUTH = Boolean().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """One table of this database."""
    return Table(name, metadata, *items, sqlite_strict=True)
