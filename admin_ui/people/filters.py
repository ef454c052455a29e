"""Whom the list of people shows, read from the address: what cannot be meant finds nobody."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from admin_ui.paging import Wanted
from gateway.vocabulary.identity import Role, Standing
from gateway.wiring.office import Office
from gateway.wiring.office_objections import today
from gateway.wiring.office_reading import PeopleFilter

Word = TypeVar("Word", bound=StrEnum)
NOBODYS = "-"  # an employer's id that nobody has
DAYS_MAX = 4000


def filter_of(office: Office, arguments: Mapping[str, str], wanted: Wanted) -> PeopleFilter:
    """The filter; a word that is none of its kind finds nobody."""
    role, standing = word_of(arguments, "role", Role), word_of(arguments, "standing", Standing)
    strange = role is Ellipsis or standing is Ellipsis
    days = arguments.get("ending", "")
    soon = timedelta(days=int(days)) if days.isascii() and days.isdigit() and int(days[:5]) <= DAYS_MAX else None
    return PeopleFilter(
        employer=NOBODYS if strange else arguments.get("employer") or None,
        role=role if isinstance(role, Role) else None,
        standing=standing if isinstance(standing, Standing) else None,
        ending_until=None if soon is None else today(office) + soon,
        limit=wanted.size,
        offset=wanted.offset,
    )


def word_of(arguments: Mapping[str, str], name: str, words: type[Word]) -> Word | object | None:
    """A word of the address; None where it is not asked for, Ellipsis for one that is none."""
    given = arguments.get(name, "")
    if not given:
        return None
    return words(given) if given in {each.value for each in words} else Ellipsis
