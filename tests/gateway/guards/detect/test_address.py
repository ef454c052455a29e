import pytest

from gateway.guards.detect import Kind
from tests.gateway.guards.detect.texts import seen, values


@pytest.mark.parametrize(
    "address",
    [
        "三重県桑名市紺屋町1丁目2番3号",
        "桑名市紺屋町1-2-3",
        "東京都千代田区丸の内一丁目9番1号",
        "北海道釧路郡釧路町共和123番地",
        "大阪市阿倍野区西田辺町２－１０",
        "名古屋市昭和区元宮町100-29 コーポ緑101号室",
        "横浜市中区大和町5丁目12番3号グランドパレス 202号室",
        "京都市左京区吉田本町36番地の1",
        "深浦町長慶平12番地",
        "見知らぬ村字大字1丁目2番3号",
    ],
)
def test_R05_an_address_is_seen_whole(address):
    assert seen(f"送付先 {address}。") == [("address", address)] or seen(f"（{address}）") == [("address", address)]


def test_spellings_of_one_address_have_one_key():
    written = ("三重県桑名市紺屋町1丁目2番3号", "桑名市紺屋町1-2-3", "桑名市紺屋町１－２－３")
    assert {key for one in written for key in values(one, Kind.ADDRESS)} == {"桑名市紺屋町1-2-3"}


@pytest.mark.parametrize(
    "text",
    [
        "東京都千代田区",
        "エラーコード 012-3456: 接続",
        "再試行回数(3-5-10)を確認",
        "バージョン 3.2.1-4 を適用",
        "市場価格は1-2割",
        "第1-2章を参照",
        "平成31年4月1日の改修",
        "大阪データセンター",
    ],
)
def test_a_place_without_a_block_or_a_number_without_a_place_is_none(text):
    assert [one for one in seen(text) if one[0] == "address"] == []
