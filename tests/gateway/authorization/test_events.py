"""What the journal hears."""

import pytest

from gateway.audit.event import Event, decode, encode
from gateway.authorization import events
from gateway.authorization.decide import decide
from gateway.authorization.unfit import PolicyUnfit
from tests.gateway.authorization.a_request import a_request, an_order, the_policy


def there_and_back(event: Event) -> None:
    assert decode(event.kind, encode(event)) == event


def test_a_permit_and_its_obligations_are_journalled() -> None:
    request = a_request()
    event = events.event_of(request, decide(request, the_policy()), "S-1")
    assert isinstance(event, events.AccessPermitted)
    assert (event.person, event.session, event.terminal, event.target) == ("P-1", "S-1", "TM-1", "callcenter-app")
    assert (event.order, event.rules, event.policy) == (an_order().id, ("SK-901",), the_policy().digest)
    assert event.obligations == ("Recorded", "EndsAt", "Environment", "Painted", "InputMetered", "Masked", "Metered")
    there_and_back(event)


def test_a_refusal_is_journalled_with_every_rule() -> None:
    request = a_request(order=None, factors=frozenset())
    event = events.event_of(request, decide(request, the_policy()), None)
    assert isinstance(event, events.AccessRefused)
    assert event.rules == ("SK-131", "SK-132", "SK-133", "SK-201")
    assert event.order is None
    there_and_back(event)


def test_loading_and_refusing_a_policy_are_journalled() -> None:
    loaded = events.loaded(the_policy(), None)
    assert loaded.rules == len(the_policy().rules)
    there_and_back(loaded)
    refused = events.refused(PolicyUnfit("a.toml", "k" * 2000, "unknown key", valid=["kk"]), the_policy().digest)
    assert len(refused.key) == 500
    there_and_back(refused)


@pytest.mark.parametrize(
    "event", [events.AccessPermitted, events.AccessRefused, events.PolicyLoaded, events.PolicyRefused]
)
def test_kinds(event: type[Event]) -> None:
    assert event.kind in {"access.permitted", "access.refused", "policy.loaded", "policy.refused"}
