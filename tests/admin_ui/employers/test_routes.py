from tests.admin_ui.an_office import Browser, OfficeTown
from tests.admin_ui.people.a_form import a_form as a_person
from tests.admin_ui.people.a_form import employer_of, wrong_fields


def registered(browser: Browser, name: str, **changes: str) -> str:
    form = {"name": name, "kind": "sub-processor", "contract_number": "", "contract_start": "", "contract_end": ""}
    response = browser.post("/employers/new", {**form, **changes}, page="/employers/new")
    assert response.status_code == 303, response.get_data(as_text=True)[-3000:]
    return response.headers["Location"]


def seen_on(browser: Browser, where: str) -> str:
    form = browser.get(f"{where}/edit").get_data(as_text=True)
    return form.split('name="seen"')[1].split('value="')[1].split('"')[0]


def test_an_employer_is_registered_found_and_one_name_is_one(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(browser, "あかつき保守", contract_number="K-80", contract_end="2030-03-31")
    page = browser.get(where).get_data(as_text=True)
    assert "再委託先" in page
    assert "2030年3月31日" in page
    assert "あかつき保守" in browser.get("/employers?q=k-80&kind=sub-processor").get_data(as_text=True)
    twice = browser.post("/employers/new", {"name": "あかつき保守", "kind": "processor"}, page="/employers/new")
    assert (twice.status_code, wrong_fields(twice.get_data(as_text=True))) == (422, {"name"})
    strange = {"name": "=x", "kind": "king", "contract_start": "2030-01-02", "contract_end": "2030-01-01"}
    refused = browser.post("/employers/new", strange, page="/employers/new")
    assert wrong_fields(refused.get_data(as_text=True)) == {"name", "kind", "contract_end"}


def test_R20_nobody_is_employed_past_the_contract_and_it_is_not_shortened_beneath_them(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(browser, "ひぐらし運用", kind="processor", contract_end="2029-03-31")
    employer = where.rsplit("/", 1)[-1]
    late = a_person(office_town, "minami", employer=employer, contract_end="2029-04-01")
    refused = browser.post("/people/new", late, page="/people/new")
    assert (refused.status_code, wrong_fields(refused.get_data(as_text=True))) == (422, {"contract_end"})
    assert browser.post("/people/new", {**late, "contract_end": "2029-03-31"}, page="/people/new").status_code == 303
    assert "minami" in browser.get(f"/people?employer={employer}").get_data(as_text=True)
    shorter = {
        "name": "ひぐらし運用",
        "kind": "processor",
        "contract_end": "2029-03-30",
        "seen": seen_on(browser, where),
    }
    refused = browser.post(f"{where}/edit", shorter, page=f"{where}/edit")
    assert (refused.status_code, wrong_fields(refused.get_data(as_text=True))) == (422, {"contract_end"})
    longer = browser.post(f"{where}/edit", {**shorter, "contract_end": "2031-03-31"}, page=f"{where}/edit")
    assert "2031年3月31日" in browser.followed(longer).get_data(as_text=True)
    assert browser.post(f"{where}/edit", shorter, page=f"{where}/edit").status_code == 409  # an old page


def test_R28_another_kind_waits_for_another_administrator(office_town: OfficeTown) -> None:
    browser = office_town.browser("ito")
    where = registered(browser, "すずむし保守")
    wish = {"name": "すずむし保守", "kind": "processor", "seen": seen_on(browser, where)}
    asked = browser.post(f"{where}/edit", wish, page=f"{where}/edit")
    assert asked.headers["Location"].startswith("/changes/CH-")
    assert "再委託先" in browser.followed(asked).get_data(as_text=True)
    page = browser.get(where).get_data(as_text=True)
    assert "確認待ちの変更" in page
    assert employer_of(office_town, "すずむし保守") in page
