"""Which `direct-tcpip` can be a jump at all, and whether one is open to a person now. Pure.

A jump goes to the name of a target, compared octet by octet, and port 22. No folding, no trimming, no address: what resolvers
and parsers elsewhere would read as the same host is another name here.
"""

from datetime import datetime
from typing import Final

from gateway.listener.jump.opening import DirectOpening
from gateway.sessions.ports import AdmissionFacts
from gateway.vocabulary.identifiers import TARGET_NAME
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol
from gateway.work_orders.order import Standing as OrderStanding
from gateway.work_orders.order import WorkOrder

PORT: Final = 22
NEVER: Final = frozenset({"localhost"})  # whatever anybody registered under it


def target_named(opening: DirectOpening) -> str | None:
    """The name of the target an opening may mean, None for every other host or port."""
    if opening.port != PORT or not opening.host.isascii():
        return None
    name = opening.host.decode("ascii")
    return name if TARGET_NAME.fullmatch(name) and name not in NEVER else None


def opens_now(facts: AdmissionFacts, name: str, now: datetime) -> bool:
    """True if the target speaks SSH, is in service, and an approved order of the person names it at this hour."""
    target = facts.target
    if target is None or target.name != name or target.protocol is not Protocol.SSH:
        return False
    return target.standing is Standing.ACTIVE and bool(accounts_now(facts, name, now))


def accounts_now(facts: AdmissionFacts, name: str, now: datetime) -> tuple[str, ...]:
    """The accounts on the target that orders name at this hour."""
    open_orders = (order for order in facts.orders if _is_open(order, now))
    named = (each for order in open_orders for each in order.targets if each.name == name)
    return tuple(dict.fromkeys(account for each in named for account in each.accounts))


def _is_open(order: WorkOrder, now: datetime) -> bool:
    return order.standing is OrderStanding.APPROVED and order.starts_at <= now < order.ends_at
