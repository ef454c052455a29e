"""The style guide in a real browser: for everybody, at every width, in both schemes, on paper; and what its script adds."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from admin_ui import headers
from tests.admin_ui.a_look import Seen, an_app
from tests.browser.chromium import NARROW, WIDE, a_context, chromium, shoot

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")]
  .filter((e) => e.offsetParent && getComputedStyle(e).position !== "absolute")
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""


class Guide:
    """The style guide, served on loopback under the office's content policy, and a browser."""

    def __init__(self, browser: Browser, url: str, seen: Seen, answers: list[Any]) -> None:
        self.browser, self.url, self.seen, self.answers = browser, url, seen, answers

    def opened(self, context, path="/styleguide") -> Page:
        page = context.new_page()
        page.goto(path)
        return page


@pytest.fixture(scope="module")
def guide(playwright) -> Iterator[Guide]:
    seen, answers = Seen(), ["<b>1</b>"]
    app = an_app(seen)
    app.after_request(headers.after)
    app.add_url_rule("/x", "taken", lambda: "taken", methods=["POST"])
    app.add_url_rule("/part", "part", lambda: answers[-1])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        with chromium(playwright, url) as browser:
            yield Guide(browser, url, seen, answers)
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [("ja", NARROW, "light"), ("en", WIDE, "dark"), pytest.param("ja", WIDE, "dark", marks=pytest.mark.long),
     pytest.param("en", NARROW, "light", marks=pytest.mark.long)],
    ids=["ja-narrow-light", "en-wide-dark", "ja-wide-dark", "en-narrow-light"],
)  # fmt: skip
def test_nobody_is_shut_out(guide, language, size, scheme):
    guide.seen.language = language
    with a_context(guide.browser, guide.url, language=language, viewport=size, color_scheme=scheme) as context:
        page = guide.opened(context)
        for opened in ("#renew", "#stop"):
            page.click(f"{opened} > summary")
        found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.evaluate(SMALL) == []
        shoot(page, f"styleguide-{language}-{size['width']}-{scheme}")
    guide.seen.language = "ja"


def test_with_forced_colours_and_at_twice_the_size_nothing_is_lost(guide):
    half = {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2}
    with a_context(guide.browser, guide.url, viewport=half, device_scale_factor=2, forced_colors="active") as context:
        page = guide.opened(context)
        assert page.evaluate("document.documentElement.scrollWidth") <= half["width"]
        shoot(page, "styleguide-forced-colours")


def test_on_paper_it_is_black_on_white_without_the_frame(guide):
    with a_context(guide.browser, guide.url, color_scheme="dark") as context:
        page = guide.opened(context)
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        for hidden in (".rooms-wide", ".top-tools", ".crumbs", ".search", ".button-primary"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert "髙橋 美咲" in page.locator(".printed").inner_text()


def test_what_is_wrong_takes_the_focus_and_the_title(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context)
        assert page.evaluate("document.activeElement.className") == "error-summary"
        assert page.title().startswith("エラー: ")


def test_two_clicks_send_once(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context)
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        page.evaluate(
            """() => {
              const button = [...document.querySelectorAll("main form[data-once] button.button-primary")][0];
              button.click(); button.click();
            }"""
        )
        page.wait_for_url("**/x")
        assert len(sent) == 1


def test_escape_closes_what_a_button_opened_and_gives_the_focus_back(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context)
        page.click("#stop > summary")
        page.focus("#stop-reason")
        page.keyboard.press("Escape")
        assert not page.evaluate("document.getElementById('stop').open")
        assert page.evaluate("document.activeElement.parentElement.id") == "stop"


def test_the_first_tab_leads_past_the_menu(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context, "/error/404")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_without_a_script_everything_is_there(guide):
    with a_context(guide.browser, guide.url, java_script_enabled=False, viewport=NARROW) as context:
        page = guide.opened(context)
        page.click(".rooms-narrow > summary")
        assert page.locator(".rooms-narrow a").first.is_visible()
        page.click("#stop > summary")
        assert page.locator("#stop-reason").is_visible()
        assert not page.locator("[data-closes]").first.is_visible()


def test_a_region_renews_itself_and_says_when_it_no_longer_can(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context, "/live")
        page.wait_for_selector("#live b")
        guide.answers.append(("<i>broken</i>", 503))
        page.wait_for_selector(".stale")
        assert "自動更新が止まっています" in page.inner_text(".stale")
        assert page.inner_text("#live") == "1"
        guide.answers.append("<b>2</b>")
        page.wait_for_selector(".stale", state="detached")
        assert page.inner_text("#live") == "2"
        assert page.locator(".stale").count() == 0


def test_a_region_of_somebody_signed_out_opens_the_page_instead(guide):
    with a_context(guide.browser, guide.url) as context:
        page = guide.opened(context, "/live")
        guide.answers.append(("", 303, {"Location": "/error/401"}))
        with page.expect_navigation():
            guide.answers.append(("", 303, {"Location": "/error/401"}))
        guide.answers.append("<b>1</b>")
