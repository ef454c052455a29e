"""What goes into logs: fixed words with places to fill, never somebody's name, secret, or what he typed."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((*(ROOT / "gateway").rglob("*.py"), *(ROOT / "admin_ui").rglob("*.py")))
LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
PERSONAL = {
    "username", "user_name", "kana", "full_name", "mail", "address_of", "password", "passphrase", "code", "secret", "token",
    "ticket", "reveal", "typed", "statement", "sql", "line_typed", "command", "cookie", "totp",
}  # fmt: skip


@cache
def calls(source):
    """Every call of a logger in `source`."""
    return tuple(_calls(source))


def _calls(source):
    if "log." not in source:
        return
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in LEVELS:
            continue
        owner = node.func.value
        if (isinstance(owner, ast.Name) and owner.id == "log") or (
            isinstance(owner, ast.Attribute) and owner.attr == "log"
        ):
            yield node


def words(node):
    """Every name in an expression, as variable or attribute."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
        elif isinstance(each, ast.Attribute):
            yield each.attr


def faults(source):
    for call in calls(source):
        given = call.args[1:] if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else call.args
        message = given[0] if given else None
        is_fixed = isinstance(message, ast.Constant) or (isinstance(message, ast.Name) and message.id == "message")
        if not is_fixed:
            yield call.lineno, "no fixed words"
        for argument in given[1:]:
            if named := PERSONAL & set(words(argument)):
                yield call.lineno, f"tells {min(named)}"


def test_logs_have_fixed_words_and_name_nobody():
    found = {str(path.relative_to(ROOT)): list(faults(path.read_text())) for path in SOURCES}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    "source",
    [
        'log.error("who: %s", username)', 'log.info(f"who: {x}")', 'log.info("a" + b)', 'self.log.warning("%s", person.kana)',
        'log.error("%s", secret.reveal())', 'log.log(level, "%s", bound.username)', 'log.debug("%r", asked.password)',
    ],
)  # fmt: skip
def test_the_rule_finds_what_it_looks_for(source):
    assert list(faults(source))


def test_there_are_calls_to_look_at():
    assert sum(1 for path in SOURCES for _ in calls(path.read_text())) > 60
