"""Inquiries on the disclosure records: written down and journalled in one commit before anybody sees a line (R-47, R-48).

Only for an auditor, by the keeper's word and the database's now, with a factor proved minutes ago; and nobody asks about more
numbers in a day than look-ups need, so that a register of customers cannot be gone through by asking.
"""

from datetime import datetime, timedelta
from typing import Final

from gateway.disclosure.inquiry import DAY_NUMBERS_MAX, About, Inquiry, left_today
from gateway.disclosure.inquiry_events import InquiryMade
from gateway.ipc.server import Peer, Refuse, Violation
from gateway.registrar import binding, duties, freshness, texts
from gateway.registrar.binding import Bound
from gateway.registrar.group import Done
from gateway.registrar.inquiry_params import InquiryBegun
from gateway.registrar.ports import Transaction
from gateway.registrar.rights import today
from gateway.registrar.works import Works
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text

INQUIRES: Final = frozenset({Role.AUDITOR})
NOBODYS: Final = frozenset({"", "?"})
"""Stand for clients nobody knows: what was shown of theirs is asked about like a client's."""


class InquiryDesk:
    """Answers the office."""

    def __init__(self, works: Works) -> None:
        self._works = works

    async def begin(self, peer: Peer, asked: InquiryBegun) -> str:
        """Write it down; its id. Raises Violation, Refuse ("role.missing", "fresh.needed", "web.ended", "inquiry.*")."""
        bound, now = binding.bound(peer), self._works.clock.now()
        fresh_for = timedelta(seconds=self._works.limits.fresh_seconds)
        inquiry = _inquiry(bound, asked, now)

        def write(transaction: Transaction) -> Done[str]:
            _require_may(transaction, bound, now, fresh_for)
            return _written(transaction, bound, inquiry)

        return (await self._works.group.write(write)).result


def _inquiry(bound: Bound, asked: InquiryBegun, now: datetime) -> Inquiry:
    if not asked.purpose.strip() or not asked.purpose.isprintable():
        raise Violation("an inquiry without a purpose in one line")
    try:
        return Inquiry(
            id=new_identifier("Q", now),
            person=bound.person,
            about=asked.about,
            client=asked.client,
            since=asked.since,
            until=asked.until,
            numbers=asked.numbers,
            purpose=asked.purpose,
            at=now,
        )
    except ValueError as wrong:
        raise Violation(f"no inquiry: {wrong}") from wrong


def _require_may(transaction: Transaction, bound: Bound, now: datetime, fresh_for: timedelta) -> None:
    duties.require_any(duties.roles_now(transaction.facts, bound, today(now)), INQUIRES)
    freshness.require_open(transaction, bound.assertion)
    if bound.assertion.way not in freshness.GOOD or now - bound.assertion.proved_at > fresh_for:
        raise Refuse("fresh.needed", texts.FRESH_NEEDED)


def _written(transaction: Transaction, bound: Bound, inquiry: Inquiry) -> Done[str]:
    if inquiry.client not in NOBODYS and transaction.facts.client(inquiry.client) is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if inquiry.about is About.SUBJECT:
        midnight = inquiry.at.astimezone(JST).replace(hour=0, minute=0, second=0, microsecond=0)
        used = transaction.inquiries.numbers_since(inquiry.person, midnight)
        if inquiry.numbers > left_today(used):
            raise Refuse("inquiry.too-many", TOO_MANY)
    if not transaction.inquiries.add(inquiry):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    word = InquiryMade(
        person=inquiry.person,
        inquiry=inquiry.id,
        about=inquiry.about,
        client=inquiry.client,
        since=inquiry.since.isoformat(),
        until=inquiry.until.isoformat(),
        numbers=inquiry.numbers,
        purpose=inquiry.purpose,
        by_username=bound.assertion.username,
        os_user=bound.assertion.os_user or "",
    )
    return Done(result=inquiry.id, events=(word,))


TOO_MANY: Final = Text(
    ja=f"1 日（日本時間）に照会できる番号は、1 人につき {DAY_NUMBERS_MAX} 件までです。明日続けるか、別の監査者に頼んでください。",
    en=f"One person looks up at most {DAY_NUMBERS_MAX} numbers a day (Japan time). Go on tomorrow, or ask another auditor.",
)
