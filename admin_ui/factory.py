"""The application, put together: the gatekeeper first, then languages, forms, headers, errors, pages."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask import Flask, g

from admin_ui import cookies, errors, gatekeeper, headers, language, tokens
from admin_ui.arrival import BODY_BYTES_MAX
from admin_ui.blueprints import BLUEPRINTS, NAVIGATION
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Fault, Text
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Entered, Office
from gateway.wiring.office_web import House

FORM_BYTES_MAX: Final = BODY_BYTES_MAX
FIELDS_MAX: Final = 500


def create_app(house: House, form_secret: Secret) -> Flask:
    """The office of `house`; `form_secret` signs forms. Raises ValueError where the table of permissions is not whole."""
    app = Flask(__name__)
    app.url_map.merge_slashes = False  # its redirects would name whatever host the browser was told
    app.config.update(
        SECRET_KEY=form_secret.reveal(),
        SESSION_COOKIE_NAME="__Host-sekisho-form",  # Flask's own: a form's token and messages, nobody's identity
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # the session's own limits end it; a form left open over lunch is not lost
        WTF_CSRF_SSL_STRICT=True,
        MAX_CONTENT_LENGTH=FORM_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES_MAX,
        MAX_FORM_PARTS=FIELDS_MAX,
        TRAP_HTTP_EXCEPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    gatekeeper.set_up(app, house)
    tokens.set_up(app)
    language.set_up(app)
    errors.set_up(app)
    app.after_request(cookies.after)
    app.after_request(headers.after)
    app.context_processor(_around)
    app.jinja_env.globals["today"] = lambda: house.clock.now().astimezone(JST).date()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


@dataclass(eq=False)
class _Shown:
    """The person, as the frame shows him; the name is opened by the keeper where it is shown, and only there."""

    who: Entered
    office: Office

    @property
    def username(self) -> str:
        return self.who.username

    @property
    def person(self) -> str:
        return self.who.person

    @cached_property
    def name(self) -> str:
        try:
            found = self.office.lists.real_names([self.who.person]).get(self.who.person)
        except Fault:  # the page that says so shows the user name
            return ""
        return "" if found is None else found.name

    @cached_property
    def roles(self) -> list[Text]:
        try:
            names = self.office.policy.roles.names
        except Fault:
            return []
        return [names[role] for role in names if role in self.who.roles]


def _around() -> dict[str, Any]:
    """What base.html and the macros need on every page."""
    made = g.get("visit")
    if made is None:  # refused before the gatekeeper knew the address
        return {"who": None, "is_fresh": False, "language": language.language(), "navigation": [], "may_open": _nothing}
    who = None if made.office is None or made.who is None else _Shown(made.who, made.office)
    return {
        "who": who,
        "who_roles": [] if who is None else who.roles,
        "is_fresh": made.fresh,
        "language": language.language(),
        "navigation": [entry for entry in NAVIGATION if made.who is not None and gatekeeper.may_open(entry.endpoint)],
        "may_open": gatekeeper.may_open,
    }


def _nothing(_endpoint: str) -> bool:
    return False
