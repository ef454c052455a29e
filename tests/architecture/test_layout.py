"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "gateway").rglob("*.py") if path.name != "__init__.py")
BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "core", "services", "misc"}


def inside(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_permit_is_constructed_in_one_place():
    makers = {
        inside(path)
        for path in SOURCES
        if re.search(r"\bPermit\(", path.read_text()) and "class Permit(" not in path.read_text()
    }
    in_patterns = {inside(path) for path in SOURCES if re.search(r"case Permit\(", path.read_text())}
    assert set(makers - in_patterns) == {"gateway/authorization/decide.py"}
    for name in in_patterns:
        assert not re.search(r"(?<!case )\bPermit\(", (ROOT / name).read_text()), name


@pytest.mark.parametrize("path", SOURCES, ids=inside)
def test_a_module_opens_with_its_one_idea(path):
    assert ast.get_docstring(ast.parse(path.read_text())), f"{inside(path)} says nothing of itself"


def test_no_room_is_a_lumber_room():
    names = {part for path in SOURCES for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert not names & BANNED_NAMES


def test_no_secret_is_asked_of_an_argument_or_the_environment():
    for path in SOURCES:
        text = path.read_text()
        assert not re.search(r"os\.environ(\.get)?[\[(]['\"][A-Z_]*(PASSWORD|SECRET|CODE|TOKEN)", text), inside(path)
        assert not re.search(r"click\.option\(\s*['\"]--(password|code|secret)['\"]", text), inside(path)


def test_no_exception_is_swallowed_whole():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and (
                node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"}
            ):
                assert not all(isinstance(step, ast.Pass | ast.Continue) for step in node.body), (
                    f"{inside(path)}:{node.lineno}"
                )


def test_the_parts_of_the_tree_are_those_agreed_on():
    top = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {
        "LICENSE",
        "NOTICE",
        "var",
        "dist",
        "build",
    }
    assert top == {
        "pyproject.toml",
        "gateway",
        "admin_ui",
        "policies",
        "deploy",
        "tests",
        "README.md",
        "SECURITY.md",
        "docs",
        "requirements",
    }
