"""An account without anything personal: what may be read of it, compared and written down."""

from dataclasses import dataclass
from datetime import date

from gateway.vocabulary.identity import Engagement, Language, Role, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account as it stands at `version`. `employer` is an id; name, kana and number are not here."""

    id: str
    username: str
    employer: str
    engagement: Engagement
    agency: str | None
    contract_end: date
    roles: frozenset[Role]
    language: Language
    standing: Standing
    version: int
    trained_on: date | None = None
    oath_on: date | None = None
    has_mail: bool = False
