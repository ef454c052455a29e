from datetime import UTC, datetime
from typing import Any

from gateway.crypto import openssh
from tests.admin_ui.an_office import Browser, OfficeTown
from tests.admin_ui.people.a_form import employer_of, wrong_fields
from tests.gateway.crypto.a_terminal_certificate import certificate, pem


def a_pem(days: int = 30) -> str:
    return pem(certificate(days=days, now=datetime.now(UTC)))


def a_form(office_town: OfficeTown, terminal: str, **changes: Any) -> dict[str, Any]:
    form = {
        "name": terminal, "kind": "ordinary", "site": "大阪保守拠点", "owner": employer_of(office_town), "certificate": "",
        "key": openssh.line(openssh.new_pair().public),
    }  # fmt: skip
    return {**form, **changes}


def registered(office_town: OfficeTown, browser: Browser, name: str, **changes: Any) -> str:
    response = browser.post("/terminals/new", a_form(office_town, name, **changes), page="/terminals/new")
    assert response.status_code == 303, response.get_data(as_text=True)[-3000:]
    return response.headers["Location"]


def test_R18_a_terminal_with_key_certificate_and_class_is_registered_and_found(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(office_town, browser, "pc-80", kind="outbound", certificate=a_pem())
    page = browser.get(where).get_data(as_text=True)
    for shown in ("外部送信用端末", "CN=pc-01", "SHA-256", "ssh-ed25519", "みなと運用", "大阪保守拠点"):
        assert shown in page, shown
    assert "pc-80" in browser.get("/terminals?q=PC-80&kind=outbound").get_data(as_text=True)
    assert browser.get("/terminals?kind=toaster").get_data(as_text=True).count('<th scope="row"') == 0


def test_every_objection_stands_beside_its_field(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    taken = registered(office_town, browser, "pc-81", certificate=(shared := a_pem()))
    tries = {
        "name": [{"name": "pc-81"}, {"name": ""}, {"name": "a\x1b[31m"}, {"name": "=1"}],
        "site": [{"site": "x\u202ey"}],
        "owner": [{"owner": ""}, {"owner": "E-none"}],
        "kind": [{"kind": "toaster"}],
        "key": [{"key": ""}, {"key": "-----BEGIN OPENSSH PRIVATE KEY-----"}],
        "certificate": [{"certificate": text} for text in ("x", a_pem(days=0), a_pem() + a_pem(), shared)],
    }
    for field, wishes in tries.items():
        for wish in wishes:
            refused = browser.post("/terminals/new", a_form(office_town, "pc-82", **wish), page="/terminals/new")
            assert (refused.status_code, wrong_fields(refused.get_data(as_text=True))) == (422, {field}), wish
    assert browser.get(taken).status_code == 200
    wrong = a_form(office_town, "", site="", owner="", kind="", key="", certificate="x")
    refused = browser.post("/terminals/new", wrong, page="/terminals/new")
    assert wrong_fields(refused.get_data(as_text=True)) == {"name", "site", "owner", "kind", "key", "certificate"}


def test_R18_a_change_keeps_the_key_and_an_old_page_changes_nothing(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(office_town, browser, "pc-83", certificate=a_pem())
    form = browser.get(f"{where}/edit").get_data(as_text=True)
    seen = form.split('name="seen"')[1].split('value="')[1].split('"')[0]
    wish = {**a_form(office_town, "pc-83b"), "seen": seen}
    changed = browser.post(f"{where}/edit", wish, page=f"{where}/edit")
    page = browser.followed(changed).get_data(as_text=True)
    assert "pc-83b" in page
    assert "CN=pc-01" in page  # nothing pasted: the certificate stays
    stale = browser.post(f"{where}/edit", {**wish, "name": "pc-83c"}, page=f"{where}/edit")
    assert (stale.status_code, "pc-83c" in browser.get(where).get_data(as_text=True)) == (409, False)
    fresh = (
        browser.get(f"{where}/edit").get_data(as_text=True).split('name="seen"')[1].split('value="')[1].split('"')[0]
    )
    away = browser.post(f"{where}/edit", {**wish, "seen": fresh, "without": "y"}, page=f"{where}/edit")
    assert "CN=pc-01" not in browser.followed(away).get_data(as_text=True)


def test_R18_suspended_resumed_and_revoked_with_a_reason(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(office_town, browser, "pc-84")
    assert browser.post(f"{where}/suspend", {"reason": ""}, page=where).status_code == 422
    for act, reason in (("suspend", "点検のため"), ("resume", "点検を終えたため"), ("revoke", "紛失のため")):
        done = browser.post(f"{where}/{act}", {"reason": reason}, page=where)
        assert reason in browser.followed(done).get_data(as_text=True)
    assert browser.post(f"{where}/resume", {"reason": "x"}, page=where).status_code == 409
    assert browser.get("/terminals/pc-84").status_code == 404  # by id alone


def test_R16_taking_out_of_service_is_quick_and_putting_back_asks_for_a_fresh_factor(office_town: OfficeTown) -> None:
    browser = office_town.sign_in("ito")
    where = registered(office_town, browser, "pc-85")
    office_town.town.clock.offset += 400  # the factor is no longer fresh
    assert browser.post(f"{where}/suspend", {"reason": "急ぎ"}, page=where).status_code == 303
    asked = browser.post(f"{where}/resume", {"reason": "済み"}, page=where)
    assert asked.status_code == 403
    assert 'name="fresh_code"' in asked.get_data(as_text=True)
    assert "停止中" in browser.get(where).get_data(as_text=True)
    code = office_town.town.code("ito")
    assert browser.post(f"{where}/resume", {"reason": "済み", "fresh_code": code}, page=where).status_code == 303
    assert "済み" in browser.get(where).get_data(as_text=True)
