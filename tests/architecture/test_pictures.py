"""The manuals' pictures: each one that is named is there and said in words, each that is there is named, and all are small."""

import re
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = PROJECT / "docs"
NAMED: Final = re.compile(r"!\[([^\]]*)\]\(pictures/([^)]+)\)")
JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
BYTES_MAX: Final = 2_000_000


def named() -> list[tuple[Path, str, str]]:
    """(page, words for who does not see it, file)."""
    return [(page, *found) for page in DOCS.glob("*.md") for found in NAMED.findall(page.read_text(encoding="utf-8"))]


def test_every_picture_that_is_named_is_there_and_every_one_there_is_named():
    assert {file for _, _, file in named()} == {file.name for file in (DOCS / "pictures").iterdir()}


def test_R95_every_picture_is_said_in_words_of_its_page():
    wrong = [
        (page.name, file)
        for page, said, file in named()
        if len(said) < 8
        or bool(JAPANESE.search(said)) != page.name.endswith(".ja.md")
        or (file.count(".") > 1 and (".ja." in file) != page.name.endswith(".ja.md"))
    ]
    assert wrong == []


def test_a_clone_does_not_grow_by_its_pictures():
    files = list((DOCS / "pictures").iterdir())
    assert sum(file.stat().st_size for file in files) <= BYTES_MAX
    assert {file.read_bytes()[8:12] for file in files} == {b"WEBP"}
