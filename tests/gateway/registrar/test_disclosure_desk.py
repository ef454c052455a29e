import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.disclosure.asking import Foreign, Positions, Spare, Stopped, Taken, Wait
from gateway.disclosure.keeping import Door
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.registrar.a_showing import TABLE, Showing, lines, used
from tests.gateway.registrar.scene import TARGET, Scene, eventually, opened

SMALL = Caps(session=2, day=3, days_30=4, days_365=5, rows_day=100)


@pytest.fixture
def small(scene: Scene) -> Scene:
    caps = BudgetCaps(per_client=SMALL, in_all=SMALL)
    scene.policy_budgets = replace(scene.policy_budgets, default=caps, purposes={}, classes={})
    return scene.start()


def test_R06_rows_are_taken_before_and_settled_exactly(small: Scene) -> None:
    showing = Showing(small, "C-1")
    taken = showing.take(3)
    assert isinstance(taken, Taken)
    assert (taken.ahead, taken.warned, taken.left.rows, taken.left.people) == ({"C-01": 12}, False, 97, 2)
    assert used(small) == 15
    showing.settle(3)
    assert used(small) == 15
    showing.settle(2, back={"C-01": 10})
    assert used(small) == 5
    (line,) = lines(small)
    assert (line["masked"], line["at_most"], line["relation"], line["employer_id"]) == (5, 0, TABLE, "E-1")
    told = small.events("disclosure.shown")
    assert [(each.client, each.table, each.rows, each.at_most, each.person, each.day) for each in told] == [
        ("C-01", TABLE, 3, False, "P-sato", showing.today.isoformat()),
        ("C-01", TABLE, 2, False, "P-sato", showing.today.isoformat()),
    ]
    assert {each.session for each in told} == {showing.opening.id}


def test_R06_past_the_cap_nothing_is_shown_and_the_person_stays_frozen_at_this_door(small: Scene) -> None:
    showing = Showing(small, "C-1")
    over = showing.take(101)
    assert isinstance(over, Stopped)
    assert over.fresh
    assert {(each.span, each.client, each.cap) for each in over.exceeded} == {
        ("rows_day", "C-01", 100),
        ("rows_day", None, 100),
    }
    assert used(small) == 0
    other = Showing(small, "C-2")
    again = other.take(1)
    assert isinstance(again, Stopped)
    assert not again.fresh
    assert again.exceeded == over.exceeded
    assert other.session.registrar.frozen(other.opening.id) == over.exceeded
    told = small.events("disclosure.frozen")
    assert [(each.person, each.statement, each.door, each.used) for each in told] == [
        ("P-sato", 1, "database", 101)
    ] * 2


def test_R06_a_freeze_survives_the_session_and_the_registrar(small: Scene) -> None:
    showing = Showing(small, "C-1")
    assert isinstance(showing.take(101), Stopped)
    showing.end()
    small.stop()
    small.start()
    again = Showing(small, "C-9")
    assert isinstance(again.take(1), Stopped)
    assert again.session.registrar.frozen(again.opening.id) is not None


def test_R06_a_warning_is_told_by_the_row_that_crosses_the_share(small: Scene) -> None:
    showing = Showing(small, "C-1")
    answers = []
    shown = held = 0
    while shown < 85:
        if held:
            held -= 1
        else:
            answer = showing.take(1)
            assert isinstance(answer, Taken)
            answers.append((shown + 1, answer.warned))
            held = answer.ahead["C-01"]
        shown += 1
    assert [at for at, warned in answers if warned] == [80]
    near = small.events("disclosure.near")
    assert [(each.client, each.used, each.cap) for each in near] == [("C-01", 80, 100), (None, 80, 100)]


def test_R06_two_sessions_of_one_person_never_pass_the_cap_together(small: Scene) -> None:
    showings = [Showing(small, f"C-{each}") for each in range(4)]
    given = [0] * len(showings)

    def greedy(at: int) -> None:
        while isinstance(answer := showings[at].take(3), Taken):
            given[at] += 3 + answer.ahead["C-01"]

    threads = [threading.Thread(target=greedy, args=(each,)) for each in range(len(showings))]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sum(given) == used(small) <= 100
    assert sum(given) > 90
    assert len(small.events("disclosure.frozen")) == 2, "one freeze, by one of them"


