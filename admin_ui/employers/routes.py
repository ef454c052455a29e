"""Employers: the list, one employer with its contract and how many people it has here, registering and changing (R-13, R-20)."""

from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.employers import forms
from admin_ui.language import _
from admin_ui.paging import Paged, Wanted
from admin_ui.register_forms import committed
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.registrar.texts import STALE
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import EMPLOYER_KINDS, Employer
from gateway.vocabulary.outcome import Text
from gateway.wiring import office_employers
from gateway.wiring.office_history import history
from gateway.wiring.office_objections import today
from gateway.wiring.office_reading import EmployerFilter
from gateway.wiring.office_second import waiting_about

blueprint = Blueprint("employers", __name__, url_prefix="/employers")
SOON: Final = timedelta(days=30)
DAYS_MAX: Final = 4000


@blueprint.get("")
def index() -> str:
    """Every employer there is."""
    here, wanted = office(), Wanted.of(request.args)
    days = request.args.get("ending", "")
    soon = timedelta(days=int(days)) if days.isascii() and days.isdigit() and int(days[:5]) <= DAYS_MAX else None
    found, total = here.lists.found_employers(
        EmployerFilter(
            text=request.args.get("q", "").strip()[:100] or None,
            kind=request.args.get("kind") or None,
            ending_until=None if soon is None else today(here) + soon,
            limit=wanted.size,
            offset=wanted.offset,
        )
    )
    return render_template(
        "employers/index.html",
        page=Paged(items=found, wanted=wanted, total=total),
        heads=here.lists.heads(),
        kinds=[(each, office_employers.KINDS[each]) for each in EMPLOYER_KINDS],
        named=kind_named,
        soon=today(here) + SOON,
    )


@blueprint.get("/new")
def new() -> str:
    """An empty form."""
    form = forms.AboutEmployer()
    form.offer()
    return render_template("employers/new.html", form=form)


@blueprint.post("/new")
def create() -> Response:
    """Register."""
    here, form = office(), forms.AboutEmployer()
    form.offer()

    def act() -> Response:
        employer = form.employer(new_identifier("E", here.clock.now()))
        office_employers.add_employer(here, employer)
        flash(_("委託先を登録しました。"))
        return _to(employer.id)

    return committed(form, act, lambda: render_template("employers/new.html", form=form))


@blueprint.get("/<employer>")
def show(employer: str) -> str:
    """One employer."""
    here, found = office(), _found(employer)
    return render_template(
        "employers/show.html",
        employer=found,
        kind=kind_named(found.kind),
        people=here.lists.heads().get(found.id, 0),
        waiting=waiting_about(here, found.id),
        day=today(here),
        soon=today(here) + SOON,
        lines=history(here, subject=found.id),
    )


@blueprint.get("/<employer>/edit")
def edit(employer: str) -> str:
    """What is registered, to be changed."""
    found = _found(employer)
    form = forms.AboutEmployer(data=forms.as_registered(found))
    form.offer()
    return render_template("employers/edit.html", form=form, employer=found)


@blueprint.post("/<employer>/edit")
def change(employer: str) -> Response:
    """Change it; another kind waits for a second administrator."""
    here, found, form = office(), _found(employer), forms.AboutEmployer()
    form.offer()

    def act() -> Response:
        if form.seen.data != forms.mark_of(found):
            raise CallRefused("stale", STALE)
        proposal = office_employers.change_employer(here, found, form.employer(found.id))
        if proposal is None:
            flash(_("変更しました。"))
            return _to(employer)
        flash(_("申請しました。別のアカウント管理者が確認すると有効になります。"))
        return make_response(redirect(url_for("changes.show", proposal=proposal), 303))

    return committed(form, act, lambda: render_template("employers/edit.html", form=form, employer=found))


def kind_named(kind: str) -> Text:
    """What kind of company it is; a word of an older version as it stands."""
    return office_employers.KINDS.get(kind, Text(ja=kind, en=kind))


def _found(employer: str) -> Employer:
    found = next((each for each in office().lists.employers() if each.id == employer), None)
    if found is None:
        abort(404)
    return found


def _to(employer: str) -> Response:
    return make_response(redirect(url_for("employers.show", employer=employer), 303))
