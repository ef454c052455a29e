"""A node that dies, one that is held up, two of one name: who ends, who goes on, and who may still write."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from gateway.audit.folder import FolderTiles
from gateway.audit.report import Report
from gateway.audit.verify import verify
from gateway.ipc.messages import CallRefused
from gateway.recording.recovery import NeverBegan
from gateway.recording.seal import Sealed
from gateway.registrar import changes
from gateway.registrar.events import RegistrarStopped
from gateway.registrar.group import Done
from gateway.registrar.limits import Limits
from gateway.registrar.node_life import held_as, lost
from gateway.sessions.ports import LeaseHeld
from gateway.storage.engine import open_engine
from gateway.storage.held_lock import HeldLock
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.scene import eventually, opened, summary
from tests.gateway.registrar.two_nodes import NODE_LIMITS, NodeScene, two_nodes

Nodes = tuple[NodeScene, NodeScene]
THIRD_DIES = "node-3"


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


@pytest.fixture
def nodes(database: Engine, tmp_path: Path) -> Iterator[Nodes]:
    with two_nodes(database, tmp_path) as made:
        yield made


def rows(scene: NodeScene) -> set[str]:
    with scene.store.reading() as transaction:
        return set(transaction.nodes.running())


def a_dead_node(scene: NodeScene, node: str = THIRD_DIES) -> str:
    """A node that began, opened a session, and was killed with everything it was: its rows stand, its name is free."""
    opening = scene.opening()
    with scene.store.transaction() as transaction:
        transaction.nodes.began(node, scene.clock.now())
    scene.leave_open(opening, node)
    return opening.id


def test_R17_one_person_works_at_one_terminal_whichever_node_it_is(nodes: Nodes) -> None:
    one, two = (each.start() for each in nodes)
    first, second = one.session("C-1").bound(), two.session("C-2").bound(terminal="T-2")
    there, here = one.opening(), two.opening(terminal="T-2")
    assert first.registrar.open(there, [opened(there)]) is None
    held = second.registrar.open(here, [opened(here)])
    assert isinstance(held, LeaseHeld)
    first.registrar.end(there.id, "left", summary(there.recording), [])
    assert second.registrar.open(here, [opened(here)]) is None


def test_a_dead_nodes_sessions_and_leases_end_and_its_recordings_are_sealed(nodes: Nodes) -> None:
    one, _ = nodes
    session = a_dead_node(one)
    began = time.monotonic()
    one.start()
    lost = one.wait_for("node.lost")
    assert time.monotonic() - began >= NODE_LIMITS.node_dead_seconds
    assert (lost.node, lost.sessions_broken) == (THIRD_DIES, 1)
    assert one.stored(session).end_reason == "node-lost"
    assert one.holder("P-sato") is None
    assert rows(one) == {"node-1"}
    closed = one.wait_for("recording.closed")
    assert (closed.session, closed.how) == (session, "interrupted")


def test_of_two_that_see_it_one_ends_a_dead_node(nodes: Nodes) -> None:
    one, two = (each.start() for each in nodes)
    a_dead_node(one)
    one.wait_for("node.lost")
    one.wait_for("recording.closed")
    eventually(lambda: rows(one) == {"node-1", "node-2"})
    two.worker().checkpoint()
    assert len(one.events("node.lost")) == len(one.events("session.broken")) == len(one.events("recording.closed")) == 1


def test_a_dead_run_is_ended_once_and_a_later_run_of_the_node_is_not_touched(nodes: Nodes) -> None:
    one, _ = nodes
    a_dead_node(one)
    now = one.clock.now()
    with one.store.transaction() as transaction:
        since = transaction.nodes.running()[THIRD_DIES]
        assert lost(transaction, THIRD_DIES, since, now).result == 1
        assert lost(transaction, THIRD_DIES, since, now) == Done(result=None, events=())
        transaction.nodes.began(THIRD_DIES, now)
        assert lost(transaction, THIRD_DIES, since, now).result is None
        assert transaction.nodes.runs(THIRD_DIES, now)


def test_what_lies_on_a_dead_nodes_own_disk_is_left_to_it(nodes: Nodes) -> None:
    one, _ = nodes
    a_dead_node(one)
    one.recovery.always = NeverBegan(path=Path("absent"))
    one.start()
    one.wait_for("node.lost")
    eventually(lambda: bool(one.recovery.asked))
    one.worker().checkpoint()
    assert one.events("recording.unrecovered") == []
    with one.store.reading() as transaction:
        assert len(transaction.recordings.unsealed(THIRD_DIES)) == 1


def test_a_recording_another_node_has_already_sealed_ends_nobody(nodes: Nodes) -> None:
    one, _ = nodes
    a_dead_node(one)

    def faster(path: str, reason: str) -> Sealed | NeverBegan:
        found = one.recovery(path, reason)
        with one.store.transaction() as transaction:
            assert transaction.recordings.closed(summary(Path(path).stem), how="interrupted", at=one.clock.now())
        return found

    one.recover = faster
    one.start()
    one.wait_for("node.lost")
    eventually(lambda: bool(one.recovery.asked) and not one.unsealed())
    a_dead_node(one, "node-4")
    assert one.wait_for("node.lost", count=2).node == "node-4"  # whoever ended would not see it


def test_a_node_that_lives_is_not_touched_however_long_it_says_nothing(nodes: Nodes) -> None:
    one, two = (each.start() for each in nodes)
    session, opening = two.session("C-1").bound(), two.opening()
    session.registrar.open(opening, [opened(opening)])
    end = time.monotonic() + 2 * NODE_LIMITS.node_dead_seconds
    while time.monotonic() < end:
        assert rows(one) == {"node-1", "node-2"}
        time.sleep(0.1)
    assert one.events("node.lost") == []
    assert session.heard.kinds() == []


def test_a_node_that_was_called_dead_writes_nothing_any_more_and_ends(nodes: Nodes) -> None:
    one, two = nodes
    two.limits = replace(two.limits, node_look_seconds=3600.0)  # it does not notice by itself
    two.start()
    one.start()
    office = two.office("admin")
    with one.store.transaction() as transaction:
        assert transaction.nodes.ended("node-2", transaction.nodes.running()["node-2"])
    with pytest.raises((CallRefused, GatewayFault)):
        office.commit(changes.ClientAdded(id="C-77", name="x"), [])
    assert two.wait_for_end() == 1
    assert [each for each in one.events("office.committed") if each.subject == "C-77"] == []


def test_a_node_that_finds_itself_called_dead_ends_with_its_sessions(nodes: Nodes) -> None:
    nodes[1].limits = replace(NODE_LIMITS, checkpoint_seconds=3600.0)
    one, two = (each.start() for each in nodes)
    session, opening = two.session("C-1").bound(), two.opening()
    session.registrar.open(opening, [opened(opening)])
    eventually(lambda: two.worker().head().signed == len(two.entries()))  # it writes nothing more by itself
    with one.store.transaction() as transaction:
        assert transaction.nodes.ended("node-2", transaction.nodes.running()["node-2"])
    assert two.wait_for_end() == 1
    assert session.heard.closed.wait(10)
    assert "end" in session.heard.kinds()


def test_a_node_whose_database_does_not_answer_ends_before_anybody_calls_it_dead(nodes: Nodes) -> None:
    assert Limits().node_lost_seconds + Limits().exit_seconds < Limits().node_dead_seconds
    nodes[0].limits = replace(NODE_LIMITS, node_dead_seconds=60.0)
    nodes[1].limits = replace(NODE_LIMITS, node_lost_seconds=0.3)
    one, two = (each.start() for each in nodes)
    answered = two.line.hold
    two.line.hold = lambda: time.sleep(30) or answered()  # type: ignore[method-assign,func-returns-value]
    assert two.wait_for_end() == 1
    assert one.events("node.lost") == []


def test_two_nodes_of_one_name_do_not_both_begin(nodes: Nodes) -> None:
    one, two = nodes
    one.start()
    thief = HeldLock(one.line._engine.url.render_as_string(hide_password=False), held_as("node-1"), application="test")
    assert not thief.hold()
    assert thief.held([held_as("node-1"), held_as("node-2")]) == {held_as("node-1")}
    thief.close()
    two.limits = replace(NODE_LIMITS, node_lost_seconds=0.3)
    two.node, two.line = "node-1", HeldLock(str(two.line._engine.url), held_as("node-1"), application="test")
    with pytest.raises(AssertionError, match="did not open"):
        two.start()
    assert two.wait_for_end() == 1
    assert one.status is None
    assert rows(one) == {"node-1"}


def test_a_name_is_held_again_after_the_server_cut_its_connection(nodes: Nodes) -> None:
    nodes[1].limits = replace(NODE_LIMITS, node_dead_seconds=20.0)
    one, _ = (each.start() for each in nodes)
    with open_engine(str(one.line._engine.url)).connect() as other:
        asked = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'test-node-1'")
        other.execute(asked)
    own = HeldLock(str(one.line._engine.url), "nobody", application="test")
    eventually(lambda: own.held([held_as("node-1")]) == {held_as("node-1")})
    own.close()
    one.office("admin").commit(changes.ClientAdded(id="C-77", name="x"), [])
    assert one.status is None
    assert one.events("node.lost") == []


def test_an_orderly_stop_leaves_no_row_and_the_next_run_begins_at_once(nodes: Nodes) -> None:
    one, two = (each.start() for each in nodes)
    two.ask_to_stop()
    assert two.wait_for_end() == 0
    assert rows(one) == {"node-1"}
    assert one.events("node.lost") == []


def test_the_journal_of_two_nodes_is_one_chain_and_either_signs_what_the_other_wrote(nodes: Nodes) -> None:
    for scene in nodes:
        scene.limits = replace(scene.limits, checkpoint_seconds=3600.0)
    one, two = (each.start() for each in nodes)
    for scene, more in ((two, 10), (one, 700), (one, 3), (two, 1)):  # a tile is 256 entries
        scene.office("admin").commit(changes.ClientAdded(id=f"C-{more:03}", name="x"), [])
        with scene.store.transaction() as transaction:
            scene.journal_of(transaction).append([RegistrarStopped(reason="test")] * more)
        assert scene.worker().checkpoint()
    with one.store.transaction() as transaction:
        one.journal_of(transaction).append([RegistrarStopped(reason="test")] * 300)  # a tile the other never saw grow
    assert one.worker().checkpoint()
    assert {entry.node for entry in one.entries()} == {"node-1", "node-2"}
    for scene in (one, two):  # either has all tiles within a second
        eventually(lambda scene=scene: verified(scene).findings == ())
        assert verified(scene).tail.count == 0


def verified(scene: NodeScene) -> Report:
    with scene.store.reading() as transaction:
        tiles = FolderTiles(scene.directory / "tiles")
        return verify(transaction.journal, key=scene.signer.key, now=scene.clock.now(), tiles=tiles)


@pytest.mark.long
def test_a_node_that_is_held_up_with_the_writers_lock_does_not_take_the_other_along(nodes: Nodes) -> None:
    """As a SIGSTOP or a vanished machine leaves it: a transaction open that neither goes on nor ends."""
    one, two = (each.start() for each in nodes)
    with pytest.raises(GatewayFault), two.store.transaction() as transaction:
        transaction.nodes.running()
        began = time.monotonic()
        one.office("admin").commit(changes.ClientAdded(id="C-77", name="x"), [])
        print(f"\na held-up writer kept the other node waiting for {time.monotonic() - began:.1f} s")
        assert one.status is None
        transaction.nodes.running()  # its transaction is gone
    assert one.events("office.committed")[-1].subject == "C-77"
