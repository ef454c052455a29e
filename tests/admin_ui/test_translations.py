"""Every Japanese text a page shows has its English, and no English is left over from a text that is gone (R-95)."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import admin_ui
from admin_ui import language

ROOT = Path(admin_ui.__file__).parent
OPTIONS = {"newstyle_gettext": "true", "trimmed": "true", "extensions": "jinja2.ext.i18n"}


def _python() -> set[str]:
    found = set()
    for path in ROOT.rglob("*.py"):
        with path.open("rb") as file:
            for _, _, text, _ in extract_python(file, {"_": None, "_l": None}, [], {}):
                found |= {text} if isinstance(text, str) else {each for each in text if each}
    return found


def _templates() -> set[str]:
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        with path.open("rb") as file:
            for _, _, text, _ in babel_extract(file, ("_", "gettext", "ngettext"), [], OPTIONS):
                found |= {text} if isinstance(text, str) else {each for each in text if each}
    return found


def _english() -> dict[str, str]:
    found = {}
    for path in sorted((language.FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                if message.id:
                    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
                    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
                    for at, each in enumerate(ids):
                        found[each] = strings[min(at, len(strings) - 1)]
    return found


def test_R95_every_text_has_its_english():
    assert sorted((_python() | _templates()) - set(_english())) == []


def test_R95_no_english_is_left_over():
    assert sorted(set(_english()) - _python() - _templates()) == []


def test_R95_no_translation_is_empty_or_fuzzy_or_still_japanese():
    kana = re.compile(r"[぀-ヿ]")
    assert [text for text, english in _english().items() if not english or kana.search(english)] == []


def test_R95_both_name_the_same_values():
    holes = re.compile(r"%\(\w+\)[sd]")
    for text, english in _english().items():
        assert set(holes.findall(text)) == set(holes.findall(english)), text


def test_R95_a_text_with_two_translations_stops_the_start(tmp_path, monkeypatch):
    (tmp_path / "en").mkdir()
    for name, english in (("a", "Yes"), ("b", "No")):
        (tmp_path / "en" / f"{name}.po").write_text(f'msgid "はい"\nmsgstr "{english}"\n', encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    language.catalogue.cache_clear()
    with pytest.raises(ValueError, match="two translations"):
        language.catalogue()
    language.catalogue.cache_clear()
