"""The counting of one shell against a registrar and a keeper of the test's own."""

from collections.abc import Sequence
from typing import Any

import pytest

from gateway.disclosure.shell import Amounts
from gateway.disclosure.shell_asking import ShellStopped, ShellTakeAnswer, ShellTaken
from gateway.guards.detect import Kind
from gateway.guards.metering import ShellMeter
from gateway.guards.observing import Together
from gateway.guards.verdict import PROCEED, Freeze, Pause, Why
from gateway.relay.ports import Count, Metering
from gateway.relay.shell_counting import AGAIN_SECONDS, PEOPLE_MAX, TELL_SECONDS, ShellCounter
from gateway.vocabulary.outcome import GatewayFault
from tests.gateway.disclosure.test_shell import CAPS
from tests.gateway.registrar.a_shell import Keeper, phone
from tests.gateway.relay.ssh.a_client import wait_until

OPAQUE = "aGVsbG8gd29ybGQgdGhpcyBpcyBub3QgcmVhZA=="
STOPPED = ShellStopped(why=Why.PEOPLE, used=21, limit=20)


class Register:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers: list[ShellTakeAnswer | GatewayFault] = []

    def take_shell(self, session: str, **asked: Any) -> ShellTakeAnswer:
        self.asked.append({"session": session, **asked})
        answer = self.answers.pop(0) if self.answers else ShellTaken(used=1, cap=20, warned=False)
        if isinstance(answer, GatewayFault):
            raise answer
        return answer


class Stand:
    def __init__(self, clients: Sequence[str] = ("C-01",)) -> None:
        self.register, self.keeper = Register(), Keeper()
        self.counter = ShellCounter(
            session="S-1",
            clients=clients,
            warn_percent=80,
            meter=ShellMeter(CAPS, bytes(32)),
            register=self.register,
            digests=self.keeper,
        )

    def saw(self, *numbers: int, certain: bool = True) -> None:
        for number in numbers:
            self.counter.observer.saw(Kind.PHONE, phone(number), certain, Together.ALONE)

    @property
    def people(self) -> list[int]:
        return [len(each["people"]) for each in self.register.asked]


@pytest.fixture
def stand() -> Stand:
    return Stand()


def test_it_fills_the_port(stand: Stand) -> None:
    filled: Metering = stand.counter
    assert filled.count() is None


def test_nothing_seen_asks_nobody(stand: Stand) -> None:
    stand.counter.observer.read("ls -l\n")
    assert stand.counter.judge(0.0) is PROCEED
    assert (stand.register.asked, stand.keeper.asked) == ([], [])


def test_R07_a_person_is_asked_for_once_under_every_clients_key() -> None:
    stand = Stand(("C-02", "C-01"))
    stand.saw(1)
    assert stand.counter.judge(0.0) is PROCEED
    stand.saw(1)
    assert stand.counter.judge(1.0) is PROCEED
    ((values,),) = [each["people"] for each in stand.register.asked]
    assert [client for client, _ in values] == ["C-01", "C-02"]
    assert len({digest for _, digest in values}) == 2
    assert stand.counter.count() == Count(used=1, cap=20, near=False)


def test_an_order_without_clients_counts_for_nobody_in_particular() -> None:
    stand = Stand(())
    stand.saw(1)
    stand.counter.judge(0.0)
    assert [client for client, _ in stand.register.asked[0]["people"][0]] == [""]


def test_R07_what_was_not_let_pass_is_asked_for_again(stand: Stand) -> None:
    stand.register.answers = [STOPPED, STOPPED]
    stand.saw(1)
    stop = Freeze(why=Why.PEOPLE, used=21, limit=20)
    assert stand.counter.judge(0.0) == stop
    assert stand.counter.judge(1.0) == stop
    stand.counter.released(2.0)
    assert stand.counter.judge(2.0) is PROCEED
    assert stand.people == [1, 1, 1]
    assert stand.counter.judge(3.0) is PROCEED
    assert len(stand.register.asked) == 3


def test_whoever_grows_by_a_value_is_told_with_one_he_is_known_by(stand: Stand) -> None:
    stand.counter.observer.saw(Kind.PHONE, phone(1), True, Together.BESIDE)
    stand.counter.judge(0.0)
    stand.counter.observer.saw(Kind.MAIL, b"a@example.jp", True, Together.BESIDE)
    stand.counter.judge(0.0)
    first, second = (each["people"][0] for each in stand.register.asked)
    assert second[: len(first)] == first
    assert len(second) == len(first) + 1


