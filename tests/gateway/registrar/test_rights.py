from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.ipc.server import Violation
from gateway.registrar.rights import require_well_formed, today
from gateway.sessions.session import SessionOpening

GOOD = SessionOpening(
    id="S-20261122-7F3K9QW2ZD",
    person="P-1",
    username="sato",
    terminal="T-1",
    order="WO-1",
    target="callcenter-app",
    account="app",
    capability="shell",
    peer_address="192.0.2.7:50022",
    until=datetime(2026, 11, 22, 12, tzinfo=UTC),
    recording="R-20261122-7F3K9QW2ZD",
    recording_path="20261122/R-20261122-7F3K9QW2ZD.rec",
)


@pytest.mark.parametrize("address", ["192.0.2.7", "192.0.2.7:22", "2001:db8::1", "[2001:db8::1]:22", "fe80::1%eth0"])
def test_addresses_of_every_kind_are_well_formed(address: str) -> None:
    require_well_formed(replace(GOOD, peer_address=address))


@pytest.mark.parametrize(
    "path", ["", "/x", "../x", "x/../y", "x//y", "x/", ".x", "x/.y", "x\n", "x\0y", "a" * 65, "a/" * 7 + "b", "é"]
)
def test_paths_that_are_no_name_of_a_recording(path: str) -> None:
    with pytest.raises(Violation):
        require_well_formed(replace(GOOD, recording_path=path))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_no_path_ever_leaves_the_directory(path: str) -> None:
    try:
        require_well_formed(replace(GOOD, recording_path=path))
    except Violation:
        return
    assert not path.startswith("/")
    assert all(part and not part.startswith(".") for part in path.split("/"))


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(Violation):
        require_well_formed(replace(GOOD, until=datetime(2026, 11, 22)))


def test_the_day_is_the_day_in_japan() -> None:
    assert today(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)).day == 22
    assert today(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)).day == 23
