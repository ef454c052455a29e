"""Changes that take two: what was asked, by whom, what it would make of what, and the second signature (R-16, R-22)."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _
from admin_ui.paging import Wanted, cut
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.wiring import office_second
from gateway.wiring.office_compared import change_named, compared, subject_named
from gateway.wiring.office_history import history, names_of
from gateway.wiring.office_reading import ProposalLine

blueprint = Blueprint("changes", __name__, url_prefix="/changes")
OPEN = "open"


@blueprint.get("")
def index() -> str:
    """What waits, and what was decided; the newest first."""
    here, wanted = office(), Wanted.of(request.args)
    lines = [line for line in here.lists.proposals() if line.change not in office_second.JUDGED]  # with the budgets
    asked = [(line, office_second.standing_of(here, line)) for line in lines]
    chosen = request.args.get("standing", OPEN)
    page = cut([each for each in asked if chosen in ("all", each[1])], wanted)
    return render_template(
        "changes/index.html",
        page=page,
        chosen=chosen,
        named=change_named,
        subjects={line.id: subject_named(here, line) for line, _standing in page.items},
        people=_people([line for line, _standing in page.items]),
    )


@blueprint.get("/<proposal>")
def show(proposal: str) -> str:
    """One asked change, before and after."""
    return _shown(proposal)


@blueprint.post("/<proposal>/confirm")
def confirm(proposal: str) -> Response:
    """The second signature: it takes effect now."""
    return _done(
        proposal,
        "confirm",
        lambda: office_second.confirm(office(), proposal),
        _("確認しました。変更は有効になりました。"),
    )


@blueprint.post("/<proposal>/withdraw")
def withdraw(proposal: str) -> Response:
    """It never takes effect."""
    return _done(
        proposal, "withdraw", lambda: office_second.withdraw(office(), proposal), _("変更の申請を取り下げました。")
    )


def _shown(proposal: str, *, refused: CallRefused | None = None, what: str = "") -> str:
    here, line = office(), _found(proposal)
    who, facts = here.require_person(), compared(here, line)
    return render_template(
        "changes/show.html",
        line=line,
        standing=office_second.standing_of(here, line),
        named=change_named(line),
        subject=subject_named(here, line),
        changed=[fact for fact in facts if fact.before is not None],
        kept=[fact for fact in facts if fact.before is None],
        people=_people([line]),
        own=who.person == line.asked_by,
        about_me=who.person == line.subject,
        lines=history(here, subject=line.subject, limit=20),
        refused=None if refused is None else refused.text,
        what=what,
    )


def _people(lines: list[ProposalLine]) -> Any:
    """Who asked, who decided and whom it is about, as pages show people."""
    return names_of(office(), {id_ for line in lines for id_ in (line.asked_by, line.decided_by, line.subject) if id_})


def _done(proposal: str, what: str, act: Callable[[], object], said: str) -> Response:
    _found(proposal)
    try:
        act()
    except CallRefused as refused:
        if refused.code == FRESH:
            raise
        return make_response(_shown(proposal, refused=refused, what=what), status_of(refused))
    flash(said)
    return make_response(redirect(url_for("changes.show", proposal=proposal), 303))


def _found(proposal: str) -> ProposalLine:
    found = office().lists.proposal(proposal)
    if found is None:
        abort(404)
    return found
