"""Work orders in the browser."""

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.orders.a_request import an_asked_order, asked, form_values, text


def test_R96_from_a_template_only_the_reason_is_typed(office_town: OfficeTown):
    order = an_asked_order(office_town)
    page = text(office_town.browser("sato").get(f"/orders/{order}"))
    for said in (
        "申請中",
        "あと 2 名の承認が必要です",
        "YAMADA 一郎",
        "KOBAYASHI 一郎",
        "閲覧する（20 人以内）",
        "callcenter-app/app",
    ):
        assert said in page, said


def test_R96_the_form_begins_with_today_the_next_full_hour_and_a_planned_end(office_town: OfficeTown):
    page = office_town.browser("sato").get("/orders/new?template=fault-data")
    values = form_values(page, "/orders/new")
    assert values["begins"].endswith(":00")
    assert (int(values["ends"][:2]) - int(values["begins"][:2])) % 24 == 2
    assert values["clients"] == ["C01"]
    assert values["subjects"] == "20"
    assert "engineer" not in values


def test_the_templates_are_offered_first(office_town: OfficeTown):
    page = text(office_town.browser("sato").get("/orders/new"))
    assert "障害調査（ログの確認）" in page
    assert "/orders/new?template=fault-data" in page
    assert office_town.browser("sato").get("/orders/new?template=nothing").status_code == 409


def test_R95_everything_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(office_town: OfficeTown):
    typed = {
        "reason": "照合<script>alert(1)</script>",
        "subjects": "5000",
        "target": "nowhere/root",
        "purpose": "inquiry",
    }
    answer = asked(office_town.browser("sato"), **typed)
    assert answer.status_code == 422
    page = text(answer)
    for rule in ("AP-206", "AP-211", "AP-214"):
        assert rule in page, rule
    assert 'id="subjects-error"' in page
    assert 'id="target-error"' in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert form_values(answer, "/orders/new")["subjects"] == "5000"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "入力してください。"),
        ({"day": "2026-13-01"}, "日付を 2026-11-22 の形で"),
        ({"begins": "25:00"}, "時刻を 21:30 の形で"),
        ({"subjects": "二十"}, "人数を数字で"),
        ({"subjects": ""}, "AP-214"),
        ({"reason": ""}, "AP-112"),
        ({"reason": "a\nb"}, "AP-112"),
        ({"reason": "\u202eevil"}, "AP-112"),
        ({"clients": []}, "AP-212"),
        ({"clients": ["C99"]}, "AP-213"),
        ({"target": ""}, "AP-205"),
        ({"day": "2020-01-01"}, "AP-210"),
        ({"personal_data": "no"}, "AP-215"),
    ],
)
def test_R23_R25_what_cannot_be_asked_for_is_refused_in_words(
    office_town: OfficeTown, typed: dict[str, object], said: str
):
    answer = asked(office_town.browser("sato"), **{"reason": "照合", **typed})
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_template_that_is_gone_is_said(office_town: OfficeTown):
    sato = office_town.browser("sato")
    values = form_values(sato.get("/orders/new?template=fault-data"), "/orders/new")
    answer = sato.post("/orders/new", {**values, "reason": "照合", "template": "unknown"})
    assert answer.status_code == 422
    assert "AP-217" in text(answer)


def test_R96_the_skeleton_alone_is_no_reason(office_town: OfficeTown):
    answer = asked(office_town.browser("sato"))
    assert answer.status_code == 422
    assert "AP-216" in text(answer)


def test_R26_nobody_is_put_into_a_form_by_hand(office_town: OfficeTown):
    """Mass assignment: an engineer's form has no engineer, no standing, no approvals."""
    people = office_town.town.people
    order = an_asked_order(
        office_town, engineer=people["yamada"].id, standing="approved", requested_by=people["yamada"].id
    )
    (line,) = [each for each in office_town.town.json("order", "list")["orders"] if each["id"] == order]
    assert (line["engineer"], line["requester"], line["standing"]) == ("sato", "sato", "asked")


