"""The door of the office: sign-in by password and code, by passkey, by recovery code; sign-out; a fresh factor on its own."""

from typing import Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for

from admin_ui import cookies
from admin_ui.addresses import local
from admin_ui.again import asked
from admin_ui.language import _
from admin_ui.signin.forms import Recover, Shown, SignIn, secret
from admin_ui.visit import house, office, visit
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_enrolling import entering_options
from gateway.wiring.office_entry import Actor, Prover, Recovering, WithPasskey
from gateway.wiring.office_factors import Purpose, passkey_options
from gateway.wiring.office_pace import Bucket

blueprint = Blueprint("signin", __name__)
WRONG: Final = 422


@blueprint.route("/signin", methods=["GET", "POST"])
def index() -> Response:
    """User name, password and code."""
    form = SignIn()
    if request.method == "GET":
        form.next.data = local(request.args.get("next"))
        return _home() if visit().who is not None else _page(form, None)
    if not form.validate_on_submit():
        return _page(form, None, WRONG)
    actor = Actor(username=form.username.data, password=secret(form.password.data), code=secret(form.code.data))
    try:
        return _entered(actor, form.next.data)
    except CallRefused as refused:
        return _page(form, refused.text, WRONG)


@blueprint.post("/signin/passkey")
def passkey() -> Response:
    """What a passkey signed; it names the person itself."""
    form = Shown()
    if not form.validate_on_submit() or not form.response.data:
        return redirect(url_for("signin.index"), 303)  # type: ignore[return-value]
    try:
        return _entered(WithPasskey(response=form.response.data), form.next.data)
    except CallRefused as refused:
        again = SignIn(formdata=None)
        again.next.data = local(form.next.data)
        return _page(again, refused.text, WRONG)


@blueprint.post("/signin/passkey/options")
def passkey_asked() -> Response:
    """What the browser is to have signed, for whoever wants to come in."""
    house().pace(Bucket.CHALLENGE_ADDRESS, visit().address).require()
    return _json(entering_options(house().settings))


@blueprint.route("/signin/recovery", methods=["GET", "POST"])
def recovery() -> Response:
    """A recovery code in the place of a lost device."""
    form = Recover()
    if request.method == "GET" or not form.validate_on_submit():
        status = 200 if request.method == "GET" else WRONG
        return make_response(render_template("signin/recovery.html", form=form, why=None), status)
    actor = Recovering(
        username=form.username.data, password=secret(form.password.data), recovery=secret(form.recovery.data)
    )
    try:
        response = _entered(actor, url_for("account.index"))
    except CallRefused as refused:
        return make_response(render_template("signin/recovery.html", form=form, why=refused.text), WRONG)
    flash(
        _("リカバリーコードでサインインしました。5分以内に、新しい認証アプリまたはパスキーを登録してください。"),
        "warning",
    )
    return response


@blueprint.post("/signout")
def signout() -> Response:
    """End this session for good: its ticket opens nothing any more."""
    house().sign_out(office())
    cookies.forget()
    flash(_("サインアウトしました。"))
    return redirect(url_for("signin.index"), 303)  # type: ignore[return-value]


@blueprint.route("/again", methods=["GET", "POST"])
def again() -> Response:
    """A fresh factor before something that is still to come. The gatekeeper has judged it when this runs for a POST."""
    if request.method == "GET":
        return make_response(asked(None).get_data(), 200)
    return redirect(local(request.args.get("next")), 303)  # type: ignore[return-value]


@blueprint.post("/again/options")
def again_asked() -> Response:
    """What the browser is to have signed, for who is signed in."""
    house().pace(Bucket.CHALLENGE_ADDRESS, visit().address).require()
    return _json(passkey_options(office(), Purpose.AGAIN))


def _entered(whoever: Prover, wanted: str | None) -> Response:
    """Signed in: a fresh ticket, whatever the browser had before. Raises CallRefused."""
    made = visit()
    ticket, opened = made.house.sign_in(whoever, made.address, made.agent)
    opened.close()
    response: Response = redirect(local(wanted), 303)  # type: ignore[assignment]
    cookies.give(response, ticket)
    return response


def _page(form: SignIn, why: Text | None, status: int = 200) -> Response:
    shown = Shown(formdata=None)
    shown.next.data = local(form.next.data)
    return make_response(render_template("signin/index.html", form=form, shown=shown, why=why), status)


def _home() -> Response:
    return redirect("/", 303)  # type: ignore[return-value]


def _json(options: str) -> Response:
    response = make_response(options)
    response.mimetype = "application/json"
    return response
