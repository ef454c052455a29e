"""The language switch, for whoever is not signed in as well: a cookie that says nothing but `ja` or `en`."""

from typing import Final

from flask import Blueprint, Response, redirect, request

from admin_ui.addresses import local
from admin_ui.language import COOKIE, LANGUAGES

blueprint = Blueprint("frame", __name__)
YEAR_SECONDS: Final = 365 * 24 * 3600


@blueprint.post("/language")
def language() -> Response:
    """Remember the chosen language in this browser and go back."""
    response = redirect(local(request.form.get("next")), 303)
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=YEAR_SECONDS, secure=True, httponly=True, samesite="Lax", path="/")
    return response  # type: ignore[return-value]  # werkzeug's, which is what Flask's own views give too
