import asyncio
import shutil
from pathlib import Path

import pytest

from gateway.registrar import same_file
from gateway.registrar.same_file import SameFile
from gateway.vocabulary.outcome import GatewayFault


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "sekisho.db"
    made.write_bytes(b"x")
    return made


def test_a_file_that_grows_is_the_same(file: Path) -> None:
    same = SameFile(file)
    file.write_bytes(b"y" * 1000)
    same.require()


def test_R11_moved_away_or_exchanged_it_is_not_and_moved_back_it_is(file: Path) -> None:
    same = SameFile(file)
    away = file.with_suffix(".away")
    file.rename(away)
    with pytest.raises(GatewayFault, match="is gone"):
        same.require()
    shutil.copy(away, file)
    with pytest.raises(GatewayFault, match="exchanged"):
        same.require()
    away.rename(file)
    same.require()


def test_a_servers_database_is_no_file() -> None:
    SameFile(None).require()
    asyncio.run(SameFile(None).run())


def test_R11_it_is_noticed_while_nothing_is_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_file, "LOOK_SECONDS", 0.01)
    same = SameFile(file)

    async def watched() -> None:
        watching = asyncio.ensure_future(same.run())
        await asyncio.sleep(0.05)
        assert not watching.done()
        file.unlink()
        await asyncio.wait_for(watching, 5)

    with pytest.raises(GatewayFault, match="is gone"):
        asyncio.run(watched())
