import base64

from gateway.crypto import openssh
from gateway.crypto.digest import fingerprint
from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.people.a_form import person_of, registered, wrong_fields
from tests.gateway.crypto.a_security_key import ASecurityKey


def test_R20_suspended_resumed_and_revoked_with_a_reason_that_history_tells(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = registered(office_town, browser, "endo")
    page = f"/people/{person}"
    nothing = browser.post(f"{page}/standing/suspended", {"reason": " "}, page=page)
    assert nothing.status_code == 422
    assert '<details class="confirm" id="suspend" open>' in nothing.get_data(as_text=True)
    for standing, reason in (("suspended", "休職のため"), ("active", "復職のため"), ("revoked", "退職のため")):
        done = browser.post(f"{page}/standing/{standing}", {"reason": reason}, page=page)
        assert reason in browser.followed(done).get_data(as_text=True)
    assert "/edit" not in browser.get(page).get_data(as_text=True)
    back = browser.post(f"{page}/standing/active", {"reason": "x"}, page=page)
    assert back.status_code == 409
    assert browser.post(f"{page}/standing/king", {"reason": "x"}, page=page).status_code == 404


def test_R22_the_last_auditor_stays(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    (auditor,) = [each for each in office_town.town.json("person", "list")["people"] if "auditor" in each["roles"]]
    page = f"/people/{auditor['id']}"
    refused = browser.post(f"{page}/standing/suspended", {"reason": "x"}, page=page)
    assert refused.status_code == 409
    assert "最後の監査者" in refused.get_data(as_text=True)


def test_R16_a_key_and_a_security_key_come_by_paste_and_are_revoked_for_good(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = registered(office_town, browser, "kato-k")
    page = f"/people/{person}"
    line = openssh.line(openssh.new_pair().public)
    added = browser.post(f"{page}/keys", {"key": f"  {line} kato@his-own-pc\n"}, page=page)
    shown = browser.followed(added).get_data(as_text=True)
    assert "ssh-ed25519" in shown
    assert "his-own-pc" not in shown
    for kind in ("ed25519", "ecdsa"):
        device = ASecurityKey(kind)
        typed = {"key": f"{device.name} {base64.b64encode(device.blob).decode()}"}
        shown = browser.followed(browser.post(f"{page}/keys", typed, page=page)).get_data(as_text=True)
        assert device.name in shown
        assert "FIDO2" in shown
        assert fingerprint(device.blob) in shown
    again = browser.post(f"{page}/keys", {"key": line}, page=page)
    assert (again.status_code, wrong_fields(again.get_data(as_text=True))) == (422, {"key"})
    assert "kato-k" in again.get_data(as_text=True)
    for bad in (
        "",
        "ssh-rsa AAAA",
        f"{line}\n{line}",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk",
        "x" * 50_000,
    ):
        refused = browser.post(f"{page}/keys", {"key": bad}, page=page)
        assert (refused.status_code, wrong_fields(refused.get_data(as_text=True))) == (422, {"key"}), bad[:20]
    key = {"fingerprint": fingerprint(openssh.blob_of(line))}
    gone = browser.post(f"{page}/keys/revoke", {"fingerprint": key["fingerprint"], "reason": "紛失"}, page=page)
    assert gone.status_code == 303
    assert browser.post(f"{page}/keys", {"key": line}, page=page).status_code == 422
    other = f"/people/{person_of(office_town, 'sato')}"
    of_another = browser.post(f"{other}/keys/revoke", {"fingerprint": key["fingerprint"], "reason": "x"}, page=other)
    assert of_another.status_code == 404


def test_R16_a_lock_is_lifted_with_a_reason(office_town: OfficeTown) -> None:
    browser, person = office_town.browser("ito"), person_of(office_town, "sato")
    page = f"/people/{person}"
    done = browser.post(f"{page}/unlock", {"reason": "本人に確認済み"}, page=page)
    assert "本人に確認済み" in browser.followed(done).get_data(as_text=True)


def test_R16_an_enrolment_link_is_shown_once_and_a_reset_waits_for_the_second(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = registered(office_town, browser, "shinjin")
    page = f"/people/{person}"
    made = browser.post(f"{page}/link", page=page)
    assert made.status_code == 200
    assert "/enrol/" in made.get_data(as_text=True)
    assert "no-store" in made.headers["Cache-Control"]
    assert "/enrol/" not in browser.get(page).get_data(as_text=True)
    sato = f"/people/{person_of(office_town, 'sato')}"
    asked = browser.post(f"{sato}/reset", page=sato)
    assert asked.headers["Location"].startswith("/changes/CH-")
    assert browser.get(asked.headers["Location"]).status_code == 200
