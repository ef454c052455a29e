import pytest

from gateway.authentication.lockout import NO_FAILURES, Attempts
from gateway.keeper.ports import Ports
from gateway.storage.engine import writing
from gateway.storage.office import Office
from gateway.wiring.keeper import keeper_ports
from tests.gateway.storage.samples import NOW, StillClock, order, target


class NoJournal:
    """Not storage's: the registrar fills it."""

    def append(self, events):
        raise AssertionError("nothing here is journalled")


def ports_of(engine) -> Ports:
    """What the wiring does."""
    return keeper_ports(engine, StillClock(), NoJournal())


def test_an_empty_database_has_nobody(database):
    ports = ports_of(database)
    assert not ports.people.any()
    assert ports.credentials.of("sato") is None
    assert ports.lockouts.get("P-sato") == NO_FAILURES


def test_what_the_keeper_reads(office):
    with writing(office) as connection:
        Office(connection).put_credential("P-sato", "totp", b"sealed")
        Office(connection).put_target_secret("TG-callcenter-app", "vaulted-password", b"sealed too")
    ports = ports_of(office)
    assert ports.people.any()
    assert ports.credentials.of("sato").totp_sealed == b"sealed"
    assert ports.orders.get("WO-1") == order()
    assert ports.targets.get("callcenter-app") == target()
    assert ports.target_secrets.get("callcenter-app") == b"sealed too"


def test_R16_what_the_keeper_writes_is_there_for_the_next_call(office):
    ports = ports_of(office)
    assert ports.used_codes.use("P-sato", 1)
    assert not ports.used_codes.use("P-sato", 1)
    ports.lockouts.put("P-sato", Attempts(failures=5, locked_until=NOW))
    assert ports.lockouts.get("P-sato") == Attempts(failures=5, locked_until=NOW)


def test_R16_steps_a_restore_killed_are_used_for_everybody(office):
    ports = keeper_ports(office, StillClock(), NoJournal(), dead=100)
    assert not ports.used_codes.use("P-sato", 99)
    assert not ports.used_codes.use("P-sato", 100)
    assert ports.used_codes.use("P-sato", 101)


@pytest.mark.parametrize("name", list(Ports.__slots__))
def test_every_port_is_filled(office, name):
    assert getattr(ports_of(office), name) is not None