def test_R06_whoever_stays_on_the_screen_is_told_again(stand: Stand) -> None:
    stand.saw(1)
    stand.counter.judge(0.0)
    digests = len(stand.keeper.asked)
    for at in (1.0, AGAIN_SECONDS - 1, AGAIN_SECONDS, AGAIN_SECONDS + 1):
        stand.saw(1)
        stand.counter.judge(at)
    assert stand.people == [1, 1]
    assert stand.register.asked[0]["people"] == stand.register.asked[1]["people"]
    assert len(stand.keeper.asked) == digests, "no value of his is here any more"


def test_many_people_are_asked_for_in_parts_and_the_first_stop_holds(stand: Stand) -> None:
    stand.saw(*range(PEOPLE_MAX + 5))
    stand.register.answers = [ShellTaken(used=20, cap=20, warned=True), STOPPED]
    assert isinstance(stand.counter.judge(0.0), Freeze)
    assert stand.people == [PEOPLE_MAX, 5]
    assert stand.counter.count() == Count(used=20, cap=20, near=True)


def test_what_counts_as_nobody_is_still_looked_at(stand: Stand) -> None:
    stand.saw(1, certain=False)
    stand.counter.judge(0.0)
    stand.counter.judge(0.0)
    (asked,) = stand.register.asked
    assert (len(asked["people"]), len(asked["alike"])) == (0, 1)


def test_R07_the_meters_own_freeze_is_written_before_it_is_said(stand: Stand) -> None:
    stand.counter.observer.read((OPAQUE * 100 + "\n") * 5)
    stand.register.answers = [ShellStopped(why=Why.OPAQUE, used=9, limit=8)]
    assert stand.counter.judge(0.0) == Freeze(why=Why.OPAQUE, used=9, limit=8)
    (asked,) = stand.register.asked
    assert isinstance(asked["stops"], Freeze)
    assert asked["unread"].opaque + asked["unread"].novel > 0


def test_a_pause_is_the_meters_own_and_what_was_used_is_told(stand: Stand) -> None:
    verdicts = []
    for at in range(400):
        stand.counter.observer.read(f"{at * 7919 % 10007:05} qzv xkj wpf glm {at * 104729 % 99991:05} vbn tyr\n")
        verdicts.append(stand.counter.judge(at * 60.0))
        if isinstance(verdicts[-1], Pause):
            break
    assert isinstance(verdicts[-1], Pause)
    told = sum((each["unread"].units for each in stand.register.asked), 0)
    assert told > 0


def test_little_is_told_after_a_while(stand: Stand) -> None:
    stand.counter.observer.read("1029384756\n" * 2)
    stand.counter.judge(0.0)
    stand.counter.judge(TELL_SECONDS + 1)
    wait_until(lambda: stand.register.asked)
    again = len(stand.register.asked)
    stand.counter.judge(TELL_SECONDS + 2)
    assert len(stand.register.asked) == again


def test_the_end_tells_what_is_left_and_nobody_who_was_not_shown(stand: Stand) -> None:
    stand.saw(1)
    stand.register.answers = [STOPPED]
    stand.counter.judge(0.0)
    stand.counter.observer.read("a,b,c\n" * 10)
    stand.counter.close()
    assert stand.register.asked[-1].get("people", ()) == ()
    assert stand.register.asked[-1]["table_lines"] == 10
    stand.register.answers = [GatewayFault("gone")]
    stand.counter.observer.read("a,b,c\n" * 10)
    stand.counter.close()


@pytest.mark.parametrize("fails", ["register", "keeper", "short"])
def test_R11_what_cannot_be_counted_is_not_shown(stand: Stand, fails: str) -> None:
    if fails == "register":
        stand.register.answers = [GatewayFault("the registrar is gone")]
    else:
        answer: Any = (lambda _: [b"short"]) if fails == "short" else (lambda _: [])
        stand.keeper.digest = answer  # type: ignore[method-assign]
    stand.saw(1)
    with pytest.raises(GatewayFault):
        stand.counter.judge(0.0)


def test_no_value_goes_to_the_registrar(stand: Stand) -> None:
    stand.saw(1, 2)
    stand.saw(3, certain=False)
    stand.counter.judge(0.0)
    said = repr(stand.register.asked)
    assert all(phone(number).decode() not in said for number in (1, 2, 3))
    kept = repr(
        [vars(stand.counter), [vars(each) for each in (stand.counter.observer, stand.counter.observer._people)]]
    )
    assert all(phone(number).decode() not in kept for number in (1, 2, 3))
    assert Amounts() in [each["unread"] for each in stand.register.asked]
