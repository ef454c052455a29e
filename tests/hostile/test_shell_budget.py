"""Against the counting of a shell: two sessions, two doors, a restart, a slow drip over days, a session process that lies.

A session process that was taken over can keep silent about what it holds in its hands. It cannot widen a cap, speak for another
session, person or client, count somebody away, undo a freeze, or write into the journal in the registrar's name.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from gateway.disclosure.asking import Stopped, Taken
from gateway.disclosure.events import DisclosureEstimated, DisclosureReleased
from gateway.disclosure.keeping import Door
from gateway.disclosure.shell import Amounts
from gateway.disclosure.shell_asking import ShellStopped, ShellTaken
from gateway.guards.masking import Masker
from gateway.guards.verdict import PROCEED, Freeze, Why
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes, shell_disclosing, shell_params
from gateway.sessions.session import State
from gateway.vocabulary.outcome import GatewayFault
from tests.corpus.people import customers
from tests.databases import ENGINES
from tests.gateway.registrar.a_shell import Shell
from tests.gateway.registrar.a_showing import TABLE, Showing
from tests.gateway.registrar.scene import Scene, eventually


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scene(database: Engine, tmp_path: Path) -> Iterator[Scene]:
    made = Scene(database, tmp_path)
    made.seed()
    yield made.start()
    made.stop()


def seen(scene: Scene, person: str = "P-sato") -> int:
    """Different people of all days."""
    with scene.engine.connect() as connection:
        asked = f"SELECT count(DISTINCT who) FROM shell_person WHERE person_id = '{person}'"
        return int(connection.exec_driver_sql(asked).scalar_one())


def release(scene: Scene) -> None:
    scene.office("yamada").commit(changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="looked"), [])


def test_R06_two_sessions_at_once_show_no_more_than_one(scene: Scene) -> None:
    shells = [Shell(scene, f"C-{number}") for number in range(4)]
    verdicts: list[object] = []

    def show(at: int) -> None:
        for number in range(10):
            verdicts.append(shells[at].show(at * 10 + number))

    threads = [threading.Thread(target=show, args=(at,)) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(verdict is PROCEED for verdict in verdicts) == 20
    assert seen(scene) == 20
    assert len(scene.events("disclosure.frozen")) == 1, "the window, shared; no session has had twenty"


def test_R06_both_doors_share_one_budget(scene: Scene) -> None:
    showing, shell, other = Showing(scene, "C-1"), Shell(scene, "C-2"), Shell(scene, "C-3")
    third = Showing(scene, "C-4")
    revealed = [("C-01", TABLE, bytes([number]) * 32) for number in range(20)]
    assert isinstance(showing.take(20, people=revealed), Taken)
    assert shell.show(*range(20)) is PROCEED
    scene.clock.moved += timedelta(minutes=10)
    assert other.show(*range(20, 30)) is PROCEED
    assert other.show(30) == Freeze(why=Why.PEOPLE, used=51, limit=50)
    stopped = third.take(1, people=[("C-01", TABLE, bytes([99]) * 32)])
    assert isinstance(stopped, Stopped), "what the shell showed counts at the database door"
    assert {each.used for each in stopped.exceeded} == {51}


def test_R06_a_restart_forgets_nobody(scene: Scene) -> None:
    shell = Shell(scene, "C-1")
    assert shell.show(*range(15)) is PROCEED
    assert shell.take(unread=Amounts(opaque=4000)) == ShellTaken(used=15, cap=20, warned=True)
    scene.stop()
    scene._control = None
    scene.start()
    with pytest.raises(GatewayFault):
        shell.show(15)
    again = Shell(scene, "C-2")
    assert again.show(*range(10, 20)) is PROCEED
    assert isinstance(again.show(20), Freeze)
    release(scene)
    assert isinstance(again.take(unread=Amounts(opaque=97)), ShellTaken)
    assert seen(scene) == 20


def test_R06_a_new_session_of_a_frozen_person_is_frozen(scene: Scene) -> None:
    assert isinstance(Shell(scene, "C-1").show(*range(21)), Freeze)
    for number in range(2, 5):
        assert Shell(scene, f"C-{number}").take(0) == ShellStopped(why=Why.PEOPLE, used=21, limit=20)
    assert isinstance(Showing(scene, "C-9").take(1), Taken), "the other door has a freeze of its own"


def one_session(scene: Scene, now: datetime, take: shell_params.ShellTake) -> bool:
    """A session that asks once and ends; True if it was let pass."""
    opening = scene.opening()
    scene.leave_open(opening, node="node-9")
    with scene.store.transaction() as transaction:
        done = shell_disclosing.taken(transaction, opening, take, scene.policy_budgets, now)
        transaction.sessions.put_end(opening.id, at=now, reason="left", state=State.ENDED)
        transaction.leases.drop("P-sato")
        if done.result.stopped is not None:
            transaction.disclosures.release("P-sato", Door.SHELL, by="P-yamada", at=now, reason="looked")
    return done.result.taken is not None


def test_R58_a_slow_drip_over_many_sessions_ends_with_the_day_the_month_and_the_year(scene: Scene) -> None:
    """T-02: five people a session, never two sessions within the window, and a supervisor who lets everything go on."""
    midnight = datetime(2026, 11, 1, 15, 5, tzinfo=UTC)
    shown, number = [], 0
    for day in (*range(8), 40, 41, 80, 120, 160, 200):
        before = number
        for session in range(12):
            people = tuple(
                shell_params.Somebody(values=(shell_params.Value(client="C-01", digest=each.to_bytes(16, "big")),))
                for each in range(number + 1, number + 6)
            )
            moment = midnight + timedelta(days=day, minutes=20 * session)
            if one_session(scene, moment, shell_params.ShellTake(session="S", people=people)):
                number += 5
        shown.append(number - before)
    assert shown == [50] * 6 + [0, 0] + [50] * 6, "50 a day, 300 in 30 days"
    assert seen(scene) == number


def test_R07_a_slow_drip_of_what_nobody_reads_ends_with_the_day(scene: Scene) -> None:
    shells = [Shell(scene, f"C-{number}") for number in range(4)]
    cap = scene.policy_budgets.shell.default.opaque_day
    for number in range(8):
        assert isinstance(shells[number % 4].take(unread=Amounts(opaque=1000)), ShellTaken)
        scene.clock.moved += timedelta(minutes=6)
    assert shells[0].take(unread=Amounts(opaque=1000)) == ShellStopped(why=Why.OPAQUE, used=9000, limit=cap)
    with scene.store.transaction() as transaction:
        assert transaction.disclosures.release(
            "P-sato", Door.SHELL, by="P-yamada", at=scene.clock.now(), reason="looked"
        )
    assert isinstance(shells[1].take(unread=Amounts(opaque=1)), ShellStopped), "one supervisor moves no day"


def test_R06_two_supervisors_add_one_step(scene: Scene) -> None:
    shell, yamada, kato = Shell(scene, "C-1"), scene.office("yamada"), scene.office("kato")
    assert isinstance(shell.show(*range(21)), Freeze)
    raised = changes.BudgetRaised(person="P-sato", door=Door.SHELL, people=20, rows=0, reason="moving a server")
    proposal = "CH-20261122-0000000001"
    yamada.commit(changes.ChangeAsked(proposal=proposal, asked=raised), [])
    with pytest.raises(CallRefused):
        yamada.commit(changes.ChangeConfirmed(proposal=proposal), [])
    assert isinstance(shell.show(), Freeze)
    kato.commit(changes.ChangeConfirmed(proposal=proposal), [])
    assert shell.show() is PROCEED
    assert isinstance(shell.take(*range(19)), ShellTaken), "twenty and the step of twenty"
    assert shell.take(19) == ShellStopped(why=Why.PEOPLE, used=41, limit=40)
    with pytest.raises(CallRefused, match="not-raised"):
        yamada.commit(changes.ChangeAsked(proposal="CH-20261122-0000000002", asked=raised), [])


def test_who_froze_whom_is_heard_by_every_session_of_the_person(scene: Scene) -> None:
    first, second = Shell(scene, "C-1"), Shell(scene, "C-2")
    other = Shell(scene, "C-3", "suzuki", "T-2")
    assert isinstance(first.show(*range(21)), Freeze)
    eventually(lambda: "held" in second.session.heard.kinds())
    assert "held" not in other.session.heard.kinds()


@pytest.mark.parametrize("spelled", ["plain", "csv", "alone", "wide", "painted"])
def test_R07_cat_of_a_thousand_customers_shows_twenty_at_most_and_nobody_in_clear(scene: Scene, spelled: str) -> None:
    shell, people = Shell(scene, "C-1"), customers(1000)
    masker = Masker(shell.meter, columns=120, rows=40)
    shown, pieces = b"", 0
    text = "".join(_line(one, spelled) for one in people).encode()
    for start in range(0, len(text), 256):
        data = masker.feed(text[start : start + 256]).data
        if shell.counter.judge(0.0) is not PROCEED:
            break
        shown, pieces = shown + data, pieces + 1
    assert pieces < 20
    assert seen(scene) <= 20
    clear = unicodedata.normalize("NFKC", re.sub(rb"\x1b\[[0-9;]*[A-Za-z]", b"", shown).decode(errors="replace"))
    assert not [one for one in people if one["mobile"] in clear or one["mobile"].replace("-", "") in clear]


def _line(one: Mapping[str, str], spelled: str) -> str:
    number = one["mobile"]
    match spelled:
        case "csv":
            return f"{one['name']},{number},{one['email']},{one['address']}\r\n"
        case "alone":
            return f"{number}\r\n"
        case "wide":
            return number.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")) + "\r\n"
        case "painted":
            return "".join(f"\x1b[3{at % 8}m{letter}\x1b[m" for at, letter in enumerate(number)) + "\r\n"
        case _:
            return f"{one['name']}  {number}  {one['email']}\r\n"


# -- a session process that lies


@pytest.fixture
def taken_over(scene: Scene) -> Shell:
    return Shell(scene, "C-1")


def said(shell: Shell, **asked: object) -> object:
    """As the process says it, whatever it is."""
    whole = {"session": shell.opening.id, **asked}
    return shell.session.caller.call("shell.take", msgspec.Raw(msgspec.msgpack.encode(whole)), object)  # type: ignore[arg-type]


VALUE = {"client": "C-01", "digest": bytes(16)}


@pytest.mark.parametrize(
    "asked",
    [
        {"session": "S-20261122-0000000000"},
        {"people": [{"values": []}]},
        {"people": [{"values": [{"client": "C-02", "digest": bytes(16)}]}]},
        {"people": [{"values": [VALUE, {"client": "", "digest": bytes(16)}]}]},
        {"people": [{"values": [{"client": "C-01", "digest": bytes(15)}]}]},
        {"people": [{"values": [VALUE]}] * (shell_params.PEOPLE_MAX + 1)},
        {"people": [{"values": [VALUE] * (shell_params.VALUES_MAX + 1)}]},
        {"alike": [{"client": "C-02", "digest": bytes(16)}]},
        {"unread": {"opaque": -1}},
        {"unread": {"opaque": 2**41}},
        {"unread": {"opaque": 1, "released": 1}},
        {"stops": {"why": "supervisor", "used": 0, "limit": 0}},
        {"stops": {"why": "elsewhere", "used": 0, "limit": 0}},
        {"stops": {"why": "because", "used": 0, "limit": 0}},
        {"table_lines": -5},
        {"cap": 1000},
    ],
)
def test_what_no_honest_process_says_ends_its_connection(
    scene: Scene, taken_over: Shell, asked: dict[str, object]
) -> None:
    with pytest.raises((CallRefused, GatewayFault)):
        said(taken_over, **asked)
    assert taken_over.session.heard.closed.wait(5)
    scene.wait_for("registrar.violation")
    assert seen(scene) == 0


def test_R06_nobody_speaks_for_anothers_session(scene: Scene, taken_over: Shell) -> None:
    other = Shell(scene, "C-2", "suzuki", "T-2")
    with pytest.raises((CallRefused, GatewayFault)):
        said(taken_over, session=other.opening.id, people=[{"values": [VALUE]}])
    assert (seen(scene, "P-suzuki"), seen(scene)) == (0, 0)


def test_R06_the_same_digest_for_everybody_hides_only_what_nobody_can_see(scene: Scene, taken_over: Shell) -> None:
    """It holds the values in its hands: it can count twenty as one. It cannot make others' twenty into one."""
    for _ in range(50):
        taken_over.take(0)
    assert seen(scene) == 1
    honest = Shell(scene, "C-2")
    assert honest.show(*range(19)) is PROCEED
    assert isinstance(honest.show(19, 20), Freeze)