def spare(showing: Showing, **rows: int) -> Spare:
    return Spare(day=showing.today, rows={client.replace("_", "-"): number for client, number in rows.items()})


def test_R06_a_reserve_of_ones_own_stops_nobodys_rows(small: Scene) -> None:
    showing = Showing(small, "C-1")
    first = showing.take(60)
    assert isinstance(first, Taken)
    held = first.ahead["C-01"]
    assert held == 5
    last = showing.take(40, spare=spare(showing, C_01=held))
    assert isinstance(last, Taken)
    assert last.reclaimed
    assert used(small) == 100
    showing.settle(100)
    assert not small.events("disclosure.frozen")


def test_R06_one_session_holds_no_more_rows_ready_than_one_client_would(scene: Scene) -> None:
    with scene.store.transaction() as transaction:
        order = scene.order("P-sato", clients=tuple(f"C-{each:02}" for each in range(1, 31)))
        scene.orders["sato"] = scene.approve(transaction.office, order).id
    showing, held = Showing(scene.start(), "C-1"), Counter[str]()
    for each in range(30):
        client = f"C-{each % 30 + 1:02}"
        taken = showing.take(1, client=client, spare=Spare(day=showing.today, rows=dict(+held)))
        assert isinstance(taken, Taken)
        if taken.reclaimed:
            held.clear()
        held.update(taken.ahead)
        assert held.total() <= 64
        assert used(scene) == each + 1 + held.total()


def test_R06_a_session_that_goes_from_client_to_client_holds_rows_of_all_of_its_order_in_one_commit(
    scene: Scene,
) -> None:
    caps = BudgetCaps(per_client=replace(SMALL, rows_day=600), in_all=replace(SMALL, rows_day=8000))
    scene.policy_budgets = replace(scene.policy_budgets, default=caps, purposes={}, classes={})
    clients = [f"C-{each:02}" for each in range(1, 31)]
    with scene.store.transaction() as transaction:
        order = scene.order("P-sato", clients=tuple(clients))
        scene.orders["sato"] = scene.approve(transaction.office, order).id
    showing, held, takes = Showing(scene.start(), "C-1"), Counter[str](), 0
    for each in range(900):
        client = clients[each % 30]
        if held[client]:
            held[client] -= 1
            continue
        taken = showing.take(1, client=client, spare=Spare(day=showing.today, rows=dict(+held)))
        assert isinstance(taken, Taken)
        takes += 1
        if taken.reclaimed:
            held.clear()
        held.update(taken.ahead)
        assert set(taken.ahead) <= set(clients), "none of a client the order does not name"
        assert held.total() <= 1000, "an eighth of the day's rows"
        assert used(scene) == each + 1 + held.total(), "what is held counts as used"
    assert takes < 60, "each of 900 rows but for these cost no commit"


def test_R06_rows_that_another_session_holds_are_waited_for(small: Scene) -> None:
    one, other = Showing(small, "C-1"), Showing(small, "C-2")
    first = one.take(60)
    assert isinstance(first, Taken)
    assert other.take(40, waits=True) == Wait(reclaimed=False)
    assert other.take(41, waits=True) == Wait(reclaimed=False), "what is taken may still be given back"
    one.settle(60, back={"C-01": first.ahead["C-01"]})
    assert isinstance(other.take(41, waits=True), Stopped), "what was shown does not come back"


def test_R06_whoever_does_not_wait_is_frozen(small: Scene) -> None:
    one, other = Showing(small, "C-1"), Showing(small, "C-2")
    assert isinstance(one.take(60), Taken)
    assert isinstance(other.take(40), Stopped)


def test_R06_what_a_session_does_not_settle_counts_as_shown_at_most(small: Scene) -> None:
    showing = Showing(small, "C-1")
    showing.take(4)
    showing.settle(1)
    showing.end()
    assert used(small) == 4 + 12
    assert [(each["masked"], each["at_most"], each["relation"]) for each in lines(small)] == [
        (0, 15, ""),
        (1, 0, TABLE),
    ]
    told = small.events("disclosure.shown")
    assert [(each.rows, each.at_most) for each in told] == [(1, False), (15, True)]


