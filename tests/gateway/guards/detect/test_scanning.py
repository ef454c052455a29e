import pytest

from tests.gateway.guards.detect.texts import seen


@pytest.mark.parametrize(
    "text",
    [
        "ani=0323456789",
        "tel: 0323456789",
        '"phone":"0323456789"',
        '"phone" : "0323456789"',
        r"{\"phone\":\"0323456789\"}",
        "'phone' => '0323456789'",
        "<phone>0323456789</phone>",
        "電話番号：0323456789",
        "電話番号＝0323456789",
        "(TEL:0323456789)",
        "Phone number: 0323456789",
        "phone = 0323456789",
        "phone      | 0323456789",
        "電話:0323456789",
        "phone: [0323456789]",
        "連絡先電話番号 [0323456789]".replace(" ", ":"),
        "携帯 0323456789",
    ],
)
def test_R05_a_key_says_what_stands_behind_it(text):
    assert seen(text) == [("phone", "0323456789")]


def test_quotes_hold_a_value_of_many_words():
    assert seen('"address": "Chiyoda、丸の内, 2F", "x": 1') == [("address", "丸の内")]
    assert seen('"氏名": "鷲頭、吟之丞", "注": "鷲頭"') == [("name", "鷲頭"), ("name", "吟之丞")]


def test_commas_in_quotes_of_csv_are_text():
    assert seen('氏名,住所,注\n鷲頭,"桑名市、1, 紺屋",鷲頭\n') == [
        ("name", "鷲頭"),
        ("address", "桑名市"),
        ("address", "1"),
        ("address", "紺屋"),
    ]


def test_expanded_rows_have_a_key_before_their_bar():
    text = "-[ RECORD 1 ]------\nname       | 鷲頭 吟之丞\nphone      | 0323456789\n"
    assert seen(text) == [("name", "鷲頭 吟之丞"), ("phone", "0323456789")]


@pytest.mark.parametrize(
    "text", ["host=0323456789", "04:11:0323456789", "phone character varying(20)", "name: nginx", "name=東京リージョン"]
)
def test_other_keys_say_nothing(text):
    assert seen(text) == []
