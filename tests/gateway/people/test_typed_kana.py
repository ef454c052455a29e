import pytest

from gateway.people.typed_kana import fold, romaji


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("サトウ タロウ", "satou tarou"),
        ("さとう", "satou"),
        ("キャット", "kyatto"),
        ("ジャッキー", "jakki"),
        ("ｼﾝｼﾞｭｸ", "shinjuku"),
        ("がっこう", "gakkou"),
        ("しゃちょう", "shachou"),
        ("ＡＢＣ", "abc"),
        ("佐藤", "佐藤"),
        ("", ""),
        ("ッ", ""),
        ("ャ", "ya"),
    ],
)
def test_kana_become_what_people_type(kana, latin):
    assert romaji(kana) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [("Taro", "Tarou"), ("sizuoka", "shizuoka"), ("トウキョウ", "tokyo"), ("syain", "shain"), ("ユウキ", "yuki")],
)
def test_one_word_has_one_spelling(one, other):
    assert fold(one) == fold(other)
