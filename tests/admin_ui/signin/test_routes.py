"""The door in the browser (R-16): one wording for every no, a fresh ticket for every yes, and passkeys without a user name."""

import json
import time

import pytest

from gateway.vocabulary.secret import Secret
from gateway.wiring.office_factors import renew_recovery
from tests.admin_ui.an_office import ADDRESS, ORIGIN, OfficeTown
from tests.gateway.cli.town import PASSWORD
from tests.gateway.keeper.soft_passkey import SoftPasskey

WRONG = "パスワードまたはワンタイムコードが正しくありません"


def signed_in(office_town: OfficeTown, name: str, next_: str = "/account"):
    browser = office_town.nobody()
    data = {"username": name, "password": PASSWORD, "code": office_town.town.code(name), "next": next_}
    return browser, browser.post("/signin", data, page="/signin")


def office_in(office_town: OfficeTown, ticket: str):
    found = office_town.house.visit(Secret(ticket.encode()), ADDRESS)
    assert found is not None
    return found.office


def test_R16_password_and_code_sign_in_and_lead_where_one_wanted(office_town):
    browser, response = signed_in(office_town, "sato")
    assert response.status_code == 303 and response.headers["Location"] == "/account"
    cookie = next(each for each in response.headers.getlist("Set-Cookie") if each.startswith("__Host-sekisho="))
    assert "Secure" in cookie and "HttpOnly" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(office_town, wanted):
    _, response = signed_in(office_town, "sato", wanted)
    assert response.status_code == 303 and response.headers["Location"] == "/"


def test_R16_every_no_reads_alike_and_shows_nothing_typed_but_the_name(office_town):
    told = set()
    for name, password, code in (
        ("sato", "wrong password here", "000000"),
        ("nobody-at-all", "wrong password here", "000000"),
        ("sato", PASSWORD, "000000"),
        ("x" * 5000, "y", "1"),
        ("sato", "z" * 200_000, "000000"),
        ("sato", "wrong", "9" * 5000),
    ):
        browser = office_town.nobody()
        response = browser.post("/signin", {"username": name, "password": password, "code": code}, page="/signin")
        text = response.get_data(as_text=True)
        assert response.status_code == 422
        assert password not in text or len(password) < 10  # such words stand in the page anyway
        told.add(WRONG in text)
    assert told == {True}


def test_R16_a_used_code_signs_nobody_in_twice(office_town):
    code = office_town.town.code("yamada")
    data = {"username": "yamada", "password": PASSWORD, "code": code, "next": ""}
    first, second = office_town.nobody(), office_town.nobody()
    assert first.post("/signin", data, page="/signin").status_code == 303
    response = second.post("/signin", data, page="/signin")
    assert response.status_code == 422 and "使用済み" in response.get_data(as_text=True)


def test_ten_megabytes_stop_at_the_door(office_town):
    browser = office_town.nobody()
    browser.get("/signin")
    begun = time.monotonic()
    response = browser.post("/signin", {"username": "sato", "password": "p" * 10_000_000, "code": "1"})
    assert response.status_code == 413 and time.monotonic() - begun < 3


def test_R16_a_fixed_ticket_is_never_adopted(office_town):
    browser = office_town.nobody()
    fixed = "A" * 43
    browser.client.set_cookie("__Host-sekisho", fixed, domain="localhost", secure=True)
    data = {"username": "kobayashi", "password": PASSWORD, "code": office_town.town.code("kobayashi"), "next": ""}
    response = browser.post("/signin", data, page="/signin")
    assert response.status_code == 303 and fixed not in "".join(response.headers.getlist("Set-Cookie"))


def test_R16_signing_out_ends_the_ticket_for_good(office_town):
    browser = office_town.sign_in("yamada")
    browser.get("/account")
    assert browser.post("/signout").status_code == 303
    copied = office_town.nobody()
    copied.client.set_cookie("__Host-sekisho", browser.ticket, domain="localhost", secure=True)
    assert copied.get("/account").status_code == 303


def test_R16_a_recovery_code_lets_in_once_to_set_a_new_factor(office_town):
    with office_in(office_town, office_town.sign_in("mori").ticket) as office:
        codes = renew_recovery(office)
    browser = office_town.nobody()
    data = {"username": "mori", "password": PASSWORD, "recovery": codes[0].lower()}
    assert browser.post("/signin/recovery", data, page="/signin/recovery").status_code == 303
    page = browser.get("/account").get_data(as_text=True)
    assert "リカバリーコードでサインインしています" in page
    refused = browser.post("/account/recovery")
    assert refused.status_code == 403 and "recovery-codes" not in refused.get_data(as_text=True)
    other = office_town.nobody()
    assert other.post("/signin/recovery", data, page="/signin/recovery").status_code == 422


def asked(browser, path: str) -> str:
    response = browser.client.post(
        path,
        base_url=ORIGIN,
        headers={"X-CSRFToken": browser.token, "Referer": f"{ORIGIN}/"},
        environ_overrides={"REMOTE_ADDR": ADDRESS},
    )
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    return response.get_data(as_text=True)


def test_R16_a_passkey_is_added_signs_in_alone_and_is_removed(office_town):
    browser, passkey = office_town.sign_in("kobayashi"), SoftPasskey(ORIGIN)
    browser.get("/account/passkeys")
    options = asked(browser, "/account/passkeys/options")
    data = {"name": "電話 <b>", "response": passkey.made(options)}
    added = browser.post("/account/passkeys", data)
    assert added.status_code == 303 and added.headers["Location"] == "/signin"
    assert browser.get("/account").status_code == 303  # every session of his has ended
    door = office_town.nobody()
    door.get("/signin")
    answer = passkey.signed(asked(door, "/signin/passkey/options"))
    assert door.post("/signin/passkey", {"response": answer, "next": "/account"}).status_code == 303
    page = door.get("/account").get_data(as_text=True)
    assert "電話 &lt;b&gt;" in page and "電話 <b>" not in page
    replayed = office_town.nobody()
    replayed.get("/signin")
    assert replayed.post("/signin/passkey", {"response": answer}).status_code == 422
    action = page.partition("/account/passkeys/")[2]
    mark = page.partition('action="/account/passkeys/')[2].partition("/remove")[0]
    assert action and len(mark) == 32
    assert office_town.browser("sato").post(f"/account/passkeys/{mark}/remove", page="/account").status_code == 404
    assert door.post(f"/account/passkeys/{mark}/remove").status_code == 303


def test_what_is_no_passkey_is_told_in_words(office_town):
    door = office_town.nobody()
    door.get("/signin")
    for response in (json.dumps({"id": "x"}), "x" * 100_000, "null"):
        found = door.post("/signin/passkey", {"response": response})
        assert found.status_code == 422 and "パスキーを確認できませんでした" in found.get_data(as_text=True)


def test_options_are_given_to_forms_of_ours_alone(office_town):
    door = office_town.nobody()
    response = door.client.post("/signin/passkey/options", base_url=ORIGIN)
    assert response.status_code == 400
