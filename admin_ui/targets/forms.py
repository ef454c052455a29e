"""A target's form: what is typed, and the target it means. What is wrong with the target itself, the wiring says."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from wtforms import Form, PasswordField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from admin_ui.language import _l
from admin_ui.register_forms import Required
from admin_ui.targets.reading import add_error, day_in, names_in, number_in, read_fields, stripped
from gateway.vocabulary.party import Client
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, Importance, LoginWay, Protocol, RiskEntry, Target

HOLDS: Final = "holds"
FREE: Final = "free"
PROTOCOLS: Final = {Protocol.SSH: _l("SSH"), Protocol.POSTGRESQL: _l("PostgreSQL")}
LOGINS: Final = {
    LoginWay.CERTIFICATE: _l("証明書（接続のたびに発行）"),
    LoginWay.VAULTED_KEY: _l("保管した鍵"),
    LoginWay.VAULTED_PASSWORD: _l("保管したパスワード"),
}
ENCODINGS: Final = {Encoding.UTF_8: "UTF-8", Encoding.EUC_JP: "EUC-JP", Encoding.CP932: "CP932 (Shift_JIS)"}
IMPORTANCE: Final = {Importance.HIGH: _l("高"), Importance.MEDIUM: _l("中"), Importance.LOW: _l("低")}
PERSONAL: Final = {HOLDS: _l("個人データあり"), FREE: _l("個人データなし（申告した人と期限が必要）")}

_NUMBER: Final = {"maxlength": 10, "inputmode": "numeric"}


def _choices(texts: Any) -> list[SelectChoice]:
    return [SelectChoice(value=getattr(value, "value", value), label=text) for value, text in texts.items()]


class _Ticks(SelectMultipleField):
    """Several of a list, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AboutForm(Form):
    """What may change about a target."""

    address = StringField(
        _l("アドレス"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"maxlength": 253, "autocapitalize": "none"},
    )
    port = StringField(_l("ポート"), filters=[stripped], validators=[Required()], render_kw=_NUMBER)
    accounts = TextAreaField(
        _l("アカウント"),
        description=_l("接続先の上のアカウント名。1 行に 1 つ。"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"rows": 3, "maxlength": 2000},
    )
    encoding = SelectField(_l("文字コード"), choices=_choices(ENCODINGS))
    clients = _Ticks(
        _l("データを保有する委託元"), description=_l("この接続先にデータがある委託元をすべて選んでください。")
    )
    personal = RadioField(_l("個人データの区分"), choices=_choices(PERSONAL), default=HOLDS)
    free_declared_by = StringField(
        _l("「個人データなし」と申告した人の利用者名"), filters=[stripped], render_kw={"maxlength": 32}
    )
    free_until = StringField(_l("「個人データなし」の期限"), filters=[stripped], render_kw={"type": "date"})
    drop_folder = StringField(
        _l("アップロードを受け取るフォルダー"),
        description=_l("「個人データなし」の接続先だけ。空欄なら受け取りません。"),
        filters=[stripped],
        render_kw={"maxlength": 1000},
    )
    management = StringField(
        _l("パスワードを更新できる管理アカウント"),
        description=_l("SSH でパスワードを保管する場合だけ。空欄なら自動更新しません。"),
        filters=[stripped],
        render_kw={"maxlength": 32},
    )
    risk_owner = StringField(
        _l("責任者の利用者名"), filters=[stripped], validators=[Required()], render_kw={"maxlength": 32}
    )
    risk_importance = SelectField(_l("重要度"), choices=_choices(IMPORTANCE))
    risk_people = StringField(
        _l("保有する本人数（人）"),
        filters=[stripped],
        validators=[Required()],
        render_kw=_NUMBER,
    )
    risk = StringField(
        _l("内部者によるリスク"),
        description=_l("例: 保守担当者による個人データの持ち出し"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"maxlength": 500},
    )
    risk_measure = StringField(_l("対策"), filters=[stripped], validators=[Required()], render_kw={"maxlength": 500})
    risk_review_on = StringField(
        _l("見直し日"),
        description=_l("この日を過ぎると、停止した接続先を再開できません。"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"type": "date"},
    )

    def offer(self, clients: Sequence[Client]) -> None:
        """The clients that can be ticked."""
        self.clients.choices = [SelectChoice(value=each.id, label=f"{each.id} {each.name}") for each in clients]


