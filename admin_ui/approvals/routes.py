"""Approvals: what waits for me; one page an order, made for a phone; approve, return, reject; what auditors look at."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.approvals.opened import mark, seconds_since
from admin_ui.errors import status_of
from admin_ui.language import Lazy, _, _l
from admin_ui.orders.answers import status_for
from admin_ui.paging import Paged, Wanted, cut
from admin_ui.visit import office
from gateway.approvals.declined import Declined
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_approvals
from gateway.wiring.office_history import names_of
from gateway.wiring.office_orders import find_order
from gateway.work_orders.order import Act, WorkOrder

blueprint = Blueprint("approvals", __name__, url_prefix="/approvals")
OPENED = "opened"
NOTE = "note"
_DONE = {
    Act.APPROVE: _l("承認しました。"),
    Act.RETURN: _l("差し戻しました。"),
    Act.REJECT: _l("却下しました。"),
}


@blueprint.get("")
def index() -> str:
    """What waits for my approval, what begins first standing first."""
    here, wanted = office(), Wanted.of(request.args)
    lines, total = office_approvals.waiting(here, limit=wanted.size, offset=wanted.offset)
    return render_template(
        "approvals/index.html",
        page=Paged(items=lines, wanted=wanted, total=total),
        names=names_of(here, {line.order.person_id for line in lines}),
        clients={each.id: each.name for each in here.lists.clients()},
        now=here.clock.now(),
    )


@blueprint.get("/flagged")
def flagged() -> str:
    """Approvals of the last days that were remarkably quick, not measured, or many."""
    here, wanted = office(), Wanted.of(request.args)
    page = cut(office_approvals.remarkable(here), wanted)
    return render_template(
        "approvals/flagged.html",
        page=page,
        names=names_of(here, {each.given.by for each in page.items}),
        limits=here.policy.limits,
        days=office_approvals.FLAGS_SHOWN_DAYS,
    )


@blueprint.get("/<order>")
def show(order: str) -> str:
    """Everything that is needed to decide, on one screen of a phone."""
    return _shown(order)


@blueprint.post("/<order>/approve")
def approve(order: str) -> Response:
    """One supervisor's yes, with the seconds since he opened the page."""
    here = office()
    me = here.require(Permission.ORDER_JUDGE, order).person
    seconds = seconds_since(request.form.get(OPENED, ""), order, me, here.clock.now())
    note = request.form.get(NOTE, "").strip() or None
    return _acted(order, Act.APPROVE, lambda: here.desk().approve(order, by=me, note=note, seconds=seconds))


@blueprint.post("/<order>/return")
def send_back(order: str) -> Response:
    """Send it back, with a reason."""
    here = office()
    me = here.require(Permission.ORDER_JUDGE, order).person
    return _acted(order, Act.RETURN, lambda: here.desk().send_back(order, by=me, reason=_reason()))


@blueprint.post("/<order>/reject")
def reject(order: str) -> Response:
    """Say no, with a reason."""
    here = office()
    me = here.require(Permission.ORDER_JUDGE, order).person
    return _acted(order, Act.REJECT, lambda: here.desk().reject(order, by=me, reason=_reason()))


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _acted(order: str, act: Act, do: Callable[[], WorkOrder | Declined]) -> Response:
    """Do it; on a refusal the page once more, saying why, with what was typed."""
    if find_order(office(), order) is None:
        abort(404)
    try:
        answer = do()
    except CallRefused as refused:
        if refused.code == "fresh.needed":
            raise
        return make_response(_shown(order, refused=(refused.text,), tried=act), status_of(refused))
    if isinstance(answer, Declined):
        why = tuple(
            Text(ja=f"{each.title.ja}。{each.next_step.ja}", en=f"{each.title.en}. {each.next_step.en}")
            for each in answer.reasons
        )
        return make_response(_shown(order, refused=why, tried=act), status_for(answer))
    flash(_done(act, answer))
    return redirect(url_for("approvals.show", order=order), 303)  # type: ignore[return-value]


def _done(act: Act, answer: WorkOrder) -> str:
    lacking = answer.approvals_needed - len(answer.approvers)
    if act is Act.APPROVE and lacking > 0:
        return _("承認しました。あと %(n)s 名の承認で有効になります。", n=lacking)
    done: Lazy = _DONE[act]
    return str(done)


def _shown(order: str, *, refused: tuple[Text, ...] = (), tried: Act | None = None) -> str:
    here = office()
    line = find_order(here, order)
    if line is None:
        abort(404)
    me = here.require_person().person
    seen = office_approvals.shown(here, line)
    return render_template(
        "approvals/show.html",
        shown=seen,
        me=me,
        mine=seen.people.get(me),
        order=line.order,
        clients={each.id: each.name for each in here.lists.clients()},
        targets={each.name: here.facts.target(each.name) for each in line.order.targets},
        purposes=here.policy.purposes,
        opened=request.form.get(OPENED) or mark(order, me, here.clock.now()),
        refused=refused,
        tried=None if tried is None else tried.value,
        reason=_reason(),
        note=request.form.get(NOTE, ""),
        limits=here.policy.limits,
        now=here.clock.now(),
    )
