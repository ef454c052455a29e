"""The table of permissions, walked: every route with every role, signed in or not, with and without a form's token."""

from collections.abc import Iterator

import pytest
from flask import Flask

from admin_ui import permissions
from admin_ui.factory import create_app
from admin_ui.permissions import TABLE, Anyone
from gateway.vocabulary.secret import Secret
from tests.admin_ui.an_office import OfficeTown

ROLES = {"sato": "engineer", "yamada": "supervisor", "ito": "administrator", "mori": "auditor"}
SAMPLE = {"int": "1", "default": "X-20260101-0000"}
ABSENT = {404, 405, 409, 410, 422}


def routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of everything there is, with ids of things that are not there."""
    for rule in app.url_map.iter_rules():
        values = {name: "1" if type(converter).__name__ == "IntegerConverter" else "X-20260101-0000"
                  for name, converter in rule._converters.items()}  # fmt: skip
        with app.test_request_context("/", base_url="https://localhost:8443"):
            address = rule.build(values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule.endpoint, method, address[1] if address else rule.rule


def tries(town: OfficeTown, browser, method: str, address: str, **options):
    call = browser.client.get if method == "GET" else browser.client.post
    return call(address, base_url="https://localhost:8443", **options)


def test_R22_nobody_signed_in_reaches_only_what_is_public(office_town):
    nobody = office_town.nobody()
    for endpoint, method, address in routes(office_town.app):
        found = tries(office_town, nobody, method, address)
        if TABLE[endpoint].who is Anyone.PUBLIC:
            assert found.status_code != 403, endpoint
        else:
            assert found.status_code == 303, (endpoint, method, found.status_code)
            assert found.headers["Location"].startswith("/signin"), endpoint


@pytest.mark.parametrize("name", ROLES)
def test_R22_every_role_reaches_what_the_table_says_and_nothing_else(office_town, name):
    browser = office_town.browser(name)
    with office_town.house.visit(Secret(browser.ticket.encode()), "192.0.2.7").office as office:
        held = office.policy.roles.may[next(role for role in office.policy.roles.may if role.value == ROLES[name])]
    for endpoint, method, address in routes(office_town.app):
        if endpoint in {"signin.signout", "frame.language"}:
            continue
        needs = TABLE[endpoint]
        permitted = isinstance(needs.who, Anyone) or bool(needs.who & held)
        found = tries(office_town, browser, method, address)
        if permitted:
            assert found.status_code not in {403, 500, 503} or (method == "POST" and needs.fresh.value == "yes"), (
                endpoint, method, found.status_code,
            )  # fmt: skip
        else:
            assert found.status_code == 403, (endpoint, method, found.status_code)


def test_R22_a_form_without_its_token_changes_nothing_anywhere(office_town):
    for name in ROLES:
        browser = office_town.browser(name)
        for endpoint, method, address in routes(office_town.app):
            if method == "POST":
                status = tries(office_town, browser, method, address).status_code
                assert status in {400, 403}, (name, endpoint, status)


def test_a_form_from_another_site_is_refused_token_or_not(office_town):
    browser = office_town.browser("sato")
    for _, method, address in routes(office_town.app):
        if method == "POST":
            found = tries(office_town, browser, method, address, headers={"Sec-Fetch-Site": "cross-site"})
            assert found.status_code in {400, 403}


def test_the_application_does_not_start_with_a_route_that_has_no_row(office_town, monkeypatch):
    monkeypatch.setattr(permissions, "TABLE", {})
    monkeypatch.setattr("admin_ui.gatekeeper.TABLE", {"static": permissions.PUBLIC})
    with pytest.raises(ValueError, match=r"routes without a row in permissions.TABLE: \['"):
        create_app(office_town.house, Secret(b"f" * 32))


def test_the_application_does_not_start_with_a_row_that_has_no_route(office_town, monkeypatch):
    monkeypatch.setattr("admin_ui.gatekeeper.TABLE", {**TABLE, "attic.index": permissions.SIGNED_IN})
    with pytest.raises(ValueError, match=r"rows without a route: \['attic.index'\]"):
        create_app(office_town.house, Secret(b"f" * 32))


def test_every_answer_carries_the_headers(office_town):
    for browser in (office_town.nobody(), office_town.browser("ito")):
        for address in ("/signin", "/", "/nowhere", "/people"):
            headers = browser.get(address).headers
            assert "script-src 'self';" in headers["Content-Security-Policy"], address
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert headers["Cache-Control"] == "no-store"
            assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_has_script_or_style_of_its_own(office_town):
    """What the policy forbids stands in no page, so that nothing depends on it being lax."""
    for name in ROLES:
        browser = office_town.browser(name)
        for _, method, address in routes(office_town.app):
            if method == "GET" and (page := browser.get(address)).mimetype == "text/html":
                text = page.get_data(as_text=True)
                assert " style=" not in text, address
                assert "<style" not in text, address
                assert "<script>" not in text, address
                assert " onclick=" not in text, address


def test_a_body_that_is_too_large_is_refused_before_it_is_read(office_town):
    browser = office_town.browser("sato")
    found = browser.client.post("/orders/new", base_url="https://localhost:8443", data={"reason": "あ" * 4_000_000})
    assert found.status_code in {400, 413}
