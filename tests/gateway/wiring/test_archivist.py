"""The archivist's process beside a real keeper and registrar, and a real store: from a session's end to an auditor's replay."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from deploy.demo_stack.settings_text import with_values
from gateway.recording.paths import day_of
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.vocabulary.clock import JST, SystemClock
from gateway.wiring.archivist import _counted_on
from gateway.wiring.database import address_of
from gateway.wiring.users import running
from tests.gateway.backups.a_backup import split
from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Town, a_recording, an_order
from tests.gateway.relay.ssh.a_client import wait_until
from tests.object_store import ObjectStore


@pytest.fixture(scope="module")
def order_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    with a_settled_town(tmp_path_factory.mktemp("archive")) as town:
        yield town, an_order(town)


@contextmanager
def an_archivist(town: Town) -> Iterator[subprocess.Popen[bytes]]:
    """Under the very filters its unit names."""
    environment = {**os.environ, "SEKISHO_SETTINGS": str(town.settings), "AWS_ACCESS_KEY_ID": "not-this-one"}
    with (town.folder / "archivist.log").open("ab") as log:
        confined = [sys.executable, "-m", "tests.deploy.under_unit", "archivist"]
        command = [*confined, sys.executable, "-m", "gateway", "serve", "archivist"]
        process = subprocess.Popen(command, env=environment, stderr=log, process_group=0)
    try:
        yield process
        process.terminate()
        assert process.wait(20) == 0, (town.folder / "archivist.log").read_text()
    finally:
        process.kill()
        process.wait()


def told(town: Town, s3: ObjectStore, bucket: str, **more: Any) -> None:
    place = s3.place(bucket, town.folder)
    said = {
        "store": "s3", "endpoint": s3.endpoint, "bucket": bucket, "prefix": place.prefix, "credentials": str(place.credentials),
        "part_seconds": 0.1, **more,
    }  # fmt: skip
    text = town.settings.read_text()
    town.settings.write_text(with_values(text, {"recordings": said}))


def counted(town: Town, day: str) -> bool:
    """Whether the day's verification stands in the journal."""
    settings = read(town.settings)
    engine = open_engine(address_of(settings, "worker"))
    try:
        return _counted_on(engine, settings.node.name, day)
    finally:
        engine.dispose()


def test_from_the_sessions_end_to_a_replay_from_the_store_alone(order_town: tuple[Town, str], s3: ObjectStore) -> None:
    town, order = order_town
    bucket = s3.bucket(locks=True)
    told(town, s3, bucket, lock="required", lock_days=3, local_days=0.0, verify_at="00:00")
    assert "archivist" in running(read(town.settings))
    with an_archivist(town):
        session = a_recording(town, order, b"$ ls\r\n", "顧客一覧\r\n".encode())
        recording = session.recording
        path = town.state / "recordings" / day_of(recording) / f"{recording}.rec"
        wait_until(lambda: not path.exists(), 40)
        kinds = [each["kind"] for each in town.events("recording.shipped", "recording.left", "recording.closed")]
        assert kinds[-3:] == ["recording.closed", "recording.shipped", "recording.left"]
        found = town.json("recording", "verify", recording)
        assert (found["outcome"], found["recordings"][0]["copy"]) == ("holds", "store")
        played = town.as_("mori", "replay", recording, "--search", "顧客", "--purpose", "点検")
        assert "顧客一覧" in played.output, played.output

        split(town)
        made = town.json("backup", str(town.folder / "backups"))
        assert (made["missing"], made["new_recordings"]) == ([], made["recordings"]), "the store's copy is in it"

        today = SystemClock().now().astimezone(JST).date()
        wait_until(lambda: counted(town, today.isoformat()), 40)

    key = f"sekisho/{day_of(recording)}/{recording}.rec"
    s3.client.put_object(Bucket=bucket, Key=key, Body=s3.get(bucket, key)[:-9])  # a version in front of the locked one
    found = town.run("recording", "verify", recording, "--json")
    assert found.exit_code != 0
    assert json.loads(found.output)["outcome"] == "does-not-hold"
    assert "保管先の写し" in town.run("recording", "verify", recording).output
    refused = town.as_("mori", "replay", recording, "--search", "顧客", "--purpose", "点検")
    assert refused.exit_code != 0
    assert "顧客一覧" not in refused.output
