from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.a_person import AtDesk
from tests.browser.chromium import a_context, chromium
from tests.walks.clients import Client
from tests.walks.office import Sekisho

CAST = ("yamada", "kobayashi", "watanabe", "ito", "mori")  # whose sign-ins no test ends


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """One for all browsers of a worker (a second beside it cannot be), and gone before tests of other folders begin."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def window(demo, playwright) -> Iterator[Browser]:
    """One Chromium for the demo's office."""
    with chromium(playwright, demo["gateway"]["admin_ui"]["url"]) as browser:
        yield browser


@pytest.fixture(scope="package")
def sign_ins() -> dict[str, Any]:
    """Cookies of the cast that signed in before: to sign in again costs a code, and codes come one in half a minute."""
    return {}


@pytest.fixture
def at_desk(demo, window, sign_ins):
    """`at_desk("yamada")`: this person's own browser window, signed in; ends with the test."""
    url = demo["gateway"]["admin_ui"]["url"]
    with ExitStack() as opened:

        def sit(username: str, *, language: str = "ja", signed_in: bool = True, **options) -> AtDesk:
            person = next(one for one in demo["people"] if one["username"] == username)
            kept = sign_ins.get(username) if signed_in else None
            context = opened.enter_context(a_context(window, url, language=language, storage_state=kept, **options))
            desk = AtDesk(demo, person, context)
            if signed_in and kept is None:
                desk.sign_in()
                if username in CAST:
                    sign_ins[username] = context.storage_state()
            return desk

        yield sit


@pytest.fixture
def client(demo, engineer, tmp_path) -> Client:
    """A fresh engineer with a free-shell order, at his own terminal."""
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def sekisho(demo) -> Sekisho:
    return Sekisho(demo)
