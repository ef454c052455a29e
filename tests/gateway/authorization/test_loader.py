"""load: all of it or nothing."""

from pathlib import Path

import pytest

from gateway.authorization.loader import load
from gateway.authorization.request import Capability
from tests.gateway.authorization.a_directory import a_copy, edit, unfit
from tests.gateway.authorization.a_request import SHIPPED, the_policy


def test_the_shipped_policy_loads_and_its_digest_is_stable(tmp_path: Path) -> None:
    assert load(a_copy(tmp_path)).digest == the_policy().digest
    assert len(the_policy().rules) > 20


def test_any_change_changes_the_digest(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    with (directory / "access/order.cedar").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert load(directory).digest != the_policy().digest


def test_a_policy_directory_that_forbids_nothing_does_not_load(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    for path in (*(directory / "access").glob("*.cedar"), *(directory / "access/cases").glob("*.toml")):
        if path.stem not in ("permits", "baseline"):
            path.unlink()
    found = unfit(directory)
    assert found.key == "forbid"


def test_a_policy_directory_that_permits_nothing_does_not_load(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    (directory / "access/permits.cedar").unlink()
    (directory / "access/cases/permits.toml").unlink()
    assert unfit(directory).key == "permit"


def test_every_capability_is_spoken_of(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    permits = directory / "access/permits.cedar"
    permits.write_text(permits.read_text(encoding="utf-8").split('@id("SK-904")')[0], encoding="utf-8")
    found = unfit(directory)
    assert found.key == Capability.COMMANDS.value


def test_one_id_for_two_rules_is_refused_naming_both_files(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    edit(directory, "access/order.cedar", "SK-201", "SK-101")
    found = unfit(directory)
    assert (found.file, found.key) == ("access/person.cedar", "SK-101.@id")
    assert "access/order.cedar" in found.what


@pytest.mark.parametrize("text", ["entity Person = { standing: Strin };", "nonsense", "\udcff"])
def test_a_broken_schema_is_named(tmp_path: Path, text: str) -> None:
    directory = a_copy(tmp_path)
    (directory / "access/schema.cedarschema").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert unfit(directory).file == "access/schema.cedarschema"


def test_shipped_files_are_plain(tmp_path: Path) -> None:
    for path in SHIPPED.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "\r" not in text
            assert "\t" not in text
