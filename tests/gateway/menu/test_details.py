from dataclasses import replace

from gateway.menu.choices import Budget
from gateway.menu.details import budget, details
from gateway.vocabulary.identity import Language
from tests.gateway.authorization.a_request import NOW
from tests.gateway.menu.a_menu import ASKED, menu_of, open_order, order


def test_of_a_choice_in_both_languages():
    (choice,) = menu_of(order("1")).choices
    assert list(details(choice, NOW, Language.JAPANESE)) == [
        "callcenter-app / maint: 2026-11-22 17:00 JST まで（残り 6時間55分）",
        "シェル、個人データあり、閲覧上限: 計測なし",
        "作業目的: サービスの故障対応",
        "作業申請: WO-20261122-0000000001",
    ]
    assert all(line.isascii() for line in details(choice, NOW, Language.ENGLISH))


def test_R06_the_budget_is_said_where_personal_data_are_and_never_invented():
    build, app = menu_of(open_order()).choices
    assert budget(build).ja == ""
    assert budget(app).ja == "閲覧上限: 計測なし"
    assert budget(replace(app, budget=Budget(seen=18, most=20))).ja == "閲覧件数: 18/20人"


def test_of_a_closed_choice_and_of_an_order_that_waits():
    (choice,) = menu_of(order("1")).choices
    assert next(details(replace(choice, is_open=False), NOW, Language.ENGLISH)).endswith("the work window is over")
    (entry,) = menu_of(ASKED).waiting
    said = list(details(entry, NOW, Language.JAPANESE))
    assert said[1] == "作業時間: 2026-11-22 09:00 JST から 2026-11-22 17:00 JST"
    assert said[2] == "作業申請: WO-20261122-000000000A（サービスの故障対応）"
