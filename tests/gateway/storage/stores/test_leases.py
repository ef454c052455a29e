from datetime import timedelta

import pytest
from sqlalchemy import text

from gateway.storage.engine import writing
from gateway.storage.stores.leases import Leases
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.storage.samples import NOW, add_terminal


def _put(leases, terminal="T-pc-01", sessions=1, minutes=0):
    leases.put("P-sato", terminal=terminal, node="node-1", sessions=sessions, since=NOW + timedelta(minutes=minutes))


def test_R17_a_lease_is_taken_counted_and_dropped(office):
    with writing(office) as connection:
        leases = Leases(connection)
        assert leases.holder("P-sato") is None
        _put(leases)
        _put(leases, sessions=2, minutes=5)
        assert leases.holder("P-sato") == ("T-pc-01", 2)
        assert connection.execute(text("SELECT since FROM lease")).scalar_one() == timestamp(NOW)
        leases.drop("P-sato")
        leases.drop("P-sato")
        assert leases.holder("P-sato") is None


def test_R17_a_lease_never_moves_to_another_terminal(office):
    with writing(office) as connection:
        add_terminal(connection, "pc-02")
        _put(Leases(connection))
        with pytest.raises(GatewayFault, match="another terminal"):
            _put(Leases(connection), terminal="T-pc-02")
        assert Leases(connection).holder("P-sato") == ("T-pc-01", 1)


def test_a_lease_of_no_session_is_refused(office):
    with pytest.raises(GatewayFault), writing(office) as connection:
        _put(Leases(connection), sessions=0)
