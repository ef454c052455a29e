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
POSTGRESQL_PORT = 5432
_FILES = "sslmode=verify-full sslrootcert=office-ca.crt sslcert=terminal.crt sslkey=terminal.key"
ORDERS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One account on one target. `command` is what is typed at the terminal; None where there is no door to it.

    A database's names the files of the terminal's certificate and of our authority as people save them.
    """

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
                command = _ssh if target.protocol is Protocol.SSH else _psql
                named = f"{who.username}+{ordered.name}" + (f"+{account}" if len(ordered.accounts) > 1 else "")
                yield Opening(
                    order=order.id,
                    target=ordered.name,
                    account=account,
                    until=order.ends_at,
                    command=command(office, named),
                )


def database_port(office: Office) -> int | None:
    """Where the database door listens: the settings' port, or the one the gateway took; None where there is no such door."""
    if office.settings.postgres.port is None or office.settings.postgres.port:
        return office.settings.postgres.port
    try:
        return int(office.places.postgres_port.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return POSTGRESQL_PORT


def _psql(office: Office, named: str) -> str | None:
    port, names = database_port(office), office.settings.postgres.names
    if port is None:
        return None
    at = "" if port == POSTGRESQL_PORT else f" port={port}"
    return f'psql "host={names[0] if names else _host(office)}{at} user={named} {_FILES}"'


def _host(office: Office) -> str:
    return urlsplit(office.settings.admin_ui.public_url).hostname or office.settings.gateway.host


def _ssh(office: Office, named: str) -> str:
    port, host = gateway_port(office), _host(office)
    return f"ssh {named}@{host}" if port == SSH_PORT else f"ssh -p {port} {named}@{host}"
