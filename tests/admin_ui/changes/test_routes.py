import re

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.people.a_form import person_of, registered
from tests.gateway.cli.town import RISK


def abe(office_town: OfficeTown) -> None:
    """A second administrator."""
    if "abe" not in office_town.town.people:
        office_town.town.enter("abe", "administrator", "A-900", by="ito")


def asked(office_town: OfficeTown, username: str, role: str) -> tuple[str, str]:
    """Ask as ito that a new person holds another role; (the person's page, the change's page)."""
    browser = office_town.browser("ito")
    person = registered(office_town, browser, username)
    path = f"/people/{person}/roles"
    response = browser.post(path, {"roles": ["engineer", role], "version": "1"}, page=path)
    return f"/people/{person}", response.headers["Location"]


def test_R22_another_administrator_compares_and_confirms_and_it_is_in_effect(office_town: OfficeTown) -> None:
    abe(office_town)
    person, change = asked(office_town, "nakano", "supervisor")
    other = office_town.browser("abe")
    listed = other.get("/changes").get_data(as_text=True)
    assert change in listed
    page = other.get(change).get_data(as_text=True)
    assert "保守担当者" in page
    assert "nakano" in page
    done = other.post(f"{change}/confirm", page=change)
    assert "確認済み" in other.followed(done).get_data(as_text=True)
    assert "管理監督者" in other.get(person).get_data(as_text=True)
    twice = other.post(f"{change}/confirm", page=change)  # a double click
    assert twice.status_code == 409
    assert change not in other.get("/changes").get_data(as_text=True)
    assert change in other.get("/changes?standing=confirmed").get_data(as_text=True)
    assert change in other.get("/changes?standing=all").get_data(as_text=True)


def test_R22_a_withdrawn_change_is_confirmed_by_nobody(office_town: OfficeTown) -> None:
    abe(office_town)
    _person, change = asked(office_town, "nishino", "supervisor")
    ito, other = office_town.browser("ito"), office_town.browser("abe")
    assert other.get(change).status_code == 200
    assert ito.post(f"{change}/withdraw", page=change).status_code == 303
    assert other.post(f"{change}/confirm", page=change).status_code == 409
    assert other.post(f"{change}/withdraw", page=change).status_code == 409


def test_R22_whoever_a_change_is_about_does_not_confirm_it(office_town: OfficeTown) -> None:
    abe(office_town)
    ito, person = office_town.browser("ito"), person_of(office_town, "abe")
    page = f"/people/{person}"
    change = ito.post(f"{page}/reset", page=page).headers["Location"]
    other = office_town.browser("abe")
    assert "自分についての変更は確認できません" in other.get(change).get_data(as_text=True)
    assert other.post(f"{change}/confirm", page=change).status_code == 403
    assert ito.post(f"{change}/withdraw", page=change).status_code == 303


def test_a_change_nobody_asked_for_is_not_there(office_town: OfficeTown) -> None:
    for path in ("/changes/CH-20261123-0000000000", "/changes/x"):
        assert office_town.browser("ito").get(path).status_code == 404
    assert office_town.browser("ito").post("/changes/x/confirm", page="/changes").status_code == 404


def test_R95_what_is_compared_stands_in_the_order_and_the_words_of_its_form(office_town: OfficeTown) -> None:
    abe(office_town)
    town = office_town.town
    where = ("--address", "192.0.2.9", "--port", "22", "--account", "a", "--host-key", str(town.key_file("hk-z")))
    town.as_json("ito", "target", "add", "host-z", *where, *RISK)
    change = next(each["id"] for each in town.json("change", "list")["changes"] if each["subject"] == "host-z")
    page = office_town.browser("abe").get(f"/changes/{change}").get_data(as_text=True)
    facts = re.findall(r'<tr>\s*<th scope="row" data-label="項目">([^<]*)</th>\s*<td data-label="内容">([^<]*)', page)
    labels = [label for label, _value in facts]
    wanted = [
        "方式",
        "アドレス",
        "ポート",
        "ホスト鍵",
        "アカウント",
        "ログイン方法",
        "文字コード",
        "重要度",
        "見直し日",
    ]
    assert [each for each in labels if each in wanted] == wanted
    said = dict(facts)
    assert (said["方式"], said["文字コード"], said["重要度"]) == ("SSH", "UTF-8", "高")
