"""照会 in a real browser: empty and full, both languages and widths, by keyboard alone, nothing axe objects to (R-47, R-48)."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from tests.admin_ui.an_office import an_office
from tests.browser.a_served_office import ServedOffice, served
from tests.browser.chromium import NARROW, WIDE, shoot
from tests.browser.test_every_page import CUT, FIRST_OF_MANY, RULES, WIDER
from tests.gateway.cli.inquiry.a_reader import Reader, listed

TWELVE = [f"7700{number:06}" for number in range(12)]
SIZES = (("ja", NARROW), ("ja", WIDE), ("en", NARROW), ("en", WIDE))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[ServedOffice]:
    with an_office(tmp_path_factory.mktemp("office")) as town, served(town, playwright) as made:
        yield made


def test_R48_R95_R96_asked_and_answered_empty_and_full(office: ServedOffice) -> None:
    for language, size in (SIZES[0], SIZES[3]):
        with office.window("mori", language=language, viewport=size) as window:
            page = window.new_page()
            _walk(page, language, size, "empty")
            expect(page.locator("main table")).to_have_count(0)
    readers = [Reader(office.town.town, office.order) for _ in range(3)]
    readers[0].reads(*TWELVE, *(f"88{number:08}" for number in range(30)))
    readers[1].reads(TWELVE[4], None, "9900000001")
    readers[2].reads("9900000002")
    for each in readers:
        each.end()
    for language, size in SIZES:
        with office.window("mori", language=language, viewport=size) as window:
            page = window.new_page()
            _walk(page, language, size, "full")
            assert "12／12" in page.locator("main").inner_text()
            assert not any(number in page.content() for number in TWELVE)
            page.goto("/inquiries")
            _fine(page, language, size, "inquiries")


def _walk(page: Page, language: str, size: dict[str, int], state: str) -> None:
    """Both inquiries, by keyboard alone; the page is left on the answer to the second."""
    for path, numbers in (("/inquiries/client", ""), ("/inquiries/people", listed(TWELVE))):
        page.goto(path)
        name = f"{path.rpartition('/')[2]}-{state}"
        _fine(page, language, size, f"{name}-form")
        page.locator("#client").focus()
        page.keyboard.type("C01")
        if numbers:
            page.locator("#numbers").focus()
            page.keyboard.insert_text(numbers)
        page.locator("#purpose").focus()
        page.keyboard.type("A社からの照会")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text({"ja": "監査ログに記録しました", "en": "Journalled as"}[language])
        _fine(page, language, size, name)


def test_R95_what_is_wrong_is_said_beside_its_field(office: ServedOffice) -> None:
    with office.window("mori", viewport=NARROW) as window:
        page = window.new_page()
        page.goto("/inquiries/people")
        page.locator("#purpose").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        _fine(page, "ja", NARROW, "people-refused")
        expect(page.locator(".error-summary")).to_be_focused()
        expect(page.locator("#client-error")).to_be_visible()


def _fine(page: Page, language: str, size: dict[str, int], name: str) -> None:
    shoot(page, f"inquiry-{name}-{language}-{size['width']}")
    if language == "ja":
        asked = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = Axe().run(page, context=FIRST_OF_MANY, options=asked).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert not page.evaluate(WIDER), name
    assert size != NARROW or not page.evaluate(CUT), name