def test_R06_a_process_that_vanishes_has_shown_what_it_took(small: Scene) -> None:
    showing = Showing(small, "C-1")
    showing.take(4)
    showing.session.caller.close()
    small.wait_for("session.broken")
    eventually(lambda: [each["at_most"] for each in lines(small)] == [16])
    assert used(small) == 16


def test_R06_a_registrar_that_was_killed_counts_what_its_sessions_had_taken(small: Scene) -> None:
    small.stop()
    opening = small.opening(capability="query")
    small.leave_open(opening)
    from gateway.disclosure.keeping import Reserve
    from gateway.disclosure.past import japan_day

    today = japan_day(small.clock.now())
    with small.store.transaction() as transaction:
        transaction.disclosures.reserve("P-sato", opening.id, Reserve(day=today, client="C-01", rows=7))
    small.start()
    small.wait_for("session.broken")
    assert [(each["at_most"], each["client"]) for each in lines(small)] == [(7, "C-01")]
    assert [each.at_most for each in small.events("disclosure.shown")] == [True]


def test_R25_rows_of_a_client_the_order_does_not_name_are_blocked_and_stand_in_that_clients_lines(small: Scene) -> None:
    showing = Showing(small, "C-1")
    answer = showing.take(2, client="C-02", statement=7)
    assert answer == Foreign(clients=("C-02",))
    assert used(small) == 0
    (line,) = lines(small)
    assert (line["client"], line["withheld"], line["masked"]) == ("C-02", 2, 0)
    (told,) = small.events("disclosure.foreign_client")
    assert (told.person, told.client, told.table, told.statement, told.rows) == ("P-sato", "C-02", TABLE, 7, 2)
    assert isinstance(showing.take(2), Taken), "within the order, work goes on"


def test_R06_people_in_clear_are_counted_before_they_are_shown_and_once(small: Scene) -> None:
    showing = Showing(small, "C-1")
    asked = {"rows": {}, "further": {}}
    person = ("C-01", TABLE, b"d" * 32)

    def reveal(*people: tuple[str, str, bytes]) -> object:
        return showing.session.registrar.take(showing.opening.id, 3, people=people, **asked)

    assert isinstance(reveal(person), Taken)
    assert isinstance(reveal(person, ("C-01", TABLE, b"e" * 32)), Taken)
    over = reveal(("C-01", TABLE, b"f" * 32))
    assert isinstance(over, Stopped), "a third one in this session"
    assert [each.people for each in small.events("disclosure.shown")] == [1, 2]
    assert [each["revealed"] for each in lines(small)] == [3]


def test_R06_the_purpose_of_the_order_and_the_class_of_the_target_narrow(scene: Scene) -> None:
    scene.start()
    with scene.store.transaction() as transaction:
        backup = scene.order("P-sato", purpose="backup")
        scene.orders["sato"] = scene.approve(transaction.office, backup).id
    showing = Showing(scene, "C-1")
    over = showing.take(101)
    assert isinstance(over, Stopped)
    assert {each.cap for each in over.exceeded} == {100}


def test_R06_midnight_in_japan_begins_a_new_day_and_what_was_taken_stays_on_its_own(small: Scene) -> None:
    now = small.clock.now()
    midnight = (now + timedelta(hours=9)).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=15)
    small.clock.moved = timedelta(0)
    showing = Showing(small, "C-1")
    yesterday = showing.today
    assert isinstance(showing.take(100), Taken)
    showing.settle(60)
    small.clock.moved = midnight - now + timedelta(seconds=1)
    assert (showing.today - yesterday).days == 1
    showing.settle(40, day=yesterday)
    assert isinstance(showing.take(50), Taken)
    assert [(each["day"], each["masked"]) for each in lines(small)] == [(yesterday.isoformat(), 100)]


