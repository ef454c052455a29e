from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.menu.standings import Group, waiting
from gateway.work_orders.order import Standing
from tests.gateway.authorization.a_request import NOW, the_policy
from tests.gateway.menu import a_menu
from tests.gateway.menu.a_menu import menu_of


def only(order):
    (entry,) = menu_of(order).waiting
    return entry


@pytest.mark.parametrize(
    ("order", "group", "state", "why", "next_step"),
    [
        (
            a_menu.ASKED,
            Group.ASKED,
            "承認待ち 1/2",
            "2名の承認が必要です（承認済み 1名）",
            "管理監督者あと1名に承認を依頼",
        ),
        (a_menu.LATER, Group.LATER, "13:05から", "2026-11-22 13:05 JST から接続できます", "管理監督者に相談"),
        (a_menu.SUSPENDED, Group.REFUSED, "利用不可 SK-121", "old-host は現在利用できません", "アカウント管理者に"),
        (a_menu.UNKNOWN, Group.REFUSED, "未登録", "この接続先は登録されていません", "アカウント管理者に"),
        (a_menu.RETURNED, Group.RETURNED, "差し戻し", "管理監督者が差し戻しました", "申請し直してください"),
        (a_menu.REJECTED, Group.OVER, "却下", "管理監督者が却下しました", "管理監督者に確認"),
        (a_menu.LAPSED, Group.OVER, "期限切れ", "使えなくなりました", "申請し直してください"),
        (a_menu.WITHDRAWN, Group.OVER, "取り下げ", "使えなくなりました", "申請し直してください"),
        (a_menu.OVER, Group.OVER, "終了", "2026-11-22 09:05 JST に終わりました", "申請し直してください"),
    ],
)
def test_R95_an_order_that_opens_nothing_says_why_and_what_to_do(order, group, state, why, next_step):
    entry = only(order)
    assert (entry.group, entry.state.ja, entry.order) == (group, state, order.id)
    assert why in entry.why.ja
    assert next_step in entry.why.ja
    assert entry.why.en.isascii()
    assert entry.state.en.isascii()


def test_every_standing_has_its_words():
    for standing in Standing:
        if standing is not Standing.APPROVED:
            assert waiting(replace(a_menu.ASKED, standing=standing), the_policy().purposes, NOW) is not None


def test_an_order_that_ended_yesterday_is_no_longer_shown():
    long_over = replace(a_menu.OVER, starts_at=NOW - timedelta(days=3), ends_at=NOW - timedelta(days=1))
    assert menu_of(long_over).waiting == ()


def test_an_order_never_approved_in_time_is_over():
    late = replace(a_menu.ASKED, starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(minutes=1))
    assert only(late).group is Group.OVER


def test_what_is_refused_now_stands_first_then_what_is_asked():
    menu = menu_of(*a_menu.WAITING)
    groups = [entry.group for entry in menu.waiting]
    assert groups == sorted(groups)
    assert groups[0] is Group.REFUSED
