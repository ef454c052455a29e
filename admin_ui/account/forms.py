"""The forms of one's own account."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField

from admin_ui.language import _l
from admin_ui.signin.forms import Given, Same


class NewPassword(FlaskForm):
    """Another password, twice."""

    password = PasswordField(_l("新しいパスワード"), [Given()], render_kw={"autocomplete": "new-password"})
    password_again = PasswordField(
        _l("新しいパスワード（確認）"), [Given(), Same("password")], render_kw={"autocomplete": "new-password"}
    )


class NewCode(FlaskForm):
    """A code of the device that took the new secret over."""

    code = StringField(
        _l("新しい認証アプリの認証コード（6桁）"),
        [Given()],
        filters=[lambda text: text and "".join(text.split())],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "class": "code"},
    )
    sealed = HiddenField()


class NewPasskey(FlaskForm):
    """What the browser gave, and what its owner calls it."""

    name = StringField(
        _l("パスキーの名前"),
        [Given()],
        filters=[lambda text: text and text.strip()],
        render_kw={"maxlength": "60", "autocomplete": "off"},
    )
    response = HiddenField()


class Plain(FlaskForm):
    """A button; only the form's token matters."""
