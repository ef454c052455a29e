"""A gateway is lost, and comes back elsewhere from its backup and two custodians: what was recorded is played there."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.demo_stack.settings_text import with_values
from tests.walks.clients import QUIET, eventually
from tests.walks.codes import Codes
from tests.walks.office import Sekisho


def with_shares(sekisho: Sekisho, *arguments: str, shares: Sequence[bytes]) -> dict[str, Any]:
    """A verb that asks for two shares, from a descriptor."""
    read_end, write_end = os.pipe()
    os.write(write_end, b"".join(share + b"\n" for share in shares))
    os.close(write_end)
    told = [f"--share-fd={read_end}"] * len(shares)
    ran = subprocess.run(
        [sekisho.demo["cli"], *arguments, *told, "--json"],
        env=sekisho.environment, capture_output=True, text=True, pass_fds=(read_end,), check=False, timeout=60,
    )  # fmt: skip
    os.close(read_end)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said: dict[str, Any] = json.loads(ran.stdout)
    return said


def split(sekisho: Sekisho, custodians: int) -> list[bytes]:
    """The master key for so many custodians."""
    read_end, write_end = os.pipe()
    ran = subprocess.run(
        [sekisho.demo["cli"], "custody", "split", f"--custodians={custodians}", *[f"--share-fd={write_end}"] * custodians],
        env=sekisho.environment, capture_output=True, text=True, pass_fds=(write_end,), check=False, timeout=60,
    )  # fmt: skip
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        shares = file.read().split()
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not any(share.decode() in ran.stdout + ran.stderr for share in shares)
    return shares


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder every process of the gateway may pass through."""
    base = Path(tempfile.mkdtemp(prefix="sekisho-restored-"))
    base.chmod(0o711)
    yield base
    shutil.rmtree(base, ignore_errors=True)


def settings_elsewhere(demo: dict[str, Any], place: Path) -> Path:
    """The demo's settings for another machine."""
    values = {
        "state": {"directory": str(place / "gateway"), "witness": str(place / "witness")},
        "gateway": {"port": 0}, "admin_ui": {"port": 0}, "postgres": {"port": 0}, "demo": {"operator": False},
    }  # fmt: skip
    file = place / "settings.toml"
    file.write_text(with_values(Path(demo["settings"]).read_text(), values))
    return file


@contextmanager
def served(sekisho: Sekisho, place: Path) -> Iterator[None]:
    """`sekisho serve` on the restored state. It is a demo's copy, so it gets a demo's mark and its operator."""
    (place / "gateway" / "demo.marker").touch()
    settings = place / "settings.toml"
    settings.write_text(with_values(settings.read_text(), {"demo": {"operator": True}}))
    with (place / "log").open("wb") as log:
        running = subprocess.Popen([sekisho.demo["cli"], "serve"], env=sekisho.environment, stdout=log, stderr=log)
        try:
            yield
        finally:
            running.terminate()
            running.wait(30)


@pytest.mark.long
@pytest.mark.timeout(300)  # real clients, and a second gateway beside the demo
def test_R83_a_gateway_comes_back_elsewhere_from_its_backup(demo, client, sekisho, place):
    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 失われない一行")
        shell.line("exit")
        shell.wait()
    over = eventually(lambda: [one for one in sekisho.sessions_of(client.username) if one["ended_at"]], 20)[0]
    shares = split(sekisho, 3)
    assert with_shares(sekisho, "custody", "check", shares=shares[:2]) == {"holds": True}

    with client.shell("callcenter-app", *QUIET) as shell:
        shell.prompt()
        shell.run("echo 途中までの一行")
        time.sleep(1.5)
        first = sekisho.json("backup", str(place / "backups"))
        shell.line("exit")
        shell.wait()
    made = sekisho.json("backup", str(place / "backups"))
    assert made["missing"] == []
    assert made["new_recordings"] < made["recordings"], "sealed recordings are taken once"

    auditor = next(one for one in demo["people"] if one["role"] == "auditor")
    code = Codes(demo).fresh(auditor)
    said = sekisho.run(
        "audit", "export", str(place / "export"), "--purpose", "監査", "--as", auditor["username"], "--password-stdin",
        say=[auditor["password"], code],
    )  # fmt: skip
    assert said.returncode == 0, said.stdout + said.stderr

    elsewhere = Sekisho(demo, settings_elsewhere(demo, place))
    looked = with_shares(elsewhere, "restore", first["folder"], "--look", shares=shares[1:])
    assert looked["whole"] and not (place / "gateway").exists()
    done = with_shares(elsewhere, "restore", first["folder"], shares=[shares[2], shares[0]])
    assert done["restored"] and done["entries"] == first["entries"]

    with served(elsewhere, place):
        again = eventually(lambda: _refused(elsewhere, auditor, code, place), 60)
        assert "使用済み" in again or "already" in again.lower(), again
        broken = eventually(lambda: _interrupted(elsewhere, client.username), 60)
        verdict = elsewhere.json("recording", "verify", "--all")
        assert verdict["outcome"] == "holds"
        assert elsewhere.shown(over["recording"]) == sekisho.shown(over["recording"])
        played = elsewhere.run("replay", broken["recording"], "--purpose", "test", "--search", "途中までの")
        assert "途中までの一行" in played.stdout
    held = elsewhere.json("audit", "verify", "--witness", str(place / "witness"))
    assert held["unsigned_tail"]["count"] == 0, "the restored keeper signs what its registrar goes on with"
    assert held["witness"]["agreed"] >= 1
    assert held["entries"] > first["entries"]
    kinds = [one["kind"] for one in elsewhere.events()]
    assert kinds.index("backup.restored") < kinds.index("registrar.started", kinds.index("backup.restored"))
    fork = elsewhere.run("audit", "verify", "--witness", demo["witness"], "--json")
    assert fork.returncode == 1, "the witness of the lost gateway knows entries that this journal does not have"
    orders = elsewhere.json("order", "list")["orders"]
    assert not [one for one in orders if one["standing"] in ("asked", "approved", "returned")]


def _refused(sekisho: Sekisho, person: dict[str, Any], code: str, place: Path) -> str | None:
    """What the office says to a code that was used before the restore; None while it does not answer yet."""
    ran = sekisho.run(
        "audit", "export", str(place / "again"), "--purpose", "監査", "--as", person["username"], "--password-stdin",
        say=[person["password"], code],
    )  # fmt: skip
    assert ran.returncode != 0
    return ran.stdout + ran.stderr if ran.returncode == 1 else None


def _interrupted(sekisho: Sekisho, username: str) -> dict[str, Any] | None:
    """The session that ran while the backup was made, once its recording is sealed."""
    found = [one for one in sekisho.sessions_of(username) if one["state"] == "broken"]
    held = found and sekisho.run("recording", "verify", found[0]["recording"], "--json")
    return found[0] if held and held.returncode == 0 else None
