from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import a_context
from tests.browser.pictures.kept import SIZE, Album, folder


@pytest.fixture(scope="package")
def album(demo, tmp_path_factory) -> Album:
    secrets = [one["password"] for one in demo["people"] if one["password"]]
    return Album(folder(tmp_path_factory.mktemp("pictures")), secrets)


@pytest.fixture
def blank(window) -> Iterator[Page]:
    """A page of nobody's, to draw a terminal on."""
    with a_context(window, "about:blank", viewport=SIZE) as context:
        yield context.new_page()
