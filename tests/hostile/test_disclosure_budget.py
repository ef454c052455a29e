"""Against the counting of what was shown: kills between take and settle, a taken-over session process, many at once.

What a session process can lie about is how much it shows of what it holds in its hands; nothing it says widens a cap, takes in
another's name, or makes the count of what it had taken smaller than what it settles and gives back.
"""

import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from gateway.audit.event import decode
from gateway.crypto.digest import sha256
from gateway.disclosure.asking import Foreign, Stopped, Taken
from gateway.disclosure.counting import Row
from gateway.disclosure.events import DisclosureReleased, DisclosureShown
from gateway.disclosure.keeping import Door
from gateway.disclosure.verdict import Over
from gateway.ipc.messages import CallRefused
from gateway.registrar import params
from gateway.registrar.changes import BudgetReleased
from gateway.relay.postgres.counting import RegistrarCounter
from gateway.sessions.events import SessionWarned
from gateway.vocabulary.caps import BudgetCaps, Caps
from gateway.vocabulary.outcome import GatewayFault
from tests.databases import ENGINES
from tests.gateway.registrar.a_showing import TABLE, Showing, lines, used
from tests.gateway.registrar.process import Process, keyed_scene, make_seeds
from tests.gateway.registrar.scene import Scene, eventually

CAPS = Caps(session=5, day=8, days_30=300, days_365=1500, rows_day=100)


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(database: Engine, tmp_path: Path):
    made = Scene(database, tmp_path)
    made.seed()
    caps = BudgetCaps(per_client=CAPS, in_all=CAPS)
    made.policy_budgets = replace(made.policy_budgets, default=caps, purposes={}, classes={})
    yield made.start()
    made.stop()


def settled_or_held(scene: Scene) -> Counter[str]:
    """Rows by what the journal says became of them."""
    found: Counter[str] = Counter()
    for each in scene.events("disclosure.shown"):
        found["at_most" if each.at_most else "masked"] += each.rows
    return found


def test_R06_a_registrar_that_is_killed_between_take_and_settle_forgets_no_row(tmp_path: Path) -> None:
    from gateway.storage.engine import open_engine
    from gateway.storage.schema import migrate
    from tests.databases import empty_file

    engine = open_engine(empty_file(tmp_path / "state" / "sekisho.sqlite3"), application="test")
    migrate(engine)
    make_seeds(tmp_path)
    scene, _ = keyed_scene(tmp_path)
    scene.seed()
    process = Process(tmp_path)
    showing = Showing(scene, "C-1")
    taken = showing.take(7)
    assert isinstance(taken, Taken)
    showing.settle(3)
    process.kill()
    with pytest.raises(GatewayFault):
        showing.settle(4)
    assert used(scene) == 7 + taken.ahead["C-01"], "what was answered was durable"
    scene._control = None
    process = Process(tmp_path)
    try:
        scene.wait_for("session.broken")
        assert settled_or_held(scene) == {"masked": 3, "at_most": 4 + taken.ahead["C-01"]}
        again = Showing(scene, "C-2")
        assert isinstance(again.take(1), Taken)
    finally:
        process.kill()
        engine.dispose()


CHILD = """
import sys, socket, time
import msgspec
from gateway.ipc.client import Caller
from gateway.registrar.client import SessionClient
from gateway.sessions.session import SessionOpening
from tests.gateway.registrar.scene import opened
opening = msgspec.msgpack.decode(bytes.fromhex(sys.argv[3]), type=SessionOpening)
client = SessionClient(Caller(socket.socket(fileno=int(sys.argv[1]))))
client.bind(bytes.fromhex(sys.argv[2]), "T-1")
client.open(opening, [opened(opening)])
answer = client.take(opening.id, 1, rows={("C-01", "public.customers"): 9}, further={"C-01": 9})
print(answer.ahead["C-01"], flush=True)
time.sleep(60)
"""


