"""A newcomer's link in the browser (R-13, R-16): looking changes nothing, sending uses it up, codes are shown once."""

import re

import pyotp
import pytest

from gateway.people.registration import Application
from gateway.vocabulary.identity import Engagement, Role
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_factors import issue_link
from gateway.wiring.office_people import add_person
from gateway.wiring.office_proofs import Factors
from tests.admin_ui.an_office import ADDRESS, OfficeTown
from tests.gateway.cli.town import CONTRACT_END

GOOD = "kV9-mPq2-xLw7-Rt4"


def newcomer(office_town: OfficeTown, name: str) -> str:
    """The path of a fresh link for a person who has just been registered without factors."""
    from datetime import date

    ticket = office_town.sign_in("ito").ticket or ""
    found = office_town.house.visit(Secret(ticket.encode()), ADDRESS)
    assert found is not None
    with found.office as office:
        application = Application(
            username=name,
            name="新井 結衣",
            kana="アライ ユイ",
            number=f"N-{name}",
            employer="みなと運用",
            engagement=Engagement.OWN,
            agency=None,
            contract_end=date.fromisoformat(CONTRACT_END),
            roles=frozenset({Role.ENGINEER}),
        )
        person = add_person(office, application, Factors()).id
        link = issue_link(office, person)
    assert "hidden" in repr(link)
    return "/enrol/" + link.url.rpartition("/")[2]


def filled(office_town: OfficeTown, page: str, **changes: str) -> dict[str, str]:
    secret = "".join(re.findall(r"<code>([A-Z2-7]{4})</code>", page))
    sealed = re.search(r'name="sealed" value="([^"]+)"', page)
    assert sealed and len(secret) == 32
    office_town.town.clock.offset += 30
    code = pyotp.TOTP(secret).at(int(office_town.town.clock.now().timestamp()))
    return {"password": GOOD, "password_again": GOOD, "code": code, "sealed": sealed.group(1), **changes}


def test_R16_a_link_from_end_to_end(office_town):
    path, browser = newcomer(office_town, "arai"), office_town.nobody()
    first = browser.get(path)
    page = first.get_data(as_text=True)
    assert first.status_code == 200 and "arai" in page and "<svg" in page and "style=" not in page
    assert "no-store" in first.headers["Cache-Control"]
    assert browser.get(path).status_code == 200  # looking is not using
    weak = browser.post(path, filled(office_town, page, password="arai-yui-2026", password_again="arai-yui-2026"))
    text = weak.get_data(as_text=True)
    assert weak.status_code == 422 and "あなたの氏名" in text and "arai-yui-2026" not in text
    data = filled(office_town, text)
    done = browser.post(path, data)
    shown = done.get_data(as_text=True)
    codes = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", shown)
    assert done.status_code == 200 and len(set(codes)) == 10 and "no-store" in done.headers["Cache-Control"]
    assert browser.post(path, data).status_code == 410 and browser.get(path).status_code == 410
    journal = str(office_town.town.events())
    assert path.rpartition("/")[2] not in journal and GOOD not in journal and codes[0] not in journal


def test_a_wrong_code_keeps_the_secret_that_was_scanned(office_town):
    path, browser = newcomer(office_town, "ueda"), office_town.nobody()
    page = browser.get(path).get_data(as_text=True)
    secret = re.findall(r"<code>([A-Z2-7]{4})</code>", page)
    wrong = browser.post(path, filled(office_town, page, code="000000"))
    again = wrong.get_data(as_text=True)
    assert wrong.status_code == 422 and re.findall(r"<code>([A-Z2-7]{4})</code>", again) == secret
    tampered = browser.post(path, filled(office_town, again, sealed="AAAA"))
    assert tampered.status_code == 422
    assert re.findall(r"<code>([A-Z2-7]{4})</code>", tampered.get_data(as_text=True)) != secret


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "%00", "..%2F..%2Fetc"])
def test_R16_no_other_token_opens_anything(office_town, token):
    response = office_town.nobody().get(f"/enrol/{token}")
    assert response.status_code in (404, 410)


def test_R16_of_two_who_race_one_enrols(office_town):
    path, first, second = newcomer(office_town, "endo"), office_town.nobody(), office_town.nobody()
    pages = [each.get(path).get_data(as_text=True) for each in (first, second)]
    one = first.post(path, filled(office_town, pages[0]))
    two = second.post(path, filled(office_town, pages[1]))
    assert (one.status_code, two.status_code) == (200, 410)


def test_R95_what_is_missing_or_differs_is_said_beside_its_field(office_town):
    path, browser = newcomer(office_town, "mita"), office_town.nobody()
    page = browser.get(path).get_data(as_text=True)
    empty = browser.post(path, filled(office_town, page, password="", password_again="", code="")).get_data(
        as_text=True
    )
    for field in ("password", "password_again", "code"):
        assert re.search(rf'id="{field}-error">.*?入力してください。', empty, re.DOTALL), field
        assert re.search(rf'href="#{field}">[^<]*入力してください。', empty), field
    differs = browser.post(path, filled(office_town, empty, password_again="another")).get_data(as_text=True)
    assert re.search(r'id="password_again-error">.*?二つのパスワードが一致しません', differs, re.DOTALL)


def test_on_the_same_phone_the_authenticator_opens_by_a_link(office_town):
    path = newcomer(office_town, "noda")
    page = office_town.nobody().get(path).get_data(as_text=True)
    secret = "".join(re.findall(r"<code>([A-Z2-7]{4})</code>", page))
    assert re.search(rf'<a href="otpauth://totp/[^"?]+\?secret={secret}&amp;issuer=[^"]+">', page)
