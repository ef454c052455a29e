"""Inquiries (照会): who was shown how much of a client's data, and who was shown given people (R-47, R-48).

The order never changes: permission, purpose, the registrar's commit that journals it, and only then the first line is read. The
numbers of a look-up go to the keeper and nowhere else; what comes back names people by their place in the list.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.authorization.policy import Policy
from gateway.authorization.roles import Permission
from gateway.disclosure.canaries import spelled_seen
from gateway.disclosure.digests import spelled_person
from gateway.disclosure.inquiry import PURPOSE_LETTERS_MAX, SORTS_MAX, About, Inquiry, Overlap, Showing, ranked
from gateway.disclosure.ledger import Asked, Sought
from gateway.disclosure.numbers import Numbers, Unfit, numbers_of
from gateway.disclosure.shown import UNKNOWN_CLIENT
from gateway.guards.detect import Context, Detector
from gateway.ipc.messages import CallRefused
from gateway.keeper.inquiry_client import LookUp
from gateway.registrar.inquiry_params import InquiryBegun
from gateway.vocabulary.identity import Employer
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_budgets import require_client
from gateway.wiring.office_reading import IndexFilter, IndexLine, IndexTotal, Period, SessionShown, Uncovered

NOBODYS: Final = frozenset({"", "?"})
LATEST_MAX: Final = 50
SPOKEN_LETTERS_MIN: Final = 3  # of a number that a purpose may not repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked: of which client's records (code), which days in Japan, why; at most `limit` lines of each list."""

    client: str
    since: date
    until: date
    purpose: str
    limit: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAnswer:
    """Who was shown how much of a client's data. `begins` is the first day on record at all, None before there is one."""

    inquiry: str
    wanted: Wanted
    total: IndexTotal | None
    lines: Sequence[IndexLine]
    sessions: Sequence[SessionShown]
    employers: Mapping[str, Employer]
    begins: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAnswer:
    """Who was shown the `asked` people, by overlap; `unmet` are those (by place in the list) whom nobody was shown."""

    inquiry: str
    wanted: Wanted
    asked: int
    overlaps: Sequence[Overlap]
    sessions: Mapping[str, SessionShown]
    unmet: Sequence[Asked]
    uncovered: Uncovered
    employers: Mapping[str, Employer]
    begins: date | None


def about_client(office: Office, wanted: Wanted) -> ClientAnswer:
    """The disclosure index of one client, its sessions with it. Raises CallRefused, GatewayFault."""
    inquiry = _begun(office, wanted, About.CLIENT, 0)
    asked = IndexFilter(client=wanted.client, since=wanted.since, until=wanted.until, limit=wanted.limit)
    period = Period(clients=(wanted.client,), since=wanted.since, until=wanted.until)
    return ClientAnswer(
        inquiry=inquiry,
        wanted=wanted,
        total=next(iter(office.lists.disclosure_totals(asked)), None),
        lines=office.lists.disclosure_lines(asked),
        sessions=office.lists.sessions_that_showed(period, limit=wanted.limit),
        employers=_employers(office),
        begins=office.lists.disclosures_since(),
    )


def about_people(office: Office, wanted: Wanted, data: bytes) -> PeopleAnswer:
    """Which sessions showed the people whose numbers stand in the file `data`, at any door. Raises CallRefused, GatewayFault."""
    office.require(Permission.INQUIRY_MAKE, wanted.client)
    numbers = _numbers(data)
    _require_unspoken(wanted.purpose, numbers)
    inquiry = _begun(office, wanted, About.SUBJECT, len(numbers))
    asked = list(_messages(office.policy, wanted.client, numbers))
    digests = LookUp(office.keeper, inquiry).digests([message for _, message in asked])
    whose = {digest: person for (person, _), digest in zip(asked, digests, strict=True)}
    period = Period(clients=_clients(wanted.client), since=wanted.since, until=wanted.until)
    met = office.lists.met(period, Sought(whose.items()), whose)
    lines = {each.session: each for each in _lines(office, period, [each.session for each in met])}
    showings = [
        Showing(session=each.session, person=lines[each.session].person, people=each.people, shown=each.shown)
        for each in met
    ]
    seen = frozenset[Asked]().union(*(each.people for each in met))
    return PeopleAnswer(
        inquiry=inquiry,
        wanted=wanted,
        asked=len(numbers),
        overlaps=ranked(showings),
        sessions=lines,
        unmet=[person for person in range(len(numbers)) if person not in seen],
        uncovered=office.lists.uncovered(period),
        employers=_employers(office),
        begins=office.lists.disclosures_since(),
    )


