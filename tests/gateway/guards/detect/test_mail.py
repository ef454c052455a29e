import pytest

from gateway.guards.detect import Kind
from tests.gateway.guards.detect.texts import certain, seen, values


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("to <Taro.Sato@Example.JP> x", "taro.sato@example.jp"),
        ("a-b_c+d%e@mail.example.co.jp.", "a-b_c+d%e@mail.example.co.jp"),
        ("Ｔ＠ｅｘａｍｐｌｅ．ｊｐ", "t@example.jp"),
        ("x@@y@example.jp", "y@example.jp"),
        ("氏名sato@example.jp様", "sato@example.jp"),
    ],
)
def test_R05_an_address_is_seen_where_it_stands(text, address):
    assert values(text, Kind.MAIL) == [address]


@pytest.mark.parametrize(
    "text", ["getty@tty1.service", "aes128-gcm@openssh.com", "@home", "a@b", "user@localhost", "@@@@", "a@b..c"]
)
def test_what_is_no_place_for_mail_is_none(text):
    assert seen(text) == []


def test_an_address_is_certain_behind_other_data_or_under_a_label():
    assert certain("a@example.jp") == []
    assert certain("090-1234-5678 a@example.jp") == ["phone", "mail"]
    assert certain("email: a@example.jp") == ["mail"]
