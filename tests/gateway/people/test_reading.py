import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.people.reading import Sought, folded
from gateway.people.variants import COMMON

PEOPLE = [
    ("髙橋 陽一", "タカハシ ヨウイチ", "E001", "takahashi"),
    ("﨑山 邉", "さきやま あたり", "E002", "sakiyama"),
    ("齊藤 純", "サイトウ ジュン", "E003", "saito"),
    ("葛\U000e0100城 治", "ｶﾂﾗｷﾞ ｵｻﾑ", "E004", "katsuragi"),
    ("John Smith", "ジョン スミス", "Ｅ００５", "smith"),
]
FOUND = {
    0: "高橋 髙橋 たかはし タカハシ ﾀｶﾊｼ takahashi takahasi TAKAHASHI 陽一 yoichi yōichi youichi youiti 高橋陽一 e001 橋",
    1: "崎山 﨑山 辺 邊 sakiyama さきやま",
    2: "斎藤 斉藤 齋藤 saito saitō saitou サイトー さいとう jun zyun",
    3: "葛城 katsuragi katuragi かつらぎ 治",
    4: "smith SMITH john sumisu スミス e005",
}


def finds(query: str, who: int) -> bool:
    sought = Sought.of(query)
    assert sought is not None
    return sought.finds(*PEOPLE[who])


@pytest.mark.parametrize(
    ("who", "query"), [(who, query) for who, queries in FOUND.items() for query in queries.split()]
)
def test_a_person_is_found_by_every_way_of_writing(who: int, query: str) -> None:
    assert finds(query, who)


def test_all_words_must_be_found_in_any_order() -> None:
    assert finds("yoichi takahashi", 0)
    assert finds("高橋　陽一", 0)
    assert not finds("takahashi jun", 0)
    assert not finds("tanaka", 0)


def test_a_query_of_nothing_looks_for_nobody_in_particular() -> None:
    assert Sought.of("") is None
    assert Sought.of(" 　・- ") is None
    assert "高橋" not in repr(Sought.of("高橋"))


def test_a_common_form_is_not_itself_folded_further() -> None:
    assert not {ord(common) for common in COMMON.values()} & set(COMMON)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


_KANJI = st.text(alphabet=[*map(chr, COMMON), *sorted(set(COMMON.values())), "田", "口"], min_size=1, max_size=4)
_KANA = st.text(
    alphabet="アイウエオカガサシタチツテトナニヌノハヒフヘマミヤユヨラリワンッャュョー", min_size=1, max_size=10
)


@given(_KANJI, _KANA)
def test_everybody_is_found_by_his_own_name_and_by_its_common_form(name: str, kana: str) -> None:
    hiragana = "".join(chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter for letter in kana)
    for query in (name, kana, hiragana, "".join(COMMON.get(ord(letter), letter) for letter in name)):
        sought = Sought.of(query)
        assert sought is None or sought.finds(name, kana)


@given(st.text(), st.text(), st.text())
def test_any_query_is_answered_and_nothing_raises(query: str, name: str, kana: str) -> None:
    sought = Sought.of(query)
    assert sought is None or sought.finds(name, kana) in (True, False)
