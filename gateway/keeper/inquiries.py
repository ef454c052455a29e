"""Digests of the numbers somebody looks up (R-48): only for an auditor, only for an inquiry of his that stands in the journal.

The registrar's commit comes first: the keeper reads the inquiry's row itself, digests for its client alone (and for rows of
nobody's), for a few minutes, no more people than it says, and writes down once that it did. So who holds the database alone
can enumerate nobody, and who holds an auditor's session can ask for no person that the journal does not count.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from gateway.disclosure.inquiry import SORTS_MAX, Inquiry
from gateway.disclosure.shown import UNKNOWN_CLIENT
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.diary import Diary
from gateway.keeper.disclosures import Disclosures
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.ports import Inquiries as Kept
from gateway.keeper.requests import InquiryDigest
from gateway.keeper.standing import Standing
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identity import Role

SPELLINGS_MAX: Final = 6 * SORTS_MAX  # of one number: spellings by sorts, under the client's key and nobody's
REMEMBERED_MAX: Final = 4096


@dataclass(eq=False, slots=True)
class _Told:
    """In a standing's memory: inquiries whose digests the journal knows to have been made here."""

    inquiries: set[str] = field(default_factory=set)


class Inquiries:
    """Digests for the office, where `Disclosures` does for sessions."""

    def __init__(self, disclosures: Disclosures, kept: Kept, desk: Desk, diary: Diary, clock: Clock) -> None:
        self._disclosures, self._kept, self._desk = disclosures, kept, desk
        self._diary, self._clock = diary, clock
        self._digested: OrderedDict[str, int] = OrderedDict()  # messages by inquiry, over all connections

    async def digest(self, standing: Standing, asked: InquiryDigest) -> list[bytes]:
        """The digests, in order. Raises Refuse, Violation."""
        if Role.AUDITOR not in standing.person.roles:
            raise Refuse("keeper.role", words.NOT_FOR_THIS_ROLE)
        inquiry = await self._desk.ask(self._kept.get, asked.inquiry)
        if inquiry is None or not inquiry.opens_for(standing.person.person, self._clock.now()):
            raise Refuse("inquiry.absent", words.NO_INQUIRY)
        if any(item.client not in (inquiry.client, UNKNOWN_CLIENT) for item in asked.items):
            raise Violation("numbers of another client's people")
        self._count(inquiry, len(asked.items))
        await self._told(standing, inquiry)
        return self._disclosures.made(asked.items)

    async def _told(self, standing: Standing, inquiry: Inquiry) -> None:
        """In the journal before a digest leaves; once for each connection that asks for them."""
        told = standing.memory(_Told)
        if inquiry.id in told.inquiries:
            return
        await self._diary.used(
            KeyUsed(
                person=standing.person.person,
                use=KeyUse.LOOK_UP,
                connection=standing.connection,
                purpose=f"{inquiry.id} {inquiry.client}",
            )
        )
        told.inquiries.add(inquiry.id)

    def _count(self, inquiry: Inquiry, messages: int) -> None:
        """Raises Violation for more than its numbers can have."""
        before = self._digested.get(inquiry.id, 0)
        if before + messages > inquiry.numbers * SPELLINGS_MAX:
            raise Violation("more numbers than the inquiry says")
        self._digested[inquiry.id] = before + messages
        if len(self._digested) > REMEMBERED_MAX:  # more inquiries than minutes can hold
            self._digested.popitem(last=False)
