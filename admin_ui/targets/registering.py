"""A new target: typed, its host keys or certificate fetched and compared, registered, or asked for where a second one confirms.

Of what answers at an address nothing reaches the page but fingerprints, and a certificate's names and dates; and what is pinned
is what answered when the form was sent, if its fingerprint is one that was ticked, so that nobody can exchange it in between.
"""

from dataclasses import replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui.language import _
from admin_ui.targets import forms
from admin_ui.targets.reading import add_error, names_in, number_in, put_errors, shown_status
from admin_ui.targets.room import FETCH, blueprint, to
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import LoginWay, Protocol, Target
from gateway.wiring import office_pins as pins
from gateway.wiring import office_targets as targets
from gateway.wiring.office_unfit import FieldsRefused


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Response:
    """Register a target. Fetching what it is known by sends the same form and registers nothing."""
    form = forms.NewForm(request.form)
    form.offer(office().lists.clients())
    if request.method == "GET":
        return make_response(_new_page(form))
    if request.form.get("do") == FETCH:
        return make_response(_new_page(form, fetched=_fetch(form)), 422 if form.errors else 200)
    if form.validate() and (draft := _draft(form)) is not None:
        try:
            return _registered(form, draft)
        except FieldsRefused as refused:
            put_errors(form, refused)
        except CallRefused as refused:
            return make_response(_new_page(form, refused=refused.text), shown_status(refused))
    return make_response(_new_page(form), 422)


def _registered(form: forms.NewForm, draft: Target) -> Response:
    """The answer to a form that can be read; raises FieldsRefused or CallRefused where it is not good."""
    wanted = names_in(form.host_keys.data or "")
    target = replace(draft, host_keys=pins.confirmed_pins(office(), draft, wanted) if wanted else ())
    proposal = targets.add_target(office(), target, forms.secret_of(form, target.login))
    if proposal is None:
        flash(_("登録しました。"))
        return to(target)
    flash(_("申請しました（%(id)s）。ホスト鍵またはサーバー証明書を別の管理者が確認すると登録されます。", id=proposal))
    return redirect(url_for("targets.index"), 303)  # type: ignore[return-value]


def _draft(form: forms.NewForm) -> Target | None:
    parts = forms.about(form)
    if parts is None:
        return None
    return Target(
        id=new_identifier("H", office().clock.now()),
        name=form.name.data or "",
        protocol=Protocol(form.protocol.data),
        login=LoginWay(form.login.data),
        host_keys=(),
        standing=Standing.ACTIVE,
        **parts,
    )


def _fetch(form: forms.NewForm) -> tuple[pins.Shown, ...]:
    """Fingerprints of what answers at the typed address, put into the form. None where nobody does, and why beside the field."""
    form.validate()
    if form.protocol.errors:
        return ()
    for field in form:
        if field.name not in ("address", "port"):
            field.errors = []  # nobody has said yet that the form is whole
    try:
        port = number_in(form.port.data or "")
    except ValueError as wrong:
        add_error(form.port, wrong.args[0])
        return ()
    try:
        protocol = Protocol(form.protocol.data)
        answering = pins.fetch_pins(office(), protocol, form.address.data or "", port)
    except FieldsRefused as refused:
        put_errors(form, refused)
        return ()
    except CallRefused as refused:
        add_error(form.address, refused.text)
        return ()
    found = tuple(pins.shown_as(protocol, each) for each in answering)
    form.host_keys.data = "\n".join(each.print for each in found)
    return found


def _new_page(form: forms.NewForm, *, fetched: tuple[pins.Shown, ...] = (), refused: Text | None = None) -> str:
    return render_template("targets/new.html", form=form, fetched=fetched, refused=refused)
