"""What the list of orders asks for, read from the address: what cannot be meant finds nothing, never all."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from admin_ui.language import _, said
from admin_ui.paging import Wanted
from admin_ui.sessions.filters import day_of, midnight, text_of
from gateway.authorization.wording import standing_name
from gateway.wiring.office import Office
from gateway.wiring.office_orders import sees_all
from gateway.wiring.office_reading import OrderFilter
from gateway.wiring.office_sessions import people_matching
from gateway.work_orders.order import Standing

STANDINGS: Final = frozenset(standing.value for standing in Standing)


def filter_of(office: Office, arguments: Mapping[str, str], wanted: Wanted) -> OrderFilter:
    """One page of the orders that meet the address."""
    first, last, standing = day_of(arguments.get("from")), day_of(arguments.get("to")), text_of(arguments, "standing")
    people = people_matching(office, text_of(arguments, "person") or "") if sees_all(office) else None
    return OrderFilter(
        people=() if standing is not None and standing not in STANDINGS else people,
        standing=Standing(standing) if standing in STANDINGS else None,
        target=text_of(arguments, "target"),
        client=text_of(arguments, "client"),
        ending_after=None if first is None else midnight(first),
        beginning_before=None if last is None else midnight(last + timedelta(days=1)),
        limit=wanted.size,
        offset=wanted.offset,
    )


def standings() -> list[tuple[str, str]]:
    """The list of the filter row; the first is for everything."""
    return [("", _("すべて")), *((each.value, said(standing_name(each))) for each in Standing)]


def clients(office: Office) -> list[tuple[str, str]]:
    """The clients of the filter row; the first is for everything."""
    return [("", _("すべて")), *((each.id, each.name) for each in office.lists.clients())]
