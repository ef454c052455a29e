"""What a registered target is known by: what answers now beside what is pinned, and asking that another be pinned.

Host keys of an SSH target, server certificates of a PostgreSQL target. Nobody pins one alone: another administrator confirms what
is asked for here (R-16).
"""

from typing import Final

from flask import Response, flash, make_response, render_template, request

from admin_ui.language import _
from admin_ui.targets.reading import names_in, shown_status
from admin_ui.targets.room import FETCH, blueprint, to
from admin_ui.visit import office
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring import office_pins as pins
from gateway.wiring import office_targets as targets
from gateway.wiring.office_unfit import FieldsRefused


@blueprint.route("/<target>/host-keys", methods=["GET", "POST"])
def host_keys(target: str) -> Response:
    """What host keys answer now, beside the pinned ones; asking that others be pinned, which a second administrator confirms."""
    return _answered(targets.target_of(office(), target))


@blueprint.route("/<target>/certificates", methods=["GET", "POST"])
def certificates(target: str) -> Response:
    """The same of a PostgreSQL target's server certificates. Those that are pinned may stay beside the next: a renewal."""
    return _answered(targets.target_of(office(), target))


def _answered(found: Target) -> Response:
    if request.method == "GET":
        return make_response(_keys_page(found))
    try:
        if request.form.get("do") == FETCH:
            return make_response(_keys_page(found, fetched=_keys_of(found)))
        keys = pins.confirmed_pins(office(), found, _ticked())
        if not keys:
            return make_response(_keys_page(found, refused=_NOTHING[found.protocol]), 422)
        proposal = pins.ask_pins(office(), found, keys)
    except CallRefused as refused:
        fetched = tuple(pins.Shown(print=each) for each in _ticked())
        status = 422 if isinstance(refused, FieldsRefused) else shown_status(refused)
        return make_response(_keys_page(found, fetched=fetched, refused=refused.text), status)
    flash(_("申請しました（%(id)s）。別の管理者の確認後に有効になります。", id=proposal))
    return to(found)


def _keys_of(target: Target) -> tuple[pins.Shown, ...]:
    found = pins.fetch_pins(office(), target.protocol, target.address, target.port)
    return tuple(pins.shown_as(target.protocol, each) for each in found)


def _keys_page(target: Target, fetched: tuple[pins.Shown, ...] = (), refused: Text | None = None) -> str:
    pinned = [pins.shown_as(target.protocol, blob) for blob in target.host_keys]
    known = {each.print for each in pinned}
    fresh = [each for each in fetched if each.print not in known]
    answering = {each.print for each in fetched}
    page = "targets/host_keys.html" if target.protocol is Protocol.SSH else "targets/certificates.html"
    return render_template(
        page, target=target, pinned=pinned, fresh=fresh, fetched=fetched, answering=answering, refused=refused
    )


_NOTHING: Final = {
    Protocol.SSH: Text(
        ja="ホスト鍵を選んでください。先に「ホスト鍵を取得」を押してください。",
        en="Choose a host key. Fetch the host keys first.",
    ),
    Protocol.POSTGRESQL: Text(
        ja="サーバー証明書を選んでください。先に「サーバー証明書を取得」を押してください。",
        en="Choose a server certificate. Fetch it first.",
    ),
}


def _ticked() -> tuple[str, ...]:
    return names_in(" ".join(request.form.getlist("host_keys")))
