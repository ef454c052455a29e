from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.menu.browsing import Mode, begun, pressed, refreshed
from gateway.menu.cells import width
from gateway.menu.view import COLUMNS_MAX, ROWS_MAX, STYLES, lines
from gateway.vocabulary.identity import Language
from tests.gateway.authorization.a_request import NOW, a_target
from tests.gateway.menu.a_menu import ASKED, LATER, TARGETS, UNKNOWN, WAITING, many, menu_of, named, open_order, order

ORDERS, HOSTS = many(30)
FULL = begun(menu_of(open_order(), *ORDERS, *WAITING, ordered=(*TARGETS, *HOSTS)))
EMPTY = begun(menu_of())


def drawn(state, columns=80, rows=24):
    return [text.rstrip(" ") for _, text in lines(state, columns, rows)]


@given(
    st.sampled_from([FULL, EMPTY]),
    st.sampled_from(list(Mode)),
    st.sampled_from(list(Language)),
    st.integers(0, 400),
    st.integers(0, 400),
    st.integers(0, 41),
)
def test_every_size_gets_a_picture_that_fits(state, mode, language, columns, rows, cursor):
    state = replace(state, mode=mode, language=language, cursor=min(cursor, max(len(state.items) - 1, 0)))
    made = lines(state, columns, rows)
    assert len(made) <= max(1, min(rows, ROWS_MAX))
    assert all(width(text) <= max(2, min(columns, COLUMNS_MAX)) for _, text in made)
    assert all(style == "" or style in STYLES for style, _ in made)


def test_80x24_in_japanese():
    state = begun(menu_of(open_order(), ASKED))
    assert drawn(state, 80, 14) == [
        "関所 接続先の選択                                                sato  10:05 JST",
        "接続できる接続先 (2)",
        ">1 build-host      maint  17:00まで  6時間55分  シェル  個人データなし",
        " 2 callcenter-app  maint  17:00まで  6時間55分  シェル  個人データあり",
        "いま使えない作業申請 (1)",
        " - 承認待ち 1/2  callcenter-app  2名の承認が必要です（承認済み 1名）。申請者と..",
        "",
        "",
        "-" * 80,
        "build-host / maint: 2026-11-22 17:00 JST まで（残り 6時間55分）",
        "シェル、個人データなし",
        "作業目的: サービスの故障対応",
        "作業申請: WO-20261122-0000000001",
        "Enter 接続  j/k・矢印 選択  / 絞り込み  L English  ? ヘルプ  q 終了",
    ]


def test_40x10_in_english():
    state = replace(begun(menu_of(open_order(), ASKED)), language=Language.ENGLISH, cursor=1)
    assert drawn(state, 40, 10) == [
        "Sekisho: targets         sato  10:05 JST",
        " 1 build-host      maint  until 17:00",
        ">2 callcenter-app  maint  until 17:00",
        "Orders that open nothing now (1)",
        "-- more above and below " + "-" * 16,
        "callcenter-app / maint: until 2026-11-22",
        "17:00 JST (6 h 55 min left)",
        "shell, personal data, disclosure budget:",
        "not metered yet",
        "Enter connect  / filter  ? help  q leave",
    ]


@pytest.mark.parametrize("rows", [6, 10, 24, 50])
def test_the_selected_line_is_always_in_the_picture(rows):
    for cursor in range(len(FULL.items)):
        assert [text for text in drawn(replace(FULL, cursor=cursor), 80, rows) if text.startswith(">")]


def test_an_ended_choice_is_grey():
    state = refreshed(begun(menu_of(order("1"))), menu_of(order("1"), now=NOW + timedelta(hours=7)))
    styles = dict(lines(state, 80, 24))
    assert "終了" in styles["selected-closed"]


def test_a_person_without_orders_is_told_what_to_do():
    assert drawn(EMPTY)[1:3] == [
        "いま接続できる接続先はありません。",
        "作業申請をし、管理監督者の承認を受けてください。",
    ]


def test_a_filter_without_a_match_says_so():
    state = begun(menu_of(open_order()))
    for key in ("/", "z", "z"):
        state = pressed(state, key)
    assert "絞り込みに一致する接続先はありません。" in drawn(state)
    assert drawn(state)[-1].startswith("絞り込み: zz_")


def test_reading_shows_the_whole_reason_on_a_small_screen():
    state = replace(begun(menu_of(ASKED)), mode=Mode.READING)
    assert "承認を依頼してください。" in "".join(line.strip() for line in drawn(state, 40, 12))


def test_help_names_the_keys():
    assert any("Ctrl-C" in line for line in drawn(replace(EMPTY, mode=Mode.HELP)))


def test_R03_no_name_moves_the_cursor():
    evil = "a\x1b]0;owned\x07\x1b[2J\u202eb\r\n"
    made = order("1", targets=named(evil, accounts=("\x1b[31mroot",)), purpose="\x1b[5m", id="WO\x1b[8m")
    asked = replace(ASKED, targets=named(evil), id="\x9b31m")
    target = a_target(name=evil, accounts=("\x1b[31mroot",))
    for state in (begun(menu_of(made, asked, ordered=(target,))), begun(menu_of(made, asked, ordered=()))):
        for cursor in range(len(state.items)):
            for mode in Mode:
                text = "".join(line for _, line in lines(replace(state, cursor=cursor, mode=mode), 200, 50))
                assert not [
                    letter for letter in text if ord(letter) < 32 or 127 <= ord(letter) < 160 or letter == "\u202e"
                ]


def test_long_names_are_cut():
    long = "x" * 63
    state = begun(menu_of(order("1", targets=named(long)), ordered=(a_target(name=long),)))
    assert "x.." in drawn(state)[2]
    assert "17:00" in drawn(state)[2]


def test_the_key_line_says_what_enter_does_where_the_cursor_stands():
    state = begun(menu_of(open_order(), ASKED))
    assert drawn(state)[-1].startswith("Enter 接続")
    assert drawn(replace(state, cursor=2))[-1].startswith("Enter 詳細")
    ended = refreshed(begun(menu_of(order("1"))), menu_of(order("1"), now=NOW + timedelta(hours=7)))
    assert drawn(ended)[-1].startswith("Enter 詳細")
    assert "Enter" not in drawn(EMPTY)[-1]


def test_rows_that_do_not_fit_are_announced_and_others_are_not():
    assert [line for line in drawn(FULL, 80, 24) if "続きあり" in line] == ["-- 下に続きあり " + "-" * 64]
    bottom = replace(FULL, cursor=len(FULL.items) - 1)
    assert [line for line in drawn(bottom, 80, 24) if "続きあり" in line] == ["-- 上に続きあり " + "-" * 64]
    assert not [line for line in drawn(FULL, 80, 80) if "続きあり" in line]


def test_what_waits_stands_in_columns_and_names_its_target_once():
    state = begun(menu_of(open_order(), ASKED, LATER, UNKNOWN))
    rows = [line for line in drawn(state, 200, 24) if line.startswith(" - ")]
    assert len(rows) == 3
    whys = [row.index(why) for row, why in zip(rows, ("この接続先は登録", "2名の承認", "承認済みです"), strict=True)]
    assert len({width(row[:at]) for row, at in zip(rows, whys, strict=True)}) == 1
    assert rows[0].count("gone-host") == 1
