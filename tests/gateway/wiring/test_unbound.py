import pytest

from gateway.backups.events import BackupBegun, BackupRestored
from gateway.ipc.messages import CallRefused
from gateway.settings.reading import read
from gateway.vocabulary.clock import SystemClock
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.custodians import os_user
from gateway.wiring.unbound import telling
from tests.gateway.wiring.a_service import a_state


def test_the_journal_hears_under_the_operating_systems_user(town):
    with telling(read(town.settings)) as tell:
        tell([BackupBegun(backup="B-20261123-TESTTEST00", os_user=os_user())])
    assert town.events("backup.begun")[-1]["backup"] == "B-20261123-TESTTEST00"


def test_nobody_speaks_for_another_user_or_says_that_something_was_restored(town):
    for said in ({"os_user": "somebody"}, {"os_user": os_user(), "person": "P-1"}):
        with pytest.raises(CallRefused), telling(read(town.settings)) as tell:
            tell([BackupBegun(backup="B-1", **said)])
    restored = BackupRestored(
        backup="B-1",
        made_at=SystemClock().now(),
        os_user=os_user(),
        manifest=b"",
        entries=1,
        head=b"",
        dead_step=1,
        ended={},
    )
    with pytest.raises(CallRefused), telling(read(town.settings)) as tell:
        tell([restored])


def test_where_the_service_does_not_run_nothing_is_begun(tmp_path):
    with pytest.raises(GatewayFault), telling(a_state(tmp_path).settings):
        raise AssertionError("begun unheard")
