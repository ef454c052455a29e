"""The office in the browser over real keeper, registrar and database: an application, and people signed in to it.

Signing in goes through the keeper as in life; only the page of it is left out, so that a test of another page costs no form.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from admin_ui.cookies import TICKET
from admin_ui.factory import create_app
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_entry import Actor
from gateway.wiring.office_web import House
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import PASSWORD, Town

ORIGIN = "https://localhost:8443"
ADDRESS = "192.0.2.7"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Browser:
    """One person's browser. `get` and `post` are a person's: the token of the form last seen goes along."""

    client: FlaskClient
    name: str | None
    ticket: str | None = None
    token: str = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._seen(self.client.get(path, base_url=ORIGIN, environ_overrides={"REMOTE_ADDR": ADDRESS}, **options))

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None, **options: Any
    ) -> TestResponse:
        """Send a form; `page` is where it stands (it is opened first, for its token)."""
        if page is not None:
            assert self.get(page).status_code == 200, page
        sent = {"csrf_token": self.token, **(data or {})}
        headers = {"Referer": f"{ORIGIN}{page or path}", **options.pop("headers", {})}
        return self._seen(
            self.client.post(
                path, base_url=ORIGIN, data=sent, headers=headers, environ_overrides={"REMOTE_ADDR": ADDRESS}, **options
            )
        )

    def followed(self, response: TestResponse) -> TestResponse:
        """The page a redirect leads to."""
        assert response.status_code == 303, (response.status_code, response.get_data(as_text=True)[-2000:])
        return self.get(response.headers["Location"])

    def _seen(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and (found := _TOKEN.search(response.get_data(as_text=True))):
            self.token = found.group(1)
        return response


@dataclass
class OfficeTown:
    """A settled town (tests/gateway/cli/town: ito, sato, yamada, kobayashi, mori) with its pages."""

    town: Town
    house: House
    app: Flask
    browsers: dict[str, Browser] = field(default_factory=dict)

    def nobody(self) -> Browser:
        return Browser(client=self.app.test_client(), name=None)

    def sign_in(self, name: str) -> Browser:
        """A fresh browser of this person, signed in a moment ago (so that his factor is fresh)."""
        actor = Actor(username=name, password=Secret(PASSWORD.encode()), code=Secret(self.town.code(name).encode()))
        ticket, office = self.house.sign_in(actor, ADDRESS, "a test")
        office.close()
        browser = Browser(client=self.app.test_client(), name=name, ticket=ticket.reveal().decode())
        browser.client.set_cookie(TICKET, browser.ticket or "", domain="localhost", secure=True)
        return browser

    def browser(self, name: str) -> Browser:
        """This person's browser, signed in at the first need."""
        if name not in self.browsers:
            self.browsers[name] = self.sign_in(name)
        return self.browsers[name]


@contextmanager
def an_office(folder: Path) -> Iterator[OfficeTown]:
    """Everything up, nobody signed in."""
    with a_settled_town(folder) as town:
        house = House(read(town.settings), town.clock)
        try:
            yield OfficeTown(town=town, house=house, app=create_app(house, Secret(b"f" * 32)))
        finally:
            house.close()
