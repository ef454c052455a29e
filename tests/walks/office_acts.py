"""What a supervisor does in the browser, as requests over TLS: each with its page, its form, and what the journal says of it."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.live_view import Desk
from tests.walks.clients import eventually
from tests.walks.office import Sekisho

REASON = "確認のため"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One write: `page` is opened first, as a person does, `kind` is the event it leaves under `filters`."""

    page: str
    path: str
    fields: Mapping[str, str]
    kind: str
    filters: tuple[str, ...]


def on_session(session: str, act: str, kind: str) -> Act:
    page = f"/sessions/{session}"
    filters = ("--session", session)
    return Act(page=page, path=f"{page}/{act}", fields={"reason": REASON}, kind=kind, filters=filters)


def approval(order: str) -> Act:
    page = f"/approvals/{order}"
    return Act(
        page=page, path=f"{page}/approve", fields={"note": ""}, kind="order.approved", filters=("--order", order)
    )


def confirmation(proposal: str) -> Act:
    page = f"/changes/{proposal}"
    return Act(page=page, path=f"{page}/confirm", fields={}, kind="change.confirmed", filters=())


def done(sekisho: Sekisho, act: Act) -> int:
    """How often the journal says so."""
    return len(sekisho.events("--kind", act.kind, *act.filters))


def opened(desk: Desk, act: Act) -> Desk:
    """The page, over a line of its own: the office answers again, and the sign-in is still good."""

    def look() -> Desk | None:
        beside = desk.beside()
        try:
            return beside if beside.ask(act.page)[0] == http.client.OK else None
        except (OSError, http.client.HTTPException):
            return None

    return eventually(look, 40)


def tried(desk: Desk, act: Act) -> int | None:
    """The status, or None where nobody answered any more."""
    try:
        return desk.ask(act.path, dict(act.fields))[0]
    except (OSError, http.client.HTTPException):
        return None


def signed_in(demo: dict[str, Any], username: str) -> Desk:
    """At the form, with password and code."""
    return Desk(demo["gateway"]["admin_ui"]["url"]).sign_in(demo, username)
