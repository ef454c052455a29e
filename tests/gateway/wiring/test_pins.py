"""The watch for ending certificates over a real journal and registrar."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.audit.event import Event
from gateway.ipc.client import LastingCaller
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.vocabulary.target import Protocol
from gateway.wiring.database import address_of
from gateway.wiring.office_pins import print_of
from gateway.wiring.pins import StoredPins
from gateway.wiring.places import places
from gateway.worker.pins import PinWatch
from tests.gateway.cli.town import RISK, Town
from tests.gateway.relay.postgres.target.a_database import made

WHERE = ("--protocol", "postgresql", "--address", "127.0.0.1", "--port", "5432", "--account", "reader")


class Registrar:
    def __init__(self, line: LastingCaller) -> None:
        self.line = line

    def checkpoint(self) -> None:
        raise AssertionError

    def append(self, events: list[Event]) -> None:
        self.line.call("journal.append", Append(events=wired(events)), int)


@pytest.fixture
def watch(town: Town):
    settings = read(town.settings)
    engine = open_engine(address_of(settings, "worker"))
    line = LastingCaller(places(settings).door("registrar", "worker"))
    yield PinWatch(clock=town.clock, registrar=Registrar(line), pins=StoredPins(engine))
    line.close()
    engine.dispose()


def test_an_ending_certificate_is_told_once_and_alarms(town: Town, watch: PinWatch, tmp_path) -> None:
    days = (town.clock.now() - datetime.now(UTC)) // timedelta(days=1)
    for name, left in (("ending-db", 12), ("lasting-db", 200)):
        der, pem, _ = made(days=(days - 2, days + left))
        (tmp_path / name).write_bytes(pem)
        town.as_json(
            "ito", "target", "add", name, *WHERE, "--login", "certificate", *RISK, "--certificate", str(tmp_path / name)
        )
        if name == "ending-db":
            print_ = print_of(Protocol.POSTGRESQL, der)
    assert [each.name for each in watch.pins.targets() if each.pins] == ["ending-db", "lasting-db"]
    assert watch.look()
    assert watch.look()
    told = [each["data"] for each in town.json("audit", "show", "--kind", "target.certificate_ending")["entries"]]
    assert [(each["target"], each["print"], each["over"]) for each in told] == [("ending-db", print_, False)]
    assert told[0]["days"] in (11, 12)
    assert watch.pins.told_at("ending-db", print_) is not None
    assert watch.pins.told_at("ending-db", "the next one") is None, "what was told of another is not told of this one"
    assert watch.pins.told_at("lasting-db", print_) is None