def test_R06_a_session_process_killed_between_take_and_settle_has_shown_it_all(scene: Scene) -> None:
    opening = scene.opening(capability="query")
    with scene.control.hand_over("C-1", "192.0.2.7") as line:
        told = [scene.assertion("C-1").hex(), msgspec.msgpack.encode(opening).hex()]
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(line.fileno()), *told],
            pass_fds=(line.fileno(),),
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
    assert child.stdout is not None
    ahead = int(child.stdout.readline())
    assert used(scene) == 9 + ahead
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    child.stdout.close()
    eventually(lambda: settled_or_held(scene) == {"at_most": 9 + ahead})
    assert used(scene) == 9 + ahead


def test_R06_sessions_of_one_person_that_settle_and_give_back_all_the_time_never_pass_the_cap(scene: Scene) -> None:
    showings = [Showing(scene, f"C-{each}") for each in range(5)]
    shown, most, watching = Counter[int](), [0], threading.Event()

    def work(at: int) -> None:
        mine = showings[at]
        while isinstance(answer := mine.take(2), Taken):
            shown[at] += 2
            mine.settle(2, back={"C-01": answer.ahead["C-01"]} if answer.ahead["C-01"] else {})

    def watch() -> None:
        while not watching.wait(0.002):
            most[0] = max(most[0], used(scene))

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(showings))]
    watcher = threading.Thread(target=watch)
    watcher.start()
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    watching.set()
    watcher.join(10)
    assert max(most[0], used(scene)) <= CAPS.rows_day
    assert sum(shown.values()) == used(scene)
    assert settled_or_held(scene) == {"masked": used(scene)}


class Digests:
    """The keeper, who digests whoever was shown masked."""

    def digest(self, items):
        return [sha256(client.encode() + message) for client, message in items]


def a_counter(showing: Showing) -> RegistrarCounter:
    return RegistrarCounter(
        session=showing.opening.id,
        clients=("C-01",),
        register=showing.session.registrar,
        digests=Digests(),
        clock=showing.scene.clock,
    )


def page(first: int, rows: int = 10) -> list[Row]:
    return [
        Row(client="C-01", subject="customer", number=str(each), revealed=False, masked=True, table=TABLE)
        for each in range(first, first + rows)
    ]


