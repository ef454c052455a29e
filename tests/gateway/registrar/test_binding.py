import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.crypto import signing
from gateway.crypto.assertion import sign
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import binding
from gateway.registrar.binding import Bound, begin, bound, finish, give_up, os_user
from gateway.vocabulary.clock import SystemClock
from tests.gateway.registrar import stand_in

SEED = signing.new_signing_key()
PUBLIC = signing.public_of(SEED)


def blob(role: str = "session", **different: object) -> bytes:
    now = datetime.now(UTC)
    said = stand_in.bound("P-sato", role=role).assertion
    good = replace(said, issued_at=now - timedelta(seconds=1), expires_at=now + timedelta(seconds=60))
    return sign(SEED, replace(good, **different))  # type: ignore[arg-type]


def test_a_good_assertion_binds_once() -> None:
    peer = stand_in.peer("session")
    assertion = begin(peer, blob(), keeper_public=PUBLIC, clock=SystemClock())
    finish(peer, assertion, "T-1")
    assert bound(peer).person == "P-sato"
    assert bound(peer).terminal == "T-1"
    with pytest.raises(Violation):
        begin(peer, blob(), keeper_public=PUBLIC, clock=SystemClock())


def test_a_refusal_in_words_leaves_another_try() -> None:
    peer = stand_in.peer("session")
    begin(peer, blob(), keeper_public=PUBLIC, clock=SystemClock())
    give_up(peer)
    assert Bound not in peer.memo
    begin(peer, blob(), keeper_public=PUBLIC, clock=SystemClock())


def test_a_violation_leaves_none() -> None:
    peer = stand_in.peer("session")
    with pytest.raises(Violation):
        begin(peer, b"forged", keeper_public=PUBLIC, clock=SystemClock())
    with pytest.raises(Violation, match="second"):
        begin(peer, blob(), keeper_public=PUBLIC, clock=SystemClock())


@pytest.mark.parametrize(
    ("role", "different"),
    [
        ("session", {"connection": "C-2"}),
        ("session", {"door": "office", "os_user": "x"}),
        ("office", {"door": "session"}),
        ("office", {"os_user": "nobody-here"}),
        ("office", {"os_user": None}),
        ("session", {"expires_at": datetime(2026, 1, 1, tzinfo=UTC)}),
    ],
)
def test_an_assertion_for_something_else_is_a_violation(role: str, different: dict[str, object]) -> None:
    with pytest.raises(Violation):
        begin(stand_in.peer(role), blob(role, **different), keeper_public=PUBLIC, clock=SystemClock())


def test_an_assertion_under_another_key_is_a_violation() -> None:
    other = signing.public_of(signing.new_signing_key())
    with pytest.raises(Violation):
        begin(stand_in.peer("session"), blob(), keeper_public=other, clock=SystemClock())


def test_an_unbound_session_violates_and_an_unbound_office_is_told() -> None:
    with pytest.raises(Violation):
        bound(stand_in.peer("session"))
    with pytest.raises(Refuse):
        bound(stand_in.peer("office"))


def test_an_operating_system_user_has_a_name_or_a_number() -> None:
    assert os_user(os.getuid())
    assert os_user(3_999_999_999 // 2) == "1999999999"
    assert binding.os_user(0) == "root"
