"""Sessions that stop while they run: what a session says is kept with its event, and a supervisor's word is the only way out."""

import time
from collections.abc import Iterator

import pytest

from gateway.disclosure.keeping import Door
from gateway.disclosure.spans import Span
from gateway.guards.verdict import UNCOUNTED, Freeze, Why
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.client import SessionClient
from gateway.registrar.holding import FROZEN_FOR
from gateway.sessions.session import SessionOpening
from gateway.sessions.standing import Course, Standing
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.a_shell import Shell, asked_release, release_by_two
from tests.gateway.registrar.a_showing import Showing
from tests.gateway.registrar.scene import Scene, Session, eventually, opened

TOLD_SECONDS = 3.0  # three times what is promised


class Open:
    """One open session."""

    def __init__(
        self, scene: Scene, connection: str, username: str = "sato", terminal: str = "T-1", **more: str
    ) -> None:
        self.session: Session = scene.session(connection).bound(username, terminal)
        self.opening: SessionOpening = scene.opening(username, terminal, **more)
        self.id = self.opening.id
        assert self.registrar.open(self.opening, [opened(self.opening)]) is None

    @property
    def registrar(self) -> SessionClient:
        return self.session.registrar

    def stop(self, course: Course, why: Why = Why.NOVEL, used: int = 0, limit: int = 0) -> object:
        return self.registrar.stopped(self.id, course, why, used=used, limit=limit)

    def looks(self) -> int:
        return sum(kind == "held" and args["session"] == self.id for kind, args in self.session.heard.news)


@pytest.fixture
def running(scene: Scene) -> Iterator[Scene]:
    yield scene.start()


def standing(scene: Scene, session: str) -> Standing:
    with scene.store.reading() as transaction:
        return transaction.standings.get(session)


def freeze(scene: Scene, session: str, by: str = "yamada") -> None:
    scene.office(by).commit(changes.SessionFrozen(session=session, reason="おかしい"), [])


def release(scene: Scene, by: str = "kato") -> None:
    scene.office(by).commit(changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="見ました"), [])


def test_a_pause_and_its_end_are_journalled_with_what_went_nowhere(running: Scene) -> None:
    one = Open(running, "C-1")
    assert one.stop(Course.PAUSED, used=2) is None
    assert standing(running, one.id).course is Course.PAUSED
    assert one.stop(Course.RUNNING, used=1) is None
    (paused,), (went_on,) = running.events("session.paused"), running.events("session.went_on")
    assert (paused.session, paused.why, paused.so_far) == (one.id, "novel", 2)
    assert (went_on.why, went_on.swallowed) == ("novel", 1)
    assert went_on.milliseconds >= 0
    assert standing(running, one.id) == Standing(session=one.id)


def test_R07_a_freeze_is_of_the_person_at_the_door_and_outlives_the_session(running: Scene) -> None:
    one, other = Open(running, "C-1"), Open(running, "C-2")
    stranger = Open(running, "C-3", "suzuki", "T-2")
    assert one.stop(Course.FROZEN, Why.TRANSFER) is None
    eventually(lambda: other.looks() == 1, TOLD_SECONDS)
    assert stranger.looks() == 0
    hold = other.registrar.hold_of(other.id)
    assert hold is not None and (hold.why, hold.session) == (Why.ELSEWHERE, one.id)
    mine = one.registrar.hold_of(one.id)
    assert mine is not None and mine.why is Why.TRANSFER
    assert stranger.registrar.hold_of(stranger.id) is None
    later = Open(running, "C-5")
    assert later.registrar.hold_of(later.id) is not None


def test_R07_a_session_process_cannot_let_itself_go_on(running: Scene) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, Why.PEOPLE, used=6, limit=5)
    still = one.stop(Course.RUNNING)
    assert still is not None
    assert standing(running, one.id).course is Course.FROZEN
    assert running.events("session.resumed") == []
    release(running)
    assert one.stop(Course.RUNNING, used=17) is None
    (resumed,) = running.events("session.resumed")
    assert (resumed.why, resumed.discarded) == ("people", 17)
    (frozen,) = running.events("session.frozen")
    assert (frozen.why, frozen.used, frozen.limit, frozen.by) == ("people", 6, 5, None)


