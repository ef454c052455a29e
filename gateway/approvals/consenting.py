"""No order for a sub-processor's engineer without the written consent of every client it touches, each named (R-28). Pure.

Asked when the order is asked for and again at each approval: a consent may have been ended in between.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from gateway.approvals.declined import because
from gateway.approvals.objection import Objection
from gateway.authorization.consents import chain_text, lacking_for, spelled
from gateway.authorization.decision import Reason
from gateway.vocabulary.clock import JST
from gateway.vocabulary.party import Chain
from gateway.vocabulary.target import Target

_MOMENT = timedelta(microseconds=1)


def consent_objections(
    clients: Iterable[str], targets: Iterable[Target], chain: Chain, starts_at: datetime, ends_at: datetime
) -> tuple[Reason, ...]:
    """One reason a client, naming it, what is wrong with its paper, and the chain; empty where every paper stands."""
    first, last = _day(starts_at), _day(max(starts_at, ends_at - _MOMENT))
    return tuple(
        because(
            Objection.CONSENT_MISSING,
            client=spelled(each).en,
            client_ja=spelled(each).ja,
            employer=ascii(chain.employer)[1:-1],
            employer_ja=chain.name,
            chain=chain_text(chain, each).en,
            chain_ja=chain_text(chain, each).ja,
            first=first,
            last=last,
        )
        for each in lacking_for(clients, targets, chain, starts_at, ends_at)
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(JST).date()
