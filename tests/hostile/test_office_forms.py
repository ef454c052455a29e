"""Forms that were not sent from a page of the office in this sign-in, and addresses that lead elsewhere."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from gateway.ipc.messages import CallRefused
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_entry import Actor
from gateway.wiring.office_pace import Bucket
from gateway.wiring.office_web import House
from tests.admin_ui.an_office import ADDRESS, ORIGIN, Browser, OfficeTown
from tests.admin_ui.conftest import office_town
from tests.admin_ui.orders.a_request import text
from tests.gateway.cli.town import PASSWORD

__all__ = ["office_town"]
FORM_COOKIE = "__Host-sekisho-form"
CLIENT = {"name": "頭だけ商事", "kana": "アタマダケ", "contact": "なし"}


def sent(browser: Browser, method: str, path: str, data: dict[str, Any] | None = None, **headers: str) -> TestResponse:
    """As whoever has the cookies sends it: no token but what `data` holds."""
    return browser.client.open(
        path, method=method, base_url=ORIGIN, data=data, headers=headers, environ_overrides={"REMOTE_ADDR": ADDRESS}
    )


def is_registered(town: OfficeTown, client: str) -> bool:
    return town.browser("ito").get(f"/clients/{client}").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "GET", "OPTIONS"])
def test_a_form_without_a_post_changes_nothing(office_town: OfficeTown, method: str) -> None:
    ito = office_town.browser("ito")
    assert sent(ito, method, "/clients/new", {"id": "EVIL", **CLIENT}).status_code == 400
    chunked = {"Transfer-Encoding": "chunked"}
    assert sent(ito, method, "/clients/new", **chunked).status_code == 400
    assert not is_registered(office_town, "EVIL")


def test_HEAD_is_a_GET_without_its_page(office_town: OfficeTown) -> None:
    ito = office_town.browser("ito")
    for path in ("/clients/new", "/targets/new", "/signin", "/account/password", "/again"):
        assert sent(ito, "HEAD", path).status_code == sent(ito, "GET", path).status_code, path


def test_R16_a_forged_form_neither_tries_a_factor_nor_gets_the_page_that_asks_for_one(office_town: OfficeTown) -> None:
    sato = office_town.sign_in("sato")
    assert sato.get("/account").status_code == 200
    office_town.town.clock.offset += 6 * 60  # the factor is no longer fresh
    for typed in ({}, {"fresh_code": "000000"}, {"fresh_passkey": "{}"}):
        for _ in range(3):  # six wrong ones would lock him
            found = sent(sato, "POST", "/account/recovery", {**typed, "csrf_token": "made-up"}, Referer=f"{ORIGIN}/")
            assert found.status_code == 400
            assert "fresh_code" not in text(found)
    assert sato.post("/account/recovery", page="/account").status_code == 403
    right = {"fresh_code": office_town.town.code("sato")}
    assert sato.post("/account/recovery", right, page="/account").status_code == 200


def test_a_token_of_before_the_sign_in_is_worth_nothing_after_it(office_town: OfficeTown) -> None:
    browser = office_town.nobody()
    browser.get("/signin")
    before = browser.token
    typed = {"username": "mori", "password": PASSWORD, "code": office_town.town.code("mori")}
    assert browser.post("/signin", typed).status_code == 303
    referer = {"Referer": f"{ORIGIN}/account"}
    found = sent(browser, "POST", "/account/language", {"language": "en", "csrf_token": before}, **referer)
    assert found.status_code == 400
    assert browser.post("/account/language", {"language": "ja"}, page="/account").status_code == 303
    own = browser.token
    assert browser.post("/signout", page="/account").status_code == 303
    assert sent(browser, "POST", "/language", {"language": "en", "csrf_token": own}, **referer).status_code == 400


@pytest.mark.parametrize("thief", ["nobody", "another person", "another sign-in of his"])
def test_a_token_with_its_cookie_from_elsewhere_opens_nothing(office_town: OfficeTown, thief: str) -> None:
    planted = {
        "nobody": office_town.nobody,
        "another person": lambda: office_town.browser("yamada"),
        "another sign-in of his": lambda: office_town.sign_in("mori"),
    }[thief]()
    planted.get("/signin" if planted.ticket is None else "/account")
    victim = office_town.sign_in("mori")
    cookie = planted.client.get_cookie(FORM_COOKIE, domain="localhost")
    assert cookie is not None
    victim.client.set_cookie(FORM_COOKIE, cookie.value, domain="localhost", secure=True)
    form = {"language": "en", "csrf_token": planted.token}
    assert sent(victim, "POST", "/account/language", form, Referer=f"{ORIGIN}/account").status_code == 400


@pytest.mark.parametrize(
    "referer",
    ["https://localhost:8443.evil.example/", "https://evil.example/", "http://localhost:8443/", "https://[", "", "x"],
)
def test_a_page_that_is_not_ours_sends_nothing_here(office_town: OfficeTown, referer: str) -> None:
    mori = office_town.browser("mori")
    mori.get("/account")
    headers = {"Referer": referer} if referer else {}
    form = {"language": "en", "csrf_token": mori.token}
    assert sent(mori, "POST", "/account/language", form, **headers).status_code == 400


@pytest.mark.parametrize(
    "path", ["/static//frame.js", "//orders", "//evil.example/", "/orders/", "/signin/", "/.//x", "/%2f%2fx", "/\\x"]
)
def test_no_address_is_answered_with_another_hosts(office_town: OfficeTown, path: str) -> None:
    overrides = {"PATH_INFO": path.replace("%2f", "/")}  # as gunicorn tells it
    found = office_town.nobody().client.get("/", base_url="https://evil.example", environ_overrides=overrides)
    assert "evil" not in found.headers.get("Location", "").split("next=")[0], path
    assert found.status_code in {303, 400, 404}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-W48-2x", "1999-12-31", "3000-01-01"])
def test_a_day_beyond_reckoning_is_said_beside_its_field(office_town: OfficeTown, day: str) -> None:
    form = {"day": day, "begins": "23:00", "ends": "01:00", "purpose": "failure", "mode": "shell", "reason": "調査"}
    found = office_town.browser("sato").post("/orders/new", form, page="/orders/new?template=")
    assert found.status_code == 422
    assert "2026-11-22" in text(found)


def test_who_tries_too_often_is_refused_at_once_and_holds_no_thread(office_town: OfficeTown) -> None:
    pauses: list[float] = []
    house = House(read(office_town.town.settings), office_town.town.clock, pause=pauses.append)
    stranger = Actor(username="nobody-at-all", password=Secret(b"x"), code=Secret(b"1"))
    for _ in range(Bucket.SIGN_IN_NAME.allowed):
        house.pace(Bucket.SIGN_IN_NAME, stranger.username)
    with pytest.raises(CallRefused, match=re.escape("entry.pace")):
        house.sign_in(stranger, "198.51.100.9", "a thief")
    house.close()
    assert pauses == []
