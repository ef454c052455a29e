"""Host keys of a registered target: what answers now beside what is pinned, and asking that another be pinned.

Nobody pins a key alone: another administrator confirms what is asked for here (R-16).
"""

from typing import Final

from flask import Response, flash, make_response, render_template, request

from admin_ui.language import _
from admin_ui.targets.reading import names_in, shown_status
from admin_ui.targets.room import FETCH, blueprint, to
from admin_ui.visit import office
from gateway.crypto.digest import fingerprint
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring import office_targets as targets
from gateway.wiring.office_unfit import FieldsRefused


@blueprint.route("/<target>/host-keys", methods=["GET", "POST"])
def host_keys(target: str) -> Response:
    """What host keys answer now, beside the pinned ones; asking that others be pinned, which a second administrator confirms."""
    found = targets.target_of(office(), target)
    if request.method == "GET":
        return make_response(_keys_page(found))
    try:
        if request.form.get("do") == FETCH:
            return make_response(_keys_page(found, fetched=_keys_of(found)))
        keys = targets.confirmed_keys(office(), found.address, found.port, _ticked())
        if not keys:
            return make_response(_keys_page(found, refused=_NO_KEY), 422)
        proposal = targets.ask_host_keys(office(), found, keys)
    except CallRefused as refused:
        fetched = _ticked()
        status = 422 if isinstance(refused, FieldsRefused) else shown_status(refused)
        return make_response(_keys_page(found, fetched=fetched, refused=refused.text), status)
    flash(_("申請しました（%(id)s）。別の管理者の確認後に有効になります。", id=proposal))
    return to(found)


def _keys_of(target: Target) -> tuple[str, ...]:
    return tuple(map(fingerprint, targets.fetch_host_keys(office(), target.address, target.port)))


def _keys_page(target: Target, fetched: tuple[str, ...] = (), refused: Text | None = None) -> str:
    pinned = [fingerprint(blob) for blob in target.host_keys]
    return render_template(
        "targets/host_keys.html", target=target, fetched=fetched, pinned=pinned, refused=refused, protocols=Protocol
    )


_NO_KEY: Final = Text(
    ja="ホスト鍵を選んでください。先に「ホスト鍵を取得」を押してください。",
    en="Choose a host key. Fetch the host keys first.",
)


def _ticked() -> tuple[str, ...]:
    return names_in(" ".join(request.form.getlist("host_keys")))
