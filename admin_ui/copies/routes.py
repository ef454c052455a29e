"""写しの台帳: which copies there are, until when, and which entry proves the end of each (R-86)."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from flask import Blueprint, render_template, request

from admin_ui.language import _
from admin_ui.paging import Wanted, cut
from admin_ui.visit import office
from gateway.wiring.office_copies import OUTSIDE, Place, copies

blueprint = Blueprint("copies", __name__, url_prefix="/copies")
OPEN: Final = "open"
PLACES: Final = MappingProxyType[Place, Callable[[], str]](
    {
        Place.FOLDER: lambda: _("操作記録のファイル"),
        Place.STORE: lambda: _("保管先の写し"),
        Place.EXPORT: lambda: _("書き出したファイル"),
        Place.BACKUP: lambda: _("バックアップ"),
        Place.JOURNAL: lambda: _("監査ログの写し"),
        Place.NODE: lambda: _("ノードの増設用の写し"),
    }
)


@blueprint.get("")
def index() -> str:
    """The register, filtered."""
    here = office()
    clients = {each.id: each.name for each in here.lists.clients()}
    client, place = request.args.get("client", ""), request.args.get("place", "")
    proof = request.args.get("proof", "")
    found = copies(here, client if client in clients else None)
    shown = [each for each in found if place in ("", each.place.value) and (proof != OPEN or each.proof is None)]
    every = ("", _("すべて"))
    return render_template(
        "copies/index.html",
        page=cut(shown, Wanted.of(request.args)),
        clients=clients,
        offered=[every, *((code, f"{code} {name}") for code, name in clients.items())],
        places=[every, *((each.value, PLACES[each]()) for each in Place)],
        named={each: PLACES[each]() for each in Place},
        proofs=[every, (OPEN, _("消去の証拠なし"))],
        outside=OUTSIDE,
    )
