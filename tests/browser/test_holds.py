"""保全, and the register of copies, in a real browser: by keyboard alone, nothing axe objects to (R-86, R-87)."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from tests.admin_ui.an_office import an_office
from tests.browser.a_served_office import ServedOffice, served
from tests.browser.chromium import NARROW, WIDE, shoot
from tests.browser.test_every_page import CUT, FIRST_OF_MANY, RULES, WIDER
from tests.gateway.cli.town import a_recording


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[ServedOffice]:
    with an_office(tmp_path_factory.mktemp("office")) as town, served(town, playwright) as made:
        yield made


def test_R87_R95_R96_placed_and_asked_to_be_lifted_by_keyboard_alone(office: ServedOffice) -> None:
    a_recording(office.town.town, office.order, b"hello\r\n")
    for language, size in (("ja", NARROW), ("en", WIDE), ("ja", WIDE), ("en", NARROW)):
        with office.window("mori", language=language, viewport=size) as window:
            page = window.new_page()
            _fine(page, "/holds", language, size)
            _fine(page, "/copies", language, size)
            _fine(page, "/holds/new", language, size)
            _place(page)
            expect(page.locator("main tbody tr")).not_to_have_count(0)
            _fine(page, None, language, size)
            page.locator("#lift > summary").focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            page.locator("#lift-reason").focus()
            page.keyboard.insert_text("照会が終わった")
            with page.expect_navigation():
                page.locator("#lift button[type=submit]").press("Enter")
            expect(page.locator("#withdraw")).to_be_visible()
            expect(page.locator("#confirm")).to_have_count(0)
            _fine(page, None, language, size)


def _place(page: Page) -> None:
    page.locator("#client").focus()
    page.keyboard.type("C01")
    page.locator("#since").fill("2013-07-01")
    page.locator("#until").fill("2099-03-31")
    page.locator("#reference").focus()
    page.keyboard.type("PPC-2027-004")
    page.locator("#reason").focus()
    page.keyboard.insert_text("個人情報保護委員会の照会")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _fine(page: Page, path: str | None, language: str, size: dict[str, int]) -> None:
    if path is not None:
        page.goto(path)
    shoot(page, f"holds{(path or 'shown').replace('/', '-')}-{language}-{size['width']}")
    if language == "ja":
        asked = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = Axe().run(page, context=FIRST_OF_MANY, options=asked).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert not page.evaluate(WIDER), path
    assert size != NARROW or not page.evaluate(CUT), path
