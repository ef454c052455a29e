"""The files of a policy directory: exactly the known ones, one digest."""

import os
from pathlib import Path

import pytest

from gateway.authorization.files import digest, read
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_directory import a_copy
from tests.gateway.authorization.a_request import SHIPPED


def test_the_digest_covers_every_name_and_every_byte() -> None:
    files = read(SHIPPED)
    whole = digest(files)
    assert whole == digest(dict(reversed(files.items())))
    for name, content in files.items():
        assert digest({**files, name: content + b" "}) != whole
        assert digest({other: text for other, text in files.items() if other != name}) != whole
        renamed = {f"{other}x" if other == name else other: text for other, text in files.items()}
        assert digest(renamed) != whole
    assert digest({"a": b"bc"}) != digest({"ab": b"c"})


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("limit.toml", "limits.toml"),
        ("README.md", None),
        ("access/order.cedr", "access/order.cedar"),
        ("access/cases/order.tml", "access/cases/order.toml"),
        ("access/more/x.cedar", None),
        ("commands/work_types.tml", "commands/work_types.toml"),
        ("commands/Logs.toml", "commands/logs.toml"),
        ("commands/logs.toml.bak", "commands/logs.toml"),
        ("commands/more/x.toml", None),
        ("access/.order.cedar.swp", "access/order.cedar"),
    ],
)
def test_an_unknown_file_is_named_with_the_nearest(tmp_path: Path, name: str, nearest: str | None) -> None:
    directory = a_copy(tmp_path)
    (directory / name).parent.mkdir(exist_ok=True)
    (directory / name).write_bytes(b"")
    with pytest.raises(PolicyUnfit) as found:
        read(directory)
    assert found.value.file == name
    assert nearest is None or found.value.nearest == nearest


@pytest.mark.parametrize(
    "name", ["limits.toml", "purposes.toml", "roles.toml", "access/schema.cedarschema", "commands/work_types.toml"]
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    directory = a_copy(tmp_path)
    (directory / name).unlink()
    with pytest.raises(PolicyUnfit) as found:
        read(directory)
    assert found.value.file == name


def test_no_directory_an_empty_one_and_a_broken_link(tmp_path: Path) -> None:
    with pytest.raises(PolicyUnfit, match="no such directory"):
        read(tmp_path / "nowhere")
    with pytest.raises(PolicyUnfit, match="missing"):
        read(tmp_path)
    directory = a_copy(tmp_path)
    (directory / "limits.toml").unlink()
    os.symlink(tmp_path / "gone", directory / "limits.toml")
    with pytest.raises(PolicyUnfit, match="cannot be read"):
        read(directory)


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    directory = a_copy(tmp_path)
    (directory / "limits.toml").write_bytes(b"#" * ((1 << 20) + 1))
    with pytest.raises(PolicyUnfit, match="longer"):
        read(directory)
