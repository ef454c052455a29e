"""Before any page runs: who is this, may he come here, and was his second factor lately enough for what he is about to do.

A route that the table (`permissions`) does not name cannot be reached: the application does not start with one. Who is refused is
refused before the view is called; the view's own `office.require` and the registrar judge again.

A form's token is judged before the factor in it, so that no other site's form reaches the page that asks for one. Only a POST
carries a form, and to views HEAD is a GET.
"""

from typing import Final

from flask import Flask, Response, abort, redirect, request, url_for

from admin_ui import again, cookies, tokens
from admin_ui.addresses import local
from admin_ui.permissions import TABLE, Anyone, Fresh, Needs
from admin_ui.visit import Visit, begin, end, visit
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_web import House, Presence

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITE: Final = frozenset({"same-origin", "none"})


def set_up(app: Flask, house: House) -> None:
    """Stand before every view of `app`. Raises ValueError where routes and table differ."""
    _require_every_route(app)

    def look() -> Response | None:
        begin(Visit(house=house, address=request.remote_addr or "", agent=(request.user_agent.string or "")[:200]))
        needs = TABLE.get(request.endpoint or "")
        if needs is None:  # no such address, or a method it has not: werkzeug says which, in the frame of whoever asks
            _recognise(house, Presence.POLLING)
            return None
        _require_own_origin()
        _require_no_hidden_form()
        if request.endpoint != "static":
            _recognise(house, needs.presence)
            tokens.bind(visit())
        return _judged(needs)

    app.before_request(look)
    app.teardown_request(end)


def may_open(endpoint: str) -> bool:
    """True if whoever is here may come to `endpoint`: for navigation and links."""
    needs, made = TABLE.get(endpoint), visit()
    return needs is not None and (needs.who is Anyone.PUBLIC or (made.who is not None and _permits(needs, made)))


def _judged(needs: Needs) -> Response | None:
    made = visit()
    if needs.who is not Anyone.PUBLIC:
        if made.who is None:
            return _to_sign_in()
        if not _permits(needs, made):
            _refuse(needs, made)
    tokens.require()
    if needs.fresh is Fresh.YES and request.method not in SAFE and not made.fresh:
        return again.proved_or_asked(made)
    return None


def _permits(needs: Needs, made: Visit) -> bool:
    if not isinstance(needs.who, frozenset):
        return True
    if made.office is None or made.who is None:
        return False
    roles, held = made.office.policy.roles, made.who.roles
    return any(roles.permits(held, permission) for permission in needs.who)


def _refuse(needs: Needs, made: Visit) -> None:
    """403, after the attempt is in the journal."""
    assert isinstance(needs.who, frozenset)  # noqa: S101  # the others are permitted
    assert made.office is not None  # noqa: S101
    try:
        made.office.require(min(needs.who))
    except CallRefused as refused:
        abort(403, description=refused.text)
    abort(403)  # the policy changed between the two looks


def _to_sign_in() -> Response:
    if request.headers.get("HX-Request") == "true":  # a live part of an open page, which then says that it stopped
        return Response(status=401)
    if request.method in SAFE:
        wanted = request.full_path if request.query_string else request.path
        return redirect(url_for("signin.index", next=local(wanted)), 303)  # type: ignore[return-value]
    return redirect(url_for("signin.index"), 303)  # type: ignore[return-value]


def _recognise(house: House, presence: Presence) -> None:
    made, ticket = visit(), cookies.ticket()
    if ticket is None:
        return
    found = house.visit(ticket, made.address, presence)
    if found is None:
        cookies.forget()
        return
    made.office, made.language, made.fresh = found.office, found.language, found.fresh


def _require_own_origin() -> None:
    """A browser says where a request comes from; one that says 'another site' changes nothing here, token or not."""
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site", "same-origin") not in SAME_SITE:
        abort(400)


def _require_no_hidden_form() -> None:
    """A request that asks for no token brings nothing that a view could take for a form."""
    if request.method in SAFE and (request.content_length or request.headers.get("Transfer-Encoding")):
        abort(400)
    if request.method == "HEAD":
        request.method = "GET"


def _require_every_route(app: Flask) -> None:
    routes, rows = {rule.endpoint for rule in app.url_map.iter_rules()}, set(TABLE)
    if routes != rows:
        without, idle = sorted(routes - rows), sorted(rows - routes)
        raise ValueError(f"routes without a row in permissions.TABLE: {without}; rows without a route: {idle}")
