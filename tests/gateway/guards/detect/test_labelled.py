import pytest

from gateway.guards.detect import Kind
from gateway.guards.detect.labelled import Place, value_of
from gateway.guards.detect.titles import Title, title_of

CELL = Place(closed=True, personal=True)
KEY = Place(closed=False, personal=False)


def value(title: str, run: str, place: Place = CELL) -> str | None:
    known = title_of(title)
    assert known is not None
    found = value_of(known, run, place)
    return None if found is None else run[found.start : found.end]


@pytest.mark.parametrize(
    ("title", "run"),
    [
        ("氏名", "鷲頭 吟之丞"),
        ("氏名", "Taro"),
        ("name", "小鳥遊"),
        ("kana", "ワシズ"),
        ("phone", "0312"),
        ("phone", "0323456789"),
        ("email", "a@b.c"),
        ("住所", "どこか"),
        ("address", "Sun"),
        ("postal", "1000005"),
        ("birth_date", "1977-01-02"),
        ("birth_date", "1977"),
        ("card", "4111111111111112"),
        ("個人番号", "123456789012"),
        ("回線ID", "L123456"),
        ("口座番号", "123456"),
        ("assigned_ip", "8.8.8.8"),
        ("ip", "2001:4860:4860::8888"),
    ],
)
def test_R05_a_value_under_its_title_may_be_loose(title, run):
    assert value(title, run) == run


@pytest.mark.parametrize(
    ("title", "run"),
    [
        ("氏名", "フリガナ"),
        ("phone", "name"),
        ("full_name", "NULL"),
        ("氏名", "123"),
        ("phone", "12"),
        ("email", "none"),
        ("address", "10.0.0.1"),
        ("postal", "12345"),
        ("card", "1234"),
        ("個人番号", "12345"),
        ("ip", "10.0.0.1"),
        ("ip", "192.0.2.1"),
        ("回線ID", "abc"),
        ("user", "root"),
    ],
)
def test_what_cannot_be_such_a_value_is_none(title, run):
    assert value(title, run) is None


def test_behind_an_open_key_the_value_ends_before_the_next_label():
    assert value("氏名", "佐藤 太郎 生年月日", KEY) == "佐藤 太郎"
    assert value("氏名", "佐藤太郎 様 より", KEY) == "佐藤太郎"
    assert value("氏名", "佐藤 太郎様", KEY) == "佐藤 太郎"
    assert value("住所", "桑名市紺屋町1-2-3 電話:03", KEY) == "桑名市紺屋町1-2-3"


def test_a_weak_title_believes_only_what_looks_like_a_name():
    assert value("name", "東京本社サーバー", KEY) is None
    assert value("name", "プレミアム", KEY) is None
    assert value("name", "総合窓口", KEY) is None
    assert value("name", "山口", KEY) == "山口"
    assert value("name", "樗木主税", KEY) == "樗木主税"
    assert value("name", "鷲頭 吟", KEY) == "鷲頭 吟"
    assert value_of(Title(Kind.NAME, strong=False), "nginx", Place(closed=True, personal=False)) is None
    assert value_of(Title(Kind.NAME, strong=False), "Taro", CELL) is not None
