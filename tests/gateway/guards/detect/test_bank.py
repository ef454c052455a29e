from gateway.guards.detect import Kind
from tests.gateway.guards.detect.texts import certain, seen, values


def test_R05_an_account_says_what_kind_it_is():
    assert values("口座振替 普通 1234567 名義", Kind.BANK) == ["普通1234567"]
    assert values("当座預金：234567", Kind.BANK) == ["当座0234567"]
    assert certain("普通 1234567") == ["bank"]


def test_without_a_kind_seven_digits_are_an_account_only_under_a_label():
    assert seen("job 1234567 done") == []
    assert seen("口座番号: 1234567") == [("bank", "1234567")]
    assert seen("account 123456789012 region") == []
    assert seen("account=123456789012") == []
