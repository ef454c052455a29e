"""The forms at the door. Nothing here judges a secret: how long or how right it is, the keeper says, in one wording."""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, StopValidation

from admin_ui.language import _l
from gateway.vocabulary.secret import Secret

Filter = Callable[[Any], Any]


class Given(InputRequired):
    """Something was typed; says so in the person's language."""

    def __init__(self) -> None:
        super().__init__(_l("入力してください。"))


class Same:
    """The same as in another field of the form."""

    def __init__(self, other: str) -> None:
        self._other = other

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raises StopValidation where they differ."""
        if field.data != form[self._other].data:
            raise StopValidation(_l("二つのパスワードが一致しません。もう一度入力してください。"))


class SignIn(FlaskForm):
    """User name, password, code: all three at once, so that none of them is answered alone."""

    username = StringField(
        _l("利用者名"),
        [Given()],
        filters=[lambda text: text and text.strip()],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(_l("パスワード"), [Given()], render_kw={"autocomplete": "current-password"})
    code = StringField(
        _l("認証コード（6桁）"),
        [Given()],
        filters=[lambda text: text and "".join(text.split())],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"},
    )
    next = HiddenField()


class Recover(FlaskForm):
    """User name, password, and a recovery code in the place of the lost device."""

    username = StringField(
        _l("利用者名"),
        [Given()],
        filters=[lambda text: text and text.strip()],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(_l("パスワード"), [Given()], render_kw={"autocomplete": "current-password"})
    recovery = StringField(
        _l("リカバリーコード"),
        [Given()],
        filters=[lambda text: text and text.strip()],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class Shown(FlaskForm):
    """What a browser gave for a passkey."""

    response = HiddenField()
    next = HiddenField()


class Enrol(FlaskForm):
    """The first factors: a password of one's own choice, twice, and a code of the device that took the secret over."""

    password = PasswordField(_l("新しいパスワード"), [Given()], render_kw={"autocomplete": "new-password"})
    password_again = PasswordField(
        _l("新しいパスワード（確認）"), [Given(), Same("password")], render_kw={"autocomplete": "new-password"}
    )
    code = StringField(
        _l("認証コード（6桁）"),
        [Given()],
        filters=[lambda text: text and "".join(text.split())],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"},
    )
    sealed = HiddenField()


def secret(text: str | None) -> Secret:
    """What was typed, as it travels on."""
    return Secret((text or "").encode("utf-8", "surrogatepass"))
