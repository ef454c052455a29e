import pytest

from gateway.guards.detect import Kind
from gateway.guards.detect.kana import is_kana
from tests.gateway.guards.detect.texts import seen, values


@pytest.mark.parametrize("written", ["サトウ タロウ", "サトウ　タロウ", "サトウタロウ", "ｻﾄｳ ﾀﾛｳ", "さとう たろう"])
def test_R05_readings_are_one_in_every_kana(written):
    assert values(f"[{written}]", Kind.KANA) == ["サトウタロウ"]


@pytest.mark.parametrize(
    "text", ["サーバ タイムアウト", "ファイル システム", "アクセス ログ", "サトウキビタロウ", "モリ ブデン"]
)
def test_other_words_are_no_names(text):
    assert seen(text) == []


def test_under_a_label_any_kana_is_a_name():
    assert seen("口座振替 名義 テシガワラ ゲンノスケ 金融機関") == [("kana", "テシガワラ ゲンノスケ")]
    assert seen("フリガナ: ヌマタ") == [("kana", "ヌマタ")]
    assert is_kana("サトウ")
    assert not is_kana("佐藤")