def test_R06_a_script_that_pages_through_a_table_is_shown_the_cap_and_not_a_row_more(scene: Scene) -> None:
    """Over several connections, in turn, as fast as it can; then a supervisor lets it go on, and tomorrow counts anew."""
    counters = [a_counter(Showing(scene, f"C-{each}")) for each in range(3)]
    shown, stopped = 0, set()
    for statement in range(100_000 // 10):
        counter = counters[statement % 3]
        if counter.permit(statement, str(statement).encode()) is not None or isinstance(
            counter.show(page(statement * 10), statement), Over
        ):
            stopped.add(statement % 3)
        else:
            counter.done(statement)
            shown += 10
        if len(stopped) == 3:
            break
    assert shown <= CAPS.rows_day
    scene.wait_for("disclosure.frozen", seconds=1)
    for each in counters:
        each.close()
    assert settled_or_held(scene) == {"masked": shown}, "what was given back is not counted"
    scene.office("yamada").commit(BudgetReleased(person="P-sato", door=Door.DATABASE, reason="x"), [])
    again = a_counter(Showing(scene, "C-9"))
    left = CAPS.rows_day - shown
    if left:
        assert not isinstance(again.show(page(0, left), 1), Over)
    assert isinstance(again.show(page(0, 1), 2), Over)
    again.close()


def test_R06_two_doors_of_one_person_reveal_no_more_people_together_than_one(scene: Scene) -> None:
    showings = [Showing(scene, f"C-{each}") for each in range(3)]
    revealed: set[bytes] = set()
    numbers = iter(range(100))
    lock = threading.Lock()

    def work(mine: Showing) -> None:
        while True:
            with lock:
                digest = bytes([next(numbers)]) * 32
            people = [("C-01", TABLE, digest)]
            answer = mine.session.registrar.take(mine.opening.id, 1, rows={}, further={}, people=people)
            if not isinstance(answer, Taken):
                return
            revealed.add(digest)

    threads = [threading.Thread(target=work, args=(each,)) for each in showings]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(revealed) <= CAPS.day


def test_R06_no_process_writes_a_disclosure_into_the_journal_itself(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    forged = DisclosureShown(
        person="P-sato", session=showing.opening.id, client="C-01", table=TABLE, statement=1, through=1, people=0, rows=0,
        at_most=False, day="2026-11-23",
    )  # fmt: skip
    with pytest.raises((CallRefused, GatewayFault)):
        showing.session.registrar.append([forged])
    released = DisclosureReleased(person="P-sato", supervisor="yamada", reason="x", door="database")
    with pytest.raises((CallRefused, GatewayFault)):
        scene.office("yamada").append([released])
    assert not scene.events("disclosure.released")


def test_R06_nobody_is_released_by_a_session_process(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    assert isinstance(showing.take(101), Stopped)
    change = BudgetReleased(person="P-sato", door=Door.DATABASE, reason="x")
    with pytest.raises((CallRefused, GatewayFault)):
        showing.session.caller.call("office.commit", params.Commit(change=change, events=()), type(None))
    assert isinstance(Showing(scene, "C-2").take(1), Stopped)


def test_R06_a_session_that_is_over_takes_and_settles_nothing(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    showing.take(2)
    showing.end()
    warned = SessionWarned(person="P-sato", session=showing.opening.id, remaining_seconds=1)
    showing.session.registrar.append([warned])  # a word about it may follow, rows may not
    with pytest.raises(GatewayFault):
        showing.settle(2)
    assert settled_or_held(scene)["masked"] == 0


def test_R25_the_order_is_read_by_the_registrar_whatever_a_process_believes(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    for client in ("C-02", "C-01x", "c-01", "?"):
        assert showing.take(1, client=client) == Foreign(clients=(client,))
    mixed = showing.session.registrar.take(
        showing.opening.id, 1, rows={("C-01", TABLE): 1, ("C-02", TABLE): 1}, further={"C-01": 1, "C-02": 1}
    )
    assert mixed == Foreign(clients=("C-02",))
    assert used(scene) == 0
    assert {each["client"] for each in lines(scene)} == {"C-02", "C-01x", "c-01", "?"}


ACTS = st.lists(
    st.tuples(st.sampled_from(["take", "settle", "back", "reconnect"]), st.integers(1, 40), st.integers(0, 1)),
    max_size=12,
)


@pytest.mark.parametrize("database_kind", ["sqlite"])
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ACTS)
def test_R06_whatever_two_sessions_do_stored_equals_journal_and_never_passes_the_cap(scene: Scene, acts) -> None:
    showings = [Showing(scene, f"C-{id(acts)}-{each}") for each in range(2)]
    held = [0, 0]
    for act, number, who in acts:
        mine = showings[who]
        match act:
            case "take":
                answer = mine.take(number)
                held[who] += number + answer.ahead["C-01"] if isinstance(answer, Taken) else 0
            case "settle" if held[who]:
                mine.settle(min(number, held[who]))
                held[who] -= min(number, held[who])
            case "back" if held[who]:
                mine.settle(0, back={"C-01": min(number, held[who])})
                held[who] -= min(number, held[who])
            case "reconnect":
                mine.end()
                showings[who], held[who] = Showing(scene, f"C-{id(acts)}-{number}-{who}-{len(held)}"), 0
        assert used(scene) <= CAPS.rows_day
    for each in showings:
        each.end()
    journal = settled_or_held(scene)
    stored = lines(scene)
    assert journal["masked"] == sum(each["masked"] for each in stored)
    assert journal["at_most"] == sum(each["at_most"] for each in stored)
    assert used(scene) == journal.total()


def test_every_event_of_a_disclosure_can_be_read_again(scene: Scene) -> None:
    showing = Showing(scene, "C-1")
    showing.take(85)
    showing.settle(85)
    showing.take(3, client="C-02")
    showing.take(50)
    kinds = {"disclosure.shown", "disclosure.near", "disclosure.foreign_client", "disclosure.frozen"}
    found = [entry for entry in scene.entries() if entry.kind in kinds]
    assert {entry.kind for entry in found} == kinds
    for entry in found:
        event = entry.event()
        assert event.person == "P-sato"
        assert decode(event.kind, _data(entry)) == event


def _data(entry) -> dict:
    from gateway.audit.entry import read_body

    return read_body(entry.body).data
