"""A free shell that must be watched, and a supervisor who stands by it in Chromium: it works while he looks, and stands still."""

import re
import time

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.a_person import AtDesk
from tests.browser.chromium import a_context, chromium
from tests.walks.clients import Client, eventually
from tests.walks.office import Sekisho
from tests.walks.own_stack import own_stack
from tests.walks.test_watched_shell import require_watchers

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]
HIDE = "Object.defineProperty(document, 'hidden', {value: true, configurable: true})"
SHOW = "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))"


def test_R27_whoever_stands_by_in_the_browser_lets_it_work_and_whoever_looks_away_stops_it(tmp_path):
    with own_stack(people=1) as stack, sync_playwright() as playwright:
        sekisho, url = Sekisho(stack.demo), stack.demo["gateway"]["admin_ui"]["url"]
        require_watchers(stack, sekisho)
        people = {one["username"]: one for one in stack.demo["people"]}
        with (
            Client(stack.demo, people["e001"], tmp_path).shell("callcenter-app") as screen,
            chromium(playwright, url) as browser,
            a_context(browser, url) as window,
        ):
            session = screen.expect(rb"sekisho\s+session\s+watch\s+(S-[\w-]+)").group(1).decode()
            desk = AtDesk(stack.demo, people["yamada"], window).sign_in().open(f"/sessions/{session}")
            desk.page.fill("#watch-purpose", "立会い")
            desk.press("立ち会う")
            screen.expect("A supervisor is watching")
            screen.line("")
            screen.prompt()
            assert screen.run("echo yes-$((40+2))").strip() == b"yes-42"
            began = time.monotonic()
            screen.line("echo seen-$((40+3))")
            desk.page.get_by_text("seen-43").wait_for()
            assert time.monotonic() - began < 3.0, "1 s, with a margin for a busy machine"
            began = time.monotonic()
            desk.page.evaluate(HIDE)
            screen.expect("Nobody watches any more")
            assert time.monotonic() - began < 6.0, "2 s, with the same margin"
            desk.page.evaluate(SHOW)
            screen.expect("A supervisor is watching")
            desk.page.get_by_role("button", name="立会いを終える").click()
            expect(desk.page).to_have_url(re.compile(f"/sessions/{session}$"))
            screen.expect("no supervisor watched it")
            screen.wait()

        def told() -> list[str]:
            kinds = [one["kind"] for one in sekisho.events("--session", session)]
            return kinds if 1 <= kinds.count("session.attended") == kinds.count("session.left") else []

        kinds = eventually(told)  # who comes back before his office gave him up never left
        assert kinds.count("session.watched") == 2
