"""R-95: lists speak both languages, and one thing has one name in every verb."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.headings import HEADINGS, WORDS, heading, word
from gateway.sessions.ending import EndReason
from gateway.sessions.session import State
from gateway.vocabulary.identity import Engagement, Language, Standing
from gateway.vocabulary.target import LoginWay
from gateway.work_orders.order import Mode
from tests.gateway.cli.town import Town

VERBS = Path(__file__).resolve().parents[3] / "gateway/cli"


def headings_in(file: Path) -> Iterator[str]:
    """The Japanese first words of what is handed to `table` and `facts`."""
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
            given = call.args[0]
            rows = given.elts if isinstance(given, ast.Tuple) else []
            firsts = rows if call.func.id == "table" else [row.elts[0] for row in rows if isinstance(row, ast.Tuple)]
            if call.func.id in ("table", "facts"):
                yield from (one.value for one in firsts if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_R95_no_heading_is_in_japanese_alone() -> None:
    found = {(file.name, each) for file in VERBS.rglob("*.py") for each in headings_in(file)}
    assert len(found) > 50
    assert [one for one in found if not one[1].isascii() and one[1] not in HEADINGS and " / " not in one[1]] == []
    assert all(english.isascii() for english in HEADINGS.values())


@pytest.mark.parametrize("kind", [Standing, Engagement, Language, LoginWay, Mode, State])
def test_R95_every_word_of_the_register_is_said_in_both(kind: type) -> None:
    assert [each for each in kind if each not in WORDS] == []  # type: ignore[attr-defined]


def test_a_word_that_is_not_known_stays_as_it_is() -> None:
    assert (heading("状態"), heading("x")) == ("状態/state", "x")
    assert (word("active"), word("x")) == ("有効/active", "x")
    assert word(EndReason.LEFT) == "退出/left"


def test_R95_lists_name_the_keeper_and_say_words_in_both_languages(town: Town) -> None:
    terminals = town.run("terminal", "list").output
    assert "みなと運用" in terminals
    assert "有効/active" in terminals
    assert "みなと運用 (E" in town.run("terminal", "show", "pc-1").output
    people = town.run("person", "list").output
    assert "直接雇用/own" in people
    assert "管理監督者/supervisor" in people
    assert "言語/language" in town.run("person", "show", "sato").output
    assert "日本語/ja" in town.run("person", "show", "sato").output
    assert "委託先/processor" in town.run("employer", "list").output
