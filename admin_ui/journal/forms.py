"""What is looked for in the journal, read from the address: what cannot be meant finds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from admin_ui.sessions.filters import day_of, midnight, text_of
from gateway.vocabulary.clock import JST
from gateway.wiring.office import Office
from gateway.wiring.office_journal_search import SEQ_MAX, JournalFilter, kinds
from gateway.wiring.office_sessions import people_matching

LINES = 50
APART_MAX = 20  # so many people are looked up one by one, each by the index


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters to search with, one a person where a name fits several; empty where nothing can be found."""

    filters: tuple[JournalFilter, ...]


def asked(office: Office, arguments: Mapping[str, str]) -> Asked:
    """What the address asks for: one more line than a page holds, so that it shows whether there is more."""
    words = {name: text_of(arguments, name) for name in ("session", "terminal", "target", "order", "subject", "kind")}
    since, until = _moments(arguments)
    people = people_matching(office, text_of(arguments, "person") or "")
    shared = {
        **{name: words[name] for name in ("session", "terminal", "target", "order", "subject")},
        "kinds": _kinds(words["kind"]),
        "since": since,
        "until": until,
        "before": _number(arguments.get("before")),
        "limit": LINES + 1,
    }
    if people is None:
        return Asked(filters=(JournalFilter(**shared),))  # type: ignore[arg-type]
    if len(people) > APART_MAX:
        return Asked(filters=(JournalFilter(people=people, **shared),))  # type: ignore[arg-type]
    return Asked(filters=tuple(JournalFilter(person=person, **shared) for person in people))  # type: ignore[arg-type]


def _kinds(word: str | None) -> tuple[str, ...] | None:
    """A kind, or all kinds whose name begins with the word and a dot."""
    if word is None:
        return None
    return tuple(kind for kind in kinds() if kind == word or kind.startswith(word + "."))


def _moments(arguments: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    first, last = day_of(arguments.get("from")), day_of(arguments.get("to"))
    since = None if first is None else midnight(first) + _time(arguments.get("from_time"))
    if last is None:
        return since, None
    ends = arguments.get("to_time", "").strip()
    return since, midnight(last) + (_time(ends) + timedelta(minutes=1) if ends else timedelta(days=1))


def _time(text: str | None) -> timedelta:
    try:
        found = datetime.strptime((text or "").strip(), "%H:%M").replace(tzinfo=JST)
    except ValueError:
        return timedelta()
    return timedelta(hours=found.hour, minutes=found.minute)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and int(text[:17]) <= SEQ_MAX else None
