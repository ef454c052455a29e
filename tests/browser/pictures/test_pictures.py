"""The day the manuals tell of: asked for, approved, worked, frozen, looked into. Each step keeps its picture, in both languages.

One test a persona, in the order of the day; names of pictures are those the manuals refer to.
"""

import re
import secrets
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.pictures import painted
from tests.browser.pictures.kept import PHONE, SIZE
from tests.walks.clients import QUIET, Client
from tests.walks.window import Window

pytestmark = [pytest.mark.long, pytest.mark.timeout(400)]
APP = "callcenter-app"
LANGUAGES = ("ja", "en")
REASON = "顧客検索が遅い件の調査"
TEMPLATE = {"ja": "個人データの閲覧あり", "en": "fault: personal data"}
MASKED = "***-****-****"
FROZEN = "Frozen ["


def who(demo, username) -> dict[str, Any]:
    return next(one for one in demo["people"] if one["username"] == username)


@contextmanager
def terminal(demo, tmp_path, username, target=None, size=(96, 22)):
    """OpenSSH of this person in a real terminal."""
    client = Client(demo, who(demo, username), tmp_path)
    command = ["ssh", *QUIET, *client.options(), "-tt", client.address(target)]
    with Window(command, client.askpass(), *size) as opened:
        yield opened


def typed(window, line: str) -> None:
    """As by a person, who sees the prompt first: what comes at once with the line before runs nothing."""
    time.sleep(0.5)
    window.keys(line, "Enter")


def draw(album, blank, window, name, language, title="") -> None:
    blank.set_content(painted.page(window.painted(), title))
    blank.set_viewport_size(
        {"width": int(blank.locator("main").bounding_box()["width"]) + 24, "height": SIZE["height"]}
    )
    album.keep(blank, name, language)


def both(album, at_desk, username, path, name, *, until="main", size=SIZE, cover=()) -> None:
    for language in LANGUAGES:
        desk = at_desk(username, language=language, viewport=size).open(path)
        album.keep(desk.page, name, language, until=until, cover=cover)


@pytest.fixture
def asked(at_desk, album):
    """sato's order, asked for in the browser and waiting; withdrawn at the end."""
    for language in reversed(LANGUAGES):
        desk = at_desk("sato", language=language, viewport=SIZE).open("/orders/new")
        page = desk.page
        page.locator("tr", has_text=TEMPLATE[language]).get_by_role("link").click()
        page.locator("[name=reason]").fill(REASON)
        page.locator("[name=target]").fill("callcenter-app/ccapp")
        page.locator("[name=begins]").fill("13:00")
        page.locator("[name=ends]").fill("15:00")
        page.locator("[name=subjects]").fill("10")
        page.locator("input[name=clients]").first.check()
        album.keep(page, "engineer-asks", language, until=".field:has([name=subjects])")
    desk.press("申請する").reads("申請しました")
    order = re.search(r"/orders/(WO-[^/?]+)", page.url).group(1)
    yield order
    desk.open(f"/orders/{order}").confirm("取り下げ", "見本")


def test_asked_for_and_approved(at_desk, album, asked):
    both(album, at_desk, "sato", "/", "engineer-home")
    both(album, at_desk, "yamada", "/", "supervisor-home")
    both(album, at_desk, "yamada", f"/approvals/{asked}", "supervisor-approves", size=PHONE)


def test_at_a_terminal(demo, album, blank, tmp_path):
    with terminal(demo, tmp_path, "sato") as menu:
        menu.see("ヘルプ")
        draw(album, blank, menu, "terminal-menu", "ja")
        menu.keys("L")
        menu.see("leave")
        draw(album, blank, menu, "terminal-menu", "en")
        menu.keys("q")
    with terminal(demo, tmp_path, "suzuki", APP) as gate:
        gate.see("sekisho>")
        for language in LANGUAGES:
            typed(gate, f"lang {language}")
            gate.see({"ja": "残り", "en": "left (until"}[language])
            typed(gate, "clear")
            typed(gate, "tail reception.log lines=3")
            gate.see("**")
            typed(gate, "bash")
            time.sleep(2)  # what is said of it, and the next prompt
            draw(album, blank, gate, "terminal-gate", language)


