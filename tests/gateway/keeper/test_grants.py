"""One log-in at the database door carries the further connections of the same terminal, and nobody else's."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.authentication import lockout
from gateway.authentication.ports import Granted, GrantFull
from gateway.crypto import assertion
from gateway.crypto.assertion import Way
from gateway.ipc.client import Caller
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients, database_clients
from gateway.keeper.grants import IDLE_SECONDS, OPEN_MAX
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.secret import Secret
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.keeper.world import PASSWORD, World, eventually

TYPED = Secret(PASSWORD.encode())
TERMINAL, TARGET = "TM-1", "callcenter-app"


class LoggedIn:
    """sato at the database door, with a recording begun and a grant made."""

    def __init__(self, world: World, connection: str = "C-1") -> None:
        self.world = world
        self.caller = world.session(connection)
        factors = clients.Factors(self.caller)
        assert factors.password("sato", TERMINAL, TYPED).verdict == "right"
        self.code = world.code("sato")
        assert factors.code("sato", TERMINAL, self.code).assertion is not None
        self.proved_at = world.clock.now()
        self.header = world.headed(self.caller).header

    def remember(self, **changes: str) -> None:
        facts = self.header
        names = {"session": facts.session, "order": facts.order, "target": facts.target, "account": facts.account}
        database_clients.DatabaseDoor(self.caller).remember(**{**names, **changes})

    def take(self, connection: str = "C-2", **changes: object) -> Granted | GrantFull | None:
        return self.take_on(self.world.session(connection), **changes)

    def take_on(self, caller: Caller, **changes: object) -> Granted | GrantFull | None:
        shown = {"username": "sato", "terminal": TERMINAL, "target": TARGET, "password": TYPED, "code": self.code}
        return database_clients.DatabaseDoor(caller).take(**{**shown, **changes})  # type: ignore[arg-type]


@pytest.fixture
def login(world: World) -> LoggedIn:
    made = LoggedIn(world)
    made.remember()
    return made


def test_R16_the_same_answers_from_the_same_terminal_go_on_by_the_first_log_in(world: World, login: LoggedIn) -> None:
    world.clock.move(minutes=5)
    granted = login.take()
    assert isinstance(granted, Granted)
    assert granted.proved_at == login.proved_at
    said = assertion.verified(world.public.assertion_vkey, granted.assertion, world.clock.now())
    assert (said.connection, said.person, said.way, said.proved_at) == ("C-2", "P-sato", Way.GRANT, login.proved_at)
    made, taken = (event for event in world.journal if event.kind.startswith("grant."))
    assert (made.person, made.order, made.target, made.connection) == ("P-sato", "WO-sato", TARGET, "C-1")
    assert (taken.person, taken.made_by, taken.connection, taken.open) == ("P-sato", "C-1", "C-2", 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"username": "suzuki"},
        {"terminal": "TM-2"},
        {"target": "old-switch"},
        {"password": Secret(b"another")},
        {"code": "000000"},
        {"password": Secret(PASSWORD.encode() + b"1"), "code": "23456"},
    ],
)
def test_R16_anything_else_has_no_grant_and_is_no_failure(login: LoggedIn, changes: dict[str, object]) -> None:
    assert login.take(**changes) is None
    assert not any(count.failures for count in login.world.counts.values())
    assert not login.world.violations


def test_without_the_first_log_ins_word_there_is_none(world: World) -> None:
    assert LoggedIn(world).take() is None


def _suspend(world: World) -> None:
    world.people["sato"] = replace(world.people["sato"], standing=Standing.SUSPENDED)


def _end_contract(world: World) -> None:
    world.people["sato"] = replace(world.people["sato"], contract_end=date(2026, 11, 21))


def _change_password(world: World) -> None:
    world.people["sato"] = replace(world.people["sato"], password_sealed=b"another")


def _add_passkey(world: World) -> None:
    world.people["sato"] = replace(world.people["sato"], passkeys=(b"new",))


def _withdraw(world: World) -> None:
    world.orders["WO-sato"] = replace(world.orders["WO-sato"], standing=OrderStanding.WITHDRAWN)


def _let_it_end(world: World) -> None:
    world.clock.move(hours=2)


def _lock(world: World) -> None:
    world.counts["P-sato"] = lockout.Attempts(failures=5, locked_until=world.clock.now() + timedelta(minutes=5))


def _lose(world: World) -> None:
    del world.people["sato"]


@pytest.mark.parametrize(
    "happens", [_suspend, _end_contract, _change_password, _add_passkey, _withdraw, _let_it_end, _lock, _lose]
)
def test_R20_R23_what_ends_the_log_in_ends_its_grant_for_good(world: World, login: LoggedIn, happens) -> None:  # type: ignore[no-untyped-def]
    kept = (world.people["sato"], world.orders["WO-sato"], world.clock.now())
    happens(world)
    assert login.take() is None
    world.people["sato"], world.orders["WO-sato"], world.clock.wall = kept
    world.counts.clear()
    assert login.take("C-3") is None


def test_R42_after_a_cut_no_further_connection_goes_on(world: World, login: LoggedIn) -> None:
    assert database_clients.Grants(world.door("registrar")).forget("P-suzuki") == 0
    assert isinstance(login.take(), Granted)
    assert database_clients.Grants(world.door("registrar")).forget("P-sato") == 1
    assert login.take("C-3") is None
    assert world.journal[-1].kind == "grant.forgotten"


def test_of_one_log_in_at_most_so_many_connections_are_open(world: World, login: LoggedIn) -> None:
    others = [world.session(f"C-{number}") for number in range(2, OPEN_MAX + 1)]
    assert all(isinstance(login.take_on(other), Granted) for other in others)
    full = login.take("C-99")
    assert isinstance(full, GrantFull)
    others[0].close()
    with eventually() as wait:
        wait(lambda: isinstance(login.take(f"C-{world.clock.monotonic()}"), Granted))


def test_a_grant_that_lay_idle_is_over(world: World, login: LoggedIn) -> None:
    other = world.session("C-2")
    assert isinstance(login.take_on(other), Granted)
    login.caller.close()
    world.clock.pushed += 2 * IDLE_SECONDS
    assert isinstance(login.take("C-3"), Granted), "while one is open it is not idle"


def test_a_grant_whose_last_connection_ended_lasts_a_quarter_of_an_hour(world: World, login: LoggedIn) -> None:
    grants = world.keeper.grants
    login.caller.close()
    with eventually() as wait:
        wait(lambda: all(grant.idle_since is not None for grant in grants._grants.values()))
    world.clock.pushed += IDLE_SECONDS - 5
    again = world.session("C-2")
    assert isinstance(login.take_on(again), Granted)
    again.close()
    with eventually() as wait:
        wait(lambda: all(grant.idle_since is not None for grant in grants._grants.values()))
    world.clock.pushed += IDLE_SECONDS + 1
    assert login.take("C-3") is None


def test_what_is_not_on_record_is_not_granted(world: World, login: LoggedIn) -> None:
    world.journal_fails = True
    with pytest.raises(Exception):  # noqa: B017
        login.take()
    world.journal_fails = False
    assert isinstance(login.take("C-3"), Granted)
    (grant,) = world.keeper.grants._grants.values()
    assert len(grant.open) == 2


# --- what no honest session process asks -----------------------------------------------------------------------------


def refused(login: LoggedIn, **changes: str) -> str:
    with pytest.raises(CallRefused) as refusal:
        login.remember(**changes)
    return refusal.value.code


def test_a_log_in_by_key_and_code_has_no_password_to_be_shown_again(world: World) -> None:
    made = LoggedIn(world)
    made.caller = world.bound("suzuki", "C-5")
    made.header = world.headed(made.caller, "suzuki").header
    assert refused(made) == "ipc.refused"
    assert world.violations


@pytest.mark.parametrize("changes", [{"target": "old-switch"}, {"order": "WO-suzuki"}, {"session": "S-1"}])
def test_a_grant_for_what_was_not_opened(world: World, changes: dict[str, str]) -> None:
    assert refused(LoggedIn(world), **changes) == "ipc.refused"
    assert world.violations


def test_a_grant_does_not_make_grants(world: World, login: LoggedIn) -> None:
    other = world.session("C-2")
    login.take_on(other)
    login.caller, login.header = other, world.headed(other).header
    assert refused(login) == "ipc.refused"


def test_a_bound_connection_takes_none(world: World, login: LoggedIn) -> None:
    with pytest.raises(CallRefused):
        login.take_on(login.caller)
    assert world.violations


def test_an_order_that_ended_meanwhile(world: World) -> None:
    made = LoggedIn(world)
    _withdraw(world)
    assert refused(made) == "order.not_valid"
