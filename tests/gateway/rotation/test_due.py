from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.rotation.due import LONGEST_WAIT, TRIES_MAX, Failure, Reason, Rotation, rotates, wait_after
from gateway.vocabulary.target import LoginWay, Protocol
from tests.gateway.storage.samples import NOW, target

PASSWORD = replace(target(), login=LoginWay.VAULTED_PASSWORD, management="gateadm")


def test_only_a_vaulted_password_is_changed_and_over_ssh_only_by_a_management_account() -> None:
    assert rotates(PASSWORD)
    assert not rotates(replace(PASSWORD, management=None))
    assert rotates(replace(PASSWORD, management=None, protocol=Protocol.POSTGRESQL))
    assert not any(rotates(replace(PASSWORD, login=way)) for way in (LoginWay.CERTIFICATE, LoginWay.VAULTED_KEY))


@pytest.mark.parametrize(
    ("different", "wanted"),
    [
        ({}, False),
        ({"reason": Reason.USED}, True),
        ({"prepared_at": NOW}, True),
        ({"reason": Reason.ASKED, "failed": Failure.REFUSED}, False),
        ({"prepared_at": NOW, "failed": Failure.NOT_PROVED}, False),
    ],
)
def test_what_was_given_up_is_not_wanted_any_more(different: dict[str, object], wanted: bool) -> None:
    assert Rotation(target_id="TG-1", **different).wanted is wanted  # type: ignore[arg-type]


def test_waits_grow_are_bounded_and_end() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES_MAX)]
    assert all(wait is not None and timedelta(0) < wait <= LONGEST_WAIT for wait in waits)
    assert waits == sorted(waits, key=lambda wait: wait or timedelta(0))
    assert wait_after(TRIES_MAX) is None
