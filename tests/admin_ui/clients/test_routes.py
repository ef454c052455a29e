"""Clients and their written consents in the browser: found, registered, changed, consented to, ended; and what is refused."""

import hashlib

import pytest

PAPER = {
    "memorandum": "覚書 第3版",
    "dated": "2026-03-20",
    "scope": "保守運用",
    "valid_from": "2026-04-01",
    "valid_until": "2099-03-31",
    "document": "文書庫 12-3",
    "sha256": hashlib.sha256(b"paper").hexdigest(),
}


@pytest.fixture(scope="module")
def vendor(office_town) -> str:
    """A sub-processor's id."""
    found = office_town.town.as_json("ito", "employer", "add", "ひがし保守", "--kind", "sub-processor")
    return found["employer"]["id"]


def text(response) -> str:
    return response.get_data(as_text=True)


def test_found_by_code_name_kana_and_latin_letters(office_town):
    ito = office_town.browser("ito")
    ito.post("/clients/new", {"id": "C77", "name": "緑山市", "kana": "ミドリヤマシ"}, page="/clients/new")
    for query in ("C77", "緑山", "みどりやま", "midoriyama"):
        page = text(ito.get(f"/clients?q={query}"))
        assert "緑山市" in page, query
        assert "ほしみ通販" not in page, query
    assert "条件に合う委託元はありません" in text(ito.get("/clients?q=どこにもない"))


def test_a_form_says_what_is_wrong_beside_the_field_and_loses_nothing(office_town):
    ito = office_town.browser("ito")
    answer = ito.post("/clients/new", {"id": "C 1", "name": "", "kana": "漢字", "contact": "受付"}, page="/clients/new")
    assert answer.status_code == 422
    for said in ("id-error", "name-error", "kana-error", 'value="受付"'):
        assert said in text(answer), said


def test_a_code_that_is_taken_is_refused_in_words(office_town):
    answer = office_town.browser("ito").post("/clients/new", {"id": "C01", "name": "x"}, page="/clients/new")
    assert answer.status_code == 409
    assert "すでに登録されています" in text(answer)


def test_what_another_changed_meanwhile_is_stale(office_town):
    ito = office_town.browser("ito")
    ito.post("/clients/new", {"id": "C78", "name": "a"}, page="/clients/new")
    seen = {"seen_name": "a", "seen_kana": "", "seen_contact": ""}
    assert ito.post("/clients/C78/edit", {**seen, "name": "b"}, page="/clients/C78/edit").status_code == 303
    late = ito.post("/clients/C78/edit", {**seen, "name": "c"})
    assert late.status_code == 409
    assert 'value="c"' in text(late)
    assert "<h1>b</h1>" in text(ito.get("/clients/C78"))


def test_R79_a_consent_is_registered_with_its_paper_and_ended_with_a_reason(office_town, vendor):
    ito = office_town.browser("ito")
    page = "/clients/C01/consents/new"
    answer = ito.post(page, {**PAPER, "employer": vendor}, page=page)
    shown = text(ito.followed(answer))
    assert PAPER["sha256"] in shown
    assert "有効" in shown
    assert "ひがし保守" in text(ito.get("/clients/consents"))
    consent = office_town.town.json("consent", "list", "--client", "C01")["consents"][0]
    assert consent["registered_by"] == office_town.town.json("person", "show", "ito")["person"]["id"]
    end = f"/clients/C01/consents/{consent['id']}/end"
    assert ito.post(end, {"reason": ""}).status_code == 422
    assert ito.post(end.replace("C01", "C77"), {"reason": "x"}).status_code == 404  # another client's
    assert ito.post(end, {"reason": "契約終了"}).status_code == 303
    assert ito.post(end, {"reason": "契約終了"}).status_code == 409  # double click
    assert "契約終了" in text(ito.get("/clients/C01"))
    told = [each for each in office_town.town.events("office.committed") if each["change"] == "ConsentEnded"]
    assert [(each["subject"], each["facts"]["reason"]) for each in told] == [("C01", "契約終了")]


def test_R79_an_oral_or_incomplete_consent_has_no_form(office_town, vendor):
    ito, page = office_town.browser("ito"), "/clients/C01/consents/new"
    wrong = {
        "memorandum": "",
        "dated": "昨日",
        "scope": "\x1b[31m",
        "valid_until": "2026-01-01",
        "document": "口頭\n",
        "sha256": "oral",
        "employer": vendor,
    }
    for name, value in wrong.items():
        answer = ito.post(page, {**PAPER, "employer": vendor, name: value}, page=page)
        if name == "document":
            assert answer.status_code == 303  # a paper's reference of one line, its line break stripped
            continue
        if name == "employer":
            continue
        assert answer.status_code == 422, name
        assert f"{name}-error" in text(answer), name


def test_R28_the_processor_itself_is_not_offered(office_town):
    ito = office_town.browser("ito")
    own = next(each for each in office_town.town.json("employer", "list")["employers"] if each["kind"] == "processor")
    page = "/clients/C01/consents/new"
    assert own["id"] not in text(ito.get(page))
    answer = ito.post(page, {**PAPER, "employer": own["id"]}, page=page)
    assert answer.status_code == 422
    assert "employer-error" in text(answer)


def test_R22_who_may_see_and_who_may_change(office_town):
    mori = office_town.browser("mori")
    for path in ("/clients", "/clients/C01", "/clients/consents"):
        assert mori.get(path).status_code == 200
        assert "登録する" not in text(mori.get(path))
    assert mori.post("/clients/new", {"id": "C90", "name": "x"}).status_code == 403
    for name in ("sato", "yamada"):
        assert office_town.browser(name).get("/clients").status_code == 403


def test_the_same_404_for_what_is_not_there(office_town):
    ito = office_town.browser("ito")
    for path in ("/clients/C99", "/clients/..%2Fx", "/clients/C99/edit", "/clients/C99/consents/new"):
        assert ito.get(path).status_code == 404


def test_in_english(office_town):
    office_town.town.as_json("ito", "person", "change", "mori", "--language", "en")
    page = text(office_town.sign_in("mori").get("/clients"))
    assert "Ledger of consents" in page
    assert "再委託" not in page


def test_R16_a_factor_of_an_hour_ago_is_asked_for_again_and_nothing_typed_is_lost(office_town):
    ito = office_town.sign_in("ito")
    ito.get("/clients/C01/edit")
    office_town.town.clock.offset += 360
    answer = ito.post("/clients/C01/edit", {"seen_name": "ほしみ通販", "name": "星見通販"})
    assert answer.status_code == 403
    assert "星見通販" in text(answer)
    assert "fresh_code" in text(answer)
