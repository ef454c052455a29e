"""Freeze, resume, extend: each with a reason, from the session's page or from beside its screen. Ending is `sessions.cut`."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, make_response, redirect, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.language import _
from admin_ui.live.room import blueprint, shown
from admin_ui.visit import house, office
from gateway.ipc.messages import CallRefused
from gateway.registrar.changes import BudgetReleased
from gateway.wiring import office_live_acts, office_second, office_sessions
from gateway.wiring.office_reading import ProposalLine, SessionLine

DIGITS_MAX = 6
RELEASING = BudgetReleased.__name__
UNFIT = frozenset({"reason.unfit", "budget.not-raised", "budget.nothing-added"})


@blueprint.post("/<session>/freeze")
def freeze(session: str) -> Response:
    """Nothing more is shown to this person."""
    return _done(
        session,
        "freeze",
        lambda line: office_live_acts.freeze(office(), line, _reason()),
        _("凍結しました。再開するまで、表示も入力も止まります。"),
    )


@blueprint.post("/<session>/resume")
def resume(session: str) -> Response:
    """He goes on."""
    return _done(
        session,
        "resume",
        lambda line: office_live_acts.resume(office(), line, _reason()),
        lambda proposal: (
            _("セッションを再開しました。")
            if proposal is None
            else _("再開を申請しました。別の管理監督者が確認すると再開します。")
        ),
    )


@blueprint.post("/<session>/extend")
def extend(session: str) -> Response:
    """Ask another supervisor for more people today."""
    return _done(
        session,
        "extend",
        lambda line: office_live_acts.ask_extend(office(), line, _people(), _reason()),
        _("延長を申請しました。別の管理監督者が確認すると有効になります。"),
    )


@blueprint.post("/<session>/extensions/<proposal>/confirm")
def confirm(session: str, proposal: str) -> Response:
    """The second signature."""
    return _done(
        session,
        proposal,
        lambda line: _decided(line, proposal, office_second.confirm),
        lambda decided: (
            _("確認しました。再開しました。") if decided.change == RELEASING else _("確認しました。延長は有効です。")
        ),
    )


@blueprint.post("/<session>/extensions/<proposal>/withdraw")
def withdraw(session: str, proposal: str) -> Response:
    """It never takes effect."""
    return _done(
        session,
        proposal,
        lambda line: _decided(line, proposal, office_second.withdraw),
        lambda decided: (
            _("再開の申請を取り下げました。") if decided.change == RELEASING else _("延長の申請を取り下げました。")
        ),
    )


def _decided(line: SessionLine, proposal: str, decide: Callable[..., ProposalLine]) -> ProposalLine:
    if proposal not in {each.id for each in office_live_acts.waiting(office(), line)}:
        abort(404)
    return decide(office(), proposal)


def _done(session: str, what: str, act: Callable[[SessionLine], Any], words: str | Callable[[Any], str]) -> Response:
    """Do it and say so; `words` may depend on what came of it."""
    line = office_sessions.one(office(), session)
    try:
        came = act(line)
    except CallRefused as refused:
        if refused.code in (FRESH, "role.missing"):
            raise
        status = 422 if refused.code in UNFIT else status_of(refused)
        page = shown(session, what=what, refused=refused.text, reason=_reason(), people=request.form.get("people", ""))
        return make_response(page, status)
    flash(words if isinstance(words, str) else words(came))
    return make_response(redirect(back_to(session), 303))


def back_to(session: str) -> str:
    """The screen he stands by, where the form came from there; else the session's page."""
    watch = request.form.get("back", "")
    try:
        if watch and house().watches.find(office(), session, watch):
            return url_for("live.show", session=session, watch=watch)
    except CallRefused:
        pass
    return url_for("sessions.show", session=session)


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _people() -> int:
    typed = request.form.get("people", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= DIGITS_MAX else 0
