"""The written consents behind an order, looked up in the transaction that relies on them (R-28, R-79).

The desk and the session process have judged by what they read; this is the second lock, held by the one writer. A consent that
was ended a moment ago stops an approval, an opening session, and at oversight's next look a running one.
"""

from collections.abc import Iterator
from datetime import datetime

from gateway.authorization.consents import lacking_for, lacking_now, spelled
from gateway.ipc.server import Refuse
from gateway.registrar import texts
from gateway.registrar.ports import Facts
from gateway.vocabulary.party import Chain, Lacking
from gateway.vocabulary.target import Target
from gateway.work_orders.order import WorkOrder

SHOWN_MAX = 20  # clients named in one refusal


def require_consents(facts: Facts, order: WorkOrder) -> None:
    """Raise Refuse `consent.missing` unless every client's consent stands through the order's window."""
    chain = _chain(facts, order.person_id)
    if chain.needs_consent:
        _require_none(lacking_for(order.clients, _targets(facts, order), chain, order.starts_at, order.ends_at))


def require_consents_now(facts: Facts, order: WorkOrder, target: Target, now: datetime) -> None:
    """Raise Refuse `consent.missing` unless every client's consent stands at this moment, for work on this target."""
    _require_none(lacking_now(order, target, _chain(facts, order.person_id), now))


def _chain(facts: Facts, person: str) -> Chain:
    account = facts.account(person)
    if account is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    return facts.chain(account.employer)


def _targets(facts: Facts, order: WorkOrder) -> Iterator[Target]:
    found = (facts.target(named.name) for named in order.targets)
    return (target for target in found if target is not None)


def _require_none(lacking: tuple[Lacking, ...]) -> None:
    if lacking:
        raise Refuse("consent.missing", texts.consent_missing([spelled(each) for each in lacking[:SHOWN_MAX]]))
