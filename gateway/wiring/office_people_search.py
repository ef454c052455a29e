"""The list of people with their real names: filtered in the database, searched by name in memory, opened in one batch.

Names are sealed, so a search by name opens everybody the filter leaves; without one only the part that is shown is opened.
Nothing opened outlives the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.people.reading import Sought
from gateway.wiring.office import Office
from gateway.wiring.office_reading import PeopleFilter, PersonLine, RealName


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson:
    """One account and who it is."""

    line: PersonLine
    name: RealName


def found_people(office: Office, wanted: PeopleFilter, query: str) -> tuple[Sequence[NamedPerson], int]:
    """The part [offset, offset + limit) of the people who meet filter and query, by user name; and how many do.

    Raises GatewayFault.
    """
    sought = Sought.of(query)
    if sought is None:
        lines, total = office.lists.found_people(wanted)
        return _named(office, lines), total
    lines, _ = office.lists.found_people(replace(wanted, limit=None, offset=0))
    found = [
        each
        for each in _named(office, lines)
        if sought.finds(each.name.name, each.name.kana, each.name.number, each.line.username)
    ]
    end = None if wanted.limit is None else wanted.offset + wanted.limit
    return found[wanted.offset : end], len(found)


def named_person(office: Office, person: str) -> NamedPerson | None:
    """One account by id, with its name; None where there is none. Raises GatewayFault."""
    line = office.lists.person(person)
    return None if line is None else _named(office, [line])[0]


def _named(office: Office, lines: Sequence[PersonLine]) -> list[NamedPerson]:
    names = office.lists.real_names([line.id for line in lines]) if lines else {}
    return [NamedPerson(line=line, name=names[line.id]) for line in lines if line.id in names]
