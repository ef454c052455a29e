"""The register's pages against whoever fills in their forms: more fields than there are, scripts, 10 MB, double clicks."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import pytest

from gateway.crypto import openssh
from tests.admin_ui.an_office import Browser, OfficeTown
from tests.admin_ui.conftest import office_town
from tests.admin_ui.people.a_form import a_form, employer_of, registered, wrong_fields

__all__ = ["office_town"]
XSS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'><svg/onload=alert(1)>", "{{7*7}}", "</textarea><b>",
    "%(name)s", "javascript:alert(1)", "&lt;b&gt;",
]  # fmt: skip


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def assert_harmless(page: str, plain: str) -> None:
    """No tag or attribute of the page is what somebody typed."""
    tags = Tags()
    tags.feed(page)
    for tag, attributes in tags.tags:
        assert tag not in ("svg", "b", "iframe", "object"), tag
        assert not [name for name in attributes if name.startswith("on") or name == "style"], attributes
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").startswith("javascript:")
    assert "<script>alert" not in page
    assert "49" not in re.findall(r"\{\{|\b49\b", plain) if plain == "{{7*7}}" else True


@pytest.mark.parametrize("number", range(len(XSS)))
def test_what_is_typed_into_any_field_is_text_and_never_markup(office_town: OfficeTown, number: int) -> None:
    browser, text = office_town.browser("ito"), XSS[number]
    typed = f"見{text}"
    employer = browser.post(
        "/employers/new",
        {"name": f"{typed}社{number}", "kind": "processor", "contract_number": typed},
        page="/employers/new",
    )
    assert employer.status_code == 303
    owner = employer.headers["Location"].rsplit("/", 1)[-1]
    wish = {"name": typed, "number": f"{typed}{number}", "employer": owner, "engagement": "dispatched", "agency": typed}
    person = registered(office_town, browser, f"xss-{number}", **wish)
    key = openssh.line(openssh.new_pair().public)
    terminal = browser.post(
        "/terminals/new",
        {"name": f"{typed}{number}", "kind": "ordinary", "site": typed, "owner": owner, "certificate": "", "key": key},
        page="/terminals/new",
    ).headers["Location"]
    stopped = browser.post(f"/people/{person}/standing/suspended", {"reason": typed}, page=f"/people/{person}")
    assert stopped.status_code == 303
    path = f"/people/{person}/roles"
    version = re.findall(r'name="version"[^>]*value="(\d+)"', browser.get(path).get_data(as_text=True))[0]
    change = browser.post(path, {"roles": ["engineer", "supervisor"], "version": version}, page=path).headers[
        "Location"
    ]
    pages = (
        "/people", f"/people/{person}", f"/people/{person}/edit", path, "/employers", f"/employers/{owner}", "/changes",
        f"/employers/{owner}/edit", "/terminals", terminal, f"{terminal}/edit", change,
    )  # fmt: skip
    for each in pages:
        response = browser.get(each)
        assert response.status_code == 200, each
        assert_harmless(response.get_data(as_text=True), text)
    for where in ("/people", "/terminals", "/employers"):
        searched = browser.get(
            where, query_string={"q": typed, "role": text, "kind": text, "owner": text, "employer": text}
        )
        assert_harmless(searched.get_data(as_text=True), text)


def test_what_was_refused_is_shown_again_as_text(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    for text in XSS:
        names = (
            "name",
            "kana",
            "number",
            "username",
            "agency",
            "mail",
            "employer",
            "contract_end",
            "language",
            "engagement",
        )
        refused = browser.post("/people/new", {**dict.fromkeys(names, text), "roles": [text]}, page="/people/new")
        assert refused.status_code == 422
        assert_harmless(refused.get_data(as_text=True), text)


def test_fields_that_a_form_does_not_have_change_nothing(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    more = {
        "standing": "revoked",
        "id": "P-20260101-0000000000",
        "password": "x",
        "totp_sealed": "x",
        "person": "x",
        "keys": "x",
    }
    person = registered(office_town, browser, "massa", **more)
    assert person != more["id"]
    path = f"/people/{person}/edit"
    wish = {
        **a_form(office_town, "massa"),
        **more,
        "version": "1",
        "username": "root",
        "number": "N-0",
        "roles": ["administrator"],
    }
    assert browser.post(path, wish, page=path).status_code == 303
    (found,) = [each for each in office_town.town.json("person", "list")["people"] if each["id"] == person]
    assert (found["username"], found["roles"], found["standing"]) == ("massa", ["engineer"], "active")
    shown = office_town.town.as_json("ito", "person", "show", "massa")["person"]["personal"]
    assert shown["number"] == "N-massa"


def test_ten_megabytes_and_five_hundred_fields_are_refused(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    form = a_form(office_town, "huge")
    for field in ("name", "kana", "number", "mail", "agency", "employer"):
        refused = browser.post("/people/new", {**form, field: "あ" * (10 * 1024 * 1024 // 3)}, page="/people/new")
        assert refused.status_code == 413, field
    big = browser.post("/people/new", {**form, "name": "あ" * 100_000}, page="/people/new")
    assert (big.status_code, wrong_fields(big.get_data(as_text=True))) == (422, {"name"})
    assert browser.get("/people", query_string={"q": "あ" * 5_000}).status_code == 200
    assert "huge" not in [each["username"] for each in office_town.town.json("person", "list")["people"]]


def test_a_double_click_registers_one_person(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    assert browser.get("/people/new").status_code == 200
    form = a_form(office_town, "twice")

    def click(_number: int) -> int:
        own = Browser(client=office_town.app.test_client(), name="ito", token=browser.token)
        for cookie in ("__Host-sekisho", "__Host-sekisho-form"):
            found = browser.client.get_cookie(cookie)
            if found is not None:
                own.client.set_cookie(cookie, found.value, domain="localhost", secure=True)
        return int(own.post("/people/new", form, headers={"Referer": "https://localhost:8443/people/new"}).status_code)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(click, range(4))) == [303, 422, 422, 422]


def test_whoever_is_no_administrator_changes_nothing(office_town: OfficeTown) -> None:
    admin = office_town.browser("ito")
    person = registered(office_town, admin, "victim")
    for name in ("sato", "yamada", "mori"):
        browser = office_town.browser(name)
        browser.get("/")
        tries: list[tuple[str, dict[str, Any]]] = [
            ("/people/new", a_form(office_town, "evil")),
            (f"/people/{person}/edit", {**a_form(office_town, "victim"), "version": "1"}),
            (f"/people/{person}/roles", {"roles": ["administrator"], "version": "1"}),
            (f"/people/{person}/keys", {"key": openssh.line(openssh.new_pair().public)}),
            (f"/people/{person}/standing/revoked", {"reason": "x"}),
            (f"/people/{person}/unlock", {"reason": "x"}),
            (f"/people/{person}/link", {}),
            (f"/people/{person}/reset", {}),
            ("/employers/new", {"name": "悪", "kind": "processor"}),
            (f"/employers/{employer_of(office_town)}/edit", {"name": "悪", "kind": "processor"}),
        ]
        for path, form in tries:
            assert browser.post(path, form).status_code == 403, (name, path)
    assert "evil" not in [each["username"] for each in office_town.town.json("person", "list")["people"]]
    assert '<div class="empty">' not in admin.get(f"/people/{person}/edit").get_data(as_text=True)
