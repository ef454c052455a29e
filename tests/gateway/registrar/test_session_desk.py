import threading
from dataclasses import replace

import pytest

from gateway.authentication.ports import KeyKind
from gateway.ipc.messages import CallRefused
from gateway.registrar.ports import Transaction
from gateway.sessions.ports import LeaseHeld, TooMany
from gateway.sessions.session import State
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.work_orders.order import Act, moved
from tests.gateway.registrar.scene import KEYS, TARGET, Scene, changed, ended, eventually, opened, summary


def test_facts_are_answered_before_log_in(scene: Scene) -> None:
    session = scene.start().session("C-1")
    facts = session.registrar.login("sato")
    assert facts is not None
    assert (facts.person_id, facts.username) == ("P-sato", "sato")
    assert session.registrar.login("nobody") is None
    owner = session.registrar.key_owner(KEYS["t1"])
    assert owner is not None
    assert (owner.kind, owner.owner_id, owner.name) == (KeyKind.TERMINAL, "T-1", "pc-t1")
    assert session.registrar.key_owner(b"unknown") is None


def test_binding_is_told_to_the_gateway(scene: Scene) -> None:
    scene.start().session("C-1").bound()
    assert scene.told_gateway("authenticated") == "C-1"


def test_R18_a_terminal_that_is_not_active_does_not_bind_and_another_may(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        transaction.office.change_terminal(
            id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=Standing.SUSPENDED
        )
    session = scene.start().session("C-1")
    for terminal in ("T-1", "T-404"):
        with pytest.raises(CallRefused, match="terminal"):
            session.bound(terminal=terminal)
    session.bound(terminal="T-2")


def test_admission_knows_person_terminal_target_orders_and_employer(scene: Scene) -> None:
    facts = scene.start().session("C-1").bound().registrar.admission(TARGET.name)
    assert facts.person.name == "SATO"
    assert facts.terminal.id == "T-1"
    assert facts.target == TARGET
    assert [order.id for order in facts.orders] == [scene.orders["sato"]]
    assert facts.targets == (TARGET.name,)
    assert facts.employer == "Hoshu K.K."


def test_a_session_opens_starts_and_ends_with_its_events_and_its_recordings_hash(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    assert scene.stored(opening.id).state is State.OPENING
    assert scene.holder("P-sato") == ("T-1", 1)
    session.registrar.started(opening.id, [])
    assert scene.stored(opening.id).state is State.RUNNING
    session.registrar.end(opening.id, "left", summary(opening.recording), [ended(opening)])
    assert scene.stored(opening.id).state is State.ENDED
    assert scene.holder("P-sato") is None
    assert [kind for kind in scene.kinds() if kind != "registrar.started"] == [
        "session.opened",
        "session.ended",
        "recording.closed",
    ]
    (closed,) = scene.events("recording.closed")
    assert (closed.session, closed.final_hash, closed.how) == (opening.id, b"\7" * 32, "sealed")
    assert scene.unsealed() == []


def test_R17_a_second_terminal_is_refused_naming_the_first_and_journalled_with_both(scene: Scene) -> None:
    first = scene.start().session("C-1").bound(terminal="T-1")
    one = scene.opening()
    first.registrar.open(one, [opened(one)])
    second = scene.session("C-2").bound(terminal="T-2")
    other = scene.opening(terminal="T-2")
    held = second.registrar.open(other, [opened(other)])
    assert isinstance(held, LeaseHeld)
    assert "pc-t1" in held.text.ja
    assert "pc-t1" in held.text.en
    (refused,) = scene.events("lease.refused")
    assert (refused.person, refused.terminal, refused.held_by_terminal) == ("P-sato", "T-2", "T-1")
    assert scene.stored(other.id) is None
    assert len(scene.events("session.opened")) == 1
    first.registrar.end(one.id, "left", summary(one.recording), [ended(one)])
    assert second.registrar.open(other, [opened(other)]) is None


def test_one_session_more_than_a_person_may_have_is_refused_in_words_and_journalled(scene: Scene) -> None:
    scene.policy_limits = replace(scene.policy_limits, sessions_per_person=2)
    first, second = scene.start().session("C-1").bound(), scene.session("C-2").bound()
    one, two, three = scene.opening(), scene.opening(), scene.opening()
    assert first.registrar.open(one, [opened(one)]) is None
    assert second.registrar.open(two, [opened(two)]) is None
    refused = second.registrar.open(three, [opened(three)])
    assert isinstance(refused, TooMany)
    assert "2" in refused.text.ja
    assert "2 sessions" in refused.text.en
    (event,) = scene.events("session.refused")
    assert (event.person, event.rules, event.address) == ("P-sato", ["too-many-sessions"], "192.0.2.7")
    assert len(scene.events("session.opened")) == 2
    first.registrar.end(one.id, "left", summary(one.recording), [ended(one)])
    assert second.registrar.open(three, [opened(three)]) is None


def test_R17_sessions_on_one_terminal_share_a_lease_until_the_last_ends(scene: Scene) -> None:
    first, second = scene.start().session("C-1").bound(), scene.session("C-2").bound()
    one, two, three = scene.opening(), scene.opening(), scene.opening()
    for session, opening in ((first, one), (first, two), (second, three)):
        assert session.registrar.open(opening, [opened(opening)]) is None
    assert scene.holder("P-sato") == ("T-1", 3)
    first.registrar.end(one.id, "left", summary(one.recording), [])
    second.caller.close()
    eventually(lambda: scene.holder("P-sato") == ("T-1", 1))
    first.registrar.end(two.id, "left", summary(two.recording), [])
    assert scene.holder("P-sato") is None


def test_a_connection_that_goes_without_a_word_is_broken_freed_killed_and_mended(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    session.caller.close()
    broken = scene.wait_for("session.broken")
    assert (broken.session, broken.reason) == (opening.id, "connection-lost")
    assert scene.stored(opening.id).state is State.BROKEN
    assert scene.holder("P-sato") is None
    closed = scene.wait_for("recording.closed")
    assert (closed.how, closed.final_hash) == ("interrupted", bytes(range(32)))
    assert scene.recovery.asked == [(opening.recording_path, "connection-lost")]
    assert scene.told_gateway("kill") == "C-1"


def test_a_session_that_ends_without_a_seal_is_mended(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    session.registrar.end(opening.id, "not-recorded", None, [ended(opening)])
    assert scene.wait_for("recording.closed").recording == opening.recording
    assert scene.recovery.asked == [(opening.recording_path, "not-recorded")]


def withdraw(scene: Scene, transaction: Transaction, what: str) -> None:
    office = transaction.office
    match what:
        case "order":
            before = transaction.facts.order(scene.orders["sato"])
            assert before is not None
            assert office.move_order(moved(before, Act.WITHDRAW), before.version)
        case "target":
            assert office.change_target(replace(TARGET, standing=Standing.SUSPENDED))
        case "terminal":
            assert office.change_terminal(
                id="T-1", name="pc-t1", site="Tokyo", owner="E-1", standing=Standing.SUSPENDED
            )
        case "person":
            assert office.change_person("P-sato", 1, **changed(standing=Standing.SUSPENDED))


@pytest.mark.parametrize("what", ["order", "target", "person", "terminal"])
def test_a_session_does_not_open_when_something_was_withdrawn_meanwhile(scene: Scene, what: str) -> None:
    session = scene.start().session("C-1").bound()
    with scene.store.transaction() as transaction:
        withdraw(scene, transaction, what)
    opening = scene.opening()
    with pytest.raises(CallRefused, match=what):
        session.registrar.open(opening, [opened(opening)])
    assert scene.stored(opening.id) is None
    assert scene.holder("P-sato") is None
    assert "session.opened" not in scene.kinds()


def test_one_identifier_is_one_session_and_one_recording(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    with pytest.raises(CallRefused, match=r"session\.exists"):
        session.registrar.open(opening, [opened(opening)])
    again = scene.opening(recording=opening.recording)
    with pytest.raises(CallRefused, match=r"recording\.exists"):
        session.registrar.open(again, [opened(again)])
    assert scene.holder("P-sato") == ("T-1", 1)
    assert scene.stored(again.id) is None


def test_a_connection_that_ends_while_its_session_is_being_opened_leaves_nothing_open(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()

    def ask() -> None:
        with pytest.raises(GatewayFault):
            session.registrar.open(opening, [opened(opening)])

    with scene.writing_held_up():
        asking = threading.Thread(target=ask)
        asking.start()
        eventually(lambda: scene.writers_waiting)
        session.caller.close()
        asking.join(timeout=5)
    assert scene.wait_for("session.broken").session == opening.id
    assert scene.holder("P-sato") is None
    assert scene.told_gateway("kill") == "C-1"
