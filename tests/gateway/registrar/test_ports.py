"""The storage fits the ports by shape: the same methods with the same parameters, though neither room knows the other."""

import inspect
from typing import Any

import pytest

from gateway.audit.ports import JournalStore
from gateway.registrar import ports
from gateway.registrar.office_port import Office
from gateway.vocabulary.party import Client
from tests.gateway.registrar.scene import Scene


@pytest.mark.parametrize(
    ("part", "protocol"),
    [
        ("leases", ports.Leases),
        ("sessions", ports.Sessions),
        ("recordings", ports.Recordings),
        ("facts", ports.Facts),
        ("office", Office),
        ("journal", JournalStore),
    ],
)
def test_the_storage_has_every_method_of_a_port(scene: Scene, part: str, protocol: type[Any]) -> None:
    with scene.store.reading() as transaction:
        filled = getattr(transaction, part)
        for name, wanted in inspect.getmembers(protocol, inspect.isfunction):
            if name.startswith("_"):
                continue
            found = inspect.signature(getattr(filled, name)).parameters
            expected = [parameter for parameter in inspect.signature(wanted).parameters if parameter != "self"]
            assert list(found) == expected, name


def test_the_store_has_both_kinds_of_transaction_and_savepoints(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        with pytest.raises(KeyError), transaction.savepoint():
            assert transaction.office.clients.add(Client(id="C-1", name="x"))
            raise KeyError("undone")
        assert transaction.office.clients.add(Client(id="C-1", name="x"))
    with pytest.raises(KeyError), scene.store.transaction() as transaction:
        transaction.office.clients.add(Client(id="C-2", name="x"))
        raise KeyError("undone")
    with scene.store.transaction() as transaction:
        assert not transaction.office.clients.add(Client(id="C-1", name="x"))
        assert transaction.office.clients.add(Client(id="C-2", name="x"))
