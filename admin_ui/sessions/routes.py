"""Sessions: what runs now, updating by itself, what is over, and 「切断」: gone within two seconds, with a reason (R-42)."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import status_of
from admin_ui.language import _
from admin_ui.live.room import around, shown
from admin_ui.paging import Paged, Wanted
from admin_ui.sessions import filters
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_live_list, office_sessions
from gateway.wiring.office_reading import SessionFilter, SessionLine, Shown
from gateway.wiring.office_words import WORDS

blueprint = Blueprint("sessions", __name__, url_prefix="/sessions")
RUNNING_MAX = 200


@blueprint.get("")
def index() -> str:
    """What runs, and below it what is over, filtered."""
    here, wanted = office(), Wanted.of(request.args)
    asked = SessionFilter(shown=Shown.OVER, **filters.fields_of(here, request.args, wanted))
    lines = here.lists.sessions(asked)
    total = here.lists.sessions_counted(replace(asked, limit=1, offset=0))
    return render_template(
        "sessions/index.html",
        page=Paged(items=lines, wanted=wanted, total=total),
        choices=filters.choices(here, _("すべて")),
        **_running(),
        **_around(lines),
    )


@blueprint.get("/running")
def running() -> str:
    """The live part alone: asked for every two seconds by the page itself."""
    return render_template("sessions/_running.html", **_running())


@blueprint.get("/<session>")
def show(session: str) -> str:
    """One session: its facts, its recording, its history, and how to end it."""
    return shown(session)


@blueprint.get("/<session>/state")
def state(session: str) -> str:
    """The standing of one session alone, for the page that shows it."""
    return render_template("sessions/_state.html", **around(session))


@blueprint.post("/<session>/cut")
def cut(session: str) -> Response:
    """End it now."""
    reason = request.form.get("reason", "")
    try:
        office_sessions.cut(office(), session, reason)
    except CallRefused as refused:
        if refused.code.endswith(".absent") or refused.code == "role.missing":
            raise
        status = 422 if refused.code == "reason.unfit" else status_of(refused)
        return make_response(shown(session, what="cut", refused=refused.text, reason=reason), status)
    flash(_("切断しました。記録は保存されています。"))
    return redirect(url_for("sessions.show", session=session), 303)  # type: ignore[return-value]


def _running() -> dict[str, Any]:
    here = office()
    lines = here.lists.sessions(SessionFilter(shown=Shown.RUNNING, limit=RUNNING_MAX))
    found = {"running": office_live_list.running(here, lines), "now": here.clock.now()}
    return found | {"running_names": office_sessions.names(here, [line.session.person for line in lines])}


def _around(lines: "list[SessionLine] | Any") -> dict[str, Any]:
    here = office()
    return {
        "names": office_sessions.names(here, [line.session.person for line in lines]),
        "clients": filters.clients_named(here),
        "purposes": here.policy.purposes.names,
        "reasons": WORDS,
    }
