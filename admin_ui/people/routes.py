"""People: the list with its search, one account with everything known of it, registering and changing it (R-13, R-20, R-22)."""

from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui.language import _
from admin_ui.paging import Paged, Wanted
from admin_ui.people import forms
from admin_ui.people.filters import filter_of
from admin_ui.register_forms import committed
from admin_ui.visit import office
from gateway.authentication.ports import KeyKind
from gateway.vocabulary.identity import Standing
from gateway.wiring import office_factors, office_people, office_person_change
from gateway.wiring.office_history import history
from gateway.wiring.office_keys import add_key, pasted_key
from gateway.wiring.office_objections import today
from gateway.wiring.office_people_search import NamedPerson, found_people, named_person
from gateway.wiring.office_second import waiting_about

blueprint = Blueprint("people", __name__, url_prefix="/people")
SOON: Final = timedelta(days=30)
YEARLY: Final = timedelta(days=365)


@blueprint.get("")
def index() -> str:
    """Who has an account."""
    here, wanted = office(), Wanted.of(request.args)
    query = request.args.get("q", "")
    found, total = found_people(here, filter_of(here, request.args, wanted), query)
    return render_template(
        "people/index.html",
        page=Paged(items=found, wanted=wanted, total=total),
        employers=sorted(((each.id, each.name) for each in here.lists.employers()), key=lambda pair: pair[1]),
        roles=here.policy.roles.names,
        given=forms.GIVEN,
        soon=today(here) + SOON,
    )


@blueprint.get("/new")
def new() -> str:
    """An empty form."""
    form = forms.NewPerson()
    form.offer(office())
    return render_template("people/new.html", form=form)


@blueprint.post("/new")
def create() -> Response:
    """Register; a role that two give waits for the second."""
    here, form = office(), forms.NewPerson()
    form.offer(here)

    def act() -> Response:
        made = office_people.add_person(here, form.application(), form.factors())
        if made.proposal is not None:
            return _waits(made.proposal)
        flash(_("アカウントを登録しました。次に登録用リンクを発行し、本人に渡してください。"))
        return to_page_of(made.id)

    return committed(form, act, lambda: render_template("people/new.html", form=form))


@blueprint.get("/<person>")
def show(person: str) -> str:
    """One account."""
    return shown(person)


@blueprint.get("/<person>/edit")
def edit(person: str) -> str:
    """What is registered, to be changed."""
    here, found = office(), found_or_404(person)
    form = forms.EditPerson(data=forms.as_registered(found, here.lists.mails([person]).get(person)))
    form.offer(here)
    return render_template("people/edit.html", form=form, person=found)


@blueprint.post("/<person>/edit")
def change(person: str) -> Response:
    """Change it."""
    here, found, form = office(), found_or_404(person), forms.EditPerson()
    form.offer(here)

    def act() -> Response:
        office_person_change.change_person(here, found.line.username, form.wish())
        flash(_("変更しました。"))
        return to_page_of(person)

    return committed(form, act, lambda: render_template("people/edit.html", form=form, person=found))


@blueprint.get("/<person>/roles")
def roles(person: str) -> str:
    """Which roles, and why two sign a change of them."""
    found = found_or_404(person)
    held = sorted(role.value for role in found.line.roles)
    form = forms.Roles(data={"roles": held, "version": str(found.line.version)})
    return _roles(form, found)


@blueprint.post("/<person>/roles")
def give_roles(person: str) -> Response:
    """Ask for other roles; another administrator confirms."""
    here, found, form = office(), found_or_404(person), forms.Roles()

    def act() -> Response:
        _line, proposal = office_person_change.change_person(here, found.line.username, form.wish())
        if proposal is not None:
            return _waits(proposal)
        flash(_("役割は変わっていません。"))
        return to_page_of(person)

    return committed(form, act, lambda: _roles(form, found))


@blueprint.post("/<person>/keys")
def new_key(person: str) -> Response:
    """A further key."""
    here, found, form = office(), found_or_404(person), forms.NewKey()

    def act() -> Response:
        key = pasted_key(form.key.data or "", found.line.username)
        flash(_("鍵を登録しました: %(fingerprint)s", fingerprint=add_key(here, found.line.username, key)))
        return to_page_of(person)

    return committed(form, act, lambda: shown(person, key_form=form))


def shown(person: str, *, key_form: forms.NewKey | None = None, **more: Any) -> str:
    """The page of one account; `more` is what an action was refused with."""
    here, found = office(), found_or_404(person)
    line, day = found.line, today(here)
    return render_template(
        "people/show.html",
        person=found,
        mail=here.lists.mails([person]).get(person),
        roles=[here.policy.roles.names[role] for role in sorted(line.roles)],
        keys=[key for key in here.lists.keys_of(person) if key.kind is KeyKind.PERSON],
        key_form=key_form or forms.NewKey(),
        locked_until=office_person_change.locked_until(here, line),
        waiting=waiting_about(here, person),
        factors=office_factors.factors_of(here, person),
        ended=line.contract_end < day,
        ends_soon=day <= line.contract_end <= day + SOON,
        untrained=line.trained_on is None or line.trained_on + YEARLY < day,
        unsworn=line.oath_on is None,
        revoked=line.standing is Standing.REVOKED,
        lines=history(here, person=person),
        **more,
    )


def _roles(form: forms.Roles, found: NamedPerson) -> str:
    here = office()
    form.roles.choices = forms.roles_offered(here)
    matrix = here.policy.roles
    apart = [tuple(matrix.names[role] for role in sorted(pair)) for pair in sorted(matrix.apart, key=sorted)]
    kept = [
        pair for pair, roles in zip(apart, sorted(matrix.apart, key=sorted), strict=True) if roles <= set(forms.GIVEN)
    ]
    return render_template("people/roles.html", form=form, person=found, apart=kept)


def found_or_404(person: str) -> NamedPerson:
    """The account, or the page that says there is none."""
    found = named_person(office(), person)
    if found is None:
        abort(404)
    return found


def to_page_of(person: str) -> Response:
    """Back to its page."""
    return make_response(redirect(url_for("people.show", person=person), 303))


def _waits(proposal: str) -> Response:
    flash(_("申請しました。別のアカウント管理者が確認すると有効になります。"))
    return make_response(redirect(url_for("changes.show", proposal=proposal), 303))