def test_R06_a_frozen_person_is_not_thawed_by_his_own_process(scene: Scene, taken_over: Shell) -> None:
    assert isinstance(taken_over.show(*range(21)), Freeze)
    taken_over.counter.released(0.0)
    assert isinstance(taken_over.show(), Freeze)
    told = DisclosureReleased(person="P-sato", supervisor="yamada", reason="of course", door="shell")
    with pytest.raises((CallRefused, GatewayFault)):
        taken_over.session.registrar.append([told])
    assert isinstance(Shell(scene, "C-2").take(0), ShellStopped)


def test_R44_no_process_counts_in_the_registrars_name(scene: Scene, taken_over: Shell) -> None:
    told = DisclosureEstimated(person="P-suzuki", clients=("C-01",), people=20, day="2026-11-22")
    with pytest.raises((CallRefused, GatewayFault)):
        taken_over.session.registrar.append([told])


def test_R22_nobody_lets_himself_go_on(scene: Scene) -> None:
    assert isinstance(Shell(scene, "C-1").show(*range(21)), Freeze)
    for username in ("sato", "admin", "kansa"):
        with pytest.raises(CallRefused):
            scene.office(username).commit(changes.BudgetReleased(person="P-sato", door=Door.SHELL, reason="let me"), [])


ACTS = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.integers(0, 45), max_size=9), st.integers(0, 900)), min_size=1, max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_R06_whatever_sessions_do_nobody_sees_more_than_the_caps(
    scene: Scene, acts: list[tuple[int, list[int], int]]
) -> None:
    with scene.engine.begin() as connection:
        for table in ("shell_sight", "shell_person", "shell_use"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("DELETE FROM budget_freeze")
    shells = [Shell(scene, f"H-{number}") for number in range(3)]
    shown: set[int] = set()
    opaque = 0
    for at, people, amount in acts:
        answer = shells[at].take(*people, unread=Amounts(opaque=amount))
        opaque += amount
        if isinstance(answer, ShellTaken):
            shown |= set(people)
            assert answer.used <= answer.cap
            assert opaque <= 4096
    assert len(shown) <= 20
    assert seen(scene) == len(shown)
    for each in shells:
        each.end()
