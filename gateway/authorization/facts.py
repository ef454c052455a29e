"""A request in Cedar's words (policies/access/schema.cedarschema). Pure translation; decides nothing.

Moments are cut to milliseconds, Cedar's grain, always towards refusal: a window's beginning is rounded up, the rest down.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from gateway.authorization.cedar import Question
from gateway.authorization.consents import lacking_of
from gateway.authorization.limits import Limits
from gateway.authorization.purposes import Purposes
from gateway.authorization.request import OrderFacts, Request
from gateway.vocabulary.clock import JST
from gateway.vocabulary.target import Protocol

_LAST_MILLISECOND = time(23, 59, 59, 999000, tzinfo=JST)
_ALMOST_ONE = timedelta(microseconds=999)


def question_of(request: Request, limits: Limits, purposes: Purposes) -> Question:
    """The request, its entities and its context. Raises OverflowError for a moment outside the years 1 to 9999."""
    person, terminal, target = request.person, request.terminal, request.target
    context: dict[str, Any] = {
        "account": request.account,
        "terminal": _link("Terminal", terminal.id),
        "factors": sorted(request.factors),
        "proved_at": _moment(request.proved_at),
        "now": _moment(request.now),
        "limits": {"window": _duration(f"{limits.window_hours}h"), "factors": _duration(f"{limits.factors_minutes}m")},
    }
    context["unconsented"] = [lacking.client for lacking in lacking_of(request)]
    if request.order is not None:
        context["order"] = _order(request.order, request.now, purposes)
    return Question(
        person=person.id,
        action=request.capability.value,
        target=target.name,
        context=context,
        entities=(
            _entity(
                "Person",
                person.id,
                standing=person.standing,
                roles=sorted(person.roles),
                contract_ends=_moment(datetime.combine(person.contract_end, _LAST_MILLISECOND)),
            ),
            _entity("Terminal", terminal.id, standing=terminal.standing),
            _entity(
                "Target",
                target.name,
                standing=target.standing,
                accounts=sorted(target.accounts),
                personal_data=target.holds_personal_data(request.today),
                drop_folder=target.drop_folder is not None,
                database=target.protocol is Protocol.POSTGRESQL,
            ),
        ),
    )


def _order(order: OrderFacts, now: datetime, purposes: Purposes) -> dict[str, Any]:
    return {
        "person": _link("Person", order.person_id),
        "targets": [_link("Target", ordered.name) for ordered in order.targets],
        "accounts": [
            {"target": _link("Target", ordered.name), "account": account}
            for ordered in order.targets
            for account in ordered.accounts
        ],
        "standing": order.standing,
        "approvals": len(order.approvers),
        "approvals_needed": order.approvals_needed,
        "starts_at": _moment(order.starts_at + _ALMOST_ONE),
        "ends_at": _moment(order.ends_at),
        "mode": order.mode,
        "personal_data": order.personal_data,
        "clients": sorted(order.clients),
        "purpose": order.purpose,
        "purpose_permitted_when_asked": purposes.permits(order.purpose, order.requested_at),
        "purpose_permitted_now": purposes.permits(order.purpose, now),
    }


def _entity(kind: str, name: str, **attributes: Any) -> dict[str, Any]:
    return {"uid": {"type": kind, "id": name}, "attrs": attributes, "parents": []}


def _link(kind: str, name: str) -> dict[str, dict[str, str]]:
    return {"__entity": {"type": kind, "id": name}}


def _moment(moment: datetime) -> dict[str, dict[str, str]]:
    spelled = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")  # cuts, never rounds up
    return {"__extn": {"fn": "datetime", "arg": f"{spelled}Z"}}


def _duration(spelled: str) -> dict[str, dict[str, str]]:
    return {"__extn": {"fn": "duration", "arg": spelled}}
