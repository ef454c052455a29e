"""`/enrol/<token>`: a newcomer sets his first factors. Looking changes nothing; recovery codes are shown in the one answer."""

from typing import Final

from flask import Response, make_response, render_template, request

from admin_ui import errors
from admin_ui.language import said
from admin_ui.signin.forms import Enrol, secret
from admin_ui.signin.routes import WRONG, blueprint
from admin_ui.signin.showing import carried, shown
from admin_ui.visit import house, visit
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_enrolling import EnrolBegun, FirstFactors, begin_enrolment, finish_enrolment
from gateway.wiring.office_pace import Bucket

__all__ = ["blueprint"]

GONE: Final = 410
_BESIDE: Final = {"password.weak": "password", "code.wrong": "code", "code.used": "code"}


@blueprint.route("/enrol/<token>", methods=["GET", "POST"])
def enrol(token: str) -> Response:
    """The form, or what came of it."""
    house().pace(Bucket.LINK_ADDRESS, visit().address).require()
    form = Enrol()
    begun = _begun(token, carried(form.sealed.data))
    if isinstance(begun, Response):
        return begun
    if request.method == "GET" or not form.validate_on_submit():
        return _page(form, begun, 200 if request.method == "GET" else WRONG)
    factors = FirstFactors(
        password=secret(form.password.data), sealed=begun.code_secret.sealed, code=secret(form.code.data)
    )
    try:
        codes = finish_enrolment(house().settings, token, factors)
    except CallRefused as refused:
        if refused.code not in _BESIDE:
            return errors.page(GONE, refused.text)
        beside(form, _BESIDE[refused.code], refused)
        return _page(form, begun, WRONG)
    return make_response(render_template("signin/enrolled.html", codes=codes, username=begun.username))


def beside(form: Enrol, name: str, refused: CallRefused) -> None:
    """Say each line of a refusal beside the field it is about."""
    form[name].errors = [*form[name].errors, *said(refused.text).splitlines()]


def _begun(token: str, sealed: bytes | None) -> EnrolBegun | Response:
    """The link's person and secret; a page that says that the link is no good. A secret of elsewhere is made anew."""
    try:
        return begin_enrolment(house().settings, token, sealed)
    except CallRefused as refused:
        if refused.code == "field.broken" and sealed is not None:
            return _begun(token, None)
        return errors.page(GONE, refused.text)


def _page(form: Enrol, begun: EnrolBegun, status: int) -> Response:
    secret_shown = shown(begun.username, begun.code_secret)
    form.sealed.data = form.sealed.raw_data = None
    page = render_template("signin/enrol.html", form=form, begun=begun, secret=secret_shown)
    return make_response(page, status)
