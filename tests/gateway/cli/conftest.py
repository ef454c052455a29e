"""One town for all tests of the command line in one process; those that break something make their own."""

from collections.abc import Iterator

import pytest

from tests.gateway.cli.settled_town import a_settled_town
from tests.gateway.cli.town import Session, Town, a_recording, an_order


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_settled_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="session")
def order(town: Town) -> str:
    """An approved order of sato's."""
    return an_order(town)


@pytest.fixture(scope="session")
def recorded(town: Town, order: str) -> Session:
    """A finished session with its recording."""
    return a_recording(town, order, b"$ ls\r\n", "顧客一覧\r\n".encode(), b"\x1b]52;c;aGVsbG8=\x07done\r\n")


@pytest.fixture(scope="session")
def pair(town: Town) -> Town:
    """The town with a second administrator, abe, for what one alone cannot do."""
    town.enter("abe", "administrator", "A002", by="ito")
    return town