def test_a_supervisor_asks_for_an_engineer_and_may_not_approve_it(office_town: OfficeTown):
    answer = asked(office_town.browser("yamada"), reason="照合", engineer=office_town.town.people["sato"].id)
    assert answer.status_code == 303, text(answer)[-2000:]
    page = text(office_town.browser("yamada").followed(answer))
    assert "SATO 一郎" in page
    order = answer.headers["Location"].rsplit("/", 1)[-1]
    shown = text(office_town.browser("yamada").get(f"/approvals/{order}"))
    assert "あなたは、この申請を承認できません" in shown
    assert "別の管理監督者に依頼してください" in shown


def test_T17_a_supervisor_who_asks_for_himself_is_no_engineer(office_town: OfficeTown):
    answer = asked(office_town.browser("yamada"), reason="照合", engineer=office_town.town.people["yamada"].id)
    assert answer.status_code == 422
    assert "AP-203" in text(answer)


def test_whose_orders_may_be_seen(office_town: OfficeTown):
    order = an_asked_order(office_town)
    for name in ("sato", "yamada", "mori"):
        assert office_town.browser(name).get(f"/orders/{order}").status_code == 200, name
        assert order in text(office_town.browser(name).get("/orders")), name
    assert office_town.browser("ito").get(f"/orders/{order}").status_code == 403


@pytest.mark.parametrize("order", ["WO-20261122-0000000000", "x", "'; drop table", "../../etc/passwd", "x" * 3000])
def test_an_order_that_is_not_there(office_town: OfficeTown, order: str):
    assert office_town.browser("sato").get(f"/orders/{order}").status_code == 404
    assert office_town.browser("yamada").get(f"/approvals/{order}").status_code == 404


def test_R26_withdrawn_by_the_engineer_with_a_reason_that_stays(office_town: OfficeTown):
    order = an_asked_order(office_town)
    sato = office_town.browser("sato")
    refused = sato.post(f"/orders/{order}/withdraw", {"reason": "a\nb"}, page=f"/orders/{order}")
    assert refused.status_code == 422
    done = sato.post(f"/orders/{order}/withdraw", {"reason": "不要になったため"}, page=f"/orders/{order}")
    page = text(sato.followed(done))
    assert "取り下げました" in page
    assert "不要になったため" in page
    again = sato.post(f"/orders/{order}/withdraw", {"reason": "もう一度"}, page=f"/orders/{order}")
    assert again.status_code == 409


def test_an_auditor_withdraws_nothing(office_town: OfficeTown):
    order = an_asked_order(office_town)
    mori = office_town.browser("mori")
    assert "取り下げる" not in text(mori.get(f"/orders/{order}"))
    assert mori.post(f"/orders/{order}/withdraw", {"reason": "x"}, page=f"/orders/{order}").status_code == 403


def test_the_list_is_filtered(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada = office_town.browser("yamada")
    found = (
        "standing=asked",
        "target=callcenter-app",
        "client=C01",
        "person=SATO",
        "from=2020-01-01&to=2999-01-01",
        "",
    )
    for query in found:
        assert order in text(yamada.get(f"/orders?{query}")), query
    for query in (
        "standing=rejected",
        "standing=nonsense",
        "target=other",
        "client=C99",
        "person=nobody-here",
        "to=2020-01-01",
    ):
        assert order not in text(yamada.get(f"/orders?{query}")), query


def test_10_MB_of_reason_is_not_taken(office_town: OfficeTown):
    browser = office_town.browser("sato")
    browser.get("/orders/new?template=fault-data")
    assert browser.post("/orders/new", {"reason": "x" * 10_000_000}, page=None).status_code == 413


def test_R95_in_english(office_town: OfficeTown):
    order = an_asked_order(office_town)
    browser = office_town.sign_in("kobayashi")
    page = text(browser.get(f"/orders/{order}", headers={"Accept-Language": "en"}))
    assert order in page
