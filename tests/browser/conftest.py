from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.a_person import AtDesk
from tests.browser.chromium import a_context, chromium
from tests.walks.clients import Client
from tests.walks.office import Sekisho


@pytest.fixture(scope="module")
def window(demo) -> Iterator[Browser]:
    """One Chromium for a file of tests."""
    with chromium(demo["gateway"]["admin_ui"]["url"]) as browser:
        yield browser


@pytest.fixture
def at_desk(demo, window):
    """`at_desk("yamada")`: this person's own browser window, signed in; ends with the test."""
    with ExitStack() as opened:

        def sit(username: str, *, language: str = "ja", signed_in: bool = True, **options) -> AtDesk:
            person = next(one for one in demo["people"] if one["username"] == username)
            url = demo["gateway"]["admin_ui"]["url"]
            context = opened.enter_context(a_context(window, url, language=language, **options))
            desk = AtDesk(demo, person, context)
            if signed_in:
                desk.sign_in()
            return desk

        yield sit


@pytest.fixture
def client(demo, engineer, tmp_path) -> Client:
    """A fresh engineer with a free-shell order, at his own terminal."""
    return Client(demo, engineer, tmp_path)


@pytest.fixture
def sekisho(demo) -> Sekisho:
    return Sekisho(demo)
