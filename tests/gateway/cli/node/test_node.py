"""`sekisho node export`, `join`, `list` as an administrator types them, the registrar running."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.settings.reading import read
from gateway.wiring.init import initialise
from gateway.wiring.places import places
from tests.databases import state_settings
from tests.gateway.backups.a_backup import split
from tests.gateway.cli.town import POLICIES, Town, a_town, said


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    initialise(
        settings_file=folder / "settings.toml", state=folder / "state", witness=folder / "witness", policies=POLICIES,
        chosen={"state": state_settings("postgresql")},
    )  # fmt: skip
    with a_town(folder) as found:
        yield found


def test_a_node_is_exported_joined_and_listed(town: Town, tmp_path: Path) -> None:
    before = said(town.run("node", "list", "--json"))["nodes"]
    assert [each["node"] for each in before] == ["node1"]
    early = town.run("node", "export", str(tmp_path / "early"))
    assert early.exit_code != 0
    assert "custody split" in early.output
    shares = split(town, 2)
    made = said(town.run("node", "export", str(tmp_path / "bundles"), "--json"))
    assert town.events("node.exported")[-1]["bundle"] == made["id"]
    words = ["node", "join", made["folder"], "--name=node2", f"--state={tmp_path / 'second'}"]
    file = tmp_path / "second.toml"
    reads, writes = os.pipe()
    os.write(writes, b"".join(share.reveal() + b"\n" for share in shares))
    given = [f"--share-fd={reads}"] * 2
    assert said(town.run(*words, f"--settings={file}", *given, "--json"))["node"] == "node2"
    os.close(reads)
    os.close(writes)
    second = read(file)
    assert second.node.name == "node2"
    assert places(second).public_keys.read_bytes() == places(read(town.settings)).public_keys.read_bytes()
