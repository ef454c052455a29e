"""Order templates: what does not fit does not load."""

from pathlib import Path

import pytest

from gateway.authorization.templates import Typed
from gateway.work_orders.order import Mode
from tests.gateway.authorization.a_directory import a_copy, edit, unfit
from tests.gateway.authorization.a_request import the_policy

FILE = "orders.toml"


def test_the_shipped_templates_fill_in_an_order() -> None:
    template = the_policy().templates["fault-data"]
    assert (template.purpose, template.mode, template.subjects, template.hours) == ("failure", Typed.SHELL, 20, 2)
    assert template.reason.ja


def test_the_words_are_those_of_an_order() -> None:
    assert {each.value for each in Typed} == {each.value for each in Mode}


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('purpose = "backup"', 'purpose = "inquiri"', "purpose"),
        ("hours = 1\n", "hours = 9\n", "hours"),
        ("subjects = 20", "subjects = 51", "subjects"),
        ("subjects = 20\n", "", "subjects"),
        ("personal_data = true", "personal_data = false", "subjects"),
        ('mode = "commands"', 'mode = "root"', "mode"),
        ('targets = ["callcenter-app"]', 'targets = ["Callcenter App"]', "targets"),
        ('targets = ["callcenter-app"]', 'targets = ["callcenter-app/"]', "targets"),
        ("[template.backup-check]", "[template.Backup]", "template.Backup"),
        ("hours = 1\n", "hours = 1\nhour = 1\n", "hour"),
        ('reason.ja = "対象のバックアップ', 'reason.ja = "\\u202e対象のバックアップ', "reason"),
        ('ja = "バックアップの確認"', 'ja = "a\\nb"', "reason"),
        ('template = "backup-check"', 'template = "backup-chek"', "template"),
        ('outcome = "refused"', 'outcome = "permitted"', "outcome"),
        ("at = 2023-10-18T10:00:00+09:00", "at = 2023-10-18T10:00:00", "at"),
    ],
)
def test_R24_what_does_not_fit_is_named(tmp_path: Path, old: str, new: str, key: str) -> None:
    directory = a_copy(tmp_path)
    edit(directory, FILE, old, new)
    found = unfit(directory)
    assert (found.file, key in found.key) == (FILE, True), found


def test_a_template_without_a_case_does_not_load(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    edit(directory, FILE, 'template = "security-update"\nat = 2026', 'template = "backup-check"\nat = 2026')
    assert unfit(directory).key == "template.security-update"


def test_the_file_is_part_of_the_policy(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    (directory / FILE).unlink()
    assert unfit(directory).file == FILE
