"""Work orders: the list, a new one from a template, one order with where it stands and why, and 「取り下げ」."""

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.errors import status_of
from admin_ui.language import _
from admin_ui.orders import filters
from admin_ui.orders.answers import status_for
from admin_ui.orders.forms import RequestForm, form_of, put_beside, wish_of
from admin_ui.orders.told import told_once
from admin_ui.paging import Paged, Wanted
from admin_ui.visit import office
from gateway.approvals.declined import Declined
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_orders
from gateway.wiring.office_approvals import shown
from gateway.wiring.office_history import history, names_of
from gateway.wiring.office_openings import openings

blueprint = Blueprint("orders", __name__, url_prefix="/orders")


@blueprint.get("")
def index() -> str:
    """Everybody's for supervisors and auditors, one's own for an engineer; newest first."""
    here, wanted = office(), Wanted.of(request.args)
    lines, total = office_orders.list_orders(here, filters.filter_of(here, request.args, wanted))
    people = {line.order.person_id for line in lines} | {line.order.requested_by for line in lines}
    return render_template(
        "orders/index.html",
        page=Paged(items=lines, wanted=wanted, total=total),
        names=names_of(here, people),
        purposes=here.policy.purposes,
        sees_all=office_orders.sees_all(here),
        standings=filters.standings(),
        clients=filters.clients(here),
        now=here.clock.now(),
    )


@blueprint.get("/new")
def new() -> str:
    """Which template; then the form, filled in."""
    here = office()
    here.require(Permission.ORDER_ASK)
    template = request.args.get("template")
    if template is None:
        return render_template("orders/templates.html", templates=office_orders.offered(here))
    return _form(form_of(here, office_orders.draft(here, template or None)))


@blueprint.post("/new")
def ask() -> Response:
    """Ask for it; what the desk objects to stands beside its field, and nothing typed is lost."""
    here = office()
    me = here.require(Permission.ORDER_ASK).person
    form = form_of(here, None)
    fits = form.validate()
    wish = wish_of(here, form)
    if wish is None or not fits:
        return make_response(_form(form), 422)
    try:
        answer = here.desk().ask(wish, by=me)
    except CallRefused as refused:
        return make_response(_form(form, refused.text), status_of(refused))
    if isinstance(answer, Declined):
        put_beside(form, answer.reasons)
        return make_response(_form(form), 422)
    flash(_("申請しました。承認されるとメールと最初の画面で分かります。"))
    return redirect(url_for("orders.show", order=answer.id), 303)  # type: ignore[return-value]


@blueprint.get("/<order>")
def show(order: str) -> str:
    """One order: where it stands, who must still sign, what happened."""
    return _shown(order)


@blueprint.post("/<order>/withdraw")
def withdraw(order: str) -> Response:
    """Take it back; sessions under it end."""
    here = office()
    if office_orders.find_order(here, order) is None:
        abort(404)
    reason = request.form.get("reason", "").strip()
    try:
        answer = here.desk().withdraw(order, by=here.require_person().person, reason=reason)
    except CallRefused as refused:
        return make_response(_shown(order, refused=(refused.text,), reason=reason), status_of(refused))
    if isinstance(answer, Declined):
        why = tuple(_sentence(each.title, each.next_step) for each in answer.reasons)
        return make_response(_shown(order, refused=why, reason=reason), status_for(answer))
    flash(_("取り下げました。この申請のセッションは終了します。"))
    return redirect(url_for("orders.show", order=order), 303)  # type: ignore[return-value]


def _sentence(title: Text, next_step: Text) -> Text:
    return Text(ja=f"{title.ja}。{next_step.ja}", en=f"{title.en}. {next_step.en}")


def _form(form: RequestForm, refused: Text | None = None) -> str:
    here = office()
    templates = here.policy.templates
    return render_template(
        "orders/new.html",
        form=form,
        chosen=templates.get(form.template.data or ""),
        refused=refused,
        known=office_orders.open_accounts(here),
        limits=here.policy.limits,
    )


def _shown(order: str, *, refused: tuple[Text, ...] = (), reason: str = "") -> str:
    here = office()
    line = office_orders.find_order(here, order)
    if line is None:
        abort(404)
    around: dict[str, Any] = {
        "shown": shown(here, line),
        "order": line.order,
        "clients": {each.id: each.name for each in here.lists.clients()},
        "purposes": here.policy.purposes,
        "template": here.policy.templates.get(line.order.template or ""),
        "lines": told_once(history(here, order=order)),
        "ways": openings(here, line.order),
        "now": here.clock.now(),
    }
    return render_template("orders/show.html", refused=refused, reason=reason, **around)