def test_frozen_and_looked_into(demo, at_desk, album, blank, sekisho, tmp_path):
    place = who_holds(demo)
    with terminal(demo, tmp_path, "suzuki", APP), terminal(demo, tmp_path, "sato", APP) as shell:
        shell.see("app:~$")
        typed(shell, f"cd {place.parent}; PS1='ccapp@callcenter-app:data$ '; clear")
        shell.see("data$")
        typed(shell, f"head -5 {place.name} | cut -d, -f1-7")
        shell.see(MASKED)
        draw(album, blank, shell, "terminal-masked", "", shell.title)
        (session,) = sekisho.json("session", "list", "--running", "--person", "sato")["sessions"]
        typed(shell, "clear; cat log/reception.log")
        shell.see(FROZEN)
        draw(album, blank, shell, "terminal-frozen", "", shell.title)
        both(album, at_desk, "yamada", "/sessions", "supervisor-sessions", until="section[aria-labelledby=running]")
        stood_by(at_desk, album, session["id"])
        at_desk("kobayashi").open(f"/sessions/{session['id']}").confirm("切断", "作業を中止する")
    replayed(at_desk, album, session)
    both(album, at_desk, "mori", "/", "auditor-home")


def who_holds(demo) -> Path:
    return Path(next(one for one in demo["targets"] if one["name"] == APP)["personal_data"]["file"])


def stood_by(at_desk, album, session) -> None:
    for language in LANGUAGES:
        desk = at_desk("yamada", language=language, viewport=SIZE).open(f"/sessions/{session}")
        desk.page.fill("#watch-purpose", "凍結の確認")
        desk.prove()
        desk.page.click("form[action$='/watches'] button[type=submit]")
        desk.page.locator(".ap-term").wait_for()
        desk.page.get_by_text(MASKED).first.wait_for()
        album.keep(desk.page, "supervisor-stands-by", language)


def replayed(at_desk, album, session) -> None:
    for language in LANGUAGES:
        desk = at_desk("mori", language=language, viewport=SIZE).open(f"/recordings/{session['recording']}")
        desk.page.locator("[name=purpose]").first.fill("凍結の事後点検")
        desk.prove()
        desk.page.locator("form[action$='/plays'] button[type=submit]").click()
        desk.page.locator("#replay[data-done]").wait_for()
        desk.page.locator("#replay-text").fill("customer_id")
        desk.page.locator("#replay-text").press("Enter")
        desk.page.locator("#replay-hits button").first.click()
        desk.page.locator(".ap-term").get_by_text("customer_id").first.wait_for()
        album.keep(desk.page, "auditor-replays", language)


def test_asked_by_a_client(at_desk, album):
    for language in LANGUAGES:
        desk = at_desk("mori", language=language, viewport=SIZE).open("/journal")
        desk.page.locator("form[action$='/verify'] button, form[action*='verif'] button").first.click()
        desk.page.locator(".notice, [role=status]").first.wait_for()
        album.keep(desk.page, "auditor-journal", language, until="main tbody tr:nth-child(6)")
        desk.open("/inquiries/client")
        desk.page.select_option("#client", "C01")
        desk.page.fill("#purpose", "委託元からの照会")
        desk.prove()
        desk.page.locator("main form button[type=submit]").last.click()
        expect(desk.page.locator("main table").first).to_be_visible()
        album.keep(desk.page, "auditor-inquires", language)


def test_kept_by_an_administrator(demo, at_desk, album, window):
    both(album, at_desk, "ito", "/", "administrator-home")
    both(album, at_desk, "ito", "/people?q=sato", "administrator-people")
    both(album, at_desk, "ito", "/terminals", "administrator-terminals", until="main tbody tr:nth-child(8)")
    both(album, at_desk, "ito", "/targets", "administrator-targets")
    link = enrolment_link(at_desk)
    for language in LANGUAGES:
        desk = at_desk("ito", language=language, signed_in=False, viewport=PHONE).open(link)
        album.keep(
            desk.page, "newcomer-enrols", language, cover=[".secret figure > :first-child", ".secret-letters code"]
        )


def enrolment_link(at_desk) -> str:
    """Of a newcomer with an invented name, who never takes it."""
    desk = at_desk("ito").open("/people/new")
    page, number = desk.page, secrets.randbelow(10**6)
    for name, text in (
        ("username", f"nishida{number}"),
        ("name", "西田 髙志"),
        ("kana", "ニシダ タカシ"),
        ("number", f"N{number}"),
    ):
        page.locator(f"input[name={name}]").fill(text)
    page.locator("select[name=employer]").select_option(index=1)
    page.locator("input[name=contract_end]").fill("2027-03-31")
    page.locator("input[name=roles][value=engineer]").check()
    desk.prove()
    page.locator("main form button[type=submit]").last.click()
    desk.reads("西田 髙志").confirm("登録用リンクを発行する").reads("このリンクは今だけ表示されます")
    return page.locator("p.id").inner_text()