class NewForm(AboutForm):
    """A new target."""

    name = StringField(
        _l("接続先名"),
        description=_l("英小文字・数字・ハイフン。あとから変更できません。"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"maxlength": 63, "autocapitalize": "none"},
    )
    protocol = SelectField(_l("方式"), choices=_choices(PROTOCOLS))
    login = SelectField(_l("ログイン方法"), choices=_choices(LOGINS))
    host_keys = TextAreaField(
        _l("ホスト鍵またはサーバー証明書のフィンガープリント（SHA-256）"),
        description=_l(
            "SSH ではホスト鍵、PostgreSQL ではサーバー証明書です。「取得」で入ります。"
            "接続先の管理者から聞いたものと照合し、一致しないものは消してください。"
        ),
        filters=[stripped],
        render_kw={"rows": 3, "maxlength": 600, "spellcheck": "false"},
    )
    vaulted_password = PasswordField(
        _l("保管するパスワード"),
        description=_l("「保管したパスワード」の場合だけ。登録後は誰にも表示されません。"),
        render_kw={"maxlength": 500, "autocomplete": "off"},
    )
    vaulted_key_password = TextAreaField(
        _l("保管する秘密鍵"),
        description=_l("「保管した鍵」の場合だけ。OpenSSH 形式、パスフレーズなし。登録後は誰にも表示されません。"),
        render_kw={"rows": 4, "maxlength": 32_768, "autocomplete": "off", "spellcheck": "false"},
    )


class SecretForm(Form):
    """Another vaulted secret, of the kind the target has."""

    vaulted_password = NewForm.vaulted_password
    vaulted_key_password = NewForm.vaulted_key_password


def about(form: AboutForm) -> dict[str, Any] | None:
    """The typed fields as parts of a target; None where one could not be read, which says why beside itself."""
    readers = {
        "port": number_in,
        "accounts": names_in,
        "risk_people": number_in,
        "risk_review_on": day_in,
    }
    found = read_fields(form, readers)
    free = _free(form)
    if found is None or free is _WRONG:
        return None
    return {
        "address": form.address.data,
        "port": found["port"],
        "accounts": found["accounts"],
        "clients": tuple(form.clients.data or ()),
        "encoding": Encoding(form.encoding.data),
        "free": free,
        "drop_folder": form.drop_folder.data or None,
        "management": form.management.data or None,
        "risk": RiskEntry(
            owner=form.risk_owner.data or "",
            importance=Importance(form.risk_importance.data),
            people=found["risk_people"],
            risk=form.risk.data or "",
            measure=form.risk_measure.data or "",
            review_on=found["risk_review_on"],
        ),
    }


def secret_of(form: Any, login: LoginWay) -> Secret | None:
    """What is to be vaulted for this way of log-in; None for an empty field, and for the way that has none."""
    match login:
        case LoginWay.VAULTED_PASSWORD:
            typed = form.vaulted_password.data or ""
        case LoginWay.VAULTED_KEY:
            typed = (form.vaulted_key_password.data or "").replace("\r\n", "\n").strip()
            typed = f"{typed}\n" if typed else ""
        case LoginWay.CERTIFICATE:
            typed = ""
    return Secret(typed.encode("utf-8")) if typed else None


def filled(target: Target) -> dict[str, Any]:
    """A target as its form shows it."""
    risk, free = target.risk, target.free
    return {
        "address": target.address,
        "port": str(target.port),
        "accounts": "\n".join(target.accounts),
        "encoding": target.encoding.value,
        "clients": list(target.clients),
        "personal": HOLDS if free is None else FREE,
        "free_declared_by": "" if free is None else free.declared_by,
        "free_until": "" if free is None else free.until.isoformat(),
        "drop_folder": target.drop_folder or "",
        "management": target.management or "",
        "risk_owner": "" if risk is None else risk.owner,
        "risk_importance": Importance.HIGH.value if risk is None else risk.importance.value,
        "risk_people": "" if risk is None else str(risk.people),
        "risk": "" if risk is None else risk.risk,
        "risk_measure": "" if risk is None else risk.measure,
        "risk_review_on": "" if risk is None else risk.review_on.isoformat(),
    }


_WRONG: Final = object()


def _free(form: AboutForm) -> Any:
    """The declaration, None for a target that holds personal data, `_WRONG` for half a declaration."""
    if form.personal.data != FREE:
        return None
    named = form.free_declared_by.data or ""
    if not named:
        add_error(form.free_declared_by, _l("申告した人の利用者名を入力してください。"))
    try:
        until: date | None = day_in(form.free_until.data or "")
    except ValueError as wrong:
        add_error(form.free_until, wrong.args[0])
        until = None
    return FreeOfPersonalData(declared_by=named, until=until) if named and until is not None else _WRONG
