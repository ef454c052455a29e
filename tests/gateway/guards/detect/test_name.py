import pytest

from tests.gateway.guards.detect.texts import certain, seen


@pytest.mark.parametrize(
    "name",
    ["佐藤太郎", "佐藤 太郎", "髙橋　桃子", "佐々木陽葵", "長谷川 さくら", "森 美咲", "勅使河原翔太", "小鳥遊 健太"],
)
def test_a_common_name_stands_by_itself(name):
    assert ("name", name) in seen(name)
    assert ("name", name) in seen(f"1001,{name},x")
    assert ("name", name) in seen(f"担当 \t{name}\t了")


def test_a_form_of_address_makes_it_certain_and_a_surname_enough():
    assert seen("顧客 佐藤 太郎 様 (TEL") == [("name", "佐藤 太郎")]
    assert certain("顧客 佐藤 太郎 様") == ["name"]
    assert seen("佐藤様より") == [("name", "佐藤")]
    assert seen("鈴木殿") == [("name", "鈴木")]


def test_in_a_sentence_a_listed_name_is_seen():
    assert ("name", "佐藤太郎") in seen("担当の佐藤太郎が対応した")


@pytest.mark.parametrize(
    "text",
    [
        "新しい設定",
        "東京リージョンの監視画面",
        "千葉工場の上野系統、山口系統の切替試験",
        "清水タンクの水位異常、岩崎通信機の内線",
        "林檎の森サーバの原因を調査中、高木製作所向け",
        "大森・小田原・中野の各局",
        "上田中央公園",
        "中川 処理",
        "仕様書の様式",
        "松山大学",
        "日本語 文字",
        "石川県 金沢",
    ],
)
def test_places_and_words_are_nobody(text):
    assert seen(text) == []


def test_beside_other_data_less_is_enough():
    assert seen("鷲頭 吟") == []
    assert ("name", "林葵") in seen("090-1234-5678 林葵")
