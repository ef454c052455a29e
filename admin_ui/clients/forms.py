"""The forms of a client company and of one written consent: what is typed, and what it means."""

from collections.abc import Sequence
from typing import Any, Final

from wtforms import Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from admin_ui.language import _, _l
from admin_ui.register_forms import Required
from admin_ui.targets.reading import day_in, read_fields, stripped
from gateway.vocabulary.party import PROCESSOR, Client
from gateway.wiring.office_clients import Paper
from gateway.wiring.office_reading import EmployerLine

_LINE: Final = {"maxlength": 100}


class AboutForm(Form):
    """What may change about a client."""

    name = StringField(_l("名称"), filters=[stripped], validators=[Required()], render_kw=_LINE)
    kana = StringField(
        _l("フリガナ"),
        description=_l("かな・カナ・ローマ字で探せるようになります。"),
        filters=[stripped],
        render_kw={"maxlength": 100},
    )
    contact = StringField(
        _l("窓口"),
        description=_l("部署名・代表番号・代表メール。個人の名前や連絡先は書かないでください。"),
        filters=[stripped],
        render_kw={"maxlength": 100},
    )


class NewForm(AboutForm):
    """A new client."""

    id = StringField(
        _l("委託元の番号"),
        description=_l("英数字・- _ で 32 文字以内。あとから変更できません。"),
        filters=[stripped],
        validators=[Required()],
        render_kw={"maxlength": 32, "autocapitalize": "none"},
    )


class ConsentForm(Form):
    """A written consent; an oral one has no form."""

    employer = SelectField(_l("再委託先"), validators=[Required()])
    memorandum = StringField(
        _l("覚書の版"),
        description=_l("例: 再委託に関する覚書 第3版"),
        filters=[stripped],
        validators=[Required()],
        render_kw=_LINE,
    )
    dated = StringField(_l("承諾書の日付"), filters=[stripped], validators=[Required()], render_kw={"type": "date"})
    scope = StringField(
        _l("再委託の範囲"),
        description=_l("承諾書に書かれた業務の範囲。"),
        filters=[stripped],
        validators=[Required()],
        render_kw=_LINE,
    )
    valid_from = StringField(
        _l("承諾の開始日"), filters=[stripped], validators=[Required()], render_kw={"type": "date"}
    )
    valid_until = StringField(
        _l("承諾の終了日"), filters=[stripped], validators=[Required()], render_kw={"type": "date"}
    )
    document = StringField(
        _l("承諾書の文書番号・保管場所"), filters=[stripped], validators=[Required()], render_kw=_LINE
    )
    sha256 = StringField(
        _l("承諾書のファイルの SHA-256"),
        description=_l(
            "16 進 64 桁。「sha256sum ファイル名」（Windows では「certutil -hashfile ファイル名 SHA256」）で求められます。"
            "書面そのものはここには保存しません。"
        ),
        filters=[stripped],
        validators=[Required()],
        render_kw={"maxlength": 64, "spellcheck": "false", "autocapitalize": "none"},
    )

    def offer(self, employers: Sequence[EmployerLine]) -> None:
        """The sub-processors that can be chosen."""
        found = [SelectChoice(value=each.id, label=each.name) for each in employers if each.kind != PROCESSOR]
        self.employer.choices = [SelectChoice(value="", label=_("選んでください")), *found]


def client_of(form: AboutForm, code: str) -> Client:
    """What is typed, as a client of this code."""
    return Client(id=code, name=form.name.data or "", kana=form.kana.data or "", contact=form.contact.data or "")


def paper_of(form: ConsentForm, client: str) -> Paper | None:
    """What is typed, as a consent of this client; None where a day could not be read, which says why beside itself."""
    days: dict[str, Any] | None = read_fields(form, dict.fromkeys(("dated", "valid_from", "valid_until"), day_in))
    if days is None:
        return None
    return Paper(
        client=client,
        employer=form.employer.data or "",
        memorandum=form.memorandum.data or "",
        scope=form.scope.data or "",
        document=form.document.data or "",
        sha256=form.sha256.data or "",
        **days,
    )
