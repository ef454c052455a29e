"""Each persona's work from sign-in to done, in Chromium, on the demo stack (issue's walks; T-01.. of the requirements)."""

import re
import secrets
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from gateway.vocabulary.clock import JST
from tests.browser.a_person import AtDesk
from tests.browser.chromium import NARROW, a_context, shoot
from tests.walks.clients import Client
from tests.walks.codes import code
from tests.walks.newcomer import newcomer


def test_R23_from_a_template_to_a_shell_and_cut_when_withdrawn(at_desk, demo, sekisho, tmp_path):
    """He asks in the browser, two supervisors approve on their phones, his SSH opens at once and ends at the withdrawal."""
    username = f"asks{secrets.token_hex(3)}"
    person = newcomer(sekisho, tmp_path, username, name="申請 太郎", kana="シンセイ タロウ", number=f"B-{username}")
    demo["people"].append(person)
    asking = at_desk(username).open("/orders/new")
    page = asking.page
    page.locator("tr", has_text="個人データの閲覧あり").get_by_text("これで申請する").click()
    page.get_by_label("作業の理由").fill("顧客検索が遅い件を調べる")
    page.get_by_label("接続先とアカウント", exact=False).first.fill("callcenter-app/ccapp")
    now = datetime.now(JST)
    page.locator("input[name=begins]").fill(f"{now:%H:%M}")
    page.locator("input[name=ends]").fill(f"{now + timedelta(hours=2):%H:%M}")
    page.locator("input[name=subjects]").fill("10")
    page.locator("input[name=clients]").first.check()
    asking.press("申請する").reads("申請しました")
    order = re.search(r"/orders/(WO-[^/?]+)", page.url).group(1)
    shoot(page, "engineer-order-asked")
    client = Client(demo, person, tmp_path)
    for name in ("yamada", "kobayashi"):
        desk = at_desk(name, viewport=NARROW).open(f"/approvals/{order}")
        shoot(desk.page, f"{name}-approves")
        desk.press("承認する")
        expect(desk.page.locator("body")).to_contain_text("承認")
    with client.shell("callcenter-app") as terminal:
        terminal.prompt()
        assert b"still here" in terminal.run("echo still here")
        at_desk("watanabe").open(f"/orders/{order}").confirm("取り下げ", "作業は中止")
        assert terminal.wait(30) != 0


def test_R16_a_passkey_is_added_and_signs_in(at_desk, engineer_with_password):
    desk = at_desk(engineer_with_password["username"])
    devtools = desk.context.new_cdp_session(desk.page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip
    desk.open("/account/passkeys")
    desk.page.locator("input[name=name]").fill("会社の PC")
    desk.prove()
    desk.page.locator("[data-passkey]:visible").first.click()
    desk.reads("パスキーを追加しました。もう一度サインインしてください。")
    desk.page.get_by_role("button", name="パスキーでサインインする").click()
    expect(desk.page).not_to_have_url(re.compile("/signin"))
    expect(desk.page.get_by_role("button", name="サインアウト")).to_be_visible()


def test_R13_a_newcomer_is_registered_and_enrols_by_his_link(at_desk, demo, window):
    ito = at_desk("ito").open("/people/new")
    page = ito.page
    username = f"nishida{secrets.token_hex(3)}"
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=name]").fill("西田 髙志")
    page.locator("input[name=kana]").fill("ニシダ タカシ")
    page.locator("input[name=number]").fill(f"N{secrets.randbelow(10**8)}")
    page.locator("select[name=employer]").select_option(index=1)
    page.locator("input[name=contract_end]").fill("2027-03-31")
    page.locator("input[name=roles][value=engineer]").check()
    shoot(page, "ito-people-new-filled")
    page.locator("main form button[type=submit]").last.scroll_into_view_if_needed()
    ito.prove()
    page.locator("main form button[type=submit]").last.click()
    ito.reads("西田 髙志")
    shoot(page, "ito-person-added")
    ito.confirm("登録用リンクを発行する").reads("このリンクは今だけ表示されます")
    link = page.locator("p.id").inner_text()
    _enrols(demo, window, link, username)
    assert page.goto(link).status in {404, 409, 410}, "the link opened twice"


