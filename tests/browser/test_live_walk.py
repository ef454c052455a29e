"""A supervisor beside an engineer's shell on the demo stack: seen, frozen, resumed by another, cut; OpenSSH at the other end."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import shoot


@pytest.mark.timeout(180)
def test_R42_seen_frozen_resumed_and_cut_from_beside_the_screen(at_desk, client, sekisho):
    with client.shell("callcenter-app") as terminal:
        terminal.prompt()
        (session,) = sekisho.json("session", "list", "--running", "--person", client.username)["sessions"]
        desk = at_desk("yamada").open("/sessions")
        desk.page.locator(f"a[href='/sessions/{session['id']}']").click()
        desk.page.fill("#watch-purpose", "障害対応の立会い")
        desk.press("立ち会う")
        terminal.line("echo seen-$((40+3))")
        desk.page.get_by_text("seen-43").wait_for()
        shoot(desk.page, "live-walk-running")
        began = time.monotonic()
        desk.confirm("凍結", "予定にない操作")
        desk.reads("凍結しました")
        terminal.expect("frozen|凍結", 10)
        print(f"frozen after {time.monotonic() - began:.2f} s, the form included")
        terminal.line("echo not-$((40+4))")
        terminal.expect(rb"\x07")
        desk.reads("凍結中").reads("管理監督者が凍結しました")
        shoot(desk.page, "live-walk-frozen")
        address = re.sub(r"/watches/.*", "", desk.page.url)
        at_desk("kobayashi").open(address).confirm("再開", "本人に確認した").reads("再開しました")
        expect(desk.page.locator("[data-course=running]")).to_be_visible()
        expect(desk.page.locator("#freeze")).to_be_visible()
        expect(desk.page.locator("#resume")).to_be_hidden()
        assert b"on-45" in terminal.run("echo on-$((40+5))")
        assert b"not-44" not in terminal.seen
        desk.confirm("切断", "作業を中止する").reads("切断しました")
        assert re.search(r"/sessions/S-[\w-]+$", desk.page.url)
        assert terminal.wait(10) != 0
        shoot(desk.page, "live-walk-cut")
