"""What is digested for a look-up, and that a shell's people are found by what stood on its screen (R-47, R-48)."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from gateway.disclosure.canaries import spelled_seen
from gateway.disclosure.digests import spelled_person
from gateway.disclosure.inquiry import SORTS_MAX
from gateway.disclosure.numbers import Numbers, numbers_of
from gateway.ipc.messages import CallRefused
from gateway.keeper.database_clients import Digests
from gateway.keeper.inquiries import SPELLINGS_MAX
from gateway.wiring import office_inquiry
from gateway.wiring.office_budgets import today_of
from gateway.wiring.office_inquiry import Wanted, about_client, about_people, latest
from tests.gateway.cli.town import Connection, Town, an_order
from tests.gateway.wiring.office_town import office_of

PHONE = "090-1234-5678"


@pytest.fixture
def shell(town: Town):
    connection = Connection(town, "sato")
    yield connection.open(an_order(town))
    connection.close()


def wanted(office, **changed) -> Wanted:
    facts = {"client": "C01", "since": today_of(office), "until": today_of(office), "purpose": "照会"}
    return Wanted(**{**facts, **changed})


def messages(office, text: str):
    found = numbers_of(text.encode())
    assert isinstance(found, Numbers)
    return list(office_inquiry._messages(office.policy, "C01", found))


def test_R48_each_number_is_tried_under_every_sort_for_the_client_and_for_nobody(town: Town) -> None:
    with office_of(town, "mori") as office:
        sorts = office_inquiry._sorts(office.policy)
        assert "customer" in sorts
        found = messages(office, "７７\n88")
        expected = {
            (person, (code, spelled_person(code, sort, spelling)))
            for person, spellings in enumerate((("77", "７７"), ("88",)))
            for spelling in spellings
            for code in ("C01", "")
            for sort in sorts
        }
        assert set(found) == expected


def test_R48_a_value_a_screen_may_show_is_tried_as_one(town: Town) -> None:
    with office_of(town, "mori") as office:
        for spelled in (PHONE, "０９０－１２３４－５６７８", "09012345678"):
            assert (0, ("C01", spelled_seen("C01", "phone", b"09012345678"))) in messages(office, spelled)


def test_R48_no_number_asks_for_more_than_the_keeper_allows(town: Town) -> None:
    with office_of(town, "mori") as office:
        text = "０９０－１２３４－５６７８ taro@example.jp 4111111111111111"
        assert len(messages(office, text)) <= SPELLINGS_MAX


def test_more_sorts_than_a_look_up_tries_are_refused_in_words(town: Town) -> None:
    with office_of(town, "mori") as office:
        (file, *_) = office.policy.columns.files.values()
        relation = next(iter(file.catalogue.relations.values()))
        many = {
            ("public", f"t{number}"): replace(relation, subject=f"s{number}", subject_key="id")
            for number in range(SORTS_MAX + 1)
        }
        catalogue = replace(file.catalogue, relations=MappingProxyType(many))
        columns = replace(office.policy.columns, files=MappingProxyType({file.id: replace(file, catalogue=catalogue)}))
        with pytest.raises(CallRefused, match=r"inquiry\.sorts"):
            office_inquiry._sorts(replace(office.policy, columns=columns))


def test_R48_whom_a_shell_showed_is_found_by_a_value_of_its_screen(town: Town, shell) -> None:
    digests = Digests(shell.of.keeper)
    ((digest,), _) = (digests.digest([("C01", spelled_seen("C01", "phone", b"09012345678"))]), None)
    shell.of.registrar.take_shell(shell.id, people=[[("C01", digest)]])
    with office_of(town, "mori") as office:
        found = about_people(office, wanted(office), f"{PHONE}\n".encode())
        (his,) = found.overlaps
        assert (his.showings[0].session, his.showings[0].shown) == (shell.id, 1)
        assert found.uncovered.estimated >= 1
        index = about_client(office, wanted(office))
        assert index.total is not None
        assert index.total.estimated >= 1
        mine = next(each for each in index.sessions if each.session == shell.id)
        assert (mine.estimated, mine.capability) == (1, "shell")


def test_R47_inquiries_stand_in_the_list_with_whose_they_were(town: Town) -> None:
    with office_of(town, "mori") as office:
        made = about_client(office, wanted(office, purpose=" 月次\nの 報告 "))
        newest, username = latest(office)[0]
        assert (newest.id, newest.purpose, username) == (made.inquiry, "月次 の 報告", "mori")


def test_R22_nobody_else_reads_a_line(town: Town) -> None:
    for name in ("sato", "yamada", "ito"):
        with office_of(town, name) as office, pytest.raises(CallRefused, match=r"role\.missing"):
            about_client(office, wanted(office))
        with office_of(town, name) as office, pytest.raises(CallRefused, match=r"role\.missing"):
            about_people(office, wanted(office), b"1\n")


def test_a_period_is_not_turned_round(town: Town) -> None:
    with office_of(town, "mori") as office:
        first = today_of(office)
        with pytest.raises(CallRefused, match=r"period\.unfit"):
            about_client(office, wanted(office, since=first, until=first - timedelta(days=1)))
