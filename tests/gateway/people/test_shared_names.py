import pytest

from gateway.people.shared_names import is_shared_name, is_shared_username

SHARED = [
    "admin",
    "root",
    "test",
    "test-user2",
    "hoshu",
    "hoshu01",
    "kyouyou",
    "maintenance.team",
    "db_admin",
    "x1",
    "demo-operator",
    "9",
]
OWN = ["sato", "suzuki.m", "sato-admin", "e001", "sho", "test-taro", "yamada2"]


@pytest.mark.parametrize("name", SHARED)
def test_R13_names_of_functions_are_no_accounts(name: str) -> None:
    assert is_shared_username(name)


@pytest.mark.parametrize("name", OWN)
def test_R13_names_of_people_are(name: str) -> None:
    assert not is_shared_username(name)


@pytest.mark.parametrize(
    "name", ["共用", "保守 太郎", "ほしみ通販 担当", "ｼｽﾃﾑ管理者", "System Administrator", "admin", "テストユーザー"]
)
def test_R13_a_real_name_is_no_function(name: str) -> None:
    assert is_shared_name(name)


@pytest.mark.parametrize("name", ["佐藤 陽一", "山田　恵子", "Test Taro", "John Smith", "見本 1号"])
def test_R13_people_keep_their_names(name: str) -> None:
    assert not is_shared_name(name)