HOSTILE = [
    ("settling more than was taken", lambda each: each.settle(17)),
    ("settling for a client that was never taken", lambda each: each.settle(1, client="C-02")),
    ("giving back more than was taken", lambda each: each.settle(0, back={"C-01": 17})),
    ("settling for another day", lambda each: each.settle(1, day=each.today - timedelta(days=1))),
    ("settling for a day to come", lambda each: each.settle(0, day=each.today + timedelta(days=1))),
    ("negative rows", lambda each: each.take(-1)),
    ("no rows", lambda each: each.take(0)),
    ("huge rows", lambda each: each.take(2**40)),
    ("a negative settlement", lambda each: each.settle(-3)),
    ("a negative return", lambda each: each.settle(0, back={"C-01": -3})),
    ("more to spare than was taken", lambda each: each.take(90, spare=spare(each, C_01=17))),
    ("something to spare of another day", lambda each: each.take(90, spare=Spare(
        day=each.today - timedelta(days=1), rows={"C-01": 1}))),
    ("more taken than shown", lambda each: each.take(1, further=50)),
    ("an unprintable table", lambda each: each.session.registrar.take(
        each.opening.id, 1, rows={("C-01", "a\nb"): 1}, further={})),
    ("a long table", lambda each: each.session.registrar.take(
        each.opening.id, 1, rows={("C-01", "a" * 201): 1}, further={})),
    ("a client that is no code", lambda each: each.take(1, client="C 1")),
    ("a digest that is none", lambda each: each.take(1, people=[("C-01", TABLE, b"x")])),
    ("an unknown session", lambda each: each.session.registrar.take("S-1", 1, rows={("C-01", TABLE): 1}, further={})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "act"), HOSTILE, ids=[what for what, _ in HOSTILE])
def test_R06_what_no_honest_process_asks_ends_its_connection_and_changes_no_count(small: Scene, what, act) -> None:
    showing = Showing(small, "C-1")
    showing.take(4)
    with pytest.raises(GatewayFault):
        act(showing)
    eventually(lambda: [(each["masked"], each["at_most"]) for each in lines(small)] == [(0, 16)])
    assert small.events("registrar.violation")


def test_R06_nobody_takes_in_another_persons_session(small: Scene) -> None:
    mine, other = Showing(small, "C-1"), Showing(small, "C-2", "suzuki", "T-2")
    with pytest.raises(GatewayFault):
        other.session.registrar.take(mine.opening.id, 1, rows={("C-01", TABLE): 1}, further={"C-01": 1})
    assert used(small, "P-sato") == 0


def test_a_session_that_shows_no_rows_takes_none(small: Scene) -> None:
    session = small.session("C-1").bound()
    opening = small.opening()
    session.registrar.open(opening, [opened(opening)])
    with pytest.raises(GatewayFault):
        session.registrar.take(opening.id, 1, rows={("C-01", TABLE): 1}, further={"C-01": 1})
    small.wait_for("registrar.violation")


def test_R06_sweeps_are_told_once(small: Scene) -> None:
    limits = replace(small.policy_budgets.sweep, rows=20, statements=3, steps=3)
    small.policy_budgets = replace(small.policy_budgets, sweep=limits)
    small.stop()
    small.start()
    showing = Showing(small, "C-1")
    for each in range(5):
        showing.take(5)
        asked = [bytes([each]) * 8]
        answered = [Positions(table=TABLE, first=str(each * 5), last=str(each * 5 + 4))]
        showing.settle(5, asked=asked, answered=answered)
    place = f"{TARGET.name}/{TABLE}"
    assert [(each.person, each.table, each.rows) for each in small.events("sweep.rows")] == [("P-sato", place, 20)]
    assert [(each.table, each.steps) for each in small.events("sweep.keys")] == [(place, 3)]
    assert [each.statements for each in small.events("sweep.statements")] == [3]


def test_the_days_budget_is_free_again_tomorrow_and_the_freeze_is_not(small: Scene) -> None:
    showing = Showing(small, "C-1")
    assert isinstance(showing.take(101), Stopped)
    with small.store.reading() as transaction:
        assert transaction.disclosures.frozen("P-sato", Door.DATABASE) is not None
        assert transaction.disclosures.frozen("P-suzuki", Door.DATABASE) is None
