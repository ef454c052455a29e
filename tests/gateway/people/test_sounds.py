import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.people.sounds import of_kana, of_latin

SAME = {
    "しんいち": "shin'ichi shinichi siniti sin'iti",
    "さとう": "sato satou satoh satō satô SATO satoo",
    "おおの": "ono ohno oono ōno",
    "はっとり": "hattori hatori",
    "ほんま": "homma honma",
    "なんば": "namba nanba",
    "じゅんじ": "junji zyunzi jyunji",
    "ちづる": "chizuru tizuru chiduru",
    "つつみ": "tsutsumi tutumi",
    "ふじい": "fujii hujii fuji huzi",
    "いっちゃん": "itchan icchan ittyan",
    "しょうこ": "shoko shouko syoko syouko shōko",
    "ゆうじ": "yuji yuuji yūji yuzi",
    "けいこ": "keiko kēko",
    "じょん": "jon",
    "すみす": "sumisu",
    "ふぁむ": "famu hamu",
    "ゔぃくとる": "vikutoru bikutoru",
    "ぢょう": "jo jou zyou",
    "うぃりあむ": "wiriamu iriamu",
    "しぇりー": "sheri syeri",
    "てぃな": "tina",
    "くぁん": "kwan kan",
    "を": "o wo",
}


@pytest.mark.parametrize("kana", SAME)
def test_every_spelling_of_a_reading_sounds_like_it(kana: str) -> None:
    for latin in SAME[kana].split():
        assert of_latin(latin) == of_kana(kana), latin


def test_what_is_no_latin_word_has_no_sound() -> None:
    assert of_latin("佐藤") is None
    assert of_latin("e001") is None
    assert of_latin("") is None
    assert of_kana("abc漢字") == ""


_SYLLABLES = {
    "あ": ("a", "a"), "い": ("i", "i"), "か": ("ka", "ka"), "き": ("ki", "ki"), "きゃ": ("kya", "kya"), "し": ("shi", "si"),
    "しゃ": ("sha", "sya"), "しゅ": ("shu", "syu"), "ち": ("chi", "ti"), "ちょ": ("cho", "tyo"), "つ": ("tsu", "tu"),
    "ふ": ("fu", "hu"), "じ": ("ji", "zi"), "じゃ": ("ja", "zya"), "ず": ("zu", "zu"), "や": ("ya", "ya"), "ま": ("ma", "ma"),
    "ば": ("ba", "ba"), "と": ("to", "to"), "う": ("u", "u"), "お": ("o", "o"), "え": ("e", "e"), "りょ": ("ryo", "ryo"),
    "わ": ("wa", "wa"), "の": ("no", "no"), "へ": ("he", "he"), "ん": ("n'", "n"),
}  # fmt: skip


@given(st.lists(st.sampled_from(sorted(_SYLLABLES)), min_size=1, max_size=12))
def test_hepburn_and_kunrei_of_any_word_meet_its_kana(syllables: list[str]) -> None:
    kana = of_kana("".join(syllables))
    hepburn = of_latin("".join(_SYLLABLES[each][0] for each in syllables))
    kunrei = of_latin("".join(_SYLLABLES[each][1] for each in syllables))
    assert hepburn == kunrei == kana


@given(st.text())
def test_any_text_is_heard_and_nothing_raises(text: str) -> None:
    of_kana(text)
    of_latin(text)
