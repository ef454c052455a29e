"""A second factor once more, before something that matters: in the form itself, or on a page between that loses nothing typed."""

from typing import Final

from flask import Response, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from admin_ui.visit import Visit
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.secret import Secret

CODE: Final = "fresh_code"
PASSKEY: Final = "fresh_passkey"
UNREPEATED: Final = frozenset({CODE, PASSKEY, "csrf_token"})


def proved_or_asked(made: Visit) -> Response | None:
    """None once the factor in this form was right; else the page that asks for it, 403, holding what was typed."""
    given = request.form.get(CODE, "").strip(), request.form.get(PASSKEY, "")
    if not any(given):
        return asked(None)
    try:
        _prove(made, *given)
    except CallRefused as refused:
        return asked(refused.text)
    return None


def typed(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What is sent once more: everything but the factor, and nothing that a page should not repeat."""
    return [
        (name, value) for name, value in form.items(multi=True) if name not in UNREPEATED and "password" not in name
    ]


def _prove(made: Visit, code: str, passkey: str) -> None:
    if made.office is None:
        raise RuntimeError("a fresh factor of nobody")  # the gatekeeper asked before
    if passkey:
        made.house.again_passkey(made.office, passkey)
    else:
        made.house.again(made.office, Secret(code.encode("utf-8")))
    made.fresh = True


def asked(why: Text | None) -> Response:
    """The page between: asks for the factor and holds what was typed."""
    page = render_template("again.html", typed=typed(request.form), action=request.full_path.rstrip("?"), why=why)
    return make_response(page, 403)
