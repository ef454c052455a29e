"""What is done to an account on its page, with a reason: stop, resume, revoke, unlock, take a key back, new factors (R-20)."""

from collections.abc import Callable
from typing import Final

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _
from admin_ui.people.routes import blueprint, found_or_404, shown, to_page_of
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Standing
from gateway.wiring import office_factors, office_person_change
from gateway.wiring.office_keys import revoke_key
from gateway.wiring.office_unfit import FieldsRefused

__all__ = ["blueprint"]  # with the routes of this file and those of routes.py
REASON_MAX: Final = 200


@blueprint.post("/<person>/standing/<standing>")
def stand(person: str, standing: str) -> Response:
    """Stop the account, take it up again, or end it for good."""
    if standing not in {each.value for each in Standing}:
        abort(404)
    here, found = office(), found_or_404(person)

    def act() -> Response:
        office_person_change.set_standing(here, found.line.username, Standing(standing), reason=_reason())
        flash(
            {"active": _("再開しました。"), "suspended": _("停止しました。"), "revoked": _("廃止しました。")}[standing]
        )
        return to_page_of(person)

    return _done(person, standing, act)


@blueprint.post("/<person>/unlock")
def unlock(person: str) -> Response:
    """Forget the failures counted against him."""
    here, found = office(), found_or_404(person)

    def act() -> Response:
        office_person_change.lift_lock(here, found.line.username, reason=_reason())
        flash(_("ロックを解除しました。"))
        return to_page_of(person)

    return _done(person, "unlock", act)


@blueprint.post("/<person>/keys/revoke")
def revoke(person: str) -> Response:
    """A key of this person that is good no more."""
    here, fingerprint = office(), request.form.get("fingerprint", "")
    found_or_404(person)
    if fingerprint not in {key.fingerprint for key in here.lists.keys_of(person)}:
        abort(404)

    def act() -> Response:
        revoke_key(here, fingerprint, reason=_reason())
        flash(_("鍵を失効させました。"))
        return to_page_of(person)

    return _done(person, fingerprint, act)


@blueprint.post("/<person>/link")
def link(person: str) -> Response:
    """An enrolment link, shown this once and on no other page."""
    found = found_or_404(person)
    made = office_factors.issue_link(office(), person)
    return make_response(render_template("people/link.html", person=found, link=made))


@blueprint.post("/<person>/reset")
def reset(person: str) -> Response:
    """Ask that his factors be taken away; another administrator confirms."""
    found_or_404(person)
    proposal = office_factors.ask_reset(office(), person)
    flash(_("申請しました。別のアカウント管理者が確認すると有効になります。"))
    return make_response(redirect(url_for("changes.show", proposal=proposal), 303))


def _done(person: str, what: str, act: Callable[[], Response]) -> Response:
    """`act`, or the page again, open where it was refused, with what was typed."""
    try:
        return act()
    except CallRefused as refused:
        if refused.code == FRESH:
            raise
        status = 422 if isinstance(refused, FieldsRefused) else status_of(refused)
        typed = request.form.get("reason", "")[:REASON_MAX]
        return make_response(shown(person, refused=what, wrong=refused.text, typed=typed), status)


def _reason() -> str:
    """What was typed; an empty one is refused by the rules."""
    return request.form.get("reason", "").strip()