def latest(office: Office) -> Sequence[tuple[Inquiry, str]]:
    """The newest inquiries of everybody, with the user names of whose they were."""
    return office.lists.inquiries(limit=LATEST_MAX)


def _begun(office: Office, wanted: Wanted, about: About, numbers: int) -> str:
    """Written down and journalled. Raises CallRefused, GatewayFault."""
    office.require(Permission.INQUIRY_MAKE, wanted.client)
    purpose = " ".join(wanted.purpose.split())
    if not purpose or not purpose.isprintable() or len(purpose) > PURPOSE_LETTERS_MAX:
        raise CallRefused("purpose.unfit", _PURPOSE)
    if wanted.since > wanted.until:
        raise CallRefused("period.unfit", _PERIOD)
    if wanted.client not in NOBODYS:
        require_client(office, wanted.client)
    begun = InquiryBegun(
        about=about, client=wanted.client, since=wanted.since, until=wanted.until, numbers=numbers, purpose=purpose
    )
    return office.inquire(begun)


def _numbers(data: bytes) -> Numbers:
    found = numbers_of(data)
    if isinstance(found, Unfit):
        raise CallRefused(found.code, found.text)
    return found


def _require_unspoken(purpose: str, numbers: Numbers) -> None:
    """The purpose is journalled, so it repeats none of the numbers. Raises CallRefused."""
    said = unicodedata.normalize("NFKC", purpose)
    spoken = {each for spellings in numbers.spellings for each in spellings if len(each) >= SPOKEN_LETTERS_MIN}
    if any(each in said or each in purpose for each in spoken):
        raise CallRefused("purpose.unfit", _SPOKEN)


def _messages(policy: Policy, client: str, numbers: Numbers) -> Iterator[tuple[Asked, tuple[str, bytes]]]:
    """What is digested: each number as a person's in a database, by every sort of number, and as a value a shell may show."""
    sorts, detector = _sorts(policy), Detector()
    for person, spellings in enumerate(numbers.spellings):
        for spelling in spellings:
            for code in _clients(client):
                for sort in sorts:
                    yield person, (code, spelled_person(code, sort, spelling))
        seen = {(each.kind.value, each.value_key) for each in detector.look(spellings[0], Context())}
        for kind, value in sorted(seen)[:SORTS_MAX]:
            yield person, (client, spelled_seen(client, kind, value))


def _sorts(policy: Policy) -> Sequence[str]:
    """The sorts of number that the classified databases know. Raises CallRefused for more than one look-up tries."""
    relations = (each for file in policy.columns.files.values() for each in file.catalogue.relations.values())
    found = sorted({each.subject for each in relations if each.subject is not None})
    if len(found) > SORTS_MAX:
        raise CallRefused("inquiry.sorts", _SORTS)
    return found


def _clients(client: str) -> tuple[str, ...]:
    """Rows whose client nobody could tell may be anybody's."""
    return (client,) if client == UNKNOWN_CLIENT else (client, UNKNOWN_CLIENT)


def _lines(office: Office, period: Period, sessions: Sequence[str]) -> Sequence[SessionShown]:
    return office.lists.sessions_that_showed(period, limit=max(1, len(sessions)), only=sessions) if sessions else ()


def _employers(office: Office) -> Mapping[str, Employer]:
    return {each.id: each for each in office.lists.employers()}


_PURPOSE: Final = Text(
    ja=f"照会の目的は必須です（1 行、{PURPOSE_LETTERS_MAX} 文字以内。個人データは書かないでください）。",
    en=f"State a purpose: one line of at most {PURPOSE_LETTERS_MAX} letters, without personal data.",
)
_SPOKEN: Final = Text(
    ja="目的に、照会する番号が書かれています。目的は監査ログに残るため、番号を書かずに入力し直してください。",
    en="The purpose repeats a number that is looked up. It stays in the journal: state it without any number.",
)
_PERIOD: Final = Text(
    ja="期間の終わりが始まりより前です。日付を確認してください。",
    en="The period ends before it begins. Check the days.",
)
_SORTS: Final = Text(
    ja=f"データベースの列の分類に、番号の種類が {SORTS_MAX} を超えてあります。管理者に連絡してください。",
    en=f"The classified databases know more than {SORTS_MAX} sorts of number. Tell the administrator.",
)
