"""The journal in the browser: found, read, proved, verified."""

import re

import pytest
from sqlalchemy import text as sql

from gateway.audit.entry_proof import verify_proof
from gateway.audit.report import Outcome
from gateway.settings.reading import read
from tests.admin_ui.an_office import OfficeTown
from tests.databases import thief, without_triggers
from tests.gateway.cli.town import Session, a_recording, an_order


@pytest.fixture(scope="module")
def recorded(office_town: OfficeTown) -> Session:
    order = an_order(office_town.town)
    return [a_recording(office_town.town, order, b"hello\r\n") for _ in range(8)][-1]


def text(response) -> str:
    return response.get_data(as_text=True)


def entries_of(page: str) -> set[str]:
    return set(re.findall(r'<span class="id">([a-z_.]+)</span></td>', page))


def test_R44_entries_are_found_by_every_part_of_the_filter(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    assert "session.opened" in entries_of(text(browser.get(f"/journal?session={recorded.id}")))
    assert entries_of(text(browser.get("/journal?kind=order.approved"))) == {"order.approved"}
    assert entries_of(text(browser.get("/journal?kind=order"))) <= {"order.asked", "order.approved"}
    assert entries_of(text(browser.get("/journal?person=SATO&kind=session.opened"))) == {"session.opened"}
    assert entries_of(text(browser.get("/journal?target=callcenter-app&kind=office.committed"))) == {"office.committed"}
    assert entries_of(text(browser.get("/journal?subject=C01"))) == {"office.committed"}
    for none in ("person=nobody", "to=2001-01-01", "kind=nothing", "session=x", "from=2999-01-01", "before=0"):
        assert entries_of(text(browser.get(f"/journal?{none}"))) == set(), none
    for nonsense in (
        "from=x",
        "before=-1",
        "before=99999999999999999999",
        "from_time=99:99&from=2026-01-01",
        "to=2999-12-31&to_time=23:59",
    ):
        assert browser.get(f"/journal?{nonsense}").status_code == 200, nonsense


def test_R44_a_page_holds_fifty_and_leads_on(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    first = text(browser.get("/journal"))
    assert "?before=" in first
    older = first.split('href="?before=')[1].split('"')[0]
    second = text(browser.get(f"/journal?before={older}"))
    assert f'href="/journal/{older}"' in first
    assert f'href="/journal/{older}"' not in second
    assert f'href="/journal/{int(older) - 1}"' in second


def test_R44_one_entry_with_its_fields_its_chain_and_its_proof(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    page = browser.get("/journal/3")
    assert page.status_code == 200
    assert "この記録のハッシュ" in text(page)
    assert "不一致" not in text(page)
    document = browser.get("/journal/3/proof")
    assert document.headers["Content-Disposition"] == 'attachment; filename="sekisho-entry-3.json"'
    proved = verify_proof(document.get_data())
    assert proved.outcome is Outcome.HOLDS
    assert proved.entry is not None
    assert proved.entry.seq == 3


@pytest.mark.parametrize("seq", ["999999", "99999999999999999999999", "x", "-1", "1.5"])
def test_a_number_nobody_has_is_not_there(office_town: OfficeTown, seq: str):
    assert office_town.browser("mori").get(f"/journal/{seq}").status_code == 404
    assert office_town.browser("mori").get(f"/journal/{seq}/proof").status_code == 404


def test_R44_a_verification_is_run_and_stays_in_the_journal(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    assert "まだ実行していません" in text(browser.get("/journal"))
    page = text(browser.followed(browser.post("/journal/verification")))
    assert "監査ログは一致します" in page
    assert "一致" in page
    assert "まだ実行していません" not in page
    (verified,) = office_town.town.events("journal.verified")
    assert (verified["outcome"], verified["by_username"], verified["findings"]) == ("holds", "mori", 0)


@pytest.mark.parametrize("name", ["ito", "sato", "yamada"])
def test_R22_the_journal_is_the_auditors(office_town: OfficeTown, name: str):
    browser = office_town.browser(name)
    for address in ("/journal", "/journal/1", "/journal/1/proof"):
        assert browser.get(address).status_code == 403


def test_T08_an_entry_that_was_changed_says_so(office_town: OfficeTown, recorded: Session):
    """An edited row: the page of the entry names it, and so does the verification. Last: the journal is broken afterwards."""
    settings = read(office_town.town.settings)
    with thief(settings) as database:
        without_triggers(database)
        database.execute(sql("UPDATE journal SET person = 'P-other' WHERE seq = 5"))
    browser = office_town.browser("mori")
    page = text(browser.get("/journal/5"))
    assert "列「person」が本文と一致しません" in page
    assert "改変された疑い" in page
    answer = text(browser.followed(browser.post("/journal/verification", page="/journal")))
    assert "監査ログが一致しません" in answer
    assert office_town.town.events("journal.verified")[-1]["outcome"] == "does-not-hold"
