import pytest

from gateway.guards.detect import Kind
from tests.gateway.guards.detect.texts import seen, values


@pytest.mark.parametrize(
    "written",
    ["1977-01-02", "1977/1/2", "1977年1月2日", "昭和52年1月2日", "S52.01.02", "１９７７年１月２日", "19770102"],
)
def test_R05_a_birth_is_one_day_in_every_calendar(written):
    assert values(f"生年月日={written}", Kind.BIRTH) == ["19770102"]


def test_a_date_is_nobodys_unless_somebody_was_born():
    assert seen("2026年4月1日付けで適用") == []
    assert seen("昭和52年1月2日生") == [("birth", "昭和52年1月2日")]
    assert seen("昭和52年1月2日生成") == []
    assert values("令和元年5月1日生まれ", Kind.BIRTH) == ["20190501"]


def test_R05_a_date_on_which_somebody_was_born_is_seen_beside_his_other_data():
    assert seen("1,090-1234-5678,1935-04-17,x") == [("phone", "090-1234-5678"), ("birth", "1935-04-17")]
    assert seen("1,090-1234-5678,S10.4.17,2026-01-02,1850-01-01") == [("phone", "090-1234-5678"), ("birth", "S10.4.17")]
    assert seen("1,a job,1935-04-17,x") == []
