"""The request form: few fields, filled in beforehand. What the desk objects to is said beside the field it is about."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from admin_ui.language import _, _l, said
from admin_ui.orders.fields import CountField, DayField, LineField, TimeField
from gateway.approvals.asking import Wish
from gateway.approvals.objection import Objection
from gateway.authorization.decision import Reason
from gateway.authorization.roles import Permission
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text
from gateway.wiring.office import Office
from gateway.wiring.office_history import names_of
from gateway.wiring.office_orders import Draft, completed, engineers, grouped
from gateway.work_orders.order import Mode

TARGETS: Final = ("target", "target_2", "target_3")
_BESIDE: Final[Mapping[str, str]] = {
    Objection.NOT_FOR_ANOTHER: "engineer",
    Objection.NO_SUCH_ENGINEER: "engineer",
    Objection.CONTRACT_TOO_SHORT: "day",
    Objection.TARGETS_UNCLEAR: "target",
    Objection.NO_SUCH_TARGET: "target",
    Objection.NO_SUCH_ACCOUNT: "target",
    Objection.WINDOW_REVERSED: "ends",
    Objection.WINDOW_TOO_LONG: "ends",
    Objection.WINDOW_GONE: "day",
    Objection.PURPOSE_OUTSIDE: "purpose",
    Objection.CLIENTS_MISSING: "clients",
    Objection.CLIENT_NOT_THERE: "clients",
    Objection.CONSENT_MISSING: "clients",
    Objection.SUBJECTS_UNCLEAR: "subjects",
    Objection.SUBJECTS_WITHOUT_DATA: "subjects",
    Objection.REASON_UNFIT: "reason",
    Objection.REASON_NOT_WRITTEN: "reason",
}


class _Needed:
    """Marks a field as 必須; what an empty one means, the desk says with everything else."""

    field_flags = MappingProxyType({"required": True})

    def __call__(self, _form: object, _field: object) -> None:
        """Nothing: see above."""


_NEEDED: Final = (_Needed(),)
_LISTED: Final = {"list": "targets-known", "autocomplete": "off", "maxlength": "100"}


class RequestForm(FlaskForm):
    """One order as it is asked for. The token is the application's own, so none is made here."""

    class Meta:  # noqa: D106  # wtforms wants it by this name
        csrf = False

    template = HiddenField()
    engineer = SelectField(_l("作業者"), _NEEDED, validate_choice=False)
    target = LineField(_l("接続先とアカウント"), _NEEDED, render_kw=_LISTED)
    target_2 = LineField(_l("接続先とアカウント（2 つ目）"), render_kw=_LISTED)
    target_3 = LineField(_l("接続先とアカウント（3 つ目）"), render_kw=_LISTED)
    day = DayField(_l("作業日"), _NEEDED)
    begins = TimeField(_l("開始時刻"), _NEEDED)
    ends = TimeField(_l("終了予定時刻"), _NEEDED, description=_l("開始より前の時刻は、翌日の時刻とみなします。"))
    purpose = SelectField(_l("作業目的"), _NEEDED, validate_choice=False)
    mode = RadioField(_l("作業方式"), _NEEDED, validate_choice=False)
    personal_data = RadioField(_l("個人データ"), _NEEDED, validate_choice=False)
    subjects = CountField(_l("閲覧する人数の上限"), description=_l("個人データを閲覧する場合だけ入力してください。"))
    clients = SelectMultipleField(
        _l("委託元"),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description=_l("この作業で扱うデータの委託元です。"),
    )
    reason = LineField(
        _l("作業の理由"), _NEEDED, description=_l("障害番号や症状などを 1 行で。個人データは書かないでください。")
    )


