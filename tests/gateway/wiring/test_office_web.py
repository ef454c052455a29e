"""The house of the web office on a whole small gateway: sign-in, visits, fresh factors, every way a session ends."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from gateway.authentication.web_session import EndReason
from gateway.crypto.assertion import Way
from gateway.ipc.client import connect
from gateway.ipc.messages import CallRefused
from gateway.keeper import clients
from gateway.registrar.changes import ChangeConfirmed, EmployerAdded
from gateway.settings.reading import read
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_texts as texts
from gateway.wiring.office import Office
from gateway.wiring.office_pace import Bucket
from gateway.wiring.office_web import House, Presence
from gateway.wiring.places import places
from tests.gateway.cli.town import Town, a_town, said
from tests.gateway.wiring.office_town import actor

HERE, ELSEWHERE, AGENT = "192.0.2.10", "198.51.100.7", "Firefox/140 (日本語)"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("web")) as made:
        said(made.run("employer", "add", "みなと運用", "--json"))
        made.enter("ito", "administrator", "A001", by=None)
        made.enter("yamada", "supervisor", "S001", by="ito")
        made.enter("mori", "auditor", "K001", by="ito")
        made.enter("mori2", "auditor", "K002", by="ito")
        yield made


@pytest.fixture
def house(town: Town) -> Iterator[House]:
    made = House(read(town.settings), town.clock, pause=lambda _: None)
    yield made
    made.close()


def signed_in(house: House, town: Town, name: str = "yamada") -> Secret:
    ticket, office = house.sign_in(actor(town, name), HERE, AGENT)
    office.close()
    return ticket


def visited(house: House, ticket: Secret, address: str = HERE, *, polling: bool = False) -> Office:
    found = house.visit(ticket, address, Presence.POLLING if polling else Presence.ACTIVE)
    assert found is not None
    return found.office


def refusal(house: House, ticket: Secret) -> str:
    with pytest.raises(CallRefused) as refused:
        house.admit(ticket, HERE)
    return refused.value.code


def fresh_code(town: Town, name: str) -> Secret:
    return Secret(town.code(name).encode())


def test_a_sign_in_gives_a_ticket_and_an_office_and_is_journalled_with_address_and_agent(
    house: House, town: Town
) -> None:
    ticket, office = house.sign_in(actor(town, "yamada"), HERE, AGENT)
    with office:
        who = office.require_person()
        assert (who.username, who.way, who.roles) == ("yamada", Way.CODE, {Role.SUPERVISOR})
        said = town.events("office.signed_in")[-1]
        assert (said["person"], said["web"], said["address"], said["agent"]) == (who.person, who.web, HERE, AGENT)
        assert office.lists.web_sessions(who.person)[0].id == who.web
    found = house.visit(ticket, HERE)
    assert found is not None
    with found.office as again:
        assert again.require_person() == who
        assert (found.language, found.fresh) == ("ja", True)


def test_a_visit_writes_no_entry_and_its_changes_are_the_persons(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    before = len(town.events("office.entered"))
    with visited(house, ticket) as office, pytest.raises(CallRefused, match=r"session\.not-live"):
        office.cut("S-20261122-0000000000", "no such session")
    assert len(town.events("office.entered")) == before


def test_two_sign_ins_are_two_sessions_listed_for_their_owner(house: House, town: Town) -> None:
    first, second = signed_in(house, town), signed_in(house, town)
    with visited(house, first) as one, visited(house, second) as two:
        mine, other = one.require_person().web, two.require_person().web
        listed = {line.id for line in one.lists.web_sessions(one.require_person().person) if line.ended_at is None}
        assert {mine, other} <= listed
        assert mine != other
        one.end_web_session(str(other))
    assert house.visit(second, HERE) is None
    with visited(house, first) as one:
        ended = {line.id: line.end_reason for line in one.lists.web_sessions(one.require_person().person)}
    assert ended[str(other)] is EndReason.REVOKED


def test_a_sign_out_ends_the_ticket_wherever_it_was_copied_to(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    with visited(house, ticket) as office:
        house.sign_out(office)
    assert house.visit(ticket, HERE) is None
    assert refusal(house, ticket) == "web.ended"
    with pytest.raises(CallRefused, match=r"web\.ended"):
        clients.Web(connect(places(house.settings).door("keeper", "office"))).resume(ticket)
    said_out = town.events("office.signed_out")[-1]
    assert (said_out["reason"], said_out["address"]) == ("signed-out", HERE)


def test_a_request_that_runs_while_its_session_is_ended_changes_nothing_more(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "ito")
    with visited(house, ticket) as running, visited(house, ticket) as other:
        house.sign_out(other)
        with pytest.raises(CallRefused, match=r"web\.ended"):
            running.commit(EmployerAdded(id="E-9", name="別会社", kind="processor"))


def test_a_ticket_of_ones_own_making_opens_nothing_and_is_never_adopted(house: House, town: Town) -> None:
    planted = Secret(b"A" * 43)
    assert house.visit(planted, HERE) is None
    given = signed_in(house, town)
    assert given != planted
    assert house.visit(planted, HERE) is None


@pytest.mark.parametrize(
    "shown", [b"", b"x", b"A" * 42, b"A" * 44, b"A" * 42 + b"=", b"A" * 42 + b"\n", "あ".encode() * 43]
)
def test_what_has_not_the_form_of_a_ticket_never_reaches_the_keeper(house: House, shown: bytes) -> None:
    assert refusal(house, Secret(shown)) == "web.unknown"


def test_an_idle_session_ends_and_a_used_one_does_not(house: House, town: Town) -> None:
    idle, used = signed_in(house, town), signed_in(house, town)
    for _ in range(2):
        town.clock.offset += 14 * 60
        visited(house, used).close()
    assert refusal(house, idle) == "web.idle"
    visited(house, used).close()


def test_a_page_that_updates_by_itself_keeps_nothing_alive(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    town.clock.offset += 14 * 60
    polled = house.visit(ticket, ELSEWHERE, Presence.POLLING)
    assert polled is not None
    polled.office.close()
    town.clock.offset += 61
    assert refusal(house, ticket) == "web.idle"


def test_the_absolute_limit_ends_a_session_that_is_used_all_day(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    for _ in range(10 * 5 - 1):
        town.clock.offset += 12 * 60
        visited(house, ticket).close()
    town.clock.offset += 12 * 60
    assert refusal(house, ticket) == "web.over"


def test_a_visit_is_written_down_now_and_then_and_another_address_at_once(house: House, town: Town) -> None:
    ticket = signed_in(house, town)

    def seen() -> tuple[str, str]:
        with visited(house, ticket, polling=True) as office:
            line = office.lists.web_sessions(office.require_person().person)[0]
        return line.seen_at.isoformat(), line.seen_address

    began = seen()
    visited(house, ticket).close()
    assert seen() == began
    visited(house, ticket, ELSEWHERE).close()
    assert seen()[1] == ELSEWHERE
    told = town.events("office.seen_elsewhere")[-1]
    assert (told["before"], told["address"]) == (HERE, ELSEWHERE)
    town.clock.offset += 31
    visited(house, ticket, ELSEWHERE).close()
    assert seen()[0] > began[0]


def test_a_suspended_account_loses_its_sessions_for_good(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "mori2")
    person = town.people["mori2"].id
    said(town.as_("ito", "person", "suspend", "mori2", "--json"))
    assert house.visit(ticket, HERE) is None
    said(town.as_("ito", "person", "resume", "mori2", "--json"))
    assert refusal(house, ticket) == "web.ended"
    ended = [each for each in town.events("office.signed_out") if each["person"] == person]
    assert {each["reason"] for each in ended} == {"account"}


def test_R16_a_fresh_code_makes_a_session_fresh_and_a_stale_one_is_refused_by_the_registrar(
    house: House, town: Town
) -> None:
    ticket = signed_in(house, town, "ito")
    for _ in range(3):
        town.clock.offset += 120
        visited(house, ticket).close()
    stale = house.visit(ticket, HERE)
    assert stale is not None
    with stale.office as office:
        assert not stale.fresh
        sensitive = ChangeConfirmed(proposal="CH-20261122-0000000000")
        with pytest.raises(CallRefused, match=r"fresh\.needed"):
            office.commit(sensitive)
        house.again(office, fresh_code(town, "ito"))
        assert house.is_fresh(office.require_person())
        with pytest.raises(CallRefused, match=r"office\.absent"):  # it is judged now, and there is none
            office.commit(sensitive)
    after = house.visit(ticket, HERE)
    assert after is not None
    assert after.fresh
    after.office.close()
    assert town.events("office.proved_again")[-1]["by_username"] == "ito"


def test_R16_a_wrong_or_used_fresh_code_is_refused_in_words_and_journalled(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "ito")
    with visited(house, ticket) as office:
        code = fresh_code(town, "ito")
        house.again(office, code)
        with pytest.raises(CallRefused, match=r"entry\.used"):
            house.again(office, code)
        with pytest.raises(CallRefused, match=r"entry\.wrong"):
            house.again(office, Secret(b"000000"))
        last = town.events("office.declined")[-1]
        assert (last["username"], last["factor"], last["verdict"]) == ("ito", "code", "wrong")
        assert (last["address"], last["agent"]) == (HERE, AGENT)
        house.again(office, fresh_code(town, "ito"))


@pytest.mark.parametrize("typed", [b"", b"0" * 17, b"0" * 10_000_000, "六桁".encode()])
def test_a_code_of_any_length_is_wrong_and_no_violation(house: House, town: Town, typed: bytes) -> None:
    with visited(house, signed_in(house, town, "mori")) as office, pytest.raises(CallRefused, match=r"entry\.wrong"):
        house.again(office, Secret(typed))
    said(town.as_("ito", "person", "unlock", "mori", "--json"))
    assert not town.events("keeper.violation")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 10_000_000, "yamada\r\n", "\u202eyamada", "ｙａｍａｄａ"])
def test_a_name_of_any_form_is_wrong_and_no_violation(house: House, town: Town, name: str) -> None:
    with pytest.raises(CallRefused, match=r"entry\.wrong"):
        house.sign_in(replace(actor(town, "yamada"), username=name), HERE, AGENT)
    assert not town.events("keeper.violation", "registrar.violation")


def test_a_keeper_that_cannot_judge_is_a_fault_and_no_sign_out(
    house: House, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = signed_in(house, town)

    def busy(*_: object) -> None:
        raise CallRefused("keeper.busy", texts.NOBODY)

    monkeypatch.setattr(clients.Web, "resume", busy)
    with pytest.raises(GatewayFault):
        house.visit(ticket, HERE)


def test_a_long_request_may_still_write(house: House, town: Town) -> None:
    ticket = signed_in(house, town, "ito")
    with visited(house, ticket) as office:
        town.clock.offset += 120  # the keeper's word is good for one minute
        with pytest.raises(CallRefused, match=r"session\.not-live|role\.missing"):
            office.cut("S-20261122-0000000000", "no such session")
    assert not town.events("registrar.violation")


def test_closing_an_office_leaves_the_house_as_it_is(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    one, two = visited(house, ticket), visited(house, ticket)
    pool = two.engine.pool
    one.close()
    assert two.engine.pool is pool
    assert two.lists.people()
    two.close()
    visited(house, ticket).close()


# -- sign-in


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"password": Secret(b"x")}, "wrong"), ({"code": Secret(b"000000")}, "wrong"), ({"username": "nobody"}, "wrong")],
)
def test_enumeration_all_failures_read_alike_and_take_their_time(
    house: House, town: Town, wrong: dict[str, Any], code: str
) -> None:
    pauses: list[float] = []
    patient = House(house.settings, town.clock, pause=pauses.append)
    with pytest.raises(CallRefused, match=rf"entry\.{code}") as refused:
        patient.sign_in(replace(actor(town, "yamada"), **wrong), HERE, AGENT)
    patient.close()
    assert refused.value.text == texts.NOT_ENTERED
    assert len(pauses) == 1
    assert pauses[0] > 0
    told = town.events("office.declined")[-1]
    assert (told["address"], told["agent"]) == (HERE, AGENT)


def test_a_right_sign_in_waits_for_nothing(house: House, town: Town) -> None:
    pauses: list[float] = []
    brisk = House(house.settings, town.clock, pause=pauses.append)
    brisk.sign_in(actor(town, "yamada"), HERE, AGENT)[1].close()
    brisk.close()
    assert pauses == []


def test_tries_from_one_address_are_bounded_before_any_factor_is_judged(house: House, town: Town) -> None:
    bucket = Bucket.SIGN_IN_ADDRESS
    for _ in range(bucket.allowed):
        house.pace(bucket, "203.0.113.9")
    before = len(town.events("office.declined"))
    with pytest.raises(CallRefused, match=r"entry\.pace"):
        house.sign_in(actor(town, "yamada"), "203.0.113.9", AGENT)
    assert len(town.events("office.declined")) == before
    house.sign_in(actor(town, "yamada"), HERE, AGENT)[1].close()


def test_what_a_header_says_is_one_short_plain_line(house: House, town: Town) -> None:
    hostile = "Mozilla\r\nX: 1\x1b]52;\u202e" + "x" * 5_000
    _, office = house.sign_in(actor(town, "yamada"), HERE, hostile)
    with office:
        line = office.lists.web_sessions(office.require_person().person)[0]
    assert line.agent.isprintable()
    assert len(line.agent) <= 200


def test_the_ticket_is_nowhere_but_in_the_browser(house: House, town: Town) -> None:
    ticket = signed_in(house, town)
    visited(house, ticket).close()
    shown = ticket.reveal()
    assert "hidden" in repr(ticket)
    for file in town.state.rglob("*"):
        if file.is_file():
            assert shown not in file.read_bytes(), file
    assert shown.decode() not in town.run("audit", "show", "--limit", "100000", "--json").output


def test_a_ticket_is_in_no_log_line(house: House, town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    ticket = signed_in(house, town)
    visited(house, ticket).close()
    refusal(house, Secret(ticket.reveal()[::-1]))
    assert ticket.reveal().decode() not in caplog.text
    assert ticket.reveal()[::-1].decode() not in caplog.text


def test_many_visits_at_once_are_each_their_own(house: House, town: Town) -> None:
    tickets = {name: signed_in(house, town, name) for name in ("yamada", "mori", "ito")}

    def one(number: int) -> bool:
        name = list(tickets)[number % 3]
        with visited(house, tickets[name]) as office:
            return office.require_person().username == name

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(one, range(60)))
