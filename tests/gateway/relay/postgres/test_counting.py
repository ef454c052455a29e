"""The Counter over a registrar that is only a budget in memory: what is taken, what is told, when, and what ends the session."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.disclosure.asking import Foreign, Positions, Spare, Stopped, TakeAnswer, Taken, Wait
from gateway.disclosure.budget import Left
from gateway.disclosure.counting import Row
from gateway.disclosure.holding import Batch
from gateway.disclosure.ledger import NONE_SEEN, Seen
from gateway.disclosure.past import japan_day
from gateway.disclosure.spans import Exceeded, Span
from gateway.disclosure.verdict import Over, Warn, Why, Within
from gateway.relay.postgres import counting
from gateway.relay.postgres.counting import RegistrarCounter
from gateway.vocabulary.outcome import GatewayFault

WHY = (Exceeded(span=Span.ROWS_DAY, client=None, used=101, cap=100),)
TABLE = "public.customers"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class Register:
    """Lends `cap` rows a day, `ahead` at a time; remembers what it was told."""

    def __init__(self, clock: Clock, cap: int = 100, ahead: int = 8) -> None:
        self.clock, self.cap, self.ahead = clock, cap, ahead
        self.lent: Counter[date] = Counter()
        self.back: Counter[date] = Counter()
        self.went: Counter[date] = Counter()
        self.takes: list[tuple[dict, dict, list]] = []
        self.asked: list[bytes] = []
        self.answered: list[Positions] = []
        self.seen: list[tuple[date, Seen]] = []
        self.ordered = {"C01", "C02", ""}
        self.is_frozen = self.broken = False
        self.warn = False
        self.busy = 0
        self.looks = 0
        self.days_off = 0

    def take(
        self,
        session: str,
        statement: int,
        *,
        rows: Mapping[tuple[str, str], int],
        further: Mapping[str, int],
        people: Sequence[tuple[str, str, bytes]] = (),
        spare: Spare | None = None,
        waits: bool = False,
    ) -> TakeAnswer:
        self._require()
        self.takes.append((dict(rows), dict(further), list(people)))
        assert spare is not None or not further
        foreign = {client for client, _ in rows} - self.ordered
        if foreign:
            return Foreign(clients=tuple(sorted(foreign)))
        if self.is_frozen:
            return Stopped(exceeded=WHY, fresh=False)
        day = japan_day(self.clock.now()) + timedelta(days=self.days_off)
        reclaimed = False
        if self.lent[day] - self.back[day] + sum(further.values()) > self.cap and spare is not None:
            self.back[spare.day] += sum(spare.rows.values())
            reclaimed = True
        if self.busy and waits:
            self.busy -= 1
            return Wait(reclaimed=reclaimed)
        if self.lent[day] - self.back[day] + sum(further.values()) > self.cap:
            self.is_frozen = True
            return Stopped(exceeded=WHY, fresh=True, reclaimed=reclaimed)
        self.lent[day] += sum(further.values()) + self.ahead * len(further)
        ahead = dict.fromkeys(further, self.ahead)
        left = Left(people=1, rows=self.cap - self.lent[day])
        return Taken(day=day, ahead=ahead, warned=self.warn, left=left, reclaimed=reclaimed)

    def settle(
        self,
        session: str,
        batch: Batch,
        *,
        asked: Sequence[bytes] = (),
        answered: Sequence[Positions] = (),
        seen: Seen = NONE_SEEN,
    ) -> None:
        self._require()
        self.seen.append((batch.day, seen))
        assert len(batch.went) <= 256
        assert len(batch.back) <= 256
        self.went[batch.day] += sum(each.rows for each in batch.went)
        self.back[batch.day] += sum(batch.back.values())
        assert self.went[batch.day] + self.back[batch.day] <= self.lent[batch.day]
        self.asked += asked
        self.answered += answered

    def frozen(self, session: str) -> tuple[Exceeded, ...] | None:
        self._require()
        self.looks += 1
        return WHY if self.is_frozen else None

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        return [(client.encode() + message)[-32:].rjust(16, b"0") for client, message in items]

    def _require(self) -> None:
        if self.broken:
            raise GatewayFault("the registrar is gone")


@pytest.fixture
def register() -> Register:
    return Register(Clock())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SETTLE_SECONDS", 0.01)


@pytest.fixture
def counter(register: Register) -> Iterator[RegistrarCounter]:
    made = make(register)
    yield made
    made.close()


def make(register: Register, on_failure: Callable[[GatewayFault], None] = lambda _: None) -> RegistrarCounter:
    return RegistrarCounter(
        session="S-1",
        clients=("C01", "C02"),
        register=register,
        digests=register,
        clock=register.clock,
        on_failure=on_failure,
    )


def rows(count: int, client: str | None = "C01", **changed: object) -> list[Row]:
    made = {"client": client, "subject": "customer", "revealed": False, "masked": True, "table": TABLE}
    return [Row(**{**made, "number": str(each), **changed}) for each in range(count)]  # type: ignore[arg-type]


def eventually(condition: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(500):
        if condition():
            return
        waiting.wait(0.01)
    raise AssertionError("it did not come about")


def test_R06_a_point_select_costs_a_commit_only_now_and_then(register: Register, counter: RegistrarCounter) -> None:
    for statement in range(18):
        assert counter.permit(statement, b"same") is None
        assert counter.show(rows(1), statement) == Within()
        counter.done(statement)
    assert len(register.takes) == 2, "each take lends eight rows beyond the one that is shown"
    assert register.looks == 1
    eventually(lambda: register.went.total() == 18)


def test_R06_nothing_of_an_answer_past_the_cap_is_shown_and_nothing_after_it(
    register: Register, counter: RegistrarCounter
) -> None:
    over = counter.show(rows(101), 1)
    assert isinstance(over, Over)
    assert over.why is Why.BUDGET
    assert "100" in over.text.ja
    again = counter.show(rows(1), 1)
    assert isinstance(again, Over)
    assert again.why is Why.FROZEN
    refused = counter.permit(2, b"x")
    assert refused is not None
    assert refused.why is Why.FROZEN
    counter.close()
    assert register.went.total() == 0


def test_R06_a_release_is_seen_within_a_second(register: Register, counter: RegistrarCounter) -> None:
    counter.show(rows(101), 1)
    register.is_frozen = False
    assert counter.permit(2, b"x") is not None
    register.clock.seconds += 1.5
    assert counter.permit(3, b"x") is None
    assert counter.show(rows(1), 3) == Within()


def test_R06_a_freeze_by_another_session_is_seen_by_the_next_statement_after_a_second(
    register: Register, counter: RegistrarCounter
) -> None:
    assert counter.permit(1, b"x") is None
    register.is_frozen = True
    register.clock.seconds += 1.5
    refused = counter.permit(2, b"x")
    assert refused is not None
    assert refused.why is Why.FROZEN


def test_R06_a_warning_is_told_with_what_is_left(register: Register, counter: RegistrarCounter) -> None:
    register.warn = True
    found = counter.show(rows(1), 1)
    assert isinstance(found, Warn)
    assert "残り" in found.text.ja
    assert counter.show(rows(1), 1) == Within()


@pytest.mark.parametrize("masked", [True, False])
def test_R25_rows_of_a_client_outside_the_order_are_not_shown_masked_or_not(
    register: Register, counter: RegistrarCounter, masked: bool
) -> None:
    found = counter.show([*rows(2), *rows(3, "C99", masked=masked)], 1)
    assert isinstance(found, Over)
    assert found.why is Why.FOREIGN
    assert "C99" in found.text.en
    assert register.takes == [({("C99", TABLE): 3}, {}, [])]
    assert counter.show(rows(1), 2) == Within()


@pytest.mark.parametrize("code", ["C 9", "", "x" * 65, "名前", "?"])
def test_R25_what_can_be_no_clients_code_is_nobodys_order(
    register: Register, counter: RegistrarCounter, code: str
) -> None:
    found = counter.show(rows(1, code), 1)
    assert isinstance(found, Over)
    assert register.takes[-1][0] == {("?", TABLE): 1}


def test_rows_of_no_known_client_count_as_such(register: Register, counter: RegistrarCounter) -> None:
    assert counter.show(rows(2, None), 1) == Within()
    assert register.takes == [({("", TABLE): 2}, {"": 2}, [])]


def test_R06_people_in_clear_are_taken_each_time_digested_in_one_batch(
    register: Register, counter: RegistrarCounter
) -> None:
    answer = [*rows(2, revealed=True, masked=False), *rows(1, revealed=True, masked=True, number=None)]
    assert counter.show(answer, 1) == Within()
    assert counter.show(answer, 1) == Within()
    first, second = (people for _, _, people in register.takes)
    assert len(first) == len(second) == 3
    assert len(set(first) & set(second)) == 2, "a row without a number is somebody else each time"
    assert {(client, table) for client, table, _ in first} == {("C01", TABLE)}


def test_R06_the_reserve_is_given_back_after_a_while_without_work(
    register: Register, counter: RegistrarCounter
) -> None:
    counter.show(rows(3), 1)
    register.clock.seconds += counting.IDLE_SECONDS + 1
    eventually(lambda: register.back.total() == 8)
    assert counter.show(rows(1), 2) == Within()


def test_R06_what_is_held_of_one_client_stops_nobodys_rows_of_another(
    register: Register, counter: RegistrarCounter
) -> None:
    register.cap = 20
    assert counter.show(rows(1), 1) == Within()
    assert counter.show(rows(15, "C02"), 2) == Within(), "eight rows of C01 were held to spare"
    assert not register.is_frozen
    assert isinstance(counter.show(rows(5, "C02"), 3), Within | Over)
    counter.close()
    assert register.lent == register.went + register.back


def test_R06_rows_that_other_sessions_hold_are_waited_for_and_not_frozen_for(
    register: Register, counter: RegistrarCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(counting, "WAIT_SECONDS", 0.05)
    register.busy = 3
    assert counter.show(rows(2), 1) == Within()
    assert len(register.takes) == 4
    register.busy = 100
    assert counter.show(rows(20), 2) == Within(), "the last time it asks for good"
    assert register.busy == 95


def test_a_session_that_ends_does_not_go_on_waiting(
    register: Register, counter: RegistrarCounter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "AGAIN_SECONDS", 0.01)
    register.busy = 100
    counter._over.set()
    with pytest.raises(GatewayFault, match="ended"):
        counter.show(rows(2), 1)


def test_R06_midnight_in_japan_takes_anew(register: Register, counter: RegistrarCounter) -> None:
    counter.show(rows(3), 1)
    today = japan_day(register.clock.now())
    register.clock.at += timedelta(hours=24)
    assert counter.show(rows(3), 1) == Within()
    counter.close()
    assert register.went == {today: 3, today + timedelta(days=1): 3}
    assert register.lent == register.went + register.back


def test_R06_midnight_between_asking_and_answering(register: Register, counter: RegistrarCounter) -> None:
    counter.show(rows(3), 1)
    register.clock.at += timedelta(hours=24)
    register.clock.at -= timedelta(hours=24)
    real, seen = register.take, []

    def take(*args: object, **kwargs: object) -> TakeAnswer:
        if not seen:
            register.clock.at += timedelta(hours=24)
        seen.append(1)
        return real(*args, **kwargs)  # type: ignore[arg-type]

    register.take = take  # type: ignore[method-assign,assignment]
    assert counter.show(rows(12), 1) == Within()
    counter.close()
    assert register.went.total() == 15
    assert register.lent == register.went + register.back


def test_a_registrar_whose_day_goes_on_and_on_is_a_fault(register: Register, counter: RegistrarCounter) -> None:
    real = register.take

    def take(*args: object, **kwargs: object) -> TakeAnswer:
        register.days_off += 1
        return real(*args, **kwargs)  # type: ignore[arg-type]

    assert counter.show(rows(1), 1) == Within()  # eight more are held
    register.take, register.ahead = take, 0  # type: ignore[method-assign,assignment]
    with pytest.raises(GatewayFault, match="another day"):
        counter.show(rows(12), 1)
    assert register.went.total() <= 1


def test_what_cannot_be_told_ends_the_session(register: Register) -> None:
    told: list[GatewayFault] = []
    counter = make(register, told.append)
    counter.show(rows(1), 1)
    register.broken = True
    counter.show(rows(1), 2)
    eventually(lambda: len(told) == 1)
    for act in (lambda: counter.show(rows(1), 3), lambda: counter.permit(3, b"x")):
        with pytest.raises(GatewayFault):
            act()
    counter.close()


def test_a_registrar_that_is_gone_shows_nothing(register: Register, counter: RegistrarCounter) -> None:
    register.broken = True
    with pytest.raises(GatewayFault):
        counter.permit(1, b"x")
    with pytest.raises(GatewayFault):
        counter.show(rows(1), 1)


def test_the_end_tells_what_is_left_and_holds_nothing(register: Register, counter: RegistrarCounter) -> None:
    counter.show(rows(3), 1)
    counter.close()
    counter.close()
    assert register.went.total() == 3
    assert register.lent == register.went + register.back


def test_where_answers_began_and_ended_and_what_was_asked(register: Register, counter: RegistrarCounter) -> None:
    counter.permit(1, b"a" * 40)
    counter.show(rows(3), 1)
    counter.show(rows(1, number="77"), 1)
    counter.show(rows(1, number=None), 1)
    counter.done(1)
    counter.done(1)
    counter.permit(2, b"b")
    counter.done(2)
    counter.close()
    assert register.answered == [Positions(table=TABLE, first="0", last="77")]
    assert sorted(register.asked) == [b"a" * 32, b"b".ljust(8, b"\0")]


def test_many_lines_are_told_in_pieces(register: Register, counter: RegistrarCounter) -> None:
    register.cap = 100_000
    counter.show([row for each in range(600) for row in rows(1, table=f"s.t{each}")], 1)
    counter.close()
    assert register.went.total() == 600


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["C01", "C02", None]), st.booleans()), max_size=25))
def test_R06_whatever_is_asked_what_is_shown_is_what_is_counted(acts: list[tuple[int, str | None, bool]]) -> None:
    register = Register(Clock(), cap=150)
    counter, shown = make(register), 0
    for statement, (number, client, tomorrow) in enumerate(acts):
        if tomorrow:
            register.clock.at += timedelta(days=1)
        if isinstance(counter.show(rows(number, client), statement), Within):
            shown += number
    counter.close()
    assert register.went.total() == shown
    assert register.lent == register.went + register.back


def people_told(register: Register) -> list[tuple[str, bytes]]:
    return [person for _, seen in register.seen for person in seen.people]


def test_R48_whoever_was_shown_masked_is_told_with_the_rows_once(register: Register, counter: RegistrarCounter) -> None:
    for statement in range(3):
        assert counter.show(rows(4), statement) == Within()
        counter.done(statement)
    counter.show(rows(1, number=None), 4)
    counter.show(rows(1, "C02", masked=False, number="99"), 5)
    counter.close()
    told = people_told(register)
    assert len(told) == len(set(told)) == 4
    assert {client for client, _ in told} == {"C01"}
    assert sum(sum(seen.unnamed.values()) for _, seen in register.seen) == 1
    assert register.went.total() == 13


def test_R48_nobody_of_an_answer_that_did_not_go_out_is_told(register: Register, counter: RegistrarCounter) -> None:
    assert isinstance(counter.show(rows(101), 1), Over)
    assert isinstance(counter.show(rows(1, "C99"), 2), Over)
    counter.close()
    assert people_told(register) == []


def test_R48_many_people_are_told_in_pieces_behind_their_rows(register: Register) -> None:
    register.cap = 5_000
    counter = make(register)
    counter.show(rows(2_500), 1)
    counter.close()
    assert len(people_told(register)) == 2_500
    assert [len(seen.people) for _, seen in register.seen if seen][:1] == [1024]
    assert register.went.total() == 2_500


def test_R06_whatever_fails_in_telling_ends_the_session(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    broke: list[GatewayFault] = []
    counter = make(register, broke.append)

    def mistaken(_items: object) -> list[bytes]:
        raise ValueError("a defect of ours")

    monkeypatch.setattr(register, "digest", mistaken)
    counter.show(rows(1), 1)
    eventually(lambda: bool(broke))
    with pytest.raises(GatewayFault):
        counter.show(rows(1), 2)
    monkeypatch.undo()
    counter.close()


def test_R48_rows_whose_people_nobody_digests_are_not_settled(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stay lent, and the registrar counts them as shown at the end of the session."""
    broke: list[GatewayFault] = []
    counter = make(register, broke.append)

    def gone(_items: object) -> list[bytes]:
        raise GatewayFault("the keeper is gone")

    monkeypatch.setattr(register, "digest", gone)
    assert counter.show(rows(3), 1) == Within()
    eventually(lambda: bool(broke))
    assert register.went.total() == 0
    with pytest.raises(GatewayFault):
        counter.show(rows(1), 2)
    counter.close()
    assert register.went.total() + register.back.total() < register.lent.total()


def test_R48_the_people_of_a_day_stay_with_its_rows(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SETTLE_SECONDS", 60)
    counter = make(register)
    counter.show(rows(2), 1)
    first = japan_day(register.clock.now())
    register.clock.seconds += 86_400
    counter.show(rows(3), 2)
    counter.close()
    by_day = {day: len(seen.people) for day, seen in register.seen if seen}
    assert by_day == {first: 2, first + timedelta(days=1): 3}
