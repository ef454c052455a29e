"""How many people: distinct values, one person's numbers not counted twice."""

import random

import pytest

from gateway.guards.personal_data.people import People
from tests.gateway.guards.personal_data.synthetic import customers


def count(*texts: str) -> int:
    people = People()
    for text in texts:
        people.see(text)
    return people.count


NUMBERS = [f"090-1{at:03d}-{at * 7 % 10000:04d}" for at in range(100)]


def test_the_same_value_in_any_spelling_is_one_person() -> None:
    assert count("090-1234-5678\n", "09012345678\n+81 90 1234 5678\n") == 1


def test_two_numbers_of_one_record_are_one_person() -> None:
    lines = [f"{at},{NUMBERS[2 * at]},{NUMBERS[2 * at + 1]}\n" for at in range(19)]
    assert count("".join(lines)) == 19


def test_labels_tell_two_numbers_of_one_person_apart() -> None:
    lines = [f'"phone": "{NUMBERS[2 * at]}",\n"mobile": "{NUMBERS[2 * at + 1]}"\n' for at in range(19)]
    assert count("".join(lines)) == 19


def test_a_list_on_one_line_is_counted_too() -> None:
    assert count(" ".join(NUMBERS)) >= len(NUMBERS) - 3
    assert count("".join(f"label{chr(97 + at % 26)}phone{at}: {one}\n" for at, one in enumerate(NUMBERS))) >= 25


def test_bare_numbers_are_believed_where_most_of_them_hold() -> None:
    mine = [one["mynumber_n"] for one in customers(30)]
    assert count("\n".join(mine)) == 30
    chance = random.Random(5)
    assert count("\n".join(str(chance.randrange(10**11, 10**12)) for _ in range(3000))) == 0
    assert count("\n".join(str(chance.randrange(4 * 10**15, 5 * 10**15)) for _ in range(3000))) == 0


def test_addresses_in_running_text_count_beside_another_kind() -> None:
    alone = "".join(f"see user{at}@example.jp about it\n" for at in range(50))
    beside = "".join(f"see user{at}@example.jp {NUMBERS[0]} about it\n" for at in range(50))
    assert count(alone) == 0
    assert count(beside) == 50


def test_what_was_found_is_told_by_kind() -> None:
    people = People()
    people.see("".join(f"{one},a{at}@example.jp\n" for at, one in enumerate(NUMBERS[:5])))
    assert people.counts == {"mail": 5, "phone": 5}


@pytest.mark.parametrize("people", [0, 5, 21, 50])
def test_a_text_in_pieces_is_one_file(people: int) -> None:
    lines = [f"{one['name']}\t{one['kana']}\t{one['mobile']}\n" for one in customers(people, styles=["hyphen"])]
    assert count(*lines) == people


def test_a_list_of_names_is_told_from_a_list_of_words() -> None:
    listed = sorted({one["name"].replace(" ", "").replace("　", "") for one in customers(80)})
    words = [
        "山口県",
        "東京都",
        "関数",
        "森林",
        "中間ファイル",
        "再起動",
        "原因調査",
        "星形結線",
        "田中電機製作所",
        "検査結果",
    ]
    assert count("\n".join(listed)) > 20
    assert count("\n".join(f"{word}{at}" if at % 3 else word for at, word in enumerate(words * 40))) < 5
