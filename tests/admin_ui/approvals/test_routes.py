"""Approving in the browser: four eyes, one click, one reason, one clock."""

import re

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.orders.a_request import an_asked_order, approve, form_values, text


def standing(office_town: OfficeTown, order: str) -> str:
    return str(office_town.town.json("order", "show", order)["order"]["standing"])


def test_R26_two_supervisors_approve_what_touches_personal_data(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada, kobayashi = office_town.browser("yamada"), office_town.browser("kobayashi")
    assert order in text(yamada.get("/approvals"))
    page = text(yamada.followed(approve(yamada, order)))
    assert "あと 1 名の承認で有効になります" in page
    assert standing(office_town, order) == "asked"
    assert order not in text(yamada.get("/approvals"))  # he has done his part
    assert "承認済み" in text(kobayashi.followed(approve(kobayashi, order)))
    assert standing(office_town, order) == "approved"


def test_everything_a_supervisor_asks_for_stands_on_the_page(office_town: OfficeTown):
    order = an_asked_order(office_town)
    page = text(office_town.browser("yamada").get(f"/approvals/{order}"))
    for said in (
        "SATO 一郎",
        "ほしみ通販（C01）",
        "閲覧する（20 人以内）",
        "照合",
        "個人データあり",
        "承認する",
        "差し戻す",
        "却下する",
    ):
        assert said in page, said


def test_R26_never_twice_by_the_same_person_in_two_tabs(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada = office_town.browser("yamada")
    action = f"/approvals/{order}/approve"
    first, second = (form_values(yamada.get(f"/approvals/{order}"), action) for _ in range(2))
    assert yamada.post(action, first).status_code == 303
    again = yamada.post(action, second)
    assert again.status_code == 409
    assert "同じ人が 2 回承認することはできません" in text(again)
    assert standing(office_town, order) == "asked"


def test_approving_what_was_withdrawn_meanwhile_is_said(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada, sato = office_town.browser("yamada"), office_town.browser("sato")
    action = f"/approvals/{order}/approve"
    values = form_values(yamada.get(f"/approvals/{order}"), action)
    sato.post(f"/orders/{order}/withdraw", {"reason": "不要"}, page=f"/orders/{order}")
    refused = yamada.post(action, values)
    assert refused.status_code == 409
    assert "取り下げ" in text(refused)


@pytest.mark.parametrize(
    ("act", "becomes", "said"), [("return", "returned", "差し戻しました"), ("reject", "rejected", "却下しました")]
)
def test_a_no_has_a_reason_that_the_engineer_reads(office_town: OfficeTown, act: str, becomes: str, said: str):
    order = an_asked_order(office_town)
    yamada = office_town.browser("yamada")
    for reason in ("", "a\r\nBcc: x@y", "\x1b[2J", "\u202eevil", "x" * 501):
        refused = yamada.post(f"/approvals/{order}/{act}", {"reason": reason}, page=f"/approvals/{order}")
        assert refused.status_code == 422, repr(reason)
    reason = "接続先が違います<b>"
    done = yamada.post(f"/approvals/{order}/{act}", {"reason": reason}, page=f"/approvals/{order}")
    assert said in text(yamada.followed(done))
    assert standing(office_town, order) == becomes
    seen = text(office_town.browser("sato").get(f"/orders/{order}"))
    assert "接続先が違います&lt;b&gt;" in seen
    assert "<b>" not in seen


def test_R26_an_approval_within_ten_seconds_is_flagged(office_town: OfficeTown):
    order = an_asked_order(office_town)
    approve(office_town.browser("yamada"), order)
    assert "秒で承認" in text(office_town.browser("mori").get(f"/orders/{order}"))
    flagged = text(office_town.browser("mori").get("/approvals/flagged"))
    assert order in flagged
    assert "早い承認" in flagged
    told = [each for each in office_town.town.events("order.approved") if each["order"] == order]
    assert 0 <= told[0]["seconds"] < 10


def test_R26_an_approval_after_ten_seconds_is_not(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada = office_town.browser("yamada")
    action = f"/approvals/{order}/approve"
    values = form_values(yamada.get(f"/approvals/{order}"), action)
    office_town.town.clock.offset += 11
    assert yamada.post(action, values).status_code == 303
    assert "秒で承認" not in text(yamada.get(f"/approvals/{order}"))
    (told,) = [each for each in office_town.town.events("order.approved") if each["order"] == order]
    assert told["seconds"] >= 11


@pytest.mark.parametrize("how", ["missing", "forged", "of another order"])
def test_R26_who_shows_no_good_mark_is_shown_as_not_measured(office_town: OfficeTown, how: str):
    order, other = an_asked_order(office_town), an_asked_order(office_town)
    yamada = office_town.browser("yamada")
    stolen = form_values(yamada.get(f"/approvals/{other}"), f"/approvals/{other}/approve")["opened"]
    opened = {"missing": "", "forged": "WyJXTyIsIlAiLDBd.abc", "of another order": stolen}[how]
    assert approve(yamada, order, opened=opened).status_code == 303
    page = text(office_town.browser("mori").get("/approvals/flagged"))
    assert "確認時間の計測なし" in page


def test_R26_on_the_command_line_nobody_measures_and_that_is_shown(office_town: OfficeTown):
    order = an_asked_order(office_town)
    office_town.town.as_json("yamada", "order", "approve", order)
    assert "確認時間の計測なし" in text(office_town.browser("mori").get(f"/orders/{order}"))


@pytest.mark.parametrize("name", ["sato", "ito", "mori"])
def test_R22_nobody_else_comes_to_the_desk(office_town: OfficeTown, name: str):
    order = an_asked_order(office_town)
    browser = office_town.browser(name)
    assert browser.get(f"/approvals/{order}").status_code == 403
    browser.get("/")
    assert browser.post(f"/approvals/{order}/approve").status_code == 403


def test_R16_an_approval_needs_a_factor_of_the_last_minutes(office_town: OfficeTown):
    order = an_asked_order(office_town)
    browser = office_town.sign_in("yamada")
    values = form_values(browser.get(f"/approvals/{order}"), f"/approvals/{order}/approve")
    office_town.town.clock.offset += 6 * 60
    asked_again = browser.post(f"/approvals/{order}/approve", values)
    assert asked_again.status_code == 403
    assert "fresh_code" in text(asked_again)
    assert standing(office_town, order) == "asked"
    done = browser.post(f"/approvals/{order}/approve", {**values, "fresh_code": office_town.town.code("yamada")})
    assert done.status_code == 303, text(done)[-2000:]


def test_the_mark_without_token_or_from_elsewhere_changes_nothing(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada = office_town.sign_in("yamada")
    yamada.get(f"/approvals/{order}")
    assert yamada.post(f"/approvals/{order}/approve", {"csrf_token": ""}).status_code == 400
    cross = yamada.post(f"/approvals/{order}/approve", headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 400
    assert yamada.get(f"/approvals/{order}/approve").status_code == 405
    assert standing(office_town, order) == "asked"


def test_whoever_approved_is_told_so_and_not_that_he_cannot(office_town: OfficeTown):
    order = an_asked_order(office_town)
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    before = text(yamada.get(f"/approvals/{order}"))
    others = re.search(r"ほかに承認できる管理監督者：([^<]*)", before)
    assert others and "KOBAYASHI" in others.group(1) and "YAMADA" not in others.group(1)
    page = text(yamada.followed(approve(yamada, order)))
    assert "あなたは、この申請を承認しました" in page and "あと 1 名の承認を待っています" in page
    assert "承認できません" not in page
    page = text(kobayashi.followed(approve(kobayashi, order)))
    assert (
        "あなたは、この申請を承認しました" in page and "承認できません" not in page and "ほかに承認できる" not in page
    )


@pytest.mark.parametrize("act", ["return", "reject"])
def test_R95_what_is_wrong_with_a_reason_stands_beside_it(office_town: OfficeTown, act: str):
    order = an_asked_order(office_town)
    page = text(
        office_town.browser("yamada").post(f"/approvals/{order}/{act}", {"reason": ""}, page=f"/approvals/{order}")
    )
    assert re.search(rf'id="{act}-reason-error">.*?理由は 1 行', page, re.DOTALL)
    assert page.count('-reason-error">') == 1
