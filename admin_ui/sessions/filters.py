"""What a filter row of sessions or recordings asks for, read from the address: what cannot be meant finds nothing, never all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from admin_ui.language import said
from admin_ui.paging import Wanted
from gateway.vocabulary.clock import JST
from gateway.wiring.office import Office
from gateway.wiring.office_sessions import people_matching

LETTERS_MAX: Final = 100
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filter's lists offer: (value, text) pairs, the first for everything."""

    employers: list[tuple[str, str]]
    clients: list[tuple[str, str]]
    purposes: list[tuple[str, str]]


def fields_of(office: Office, arguments: Mapping[str, str], wanted: Wanted) -> dict[str, Any]:
    """The filter's fields as `WorkFilter` takes them."""
    first, last = day_of(arguments.get("from")), day_of(arguments.get("to"))
    return {
        "people": people_matching(office, text_of(arguments, "person") or ""),
        "employer": text_of(arguments, "employer"),
        "client": text_of(arguments, "client"),
        "target": text_of(arguments, "target"),
        "purpose": text_of(arguments, "purpose"),
        "order": text_of(arguments, "order"),
        "started_from": None if first is None else midnight(first),
        "started_before": None if last is None else midnight(last + timedelta(days=1)),
        "limit": wanted.size,
        "offset": wanted.offset,
    }


def text_of(arguments: Mapping[str, str], name: str) -> str | None:
    """What was typed into one field, without blanks around it; None for nothing."""
    return arguments.get(name, "").strip()[:LETTERS_MAX] or None


def day_of(text: str | None) -> date | None:
    """A day as a date field sends it; None for none, and for what is no day."""
    try:
        found = date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2999, 12, 31) else None


def midnight(day: date) -> datetime:
    """The beginning of a day in Japan."""
    return datetime(day.year, day.month, day.day, tzinfo=JST).astimezone(UTC)


def choices(office: Office, everything: str) -> Choices:
    """The lists of the filter row."""
    first = [("", everything)]
    return Choices(
        employers=first + [(each.id, each.name) for each in office.lists.employers()],
        clients=first + [(each.id, each.name) for each in office.lists.clients()],
        purposes=first + [(id_, said(name)) for id_, name in sorted(office.policy.purposes.names.items())],
    )


def clients_named(office: Office) -> Mapping[str, str]:
    """Names of client companies by id."""
    return {each.id: each.name for each in office.lists.clients()}