def _enrols(demo, window, link, username):
    url, password = demo["gateway"]["admin_ui"]["url"], secrets.token_hex(12)
    with a_context(window, url, viewport=NARROW) as context:
        page = context.new_page()
        page.goto(link)
        shoot(page, "newcomer-enrols")
        secret = "".join(page.locator(".secret-letters code").all_inner_texts())
        page.locator("input[name=code]").fill(code(secret))
        page.locator("input[name=password]").fill(password)
        page.locator("input[name=password_again]").fill(password)
        page.get_by_role("button", name="登録する").click()
        expect(page.locator("main")).to_contain_text("登録が完了しました", timeout=20_000)
        expect(page.locator(".recovery-codes li")).to_have_count(10)
        shoot(page, "newcomer-recovery-codes")
        person = {"username": username, "password": password, "totp_secret": secret}
        AtDesk(demo, person, context).sign_in(steps=1)


def test_R40_an_auditor_replays_and_an_administrator_does_not(at_desk, client, sekisho):
    with client.shell("callcenter-app") as terminal:
        terminal.prompt()
        terminal.run("echo a-word-to-find")
        terminal.line("exit")
        terminal.wait()
    mori = at_desk("mori").open(f"/recordings?person={client.username}")
    mori.page.locator("main table a").first.click()
    mori.reads("検証結果: 一致")
    address = mori.page.url
    mori.page.locator("[name=purpose]").first.fill("事後点検")
    mori.press("目的を記録して再生する")
    expect(mori.page.locator(".ap-player, .asciinema-player, [class*=ap-]").first).to_be_visible()
    mori.reads("すべて読み込みました")
    mori.page.locator("#replay-text").fill("a-word-to-find")
    mori.page.get_by_role("button", name="検索").click()
    expect(mori.page.locator("#replay-hits")).to_contain_text("a-word-to-find")
    mori.reads("件見つかりました。")
    mori.reads("森 智子")
    shoot(mori.page, "mori-replay")
    ito = at_desk("ito")
    assert ito.page.goto(address).status == 403


def test_R44_an_auditor_verifies_the_journal_and_takes_a_proof_away(at_desk, sekisho, tmp_path):
    """As on a real machine: the office runs as a user of its own and reads tiles and witness that the registrar wrote."""
    mori = at_desk("mori").open("/journal").press("全件を検証する").reads("監査ログは一致します")
    expect(mori.page.locator("body")).not_to_contain_text("照合していません")
    mori.open("/journal/1")
    with mori.page.expect_download() as taken:
        mori.page.get_by_role("link", name="証明書類をダウンロード").click()
    proof = tmp_path / "proof.json"
    taken.value.save_as(proof)
    assert sekisho.run("audit", "proof", "--check", str(proof)).returncode == 0


def test_a_wrong_code_is_told_in_words_and_nothing_else(at_desk):
    desk = at_desk("suzuki", signed_in=False).open("/signin")
    page = desk.page
    page.locator("input[name=username]").fill("suzuki")
    page.locator("input[name=password]").fill(desk.person["password"])
    page.locator("input[name=code]").fill(code(desk.person["totp_secret"], 1_000_000))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/signin"))
    expect(page.locator("[role=alert], .notice-bad").first).to_be_visible()
    assert page.locator("input[name=password]").input_value() == ""


@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.long)])
def test_the_keyboard_alone_signs_in(at_desk, engineer_with_password, language):
    desk = at_desk(engineer_with_password["username"], language=language, signed_in=False).open("/signin")
    keyboard = desk.page.keyboard
    for _ in range(12):
        keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.name") == "username":
            break
    keyboard.type(desk.person["username"])
    keyboard.press("Tab")
    keyboard.type(desk.person["password"])
    keyboard.press("Tab")
    keyboard.type(desk.code())
    keyboard.press("Enter")
    expect(desk.page).not_to_have_url(re.compile("/signin"))
