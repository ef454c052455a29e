"""Standing by a running session (立ち会う): purpose and fresh factor first, then the screen in short looks (R-27, R-42).

A look is one small POST that waits for nothing, twice a second: a stream for each page would hold a thread each, of which
one address has sixteen, and a page that died would keep it. Whoever stops looking stands by no more.
"""

import json
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from admin_ui.errors import FRESH, status_of
from admin_ui.headers import allow_wasm
from admin_ui.language import _, said
from admin_ui.live.room import around, blueprint, shown
from admin_ui.visit import house, office
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Fault
from gateway.wiring import office_sessions
from gateway.wiring.office_live import Look
from gateway.wiring.office_recordings import CANNOT_WATCH

SEEN_MAX = 10**9


@blueprint.post("/<session>/watches")
def begin(session: str) -> Response:
    """He stands by from now on; the page with the screen follows."""
    purpose = " ".join(request.form.get("purpose", "").split())
    try:
        watch = house().watches.begin(office(), session, purpose)
    except CallRefused as refused:
        if refused.code.endswith(".absent") or refused.code in (FRESH, "role.missing"):
            raise
        status = 422 if refused.code == "purpose.unfit" else status_of(refused)
        return make_response(shown(session, what="watch", refused=refused.text, purpose=purpose), status)
    return redirect(url_for("live.show", session=session, watch=watch.id), 303)  # type: ignore[return-value]


@blueprint.get("/<session>/watches/<watch>")
def show(session: str, watch: str) -> Response:
    """The page with the screen: the only one besides the replay on which WebAssembly may run."""
    here = office()
    try:
        found = house().watches.find(here, session, watch)
    except CallRefused as refused:
        flash(said(refused.text), "warning")
        return _to_session(session)
    around_it = around(session)
    if around_it["session"].ended_at is not None:  # the keeper opens it for nobody who comes now
        return _to_session(session)
    allow_wasm()
    who = here.require_person()
    page = render_template(
        "live/show.html",
        watch=found,
        viewer=office_sessions.names(here, [who.person]).get(who.person, who.username),
        idle_minutes=here.settings.admin_ui.idle_minutes,
        **around_it,
    )
    return make_response(page)


@blueprint.post("/<session>/watches/<watch>/looks")
def look(session: str, watch: str) -> Response:
    """What was shown since the look before."""
    here, watches = office(), house().watches
    try:
        found = watches.look(here, watches.find(here, session, watch), _seen())
    except CallRefused as refused:
        return _json({"says": said(refused.text), "code": refused.code}, status_of(refused))
    except Fault as fault:
        return _json({"says": said(fault.text or CANNOT_WATCH), "code": "fault"}, 503)
    return _json(_spelled(found), 200)


@blueprint.post("/<session>/watches/<watch>/here")
def here(session: str, watch: str) -> Response:
    """A key or the mouse was moved on the page: somebody is there, and the sign-in stays alive."""
    house().watches.find(office(), session, watch)
    return make_response("", 204)


@blueprint.post("/<session>/watches/<watch>/leave")
def leave(session: str, watch: str) -> Response:
    """He leaves."""
    watches = house().watches
    watches.leave(watches.find(office(), session, watch))
    flash(_("立会いを終えました。"))
    return _to_session(session)


@blueprint.get("/<session>/watches/<watch>/standing")
def standing(session: str, watch: str) -> str:
    """How the session stands, for the page that shows it."""
    house().watches.find(office(), session, watch)
    return render_template("live/_standing.html", **around(session))


def _to_session(session: str) -> Response:
    return redirect(url_for("sessions.show", session=session), 303)  # type: ignore[return-value]


def _seen() -> int:
    typed = request.form.get("seen", "")
    if typed == "-1":
        return -1
    if not (typed.isascii() and typed.isdigit()) or len(typed) > len(str(SEEN_MAX)):
        raise BadRequest
    return int(typed)


def _spelled(found: Look) -> dict[str, Any]:
    return {
        "number": found.number,
        "size": [found.columns, found.rows],
        "events": found.events,
        "behind": found.behind,
        "over": None if found.over is None else said(found.over),
    }


def _json(value: dict[str, Any], status: int) -> Response:
    response = make_response(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), status)
    response.content_type = "application/json; charset=utf-8"
    return response
