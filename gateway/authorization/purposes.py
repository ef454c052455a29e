"""Purposes by memorandum version (覚書). An order is judged by the version of the day, in Japan, on which it was asked (R-24).

Invariants: versions stand in order of their effective dates; before the first one nothing is permitted; a purpose that
no version names cannot be permitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from gateway.authorization.strict_table import StrictTable, toml_of
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text

FILE = "purposes.toml"
_WRITTEN_LETTERS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the memorandum: in force from 00:00 JST of `effective` until the next one. `permitted` are purpose ids."""

    effective: date
    contract: Text
    permitted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """All purposes by id, all versions by date, and whom to ask for everything else."""

    names: Mapping[str, Text]
    versions: tuple[Version, ...]
    desk: Text

    def version_at(self, moment: datetime) -> Version | None:
        """The version in force at `moment`; None before the first."""
        day = moment.astimezone(JST).date()
        return next((version for version in reversed(self.versions) if version.effective <= day), None)

    def permits(self, purpose: str, moment: datetime) -> bool:
        """True if the version in force at `moment` names the purpose."""
        version = self.version_at(moment)
        return version is not None and purpose in version.permitted

    def permitted_at(self, moment: datetime) -> Mapping[str, Text]:
        """The purposes a person may choose from at `moment`."""
        version = self.version_at(moment)
        return {} if version is None else {purpose: self.names[purpose] for purpose in version.permitted}

    def name_of(self, purpose: str) -> Text:
        """The purpose in words; where nobody named it, what was written, harmless to a screen and cut short."""
        written = ascii(purpose[:_WRITTEN_LETTERS_MAX])[1:-1]
        return self.names.get(purpose, Text(ja=written, en=written))


def purposes_of(content: bytes) -> Purposes:
    """The purposes. Raises PolicyUnfit naming the key."""
    top = StrictTable(FILE, toml_of(FILE, content))
    described = top.table("purpose")
    names = {purpose: described.bilingual(purpose) for purpose in described.names()}
    versions = tuple(_version(table, names) for table in top.tables("version"))
    desk = top.bilingual("desk")
    top.done()
    if not versions:
        raise PolicyUnfit(FILE, "version", "no version: no purpose would be permitted at all")
    days = [version.effective for version in versions]
    if days != sorted(set(days)):
        raise PolicyUnfit(FILE, "version.effective", "versions stand in order of their dates, each date once")
    return Purposes(names=MappingProxyType(names), versions=versions, desk=desk)


def _version(table: StrictTable, names: Mapping[str, Text]) -> Version:
    version = Version(
        effective=table.day("effective"), contract=table.bilingual("contract"), permitted=table.texts("permitted")
    )
    table.done()
    for purpose in version.permitted:
        if purpose not in names:
            raise PolicyUnfit(FILE, f"{table.place}.permitted.{purpose}", "unknown purpose", valid=names)
    return version
