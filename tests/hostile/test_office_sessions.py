"""Attacks on the sessions of the web office: copied cookies, planted rows, races, forged words."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from gateway.crypto import assertion, signing
from gateway.crypto.assertion import Assertion, Way
from gateway.crypto.digest import sha256
from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.registrar.client import OfficeClient
from gateway.settings.reading import read
from gateway.settings.schema import Settings
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret
from gateway.wiring.office_entry import os_user
from gateway.wiring.office_pace import Bucket
from gateway.wiring.office_web import House
from gateway.wiring.places import places
from tests.databases import thief
from tests.gateway.cli.town import Town, a_town, said
from tests.gateway.wiring.office_town import actor

HERE, THIEF, AGENT = "192.0.2.10", "203.0.113.66", "Firefox"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("thief"), quick=False) as made:
        said(made.run("employer", "add", "みなと運用", "--json"))
        made.enter("ito", "administrator", "A001", by=None)
        made.enter("yamada", "supervisor", "S001", by="ito")
        made.enter("sato", "engineer", "E001", by="ito")
        yield made


@pytest.fixture
def house(town: Town) -> Iterator[House]:
    made = House(read(town.settings), town.clock, pause=lambda _: None)
    yield made
    made.close()


@pytest.fixture
def at(house: House) -> Settings:
    return house.settings


def signed_in(house: House, town: Town, name: str) -> Secret:
    ticket, office = house.sign_in(actor(town, name), HERE, AGENT)
    office.close()
    return ticket


def opens(house: House, ticket: Secret, address: str = THIEF) -> bool:
    found = house.visit(ticket, address)
    if found is not None:
        found.office.close()
    return found is not None


def planted(at: Settings, statement: str, *values: object) -> int:
    """What somebody with the database in his hands does."""
    with thief(at) as database:
        return database.exec_driver_sql(spelled(at, statement), values).rowcount


def spelled(at: Settings, statement: str) -> str:
    """Its places for values, as the driver has them."""
    return statement if at.database.startswith("sqlite") else statement.replace("?", "%s")


def test_a_thief_who_hammers_is_out_the_moment_the_sign_out_has_returned(house: House, town: Town) -> None:
    ticket, stop = signed_in(house, town, "yamada"), threading.Event()
    over, late = threading.Event(), list[bool]()

    def hammer() -> None:
        while not stop.is_set():
            after = over.is_set()
            got_in = opens(house, ticket)
            if after:
                late.append(got_in)

    thieves = [threading.Thread(target=hammer) for _ in range(4)]
    for each in thieves:
        each.start()
    found = house.visit(ticket, HERE)
    assert found is not None
    with found.office as office:
        house.sign_out(office)
    over.set()
    while len(late) < 20:
        pass
    stop.set()
    for each in thieves:
        each.join()
    assert not any(late)


def test_a_cookie_used_from_elsewhere_is_told_to_its_owner_and_the_journal(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "yamada")
    assert opens(house, ticket, THIEF)
    told = town.events("office.seen_elsewhere")[-1]
    assert (told["before"], told["address"]) == (HERE, THIEF)
    found = house.visit(ticket, HERE)
    assert found is not None
    with found.office as office:
        who = office.require_person()
        line = next(each for each in office.lists.web_sessions(who.person) if each.id == who.web)
        assert line.address == HERE


def test_a_row_planted_for_another_person_opens_nothing(house: House, town: Town, at: Settings) -> None:
    ticket = signed_in(house, town, "sato")
    administrator = town.people["ito"].id
    assert planted(at, "UPDATE web_session SET person_id = ? WHERE ticket = ?", administrator, sha256(ticket.reveal()))
    assert not opens(house, ticket)


def test_a_thiefs_ticket_put_into_an_administrators_row_opens_nothing(house: House, town: Town, at: Settings) -> None:
    mine, his = signed_in(house, town, "sato"), signed_in(house, town, "ito")
    assert planted(at, "DELETE FROM web_session WHERE ticket = ?", sha256(mine.reveal()))
    change = "UPDATE web_session SET ticket = ? WHERE ticket = ?"
    assert planted(at, change, sha256(mine.reveal()), sha256(his.reveal()))
    assert not opens(house, mine)
    assert not opens(house, his)


def test_a_pass_copied_from_an_administrators_row_opens_nothing(house: House, town: Town, at: Settings) -> None:
    mine, his = signed_in(house, town, "sato"), signed_in(house, town, "ito")
    copied = (
        "UPDATE web_session SET signed_pass = (SELECT signed_pass FROM web_session WHERE ticket = ?) WHERE ticket = ?"
    )
    assert planted(at, copied, sha256(his.reveal()), sha256(mine.reveal()))
    assert not opens(house, mine)


def test_no_row_lives_beyond_the_absolute_limit_whatever_it_says(house: House, town: Town, at: Settings) -> None:
    ticket = signed_in(house, town, "yamada")
    town.clock.offset += 10 * 3600
    later = (town.clock.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    now = town.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    change = "UPDATE web_session SET ends_at = ?, seen_at = ? WHERE ticket = ?"
    assert planted(at, change, later, now, sha256(ticket.reveal()))
    assert not opens(house, ticket)


def test_a_password_put_back_as_it_was_brings_no_session_back(house: House, town: Town, at: Settings) -> None:
    ticket, person = signed_in(house, town, "yamada"), town.people["yamada"].id
    with thief(at) as database:
        row = "SELECT sealed FROM credential WHERE person_id = ? AND kind = 'password'"
        before = bytes(database.exec_driver_sql(spelled(at, row), (person,)).scalar_one())
    change = "UPDATE credential SET sealed = ? WHERE person_id = ? AND kind = 'password'"
    planted(at, change, before[:-1] + bytes([before[-1] ^ 1]), person)
    assert not opens(house, ticket)
    planted(at, change, before, person)
    assert opens(house, ticket)  # the very row again: nothing was changed


def forged(house: House, town: Town, seed: Secret, **changes: object) -> bytes:
    now = town.clock.now()
    word = Assertion(
        connection="office-1",
        person=town.people["ito"].id,
        username="ito",
        roles=frozenset({Role.ADMINISTRATOR}),
        door="office",
        os_user=os_user(),
        proved_at=now,
        way=Way.CODE,
        web="W-20261122-0000000000",
        issued_at=now - timedelta(seconds=1),
        expires_at=now + timedelta(seconds=60),
    )
    return assertion.sign(seed, replace(word, **changes))  # type: ignore[arg-type]


def test_a_word_the_keeper_never_said_binds_nothing(house: House, town: Town, at: Settings) -> None:
    for changes in ({}, {"web": None}):
        registrar = OfficeClient(connect(places(at).door("registrar", "office")))
        with pytest.raises(CallRefused, match=r"ipc\.refused"):
            registrar.bind(forged(house, town, signing.new_signing_key(), **changes))
        registrar.close()


def test_an_old_word_of_the_keeper_is_worth_nothing(house: House, town: Town, at: Settings) -> None:
    ticket = signed_in(house, town, "ito")
    keeper = connect(places(at).door("keeper", "office"))
    word = clients.Web(keeper).resume(ticket).assertion
    keeper.close()
    town.clock.offset += 61
    registrar = OfficeClient(connect(places(at).door("registrar", "office")))
    with pytest.raises(CallRefused, match=r"ipc\.refused"):
        registrar.bind(word)
    registrar.close()


def test_R16_one_code_in_two_tabs_makes_one_of_them_fresh(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "ito")
    code = Secret(town.code("ito").encode())
    found = [house.visit(ticket, HERE) for _ in range(4)]
    offices = [each.office for each in found if each is not None]

    def prove(number: int) -> str:
        try:
            house.again(offices[number], code)
        except CallRefused as refused:
            return refused.code
        return "fresh"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(prove, range(4)))
    for office in offices:
        office.close()
    assert answers == ["entry.used", "entry.used", "entry.used", "fresh"]


def test_R16_one_code_signs_in_once_however_many_try_at_once(house: House, town: Town) -> None:
    good = actor(town, "yamada")

    def enter(_: int) -> str:
        try:
            house.sign_in(good, HERE, AGENT)[1].close()
        except CallRefused as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(enter, range(4)))
    assert answers == ["entry.used", "entry.used", "entry.used", "in"]


def test_tries_at_once_are_counted_one_by_one(house: House) -> None:
    with ThreadPoolExecutor(8) as threads:
        times = [pace.times for pace in threads.map(lambda _: house.pace(Bucket.LINK_ADDRESS, THIEF), range(64))]
    assert sorted(times) == list(range(1, 65))


def test_a_suspension_ends_a_session_that_is_in_use(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "yamada")
    found = house.visit(ticket, HERE)
    assert found is not None
    said(town.as_("ito", "person", "suspend", "yamada", "--json"))
    with found.office as office, pytest.raises(CallRefused, match=r"web\.ended"):
        office.append([])
    assert not opens(house, ticket)
    said(town.as_("ito", "person", "resume", "yamada", "--json"))
    assert not opens(house, ticket)


def test_an_engineer_cannot_list_or_end_what_is_not_his(house: House, town: Town) -> None:
    his, mine = signed_in(house, town, "ito"), signed_in(house, town, "sato")
    target, thief = house.visit(his, HERE), house.visit(mine, HERE)
    assert target is not None
    assert thief is not None
    with target.office as victim, thief.office as office, pytest.raises(CallRefused, match=r"role\.missing"):
        office.end_web_session(str(victim.require_person().web))
    assert opens(house, his, HERE)


def test_now_is_now(town: Town) -> None:
    """The town's clock only moved on: the attacks above did not pass because time stood elsewhere."""
    assert town.clock.now() >= datetime.now(UTC)
