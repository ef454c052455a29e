"""Whatever a guard calls its findings, an alarm and a page say it in words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import gateway.guards
from gateway.detection.spoken import spoken
from gateway.guards.terminal import kinds
from gateway.guards.transfer.tripwire import Direction, Tripwire
from gateway.guards.verdict import Why
from gateway.relay.guard_events import Side
from gateway.relay.noticing import PASSES


def _found() -> Iterator[str]:
    """The words that the guards have for what they find."""
    yield from (kind[0] for kind in vars(kinds).values() if isinstance(kind, tuple) and len(kind) == 2)
    yield from (kind[0] for kind in kinds._SEQUENCES.values())
    yield from PASSES
    for direction in Direction:
        yield from (start.kind for start in Tripwire(direction)._starts)
    for module in ("typed", "transfer", "terminal"):
        for path in (Path(gateway.guards.__file__).parent / module).glob("*.py"):
            yield from _first_words(path)


def _first_words(path: Path) -> Iterator[str]:
    """What stands as a plain string at the head of `Finding(...)`, and every `answer.*` of the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("answer."):
            yield node.value


@pytest.mark.parametrize("what", sorted(set(_found())))
def test_R95_every_finding_has_words(what: str) -> None:
    said = spoken("what", what)
    assert said is not None
    assert said.ja != what
    assert said.en.isascii()


@pytest.mark.parametrize("why", Why)
def test_R06_every_reason_of_a_freeze_has_words_in_an_alarm(why: Why) -> None:
    said = spoken("why", why.value)
    assert said is not None
    assert why.value not in said.ja


@pytest.mark.parametrize("side", Side)
def test_R95_both_sides_have_words(side: Side) -> None:
    assert spoken("side", side.value) is not None


def test_the_findings_are_looked_for() -> None:
    assert {"clipboard", "transfer.zmodem", "answer.status", "paste", "mode"} <= set(_found())
