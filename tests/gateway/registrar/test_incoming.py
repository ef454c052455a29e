from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.audit.event import Event
from gateway.ipc.server import Violation
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.registrar.client import wired
from gateway.registrar.incoming import taken_in, taken_in_commit
from gateway.registrar.params import WireEvent
from gateway.sessions.events import SessionWarned
from gateway.work_orders.events import OrderReturned
from tests.gateway.registrar.stand_in import peer

WARNED = SessionWarned(person="P-sato", remaining_seconds=1)
RETURNED = OrderReturned(person="P-yamada", order="WO-1", engineer="P-sato")


def test_what_is_its_own_comes_in_unchanged() -> None:
    assert taken_in(peer("session", person="P-sato"), wired([WARNED])) == [WARNED]


def test_a_session_about_to_open_may_be_spoken_of_and_no_other() -> None:
    event = SessionWarned(person="P-sato", session="S-1", remaining_seconds=1)
    own = peer("session", person="P-sato")
    assert taken_in(own, wired([event]), opening="S-1") == [event]
    with pytest.raises(Violation):
        taken_in(own, wired([event]), opening="S-2")
    with pytest.raises(Violation):
        taken_in(own, wired([event]))


def test_kinds_of_a_commit_come_in_with_a_commit_only() -> None:
    office = peer("office", person="P-yamada")
    assert taken_in_commit(office, wired([RETURNED])) == [RETURNED]
    with pytest.raises(Violation):
        taken_in(office, wired([RETURNED]))
    with pytest.raises(Violation):
        taken_in_commit(peer("office"), wired([RETURNED]))
    with pytest.raises(Violation):
        taken_in_commit(peer("office", person="P-kato"), wired([RETURNED]))


def test_the_keeper_speaks_of_the_people_and_connections_it_knows_and_of_key_uses_only() -> None:
    used = KeyUsed(person="P-sato", session="S-1", order="WO-1", target="a", use=KeyUse.CERTIFICATE, connection="C-77")
    assert taken_in(peer("keeper"), wired([used])) == [used]
    for other in ("session", "office", "gateway", "worker"):
        with pytest.raises(Violation):
            taken_in(peer(other), wired([replace(used, connection="C-1")]))
    with pytest.raises(Violation):
        taken_in(peer("keeper"), wired([WARNED]))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["person", "session", "terminal", "remaining_seconds", "x", "kind"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=4),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
            max_leaves=4,
        ),
        max_size=5,
    )
)
def test_whatever_comes_is_an_event_of_its_own_or_a_violation(data: dict[str, Any]) -> None:
    try:
        (event,) = taken_in(peer("session", person="P-sato"), [WireEvent(kind="session.warned", data=data)])
    except Violation:
        return
    assert isinstance(event, Event)
    assert event.person == "P-sato"
    assert event.session is None
