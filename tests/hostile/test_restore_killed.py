"""A restore that the kernel kills at any step is finished by running it again, wherever its rows go: never half, never twice."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from gateway.authorization import files as policy_files
from gateway.settings.reading import read
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring.backing_up import BackedUp
from tests.databases import server_database
from tests.gateway.backups.a_backup import back_up, elsewhere, on, restore, sekisho, split
from tests.gateway.cli.conftest import order, recorded, town
from tests.gateway.wiring.test_restoring import ENDED, rows, run
from tests.hostile.killed_restore import STEPS

__all__ = ["order", "recorded", "town"]
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def shares(town):
    return split(town)


@pytest.fixture(scope="module")
def made(town, recorded, shares, tmp_path_factory):
    return back_up(town, tmp_path_factory.mktemp("backups"))


@pytest.fixture(params=["a file in the state", "a file elsewhere", "postgresql"])
def place(request: pytest.FixtureRequest, town, tmp_path: Path) -> Iterator[Path]:
    """Settings of an empty place that has no policies of its own."""
    settings = elsewhere(town, tmp_path / "new")
    policies = read(town.settings).policies.directory
    settings.write_text(settings.read_text().replace(str(policies), str(tmp_path / "new" / "policies")))
    with ExitStack() as kept:
        if request.param == "postgresql":
            on(kept.enter_context(server_database(request.getfixturevalue("postgres_server"))), settings)
        else:
            folder = tmp_path / "new" / "state" / "db" if request.param.endswith("the state") else tmp_path / "rows"
            on(f"sqlite:///{folder / 'sekisho.db'}", settings)
        yield settings


def killed(made: BackedUp, shares: Sequence[Secret], place: Path, step: str) -> None:
    """A restore that does not come past `step`."""
    words = ("restore", str(made.folder), "--settings", str(place))
    dead = sekisho(*words, settings=place, shares=shares[:2], program=("tests.hostile.killed_restore", step))
    assert dead.returncode == -signal.SIGKILL, dead


@pytest.mark.parametrize("step", STEPS)
def test_R83_killed_at_any_step_it_is_finished_by_the_same_command(town, made, shares, place: Path, step: str) -> None:
    killed(made, shares, place, step)
    done = restore(made, shares[1:], place)
    assert done.recordings == len(list((place.parent / "state" / "recordings").glob("*/*.rec"))) >= 1

    before, after = rows(town.settings), rows(place)
    assert done.rows == sum(map(len, after.values())) - 1, "and the one entry that says so"
    for name in before.keys() - ENDED - {"journal", "checkpoint"}:
        assert after[name] == before[name], name
    assert len(after["journal"]) == made.manifest.entries + 1, "once, and not twice"
    assert run(place, "audit", "verify", "--json")["outcome"] == "holds"
    assert policy_files.read(place.parent / "policies") == policy_files.read(read(town.settings).policies.directory)
    assert {path.name for path in place.parent.iterdir()} == {"state", "settings.toml", "policies", "witness"}
    assert not list((place.parent / "state").glob("*.json")), "nothing is left to do"

    with pytest.raises(GatewayFault, match="not empty"):
        restore(made, shares[:2], place)
    assert rows(place) == after


def test_R83_another_backup_never_finishes_it(town, made, shares, place: Path, tmp_path: Path) -> None:
    """What stands beside the place, or in the database, is of one backup alone."""
    other = back_up(town, tmp_path / "others")
    killed(made, shares, place, "committed, no name yet")
    if (
        place.parent / "state.restoring" / "db"
    ).exists():  # rows beside the place count for nothing yet: it begins anew
        assert restore(other, shares[:2], place).manifest == other.manifest
        return
    with pytest.raises(GatewayFault, match=r"not empty"):
        restore(other, shares[:2], place)
    assert restore(made, shares[:2], place).manifest == made.manifest
