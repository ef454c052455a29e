"""A form's token: what is sent came from a page of ours, opened in this very sign-in.

Flask-WTF keeps the token in a signed cookie of the browser's; here it is also bound to the web session it was given in, so that a
token of before a sign-in, or of somebody else's, is worth nothing after it.
"""

from typing import Final

from flask import Flask, abort, current_app, session
from flask_wtf import CSRFProtect

from admin_ui.visit import Visit

TOKEN: Final = "csrf_token"  # noqa: S105  # the name Flask-WTF gives it
GIVEN_IN: Final = "given-in"


def set_up(app: Flask) -> None:
    """Tokens for the forms of `app`. The gatekeeper asks for them, in its own order."""
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    CSRFProtect(app)


def bind(made: Visit) -> None:
    """Forget a token that was given in another sign-in, or in none."""
    here = None if made.who is None else made.who.web
    if session.get(GIVEN_IN) == here:
        return
    session.pop(TOKEN, None)
    session.pop(GIVEN_IN, None)
    if here is not None:
        session[GIVEN_IN] = here


def require() -> None:
    """Raises BadRequest where a change comes without its token, or from a page that is not ours."""
    try:
        current_app.extensions["csrf"].protect()
    except ValueError:  # a Referer that is no address
        abort(400)
