"""What went wrong, in words and with the right number: the peer's fault names what to do; ours is logged and tells nothing."""

import logging
from typing import Any, Final

from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from admin_ui import again
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import Fault, Text

log = logging.getLogger(__name__)
PAGES: Final = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429, 500, 503})
FORBIDDEN: Final = frozenset({"role.missing", "four-eyes", "bind.first", "recording.refused"})
ABSENT_SUFFIX: Final = ".absent"
FRESH: Final = "fresh.needed"


def set_up(app: Flask) -> None:
    """Answer for everything a view did not."""
    app.register_error_handler(CallRefused, _refused)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Fault, _fault)
    app.register_error_handler(Exception, _broken)


def page(status: int, why: Text | None = None, reference: str | None = None) -> Response:
    """The error page of `status`, with words of its own or those of the case."""
    shown = status if status in PAGES else 500
    return make_response(render_template(f"errors/{shown}.html", why=why, reference=reference), status)


def status_of(refused: CallRefused) -> int:
    """403 for whom it is not, 404 for what is not there, 409 for what is not possible as things stand."""
    if refused.code in FORBIDDEN:
        return 403
    return 404 if refused.code.endswith(ABSENT_SUFFIX) else 409


def _refused(refused: CallRefused) -> Response:
    if refused.code == FRESH:  # the minutes went by between the gatekeeper's look and the registrar's
        return again.asked(refused.text)
    return page(status_of(refused), refused.text)


def _form_too_old(_error: CSRFError) -> Response:
    return page(400, _OLD_FORM)


def _http(error: HTTPException) -> Response:
    if error.code is not None and 300 <= error.code < 400:
        return make_response(error.get_response())
    why: Any = error.description
    return page(error.code or 500, why if isinstance(why, Text) else None)


def _fault(error: Fault) -> Response:
    """Keeper, registrar or database did not answer."""
    log.error("%s %s: %s: %s", request.method, request.endpoint, type(error).__name__, error)
    return page(503)


def _broken(error: Exception) -> Response:
    """A defect of ours: the log has where (never with what values), the person a number to tell us."""
    reference = new_identifier("E", _now())
    log.error("%s %s: %s [%s]", request.method, request.endpoint, _where(error), reference)
    return page(500, reference=reference)


def _where(error: BaseException) -> str:
    """The exception's type and the lines it passed, innermost last; not its message, which may quote what was typed."""
    lines, trace = [], error.__traceback__
    while trace is not None:
        lines.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(lines[-6:])}"


def _now() -> Any:
    from admin_ui.visit import house  # a request's own house has the clock

    return house().clock.now()


_OLD_FORM: Final = Text(
    ja="この画面は古くなっています。前の画面に戻って開き直し、もう一度送信してください。何も変更していません。",
    en="This page is too old. Go back, open it again, and send it once more. Nothing was changed.",
)
