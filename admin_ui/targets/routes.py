"""Targets: the list, one with its history, what changes about it, and the vaulted secret, which is written and never shown."""

from typing import Any, Final

from flask import Response, flash, make_response, render_template, request

from admin_ui.language import _
from admin_ui.paging import Paged, Wanted
from admin_ui.targets import forms, host_keys, registering  # noqa: F401  # their routes
from admin_ui.targets.filters import choices, wanted_of
from admin_ui.targets.reading import add_error, put_errors, shown_status
from admin_ui.targets.room import blueprint, to
from admin_ui.visit import office
from gateway.authorization.roles import Permission
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import LoginWay, Target
from gateway.wiring import office_targets as targets
from gateway.wiring.office_history import history, names_of
from gateway.wiring.office_pins import end_of, shown_as
from gateway.wiring.office_reading import OrderFilter
from gateway.wiring.office_second import waiting_about
from gateway.wiring.office_unfit import FieldsRefused

__all__ = ["blueprint"]

ORDERS_SHOWN: Final = 20


@blueprint.get("")
def index() -> str:
    """All targets, filtered, a page at a time."""
    here, part = office(), Wanted.of(request.args)
    found, total = here.lists.found_targets(wanted_of(here, request.args, part))
    return render_template(
        "targets/index.html",
        page=Paged(items=found, wanted=part, total=total),
        choices=choices(here),
        protocols=forms.PROTOCOLS,
        may_change=_may_change(),
        end_of=lambda target: end_of(target, here.clock.now()),
    )


@blueprint.get("/<target>")
def show(target: str) -> str:
    """One target: its facts, whose data it holds, its orders, its history, and what can be done with it."""
    return _shown(targets.target_of(office(), target))


@blueprint.route("/<target>/edit", methods=["GET", "POST"])
def edit(target: str) -> Response:
    """Change what may change of a target."""
    found = targets.target_of(office(), target)
    if request.method == "GET":
        form = forms.AboutForm(data=forms.filled(found))
        form.offer(office().lists.clients())
        return make_response(_edit_page(form, found, targets.digest_of(found)))
    form = forms.AboutForm(request.form)
    form.offer(office().lists.clients())
    seen = request.form.get("seen", "")
    if seen != targets.digest_of(found):
        return make_response(_edit_page(form, found, seen[:64], refused=_STALE), 409)
    if form.validate() and (parts := forms.about(form)) is not None:
        try:
            targets.change_target(office(), found.name, _wish(parts), seen=found)
        except FieldsRefused as refused:
            put_errors(form, refused)
        except CallRefused as refused:
            return make_response(_edit_page(form, found, seen, refused=refused.text), shown_status(refused))
        else:
            flash(_("変更しました。"))
            return to(found)
    return make_response(_edit_page(form, found, seen), 422)


@blueprint.post("/<target>/suspend")
def suspend(target: str) -> Response:
    """Out of service: no new session, and those that run are cut."""
    return _set(target, Standing.SUSPENDED, _("停止しました。実行中のセッションは切断されます。"))


@blueprint.post("/<target>/resume")
def resume(target: str) -> Response:
    """Back into service; refused without a current row of the risk register (R-76)."""
    return _set(target, Standing.ACTIVE, _("再開しました。"))


@blueprint.post("/<target>/rotate")
def rotate(target: str) -> Response:
    """Have the vaulted password changed as soon as nobody works there."""
    found = targets.target_of(office(), target)
    try:
        targets.rotate(office(), found.name)
    except CallRefused as refused:
        return make_response(_shown(found, refused=refused.text), shown_status(refused))
    flash(_("パスワードの更新を指示しました。使用中のセッションがなくなりしだい更新します。"))
    return to(found)


@blueprint.route("/<target>/secret", methods=["GET", "POST"])
def secret(target: str) -> Response:
    """Vault another password or key: written, never shown."""
    found = targets.target_of(office(), target)
    form = forms.SecretForm(request.form)
    if request.method == "GET":
        return make_response(_secret_page(form, found))
    value = forms.secret_of(form, found.login)
    if value is None and found.login is not LoginWay.CERTIFICATE:
        form.validate()
        add_error(_secret_field(form, found.login), _("入力してください。"))
        return make_response(_secret_page(form, found), 422)
    try:
        if value is None:
            raise CallRefused("target.secret", targets.NOT_VAULTED)
        targets.set_secret(office(), found.name, value)
    except CallRefused as refused:
        return make_response(_secret_page(form, found, refused=refused.text), shown_status(refused))
    flash(_("保管しました。"))
    return to(found)


def _wish(parts: dict[str, Any]) -> targets.TargetWish:
    """The whole form as a wish: what is empty is taken away."""
    return targets.TargetWish(
        **{
            **parts,
            "free": parts["free"] or targets.Held.PERSONAL_DATA,
            "drop_folder": parts["drop_folder"] or targets.NOTHING,
            "management": parts["management"] or targets.NOTHING,
        }
    )


def _set(target: str, standing: Standing, done: str) -> Response:
    found = targets.target_of(office(), target)
    try:
        targets.set_target(office(), found.name, standing)
    except CallRefused as refused:
        return make_response(_shown(found, refused=refused.text), shown_status(refused))
    flash(done)
    return to(found)


def _shown(target: Target, refused: Text | None = None) -> str:
    here = office()
    names = {client.id: client.name for client in here.lists.clients()}
    orders = here.lists.orders(OrderFilter(target=target.name, limit=ORDERS_SHOWN))
    return render_template(
        "targets/show.html",
        target=target,
        refused=refused,
        clients=[(id_, names.get(id_, id_)) for id_ in target.clients],
        keys=[shown_as(target.protocol, blob) for blob in target.host_keys],
        now=here.clock.now(),
        ends_at=end_of(target, here.clock.now()),
        rotation=targets.rotation_of(here, target),
        orders=orders,
        engineers=names_of(here, {each.order.person_id for each in orders}),
        lines=history(here, target=target.name),
        waiting=waiting_about(here, target.name),
        texts=forms,
        may_change=_may_change(),
    )


def _edit_page(form: forms.AboutForm, target: Target, seen: str, refused: Text | None = None) -> str:
    return render_template("targets/edit.html", form=form, target=target, seen=seen, refused=refused)


def _secret_page(form: forms.SecretForm, target: Target, refused: Text | None = None) -> str:
    field = None if target.login is LoginWay.CERTIFICATE else _secret_field(form, target.login)
    return render_template("targets/secret.html", form=form, field=field, target=target, refused=refused)


def _secret_field(form: forms.SecretForm, login: LoginWay) -> Any:
    return form.vaulted_password if login is LoginWay.VAULTED_PASSWORD else form.vaulted_key_password


def _may_change() -> bool:
    here = office()
    return here.policy.roles.permits(here.require_person().roles, Permission.TARGETS_MANAGE)


_STALE: Final = Text(
    ja="この画面を開いたあとに、他の人が変更しました。開き直して、もう一度変更してください。何も変更していません。",
    en="Somebody changed this target after you opened this page. Open it again and repeat your change. Nothing was changed.",
)