def test_R42_a_supervisor_freezes_a_running_session_and_every_session_of_the_person_hears_it(running: Scene) -> None:
    one, other = Open(running, "C-1"), Open(running, "C-2")
    began = time.monotonic()
    freeze(running, one.id)
    eventually(lambda: one.looks() and other.looks(), TOLD_SECONDS)
    assert time.monotonic() - began < TOLD_SECONDS
    for each in (one, other):
        hold = each.registrar.hold_of(each.id)
        assert hold is not None and (hold.why, hold.by) == (Why.SUPERVISOR, "yamada")
        each.stop(Course.FROZEN, hold.why)
    found = standing(running, one.id)
    assert (found.course, found.why, found.by) == (Course.FROZEN, Why.SUPERVISOR, "yamada")
    assert found.ends_at is not None and found.since is not None and found.ends_at - found.since == FROZEN_FOR
    (ordered,) = running.events("session.freeze_ordered")
    assert (ordered.session, ordered.person, ordered.supervisor, ordered.reason) == (
        one.id,
        "P-sato",
        "yamada",
        "おかしい",
    )
    heard = one.looks()
    release(running)
    eventually(lambda: one.looks() > heard, TOLD_SECONDS)
    assert one.registrar.hold_of(one.id) is None
    assert one.stop(Course.RUNNING) is None


@pytest.mark.parametrize("by", ["sato", "suzuki", "admin", "kansa"])
def test_nobody_but_a_supervisor_freezes(running: Scene, by: str) -> None:
    one = Open(running, "C-1")
    with pytest.raises(CallRefused) as told:
        freeze(running, one.id, by)
    assert told.value.code == "role.missing"
    assert one.registrar.hold_of(one.id) is None


def test_what_does_not_run_or_shows_nothing_or_stands_already_is_not_frozen(running: Scene) -> None:
    upload, one = Open(running, "C-1", capability="upload"), Open(running, "C-2")
    for session, code in ((upload.id, "session.no-freeze"), ("S-none", "session.not-live")):
        with pytest.raises(CallRefused) as told:
            freeze(running, session)
        assert told.value.code == code
    freeze(running, one.id)
    with pytest.raises(CallRefused) as told:
        freeze(running, one.id, "kato")
    assert told.value.code == "stale"


def test_a_database_session_is_frozen_by_the_same_word(running: Scene) -> None:
    showing = Showing(running, "C-1")
    freeze(running, showing.opening.id)
    assert showing.session.registrar.frozen(showing.opening.id) is not None


def test_a_freeze_that_was_over_before_it_was_written_leaves_nothing(running: Scene) -> None:
    one = Open(running, "C-1")
    assert one.stop(Course.FROZEN, Why.ELSEWHERE) is None
    assert running.events("session.frozen") == []
    assert one.registrar.hold_of(one.id) is None
    assert one.stop(Course.RUNNING) is None
    assert running.events("session.resumed") == []


@pytest.mark.parametrize("course", [Course.PAUSED])
def test_a_step_that_no_honest_session_makes_ends_the_connection(running: Scene, course: Course) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, Why.TRANSFER)
    with pytest.raises(GatewayFault):
        one.stop(course)
    assert one.session.heard.closed.wait(10)


def test_another_connections_session_is_nobodys_to_stop(running: Scene) -> None:
    one, thief = Open(running, "C-1"), Open(running, "C-2", "suzuki", "T-2")
    with pytest.raises(GatewayFault):
        thief.registrar.stopped(one.id, Course.FROZEN, Why.VOLUME, used=0, limit=0)
    eventually(lambda: [each for each in running.events("registrar.violation") if "not open" in each.what])
    assert one.registrar.hold_of(one.id) is None


