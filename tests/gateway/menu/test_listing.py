from dataclasses import replace

from gateway.menu import words
from gateway.menu.listing import for_programs, numbered
from gateway.vocabulary.identity import Language
from tests.gateway.menu.a_menu import ASKED, menu_of, named, open_order, order


def test_for_a_person_the_choices_stand_next_to_the_question():
    assert list(numbered(menu_of(open_order(), ASKED), Language.ENGLISH)) == [
        "Sekisho: targets (sato, 2026-11-22 10:05 JST)",
        "Orders that open nothing now (1)",
        "  - callcenter-app  WO-20261122-000000000A  repair of a service failure  [waiting 1/2]",
        f"    {words.wants_approvals(1, 2).en}",
        "Open now (2)",
        " 1) build-host      maint  until 17:00  6 h 55 min  shell  no personal data",
        "    repair of a service failure  WO-20261122-0000000001",
        " 2) callcenter-app  maint  until 17:00  6 h 55 min  shell  personal data",
        "    repair of a service failure  WO-20261122-0000000001  disclosure budget: not metered yet",
    ]


def test_nothing_open_says_what_to_do():
    said = list(numbered(menu_of(), Language.JAPANESE))
    assert said[1:] == ["いま接続できる接続先はありません。", "作業申請をし、管理監督者の承認を受けてください。"]


def test_for_programs_one_target_a_line_in_stable_columns():
    assert list(for_programs(menu_of(open_order(), ASKED))) == [
        "build-host\tmaint\tshell\t2026-11-22T17:00:00+09:00\tnone\tWO-20261122-0000000001",
        "callcenter-app\tmaint\tshell\t2026-11-22T17:00:00+09:00\tpersonal-data\tWO-20261122-0000000001",
    ]


def test_no_name_breaks_a_line_or_a_column():
    menu = menu_of(order("1"), replace(ASKED, targets=named("a\tb\nc\x1b[2J")))
    (choice,) = menu.choices
    evil = replace(menu, choices=(replace(choice, target="a\tb\nc", account="\x1b[31m"),))
    (line,) = for_programs(evil)
    assert line.count("\t") == 5
    assert "\n" not in line
    assert not any("\x1b" in said or "\n" in said or "\t" in said for said in numbered(evil, Language.ENGLISH))
