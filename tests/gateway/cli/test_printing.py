import json
from datetime import UTC, date, datetime

import pytest

from gateway.cli.printing import facts, japan, say_both, say_json, table
from gateway.vocabulary.outcome import Text

MOMENT = datetime(2026, 11, 22, 15, 0, 5, tzinfo=UTC)


def test_screens_show_japan_time_and_json_utc(capsys: pytest.CaptureFixture[str]) -> None:
    assert japan(MOMENT) == "2026-11-23 00:00:05 JST"
    assert japan(None) == "―"
    say_json({"at": MOMENT, "day": date(2026, 11, 22), "hash": b"\xff", "roles": frozenset({"b", "a"}), "名": "佐藤"})
    assert json.loads(capsys.readouterr().out) == {
        "at": "2026-11-22T15:00:05.000000Z", "day": "2026-11-22", "hash": "ff", "roles": ["a", "b"], "名": "佐藤",
    }  # fmt: skip


def test_a_value_without_a_form_is_a_defect() -> None:
    with pytest.raises(TypeError):
        say_json({"it": object()})


def test_columns_are_aligned_by_width_and_cells_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    table(("名前", "b"), [("佐藤", "1"), ("x\x1b[31m", None)])
    assert capsys.readouterr().out.splitlines() == ["名前/name  b", "佐藤       1", "x\\x1b[31m  ―"]


def test_an_empty_table_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    table(("a",), [])
    assert "none" in capsys.readouterr().out


def test_facts_are_aligned_and_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    facts((("番号", "1\n2"), ("a", None), ("b", "")))
    assert capsys.readouterr().out.splitlines() == ["番号/id  1\\n2", "a        ―", "b        ―"]


def test_both_languages_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    say_both(Text(ja="一\n二", en="one\x07"))
    assert capsys.readouterr().out.splitlines() == ["一", "二", "one\\x07"]
