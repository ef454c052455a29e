"""A column of a database and what it holds. What nobody classified holds personal data of a kind nobody knows."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds; everything but HARMLESS is personal data and masked."""

    HARMLESS = "harmless"
    NAME = "name"  # 氏名
    KANA = "kana"  # its reading
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"  # postal codes and parts of addresses too
    BIRTH = "birth"
    CARD = "card"  # payment cards: never shown at all
    LINE = "line"  # 回線ID
    FREE_TEXT = "free-text"  # whatever somebody typed
    PERSONAL = "personal"  # anything else about a person, and everything that nobody classified


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column under PostgreSQL's own names (after folding). `type` is None for a column that nobody classified."""

    schema: str
    table: str
    name: str
    kind: Kind
    type: str | None

    @property
    def is_harmless(self) -> bool:
        """True only for a column that people have marked so."""
        return self.kind is Kind.HARMLESS