def form_of(office: Office, begun: Draft | None) -> RequestForm:
    """The form: filled in from the draft, or (None) from what the browser sent and nothing else."""
    form = RequestForm(**({} if begun is None else _values(office, begun)))
    _offer(form, office)
    if not office.policy.roles.permits(office.require_person().roles, Permission.ORDER_JUDGE):
        del form.engineer  # an engineer asks for himself
        return form
    lines = engineers(office)
    names = names_of(office, {each.id for each in lines})
    form.engineer.choices = [_choice(each.id, names.get(each.id, each.username)) for each in lines]
    return form


def _values(office: Office, begun: Draft) -> dict[str, Any]:
    start, end = begun.starts_at.astimezone(JST), begun.ends_at.astimezone(JST)
    return {
        **dict(zip(TARGETS, begun.targets, strict=False)),
        "template": begun.template or "",
        "engineer": office.require_person().person,
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "purpose": begun.purpose,
        "mode": begun.mode.value,
        "personal_data": "yes" if begun.personal_data else "no",
        "subjects": begun.subjects if begun.personal_data else None,
        "clients": list(begun.clients),
        "reason": said(begun.reason),
    }


def wish_of(office: Office, form: RequestForm) -> Wish | None:
    """What was asked for; None where the window cannot be read, and then the form says so."""
    window, me = _window(form), office.require_person().person
    if window is None:
        return None
    personal_data = form.personal_data.data == "yes"
    return Wish(
        person_id=me if form.engineer is None else form.engineer.data or me,
        targets=grouped([completed(office, each) for name in TARGETS if (each := form[name].data)]),
        clients=tuple(dict.fromkeys(form.clients.data or ())),
        purpose=form.purpose.data or "",
        personal_data=personal_data,
        subjects=form.subjects.data,
        mode=Mode.COMMANDS if form.mode.data == Mode.COMMANDS.value else Mode.SHELL,
        starts_at=window[0],
        ends_at=window[1],
        reason=form.reason.data or "",
        template=form.template.data or None,
    )


def put_beside(form: RequestForm, reasons: Iterable[Reason]) -> None:
    """Each of the desk's objections beside its field, with what to do next; what is about no field stands above the form."""
    for why in reasons:
        text = Text(
            ja=f"{why.title.ja}（{why.rule}）。{why.next_step.ja}",
            en=f"{why.title.en} ({why.rule}). {why.next_step.en}",
        )
        field = form[name] if (name := _BESIDE.get(why.rule)) is not None and name in form else None
        if field is None:
            form.form_errors.append(said(text))
        else:
            field.errors = [*field.errors, said(text)]


def _window(form: RequestForm) -> tuple[datetime, datetime] | None:
    day, begins, ends = form.day.data, form.begins.data, form.ends.data
    for field in (form.day, form.begins, form.ends):
        if field.data is None and not field.errors and not field.process_errors:
            field.errors = [_("入力してください。")]
    if day is None or begins is None or ends is None:
        return None
    starts_at = datetime.combine(day, begins, tzinfo=JST)
    ends_at = datetime.combine(day, ends, tzinfo=JST)
    return starts_at, ends_at if ends > begins else ends_at + timedelta(days=1)


def _offer(form: RequestForm, office: Office) -> None:
    permitted = office.policy.purposes.permitted_at(office.clock.now())
    form.purpose.choices = [
        _choice("", _("選んでください")),
        *(_choice(id_, said(name)) for id_, name in permitted.items()),
    ]
    form.mode.choices = [
        _choice(
            "commands", _("許可コマンド（作業目的ごとに決めたコマンドだけ。個人データのない接続先では普通のシェル）")
        ),
        _choice("shell", _("自由シェル（許可コマンドでは足りないときだけ。管理監督者 2 名の承認）")),
    ]
    form.personal_data.choices = [
        _choice("no", _("扱わない")),
        _choice("yes", _("閲覧する（管理監督者 2 名の承認）")),
    ]
    form.clients.choices = [_choice(each.id, f"{each.name}（{each.id}）") for each in office.lists.clients()]


def _choice(value: str, label: str) -> SelectChoice:
    return SelectChoice(value=value, label=label)
