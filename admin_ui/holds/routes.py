"""保全: what stays whatever its age, since when and for which case; placed by one, lifted only by two (R-87)."""

from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import FRESH, status_of
from admin_ui.holds.forms import HoldForm
from admin_ui.language import _
from admin_ui.paging import Paged, Wanted, cut
from admin_ui.register_forms import NO_DAY, committed
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.recording.legal_hold import LegalHold
from gateway.wiring import office_holds, office_second
from gateway.wiring.office_history import names_of
from gateway.wiring.office_unfit import FieldsRefused, Objected

blueprint = Blueprint("holds", __name__, url_prefix="/holds")
TYPED_MAX: Final = 500
STANDING: Final = "standing"


@blueprint.get("")
def index() -> str:
    """Every hold, those that stand first."""
    here, chosen = office(), request.args.get("standing", STANDING)
    every = [each for each in here.lists.legal_holds() if chosen != STANDING or each.stands]
    page = cut(sorted(every, key=lambda each: (each.stands, each.placed_at), reverse=True), Wanted.of(request.args))
    return render_template(
        "holds/index.html",
        page=page,
        chosen=chosen,
        clients={each.id: each.name for each in here.lists.clients()},
        asked={each.id for each in page.items if office_second.waiting_about(here, each.id)},
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """Place one. It takes effect at once: to keep needs one person, to let go needs two."""
    here, form = office(), HoldForm()
    form.offer(here)
    if request.method == "GET":
        return make_response(_form(form))

    def act() -> Response:
        hold = office_holds.place(
            here,
            form.client.data or "",
            *_days(form),
            reason=form.reason.data or "",
            reference=form.reference.data or "",
        )
        flash(_("保全しました。期間中の操作記録は、解除されるまで消去されません。"))
        return _to(hold)

    return committed(form, act, lambda: _form(form))


@blueprint.get("/<hold>")
def show(hold: str) -> str:
    """One hold, what is in its scope, and whether somebody asked to lift it."""
    return _shown(office_holds.hold_named(office(), hold))


@blueprint.post("/<hold>/lift")
def lift(hold: str) -> Response:
    """Ask that it be lifted; it stands until another confirms."""
    reason = request.form.get("reason", "")[:TYPED_MAX]
    return _done(
        hold,
        "lift",
        lambda: office_holds.ask_lift(office(), hold, reason),
        _("解除を申請しました。別の監査者かアカウント管理者が確認するまで、保全は続きます。"),
        reason,
    )


@blueprint.post("/<hold>/lifts/<proposal>/confirm")
def confirm(hold: str, proposal: str) -> Response:
    """The second signature: nothing of this hold is kept any longer."""
    return _done(hold, "confirm", lambda: _judged(hold, proposal, office_second.confirm), _("保全を解除しました。"))


@blueprint.post("/<hold>/lifts/<proposal>/withdraw")
def withdraw(hold: str, proposal: str) -> Response:
    """It stands on."""
    return _done(
        hold, "withdraw", lambda: _judged(hold, proposal, office_second.withdraw), _("解除の申請を取り下げました。")
    )


def _judged(hold: str, proposal: str, act: Callable[..., object]) -> None:
    """Raises CallRefused where this is no lift of this hold."""
    line = office_second.proposal_named(office(), proposal)
    if line.change != office_second.LIFT or line.subject != hold:
        raise CallRefused("proposal.absent", office_holds.NO_LIFT)
    act(office(), proposal)


def _done(hold: str, what: str, act: Callable[[], object], said: str, typed: str = "") -> Response:
    found = office_holds.hold_named(office(), hold)
    try:
        act()
    except CallRefused as refused:
        if refused.code == FRESH:
            raise
        status = 422 if refused.code == "reason.unfit" else status_of(refused)
        return make_response(_shown(found, refused=refused, what=what, typed=typed), status)
    flash(said)
    return _to(hold)


def _shown(hold: LegalHold, *, refused: CallRefused | None = None, what: str = "", typed: str = "") -> str:
    here, wanted = office(), Wanted.of(request.args)
    lines = office_holds.in_scope(here, hold)
    page = Paged(items=lines[wanted.offset : wanted.offset + wanted.size], wanted=wanted, total=len(lines))
    lift = next(
        (each for each in office_second.waiting_about(here, hold.id) if each.change == office_second.LIFT), None
    )
    return render_template(
        "holds/show.html",
        hold=hold,
        client=here.lists.client(hold.client),
        page=page,
        gone=sum(each.retired_at is not None for each in lines),
        lift=lift,
        own=lift is not None and lift.asked_by == here.require_person().person,
        people=names_of(here, {each for each in (hold.placed_by, hold.lifted_by, lift and lift.asked_by) if each}),
        names=names_of(here, {each.person for each in page.items}),
        may_look=here.policy.roles.permits(here.require_person().roles, Permission.RECORDING_READ),
        refused=None if refused is None else refused.text,
        what=what,
        typed=typed,
    )


def _form(form: HoldForm) -> str:
    return render_template("holds/new.html", form=form)


def _days(form: HoldForm) -> tuple[date, date]:
    """Raises FieldsRefused where one is missing."""
    since, until = form.since.data, form.until.data
    if since is None or until is None:
        missing = [name for name in ("since", "until") if form[name].data is None]
        raise FieldsRefused([Objected(field=name, code="hold.period", text=NO_DAY) for name in missing])
    return since, until


def _to(hold: str) -> Response:
    return make_response(redirect(url_for("holds.show", hold=hold), 303))
