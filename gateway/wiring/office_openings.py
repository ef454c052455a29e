"""What an engineer's orders open at this moment, and the exact command for it.

Whether the door opens is decided there, by the facts of that moment; this says only what an approved order names now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from gateway.vocabulary.identity import Standing as PersonStanding
from gateway.vocabulary.target import Protocol
from gateway.wiring.office import Office
from gateway.wiring.office_reading import OrderFilter
from gateway.work_orders.order import Standing, WorkOrder

LATELY = timedelta(days=1)
SSH_PORT = 22
ORDERS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One account on one target. `command` is what is typed at the terminal; None where SSH is not the way to it."""

    order: str
    target: str
    account: str
    until: datetime
    command: str | None


def my_openings(office: Office) -> Sequence[Opening]:
    """Everything my approved orders open now, what ends first standing first. Raises CallRefused for nobody."""
    me, now = office.require_person().person, office.clock.now()
    wanted = OrderFilter(
        of=me, standing=Standing.APPROVED, ending_after=now, beginning_before=now + timedelta(seconds=1)
    )
    found = [each for line in office.lists.orders(wanted) for each in openings(office, line.order)]
    return sorted(found, key=lambda each: (each.until, each.target, each.account))


def openings(office: Office, order: WorkOrder) -> Sequence[Opening]:
    """What this order opens now for whoever is here; nothing for anybody but its engineer."""
    return list(_openings(office, order))


def gateway_port(office: Office) -> int:
    """Where the SSH door listens: the settings' port, or the one the gateway took."""
    if office.settings.gateway.port:
        return office.settings.gateway.port
    try:
        return int(office.places.port.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return SSH_PORT


def _openings(office: Office, order: WorkOrder) -> Iterator[Opening]:
    who, now = office.require_person(), office.clock.now()
    for ordered in order.targets:
        target = office.facts.target(ordered.name)
        if target is None or target.standing is not PersonStanding.ACTIVE:
            continue
        for account in ordered.accounts:
            if order.covers(person_id=who.person, target=ordered.name, account=account, now=now):
                by_ssh = target.protocol is Protocol.SSH
                named = f"{who.username}+{ordered.name}" + (f"+{account}" if len(ordered.accounts) > 1 else "")
                yield Opening(
                    order=order.id,
                    target=ordered.name,
                    account=account,
                    until=order.ends_at,
                    command=_command(office, named) if by_ssh else None,
                )


def _command(office: Office, named: str) -> str:
    port = gateway_port(office)
    host = urlsplit(office.settings.admin_ui.public_url).hostname or office.settings.gateway.host
    return f"ssh {named}@{host}" if port == SSH_PORT else f"ssh -p {port} {named}@{host}"
