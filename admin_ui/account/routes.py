"""One's own account. What takes a factor or adds one ends every session, this one too: whoever has them signs in anew."""

import hashlib
from typing import Final

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for

from admin_ui import cookies
from admin_ui.account.browsers import called
from admin_ui.account.forms import NewCode, NewPasskey, NewPassword
from admin_ui.language import _, said
from admin_ui.signin.forms import secret
from admin_ui.signin.showing import carried, shown
from admin_ui.visit import house, office, visit
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Language
from gateway.wiring.office_factors import (
    NewCodeSecret,
    PasskeyLine,
    Purpose,
    add_passkey,
    begin_code,
    change_code,
    change_language,
    change_password,
    factors_of,
    passkey_options,
    remove_passkey,
    renew_recovery,
)
from gateway.wiring.office_pace import Bucket

blueprint = Blueprint("account", __name__, url_prefix="/account")
WRONG: Final = 422
FEW: Final = 3  # recovery codes left, at which the page says so


@blueprint.get("")
def index() -> str:
    """Everything that is one's own, on one page."""
    who = office().require_person()
    line = office().lists.person_named(who.username)
    return render_template(
        "account/index.html",
        who_now=who,
        line=line,
        factors=factors_of(office(), who.person),
        sessions=office().lists.web_sessions(who.person),
        mark=mark,
        called=called,
        few=FEW,
    )


@blueprint.post("/sessions/<session>/end")
def end_session(session: str) -> Response:
    """End one of one's own sessions."""
    who = office().require_person()
    if session not in {each.id for each in office().lists.web_sessions(who.person)}:
        abort(404)
    office().end_web_session(session)
    if session == who.web:
        return _out(_("このサインインを終了しました。"))
    flash(_("サインインを終了しました。"))
    return _back()


@blueprint.route("/password", methods=["GET", "POST"])
def password() -> Response:
    """Another password."""
    form = NewPassword()
    if request.method == "GET" or not form.validate_on_submit():
        return _form("account/password.html", form)
    try:
        change_password(office(), secret(form.password.data))
    except CallRefused as refused:
        if refused.code != "password.weak":
            raise
        form.password.errors = said(refused.text).splitlines()
        return _form("account/password.html", form)
    return _out(_("パスワードを変更しました。新しいパスワードでサインインしてください。"))


@blueprint.route("/code", methods=["GET", "POST"])
def code() -> Response:
    """Another device for one-time codes."""
    form = NewCode()
    made = _secret(carried(form.sealed.data))
    if request.method == "GET" or not form.validate_on_submit():
        return _code_page(form, made)
    try:
        change_code(office(), made.sealed, secret(form.code.data))
    except CallRefused as refused:
        if refused.code not in ("code.wrong", "code.used"):
            raise
        form.code.errors = [said(refused.text)]
        return _code_page(form, made)
    return _out(_("認証アプリを変更しました。次に表示されるコードでサインインしてください。"))


@blueprint.route("/passkeys", methods=["GET", "POST"])
def passkeys() -> Response:
    """Another passkey."""
    form = NewPasskey()
    if request.method == "GET" or not form.validate_on_submit():
        return _form("account/passkey.html", form)
    try:
        add_passkey(office(), form.response.data or "", form.name.data)
    except CallRefused as refused:
        if not refused.code.startswith("passkey."):
            raise
        form.name.errors = [said(refused.text)]
        return _form("account/passkey.html", form)
    return _out(_("パスキーを追加しました。もう一度サインインしてください。"))


@blueprint.post("/passkeys/options")
def passkeys_asked() -> Response:
    """What the browser makes a passkey from."""
    house().pace(Bucket.CHALLENGE_ADDRESS, visit().address).require()
    response = make_response(passkey_options(office(), Purpose.REGISTER))
    response.mimetype = "application/json"
    return response


@blueprint.post("/passkeys/<passkey>/remove")
def remove(passkey: str) -> Response:
    """One of one's own passkeys goes."""
    held = factors_of(office(), office().require_person().person).passkeys
    found = next((each for each in held if mark(each) == passkey), None)
    if found is None:
        abort(404)
    remove_passkey(office(), found.credential_id)
    return _out(_("パスキーを削除しました。もう一度サインインしてください。"))


@blueprint.post("/recovery")
def recovery() -> Response:
    """Ten fresh recovery codes, shown in this one answer."""
    codes = renew_recovery(office())
    return make_response(render_template("account/recovery.html", codes=codes))


@blueprint.post("/language")
def language() -> Response:
    """The language one wants to read."""
    wanted = request.form.get("language", "")
    if wanted not in {each.value for each in Language}:
        abort(422)
    change_language(office(), Language(wanted))
    return _back()


def mark(passkey: PasskeyLine) -> str:
    """What stands for a passkey in an address."""
    return hashlib.sha256(passkey.credential_id).hexdigest()[:32]


def _secret(sealed: bytes | None) -> NewCodeSecret:
    try:
        return begin_code(office(), sealed)
    except CallRefused as refused:
        if refused.code != "field.broken" or sealed is None:
            raise
        return begin_code(office())


def _code_page(form: NewCode, made: NewCodeSecret) -> Response:
    username = office().require_person().username
    form.sealed.data = form.sealed.raw_data = None
    return _form("account/code.html", form, secret=shown(username, made))


def _form(template: str, form: NewPassword | NewCode | NewPasskey, **more: object) -> Response:
    status = 200 if request.method == "GET" else WRONG
    return make_response(render_template(template, form=form, **more), status)


def _back() -> Response:
    return redirect(url_for("account.index"), 303)  # type: ignore[return-value]


def _out(message: str) -> Response:
    """This session is over with the factors it was made of."""
    cookies.forget()
    flash(message)
    return redirect(url_for("signin.index"), 303)  # type: ignore[return-value]
