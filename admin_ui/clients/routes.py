"""Client companies: the list, one with its consents, its targets and its orders; the ledger of consents (再委託承諾台帳)."""

from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui.clients import forms
from admin_ui.language import _
from admin_ui.paging import Paged, Wanted, cut
from admin_ui.targets.filters import word
from admin_ui.targets.reading import put_errors, shown_status
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.people.reading import Sought
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.party import PROCESSOR, Client
from gateway.wiring import office_clients as clients
from gateway.wiring.office_history import history, names_of
from gateway.wiring.office_reading import ConsentFilter, OrderFilter, Stands, TargetFilter
from gateway.wiring.office_unfit import FieldsRefused

blueprint = Blueprint("clients", __name__, url_prefix="/clients")
ORDERS_SHOWN: Final = 20
TARGETS_SHOWN: Final = 20


@blueprint.get("")
def index() -> str:
    """All clients, found by code, name, kana or Latin letters; each with how its consents stand."""
    here, part = office(), Wanted.of(request.args)
    sought = Sought.of(request.args.get("q", ""))
    found = [each for each in here.lists.clients() if sought is None or sought.finds(each.name, each.kana, each.id)]
    page = cut(found, part)
    return render_template(
        "clients/index.html",
        page=page,
        summaries=_summaries([each.id for each in page.items]),
        may_change=_may_change(),
    )


