"""A writer killed with SIGKILL loses nothing it was told is written, and leaves nothing it was not done with."""

import multiprocessing
import os
import signal

import pytest

from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.stores.journal import Journal
from tests.gateway.storage.samples import entries

ACKNOWLEDGED = 30


def _write(url, told):
    engine = open_engine(url)
    for seq in range(ACKNOWLEDGED):
        with writing(engine) as connection:
            Journal(connection).append(entries(1, start=seq))
        told.send(seq)
    with writing(engine) as connection:
        Journal(connection).append(entries(5, start=ACKNOWLEDGED))
        told.send("unfinished")
        signal.pause()


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_what_was_acknowledged_is_there_and_the_rest_is_not(database):
    starting = multiprocessing.get_context("forkserver")
    starting.set_forkserver_preload([__name__])  # imported once, not by each process
    receiver, sender = starting.Pipe(duplex=False)
    url = f"sqlite:///{str(database.url.database).removeprefix('file:')}"
    writer = starting.Process(target=_write, args=(url, sender), daemon=True)
    writer.start()
    while receiver.poll(30) and receiver.recv() != "unfinished":
        pass
    os.kill(writer.pid, signal.SIGKILL)
    writer.join(30)
    with reading(database) as connection:
        assert [entry.seq for entry in Journal(connection).read(0, None)] == list(range(ACKNOWLEDGED))
    with writing(database) as connection:  # and the lock died with its holder
        Journal(connection).append(entries(1, start=ACKNOWLEDGED))