def test_R06_two_supervisors_extend_and_the_person_goes_on(running: Scene) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    asked = changes.BudgetRaised(person="P-sato", door=Door.SHELL, people=10, rows=0, reason="続ける")
    proposal = new_identifier("CH", running.clock.now())
    running.office("yamada").commit(changes.ChangeAsked(proposal=proposal, asked=asked), [])
    assert one.registrar.hold_of(one.id) is not None
    with pytest.raises(CallRefused):
        running.office("yamada").commit(changes.ChangeConfirmed(proposal=proposal), [])
    heard = one.looks()
    running.office("kato").commit(changes.ChangeConfirmed(proposal=proposal), [])
    eventually(lambda: one.looks() > heard, TOLD_SECONDS)
    assert one.registrar.hold_of(one.id) is None


@pytest.mark.parametrize("why", sorted(UNCOUNTED))
def test_R06_what_nobody_could_count_is_released_by_two(running: Scene, why: Why) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, why, used=6, limit=5)
    with pytest.raises(CallRefused) as told:
        release(running)
    assert told.value.code == "second.needed"
    assert one.registrar.hold_of(one.id) is not None
    proposal = asked_release(running, "yamada")
    with pytest.raises(CallRefused) as told:
        running.office("yamada").commit(changes.ChangeConfirmed(proposal=proposal), [])
    assert told.value.code == "four-eyes"
    assert one.registrar.hold_of(one.id) is not None
    running.office("kato").commit(changes.ChangeConfirmed(proposal=proposal), [])
    assert one.registrar.hold_of(one.id) is None
    (released,) = running.events("disclosure.released")
    assert (released.asked_by, released.supervisor, released.reason) == ("yamada", "kato", "記録を見た")


@pytest.mark.parametrize("why", sorted(set(Why) - UNCOUNTED - {Why.ELSEWHERE, Why.SUPERVISOR}))
def test_R06_one_releases_whoever_was_counted(running: Scene, why: Why) -> None:
    one = Open(running, "C-1")
    one.stop(Course.FROZEN, why, used=6, limit=5)
    with pytest.raises(CallRefused) as told:
        asked_release(running, "yamada")
    assert told.value.code == "stale"
    release(running)
    assert one.registrar.hold_of(one.id) is None
    (released,) = running.events("disclosure.released")
    assert released.asked_by is None


def test_R06_what_a_frozen_person_does_besides_may_take_two(running: Scene) -> None:
    one, other, shell = Open(running, "C-1"), Open(running, "C-2"), Shell(running, "C-3")
    one.stop(Course.FROZEN, Why.PEOPLE, used=21, limit=20)
    other.stop(Course.FROZEN, Why.TRANSFER)
    with pytest.raises(CallRefused) as told:
        release(running)
    assert told.value.code == "second.needed"
    shell.take(stops=Freeze(why=Why.OPAQUE, used=4100, limit=4096))
    shell.take(stops=Freeze(why=Why.OPAQUE, used=4200, limit=4096))
    with running.store.reading() as transaction:
        freeze = transaction.disclosures.frozen("P-sato", Door.SHELL)
    assert freeze is not None
    assert [each.span for each in freeze.exceeded] == [Span.PEOPLE_WINDOW, Span.TRANSFER, Span.OPAQUE_WINDOW]
    release_by_two(running)
    assert one.registrar.hold_of(one.id) is None


def test_why_a_freeze_of_the_counter_stands_is_told_to_its_own_session(running: Scene) -> None:
    shell = Shell(running, "C-1")
    shell.take(unread=None, stops=Freeze(why=Why.OPAQUE, used=4100, limit=4096))
    hold = shell.session.registrar.hold_of(shell.opening.id)
    assert hold is not None and (hold.why, hold.used, hold.limit) == (Why.OPAQUE, 4100, 4096)


def test_what_was_counted_stays_while_a_session_stops_and_goes_on(running: Scene) -> None:
    one = Open(running, "C-1")
    with running.store.transaction() as transaction:
        transaction.standings.counted(one.id, people=18, cap=20)
    one.stop(Course.PAUSED, used=1)
    one.stop(Course.RUNNING)
    found = standing(running, one.id)
    assert (found.people, found.people_cap, found.course) == (18, 20, Course.RUNNING)