@blueprint.get("/consents")
def consents() -> str:
    """The ledger of written consents, filtered."""
    here, part, day = office(), Wanted.of(request.args), clients.today(office())
    wanted = ConsentFilter(
        client=request.args.get("client", "")[:32] or None,
        employer=request.args.get("employer", "")[:64] or None,
        stands=word(request.args.get("stands", ""), Stands),
        day=day,
        soon=day + timedelta(days=clients.SOON_DAYS),
        limit=part.size,
        offset=part.offset,
    )
    found, total = here.lists.consents(wanted)
    every = ("", _("すべて"))
    return render_template(
        "clients/consents.html",
        page=Paged(items=found, wanted=part, total=total),
        employers=[every, *((each.id, each.name) for each in here.lists.employers() if each.kind != PROCESSOR)],
        offered=[every, *((each.id, f"{each.id} {each.name}") for each in here.lists.clients())],
        stands=[every, ("in-force", _("有効")), ("ending", _("まもなく終了")), ("not-in-force", _("無効"))],
        **_judging(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """Register a client."""
    form = forms.NewForm(request.form)
    if request.method == "GET":
        return make_response(render_template("clients/new.html", form=form, refused=None))
    client = forms.client_of(form, form.id.data or "")
    try:
        form.validate()
        clients.add_client(office(), client)
    except FieldsRefused as refused:
        put_errors(form, refused)
        return make_response(render_template("clients/new.html", form=form, refused=None), 422)
    except CallRefused as refused:
        page = render_template("clients/new.html", form=form, refused=refused.text)
        return make_response(page, shown_status(refused))
    flash(_("登録しました。"))
    return _to(client.id)


@blueprint.get("/<client>")
def show(client: str) -> str:
    """One client: facts, consents, targets that hold its data, recent orders, history."""
    return _shown(clients.client_named(office(), client))


@blueprint.route("/<client>/edit", methods=["GET", "POST"])
def edit(client: str) -> Response:
    """Change name, reading or contact."""
    found = clients.client_named(office(), client)
    if request.method == "GET":
        form = forms.AboutForm(data={"name": found.name, "kana": found.kana, "contact": found.contact})
        return make_response(render_template("clients/edit.html", form=form, client=found, refused=None))
    form = forms.AboutForm(request.form)
    seen = Client(id=found.id, **{name: request.form.get(f"seen_{name}", "") for name in ("name", "kana", "contact")})
    try:
        form.validate()
        clients.change_client(office(), seen, forms.client_of(form, found.id))
    except FieldsRefused as refused:
        put_errors(form, refused)
        return make_response(render_template("clients/edit.html", form=form, client=seen, refused=None), 422)
    except CallRefused as refused:
        page = render_template("clients/edit.html", form=form, client=seen, refused=refused.text)
        return make_response(page, shown_status(refused))
    flash(_("変更しました。"))
    return _to(found.id)


@blueprint.route("/<client>/consents/new", methods=["GET", "POST"])
def add_consent(client: str) -> Response:
    """Register a written consent of this client."""
    found = clients.client_named(office(), client)
    form = forms.ConsentForm(request.form)
    form.offer(office().lists.employers())
    refused: Text | None = None
    status = 200
    if request.method == "POST":
        status = 422
        form.validate()
        paper = forms.paper_of(form, found.id)
        try:
            if paper is not None:
                clients.add_consent(office(), paper)
                flash(_("承諾を登録しました。"))
                return _to(found.id)
        except FieldsRefused as unfit:
            put_errors(form, unfit)
        except CallRefused as no:
            refused, status = no.text, shown_status(no)
    return make_response(render_template("clients/consent.html", form=form, client=found, refused=refused), status)


@blueprint.post("/<client>/consents/<consent>/end")
def end_consent(client: str, consent: str) -> Response:
    """End one of this client's consents for good; sessions that need it are cut."""
    found = clients.client_named(office(), client)
    reason = request.form.get("reason", "").strip()
    if clients.consent_of(office(), consent).client != found.id:
        raise CallRefused("consent.absent", _NOT_HIS)
    try:
        clients.end_consent(office(), consent, reason)
    except FieldsRefused as refused:
        return make_response(_shown(found, ending=consent, wrong=refused.text, typed=reason), 422)
    except CallRefused as refused:
        return make_response(_shown(found, ending=consent, wrong=refused.text, typed=reason), shown_status(refused))
    flash(_("承諾を終了しました。この承諾に基づく作業は、すぐにできなくなります。"))
    return _to(found.id)


def _shown(client: Client, *, ending: str = "", wrong: Text | None = None, typed: str = "") -> str:
    here = office()
    lines = clients.consents_of_client(here, client.id)
    wanted = TargetFilter(day=clients.today(here), client=client.id, limit=TARGETS_SHOWN)
    holding, total = here.lists.found_targets(wanted)
    orders = here.lists.orders(OrderFilter(client=client.id, limit=ORDERS_SHOWN))
    return render_template(
        "clients/show.html",
        client=client,
        consents=lines,
        holding=holding,
        holding_total=total,
        orders=orders,
        engineers=names_of(here, {each.order.person_id for each in orders}),
        lines=history(here, subject=client.id),
        names=names_of(here, {line.consent.registered_by for line in lines}),
        ending=ending,
        wrong=wrong,
        typed=typed,
        **_judging(),
    )


def _summaries(codes: list[str]) -> dict[str, tuple[str, int]]:
    """How each client's consents stand: the badge's kind, and how many are in force."""
    here, day = office(), clients.today(office())
    soon = day + timedelta(days=clients.SOON_DAYS)
    found: dict[str, tuple[str, int]] = {}
    for code, given in here.lists.consents_of(codes).items():
        in_force = [each for each in given if each.covers(day)]
        ending = any(each.valid_until <= soon for each in in_force)
        found[code] = ("bad" if not in_force else "warn" if ending else "good", len(in_force))
    return found


def _judging() -> dict[str, Any]:
    """What a template judges consents by."""
    here = office()
    day = clients.today(here)
    return {
        "day": day,
        "soon": day + timedelta(days=clients.SOON_DAYS),
        "validity": clients.validity,
        "may_change": _may_change(),
    }


def _may_change() -> bool:
    here = office()
    return here.policy.roles.permits(here.require_person().roles, Permission.TARGETS_MANAGE)


def _to(client: str) -> Response:
    return redirect(url_for("clients.show", client=client), 303)  # type: ignore[return-value]


_NOT_HIS: Final = Text(
    ja="再委託の承諾が見つかりません。再委託承諾台帳で確認してください。",
    en="There is no such consent. Look it up in the ledger of consents.",
)
