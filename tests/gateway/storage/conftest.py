"""What the tests of this room share: a cipher, and a database in which somebody works."""

import pytest
from sqlalchemy import Engine

from tests.gateway.storage.samples import KeyedCipher, staffed


@pytest.fixture
def cipher() -> KeyedCipher:
    """Seals as the keeper does."""
    return KeyedCipher()


@pytest.fixture
def office(database: Engine, cipher: KeyedCipher) -> Engine:
    """A database with Sato, his terminal, a target and an order (samples.staffed)."""
    staffed(database, cipher)
    return database
