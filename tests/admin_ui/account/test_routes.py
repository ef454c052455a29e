"""One's own account in the browser (R-16): own sessions, own factors, each behind a fresh proof."""

import re

import pyotp
import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.gateway.cli.town import PASSWORD

GOOD = "kV9-mPq2-xLw7-Rt4"


def test_everything_of_ones_own_is_on_one_page(office_town):
    page = office_town.browser("sato").get("/account").get_data(as_text=True)
    for text in ("本人確認の手段", "残り 0 個", "パスキーはまだありません", "このブラウザ", "表示言語"):
        assert text in page


def test_own_sessions_are_ended_and_nobody_elses(office_town: OfficeTown):
    here, there = office_town.sign_in("sato"), office_town.sign_in("sato")
    page = here.get("/account").get_data(as_text=True)
    ids = re.findall(r"/account/sessions/([^/]+)/end", page)
    assert len(ids) >= 2
    for each in ids:
        assert office_town.browser("yamada").post(f"/account/sessions/{each}/end", page="/account").status_code == 404
    for each in ids:
        here.get("/account")
        if here.post(f"/account/sessions/{each}/end").headers["Location"] == "/signin":
            break
    assert not (here.get("/account").status_code == there.get("/account").status_code == 200)


@pytest.mark.parametrize("path", ["/account/password", "/account/code", "/account/passkeys", "/account/recovery"])
def test_R16_an_old_proof_changes_no_factor(office_town, path):
    browser = office_town.sign_in("mori")
    browser.get("/account")
    office_town.town.clock.offset += 6 * 60
    response = browser.post(path, {"password": GOOD, "password_again": GOOD, "code": "1", "name": "x"})
    text = response.get_data(as_text=True)
    assert response.status_code == 403 and "fresh_code" in text and GOOD not in text


def test_R16_ones_own_password_changes_and_ends_every_session(office_town):
    browser = office_town.sign_in("kobayashi")
    weak = browser.post(
        "/account/password",
        {"password": "kobayashi12345", "password_again": "kobayashi12345"},
        page="/account/password",
    )
    assert weak.status_code == 422 and "kobayashi12345" not in weak.get_data(as_text=True)
    unequal = browser.post("/account/password", {"password": GOOD, "password_again": "other"})
    assert unequal.status_code == 422
    done = browser.post("/account/password", {"password": GOOD, "password_again": GOOD})
    assert done.status_code == 303 and browser.get("/account").status_code == 303
    town, old = office_town.town, {"username": "kobayashi", "next": ""}
    refused = office_town.nobody().post(
        "/signin", {**old, "password": PASSWORD, "code": town.code("kobayashi")}, page="/signin"
    )
    assert refused.status_code in (400, 422)
    fresh = office_town.nobody()
    assert (
        fresh.post("/signin", {**old, "password": GOOD, "code": town.code("kobayashi")}, page="/signin").status_code
        == 303
    )
    town.people["kobayashi"].password = GOOD


def test_R16_another_device_takes_over_with_its_own_code(office_town):
    browser = office_town.sign_in("yamada")
    page = browser.get("/account/code").get_data(as_text=True)
    secret = "".join(re.findall(r"<code>([A-Z2-7]{4})</code>", page))
    sealed = re.search(r'name="sealed" value="([^"]+)"', page).group(1)
    wrong = browser.post("/account/code", {"code": "000000", "sealed": sealed})
    assert wrong.status_code == 422 and sealed in wrong.get_data(as_text=True)
    office_town.town.clock.offset += 30  # the code of these seconds was used to sign in
    code = pyotp.TOTP(secret).at(int(office_town.town.clock.now().timestamp()))
    assert browser.post("/account/code", {"code": code, "sealed": sealed}).status_code == 303
    office_town.town.people["yamada"].totp = secret
    assert office_town.sign_in("yamada").get("/account").status_code == 200


def test_recovery_codes_are_renewed_and_shown_once(office_town):
    browser = office_town.sign_in("mori")
    browser.get("/account")
    page = browser.post("/account/recovery").get_data(as_text=True)
    assert len(set(re.findall(r"<code>([0-9A-Z-]{14})</code>", page))) == 10
    assert "残り 10 個" in browser.get("/account").get_data(as_text=True)


def test_the_language_is_ones_own(office_town):
    browser = office_town.sign_in("mori")
    browser.get("/account")
    assert browser.post("/account/language", {"language": "en"}).status_code == 303
    assert "Your account" in browser.get("/account").get_data(as_text=True)
    assert browser.post("/account/language", {"language": "fr"}).status_code == 422
    assert browser.post("/account/language", {"language": "ja"}).status_code == 303
