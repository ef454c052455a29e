"""What the pages of one running session share: the session as it stands, and what may be done to it by whoever looks."""

from typing import Any

from flask import Blueprint, render_template, request

from admin_ui.sessions import filters
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_live_acts, office_live_list, office_sessions
from gateway.wiring.office_history import history, names_of
from gateway.wiring.office_words import WORDS

blueprint = Blueprint("live", __name__, url_prefix="/sessions")
TYPED_MAX = 500


def around(session: str) -> dict[str, Any]:
    """The session, its standing and what may be done to it. Raises CallRefused (`session.absent`)."""
    here = office()
    line = office_sessions.one(here, session)
    (running,) = office_live_list.running(here, [line])
    waiting = office_live_acts.waiting(here, line) if line.session.ended_at is None else ()
    who = here.require_person()
    permits = here.policy.roles.permits
    return {
        "room": "sessions",
        "line": line,
        "session": line.session,
        "running": running,
        "waiting": waiting,
        "names": {
            **office_sessions.names(here, [line.session.person]),
            **names_of(here, {each.asked_by for each in waiting}),
        },
        "me": who.person,
        "own": who.person == line.session.person,
        "may_end": permits(who.roles, Permission.SESSION_END),
        "may_watch": permits(who.roles, Permission.SESSION_WATCH),
        "may_judge": permits(who.roles, Permission.BUDGET_JUDGE) and office_live_acts.door_of(line) is not None,
        "raising": here.policy.budgets.raising,
        "resuming_takes_two": office_live_acts.resuming_takes_two(here, line),
        "now": here.clock.now(),
    }


def shown(
    session: str, *, what: str = "", refused: Text | None = None, reason: str = "", purpose: str = "", people: str = ""
) -> str:
    """The session's page; `what` was refused, if anything, and what was typed stands there again."""
    here, found = office(), around(session)
    line = found["line"]
    return render_template(
        "sessions/show.html",
        recording=here.lists.recording(line.session.recording),
        order=here.lists.order(line.session.order),
        lines=history(here, session=session, limit=200),
        clients=filters.clients_named(here),
        purposes=here.policy.purposes.names,
        reasons=WORDS,
        what=what,
        refused=refused,
        typed={"reason": reason[:TYPED_MAX], "purpose": purpose[:TYPED_MAX], "people": people[:TYPED_MAX]},
        back=request.form.get("back", ""),
        **found,
    )
