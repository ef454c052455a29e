import re

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.people.a_form import a_form, person_of, registered, wrong_fields


def test_the_list_is_searched_by_kanji_kana_romaji_and_number(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    registered(office_town, browser, "takahashi", number="E-4711")
    for query in ("高橋", "髙橋 陽一", "たかはし", "ﾀｶﾊｼ", "takahasi", "Yōichi", "e-4711", "takahashi"):
        page = browser.get("/people", query_string={"q": query}).get_data(as_text=True)
        assert "髙橋 陽一" in page, query
        assert page.count('<th scope="row"') == 1, query
    assert "髙橋" not in browser.get("/people?q=tanaka").get_data(as_text=True)


def test_the_list_is_filtered_and_what_cannot_be_meant_finds_nobody(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")

    def rows(query: str) -> int:
        response = browser.get(f"/people?{query}")
        assert response.status_code == 200
        return response.get_data(as_text=True).count('<th scope="row"')

    assert rows("role=engineer") >= 1
    assert rows("role=king") == rows("standing=asleep") == rows("employer=E-none") == rows("page=99") == 0
    assert rows("ending=0") == 0
    assert rows("standing=active&ending=99999999999") >= 1


def test_R13_every_objection_stands_beside_its_field_and_nothing_typed_is_lost(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    bad = a_form(
        office_town, "root", name="共用", kana="sato", number="", employer="", contract_end="2020-01-01", roles=[],
        engagement="dispatched", mail="a@b, c@d", trained_on="2999-01-01", oath_on="yesterday",
    )  # fmt: skip
    response = browser.post("/people/new", {**bad, "oath_on": ""}, page="/people/new")
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert wrong_fields(page) == {
        "username", "name", "kana", "number", "employer", "contract_end", "roles", "agency", "mail", "trained_on",
    }  # fmt: skip
    assert 'value="共用"' in page
    assert wrong_fields(browser.post("/people/new", bad, page="/people/new").get_data(as_text=True)) == {"oath_on"}


def test_R13_a_second_account_for_a_number_and_a_taken_name_are_refused_beside_the_field(
    office_town: OfficeTown,
) -> None:
    browser = office_town.browser("ito")
    registered(office_town, browser, "kimura", number="E-900")
    again = browser.post("/people/new", a_form(office_town, "kimura2", number="Ｅ-900"), page="/people/new")
    assert (again.status_code, wrong_fields(again.get_data(as_text=True))) == (422, {"number"})
    twice = browser.post("/people/new", a_form(office_town, "kimura", number="E-900"), page="/people/new")
    assert (twice.status_code, wrong_fields(twice.get_data(as_text=True))) == (422, {"username"})


def test_R13_a_dispatched_person_with_a_written_form_of_a_name_is_kept_as_typed(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    name = "葛\U000e0100城 﨑\ufe00"
    form = {"name": name, "engagement": "dispatched", "agency": "見本派遣", "mail": "katsuragi@example.jp"}
    person = registered(office_town, browser, "katsuragi", **form)
    page = browser.get(f"/people/{person}").get_data(as_text=True)
    assert name in page
    assert "katsuragi@example.jp" in page
    assert "見本派遣" in page
    assert "見本派遣" in browser.get(f"/people/{person}/edit").get_data(as_text=True)


def test_R20_a_change_is_told_with_before_and_after_and_an_old_page_changes_nothing(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = registered(office_town, browser, "ogawa", mail="ogawa@example.jp")
    path = f"/people/{person}/edit"
    old = {**a_form(office_town, "ogawa", mail="ogawa@example.jp"), "version": "1"}
    assert browser.post(path, {**old, "contract_end": "2031-03-31"}, page=path).status_code == 303
    page = browser.get(f"/people/{person}").get_data(as_text=True)
    assert "2031年3月31日" in page
    assert "2030-03-31" in page  # in the history, before
    stale = browser.post(path, {**old, "contract_end": "2032-03-31", "agency": "typed here"}, page=path)
    assert stale.status_code == 409
    assert 'value="typed here"' in stale.get_data(as_text=True)
    assert "2032" not in browser.get(f"/people/{person}").get_data(as_text=True)
    gone = browser.post(path, {**old, "version": "2", "mail": "", "contract_end": "2031-03-31"}, page=path)
    assert gone.status_code == 303
    assert "ogawa@example.jp" not in browser.get(f"/people/{person}").get_data(as_text=True)


def test_R22_other_roles_wait_for_another_administrator(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = registered(office_town, browser, "hayashi")
    path = f"/people/{person}/roles"
    assert "兼務できない" in browser.get(path).get_data(as_text=True)
    apart = browser.post(path, {"roles": ["engineer", "auditor"], "version": "1"}, page=path)
    assert (apart.status_code, wrong_fields(apart.get_data(as_text=True))) == (422, {"roles"})
    strange = browser.post(path, {"roles": ["engineer", "demo-operator"], "version": "1"}, page=path)
    assert strange.status_code == 422
    asked = browser.post(path, {"roles": ["engineer", "supervisor"], "version": "1"}, page=path)
    proposal = asked.headers["Location"]
    assert proposal.startswith("/changes/CH-")
    page = browser.followed(asked).get_data(as_text=True)
    assert "自分が申請した変更は確認できません" in page
    assert "管理監督者" in page
    assert browser.post(f"{proposal}/confirm", page=proposal).status_code == 403
    assert "確認待ちの変更" in browser.get(f"/people/{person}").get_data(as_text=True)
    assert browser.post(f"{proposal}/withdraw", page=proposal).status_code == 303
    assert "確認待ちの変更" not in browser.get(f"/people/{person}").get_data(as_text=True)
    same = browser.post(path, {"roles": ["engineer"], "version": "1"}, page=path)
    assert same.headers["Location"] == f"/people/{person}"


@pytest.mark.parametrize(
    "path", ["/people/P-20261123-0000000000", "/people/P-20261123-0000000000/edit", "/people/x/roles"]
)
def test_an_id_of_nobody_is_not_there(office_town: OfficeTown, path: str) -> None:
    assert office_town.browser("ito").get(path).status_code == 404


def test_an_account_is_nobodys_but_an_administrators_business(office_town: OfficeTown) -> None:
    person = person_of(office_town, "sato")
    for name in ("sato", "yamada", "mori"):
        for path in ("/people", f"/people/{person}", "/terminals", "/employers", "/changes"):
            assert office_town.browser(name).get(path).status_code == 403, (name, path)


def test_the_list_says_who_ends_soon_and_a_page_that_training_is_missing(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    person = person_of(office_town, "mori")
    page = browser.get(f"/people/{person}").get_data(as_text=True)
    assert "研修の受講が登録されていません" in page
    assert re.search(r"<h1>[^<]*MORI", page)
