from datetime import timedelta

import pytest

from gateway.commands.standing import Standing
from gateway.menu.cells import width
from gateway.vocabulary.identity import Language
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import NOW

STANDING = Standing(
    target="callcenter-app", account="ccapp", until=NOW + timedelta(hours=5, minutes=12), warn_seconds=300
)


@pytest.mark.parametrize(
    ("columns", "ja", "en"),
    [
        (
            80,
            "callcenter-app (ccapp)  許可コマンド  残り 5時間12分 (15:17 まで)",
            "callcenter-app (ccapp)  commands  5 h 12 min left (until 15:17)",
        ),
        (50, "callcenter-app  許可コマンド  残り 5時間12分", "callcenter-app  commands  5 h 12 min left"),
        (40, "callcenter-app 許可コマンド 5時間12分", "callcenter-app commands 5 h 12 min"),
        (32, "callcenter-app 残り5時間12分", "callcenter-app 5 h 12 min left"),
        (20, "残り5時間12分", "5 h 12 min left"),
        (8, "残り5..", "5 h 1.."),
        (1, "", "5"),
    ],
)
def test_as_much_as_fits(columns, ja, en):
    assert STANDING.line(NOW, Language.JAPANESE, columns) == ("class:state", ja)
    assert STANDING.line(NOW, Language.ENGLISH, columns) == ("class:state", en)


def test_it_changes_its_colour_before_the_end():
    assert STANDING.line(NOW + timedelta(hours=5, minutes=8), Language.ENGLISH, 80)[0] == "class:soon"
    assert "< 1 min" in STANDING.line(NOW + timedelta(hours=6), Language.ENGLISH, 80)[1]


def test_what_is_counted_stands_last_where_there_is_room():
    standing = Standing(
        target="t",
        account="a",
        until=NOW + timedelta(hours=1),
        warn_seconds=300,
        counted=Text(ja="閲覧 3/50人", en="3 of 50 people"),
    )
    assert standing.line(NOW, Language.JAPANESE, 80)[1].endswith("閲覧 3/50人")
    assert "閲覧" not in standing.line(NOW, Language.JAPANESE, 40)[1]


@pytest.mark.parametrize("columns", range(2, 120))
def test_it_never_fills_the_last_cell(columns):
    for language in Language:
        assert width(STANDING.line(NOW, language, columns)[1]) < columns
