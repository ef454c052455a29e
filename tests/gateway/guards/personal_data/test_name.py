"""Names, where something makes them a person's."""

import pytest

from gateway.guards.personal_data.name import names


@pytest.mark.parametrize(
    "text",
    [
        "1,佐藤 大翔,サトウ ヒロト,x", "佐藤大翔\tサトウヒロト\t", '"氏名": "佐藤 大翔"', "name=佐藤大翔 ", "佐藤 大翔 様 (TEL",
        "1,佐藤 大翔,1980-01-02", "佐藤　大翔,昭和55年1月2日,",
    ],
)  # fmt: skip
def test_a_name(text: str) -> None:
    assert {seen.value for seen in names(text)} == {"佐藤大翔"}


@pytest.mark.parametrize(
    "text",
    [
        "佐藤 大翔 が", "単語,タンゴ,", "東京,トウキョウ,", "新しい様式", "中間ファイル,チュウカンファイル,", "name=監視サーバ ",
        "森サーバの原因,2001-01-02", "佐藤,サトウ,",
    ],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert list(names(text)) == []


def test_a_name_alone_on_its_line_is_not_sure() -> None:
    assert [(seen.value, seen.sure) for seen in names("佐藤 大翔\n山田タワー\n東京都\n")][:1] == [("佐藤大翔", False)]
