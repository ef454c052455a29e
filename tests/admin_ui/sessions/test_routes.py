"""Sessions in the browser: what runs, what is over, and cutting one."""

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.gateway.cli.town import Connection, Session, an_order


@pytest.fixture(scope="module")
def order(office_town: OfficeTown) -> str:
    return an_order(office_town.town)


@pytest.fixture
def running(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    session = connection.open(order)
    yield session
    connection.close()


def text(response) -> str:
    return response.get_data(as_text=True)


def test_R42_a_running_session_is_listed_with_its_person_by_name(office_town: OfficeTown, running: Session):
    browser = office_town.browser("yamada")
    for address in ("/sessions", "/sessions/running"):
        page = browser.get(address)
        assert page.status_code == 200, text(page)[-1500:]
        assert "SATO 一郎" in text(page)
        assert running.id in text(page)
    assert 'hx-trigger="every 2s"' in text(browser.get("/sessions"))


def test_R42_a_supervisor_cuts_it_with_a_reason_that_stays(office_town: OfficeTown, running: Session):
    browser = office_town.browser("yamada")
    answer = browser.post(f"/sessions/{running.id}/cut", {"reason": "手順と違う操作"}, page=f"/sessions/{running.id}")
    page = text(browser.followed(answer))
    assert "切断しました" in page
    (cut,) = [each for each in office_town.town.events("session.cut") if each["session"] == running.id]
    assert (cut["reason"], cut["by_username"]) == ("手順と違う操作", "yamada")
    assert "手順と違う操作" in text(browser.get(f"/sessions/{running.id}"))


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, "a\x1b[2Jb"])
def test_R42_without_a_fit_reason_nothing_is_cut_and_nothing_typed_is_lost(
    office_town: OfficeTown, running: Session, reason: str
):
    browser = office_town.browser("yamada")
    answer = browser.post(f"/sessions/{running.id}/cut", {"reason": reason}, page=f"/sessions/{running.id}")
    assert answer.status_code == 422
    assert "切断の理由" in text(answer)
    assert not [each for each in office_town.town.events("session.cut") if each["session"] == running.id]


def test_R22_an_auditor_sees_and_cuts_nothing(office_town: OfficeTown, running: Session):
    browser = office_town.browser("mori")
    page = browser.get(f"/sessions/{running.id}")
    assert page.status_code == 200
    assert 'action="/sessions/' not in text(page)
    assert browser.post(f"/sessions/{running.id}/cut", {"reason": "x"}).status_code == 403


def test_what_is_over_is_filtered_and_shown_with_its_history(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    session = connection.open(order)
    session.end()
    connection.close()
    browser = office_town.browser("mori")
    assert session.id in text(browser.get("/sessions?person=SATO&client=C01&target=callcenter-app&purpose=failure"))
    for none in ("person=nobody", "client=C02", "target=x", "purpose=backup", "to=2001-01-01", "employer=x"):
        assert f'/sessions/{session.id}"' not in text(browser.get(f"/sessions?{none}")), none
    page = text(browser.get(f"/sessions/{session.id}"))
    assert "退出" in page
    assert "セッション" in page
    english = browser.get(f"/sessions/{session.id}", headers={"Accept-Language": "en"})
    assert english.status_code == 200


@pytest.mark.parametrize("session", ["S-20260101-0000000000", "nothing", "S-20260101-0000000000%0a", "S-1'--", "%00"])
def test_an_id_nobody_has_is_not_there(office_town: OfficeTown, session: str):
    assert office_town.browser("yamada").get(f"/sessions/{session}").status_code == 404
    assert office_town.browser("yamada").get(f"/sessions/{session}/state").status_code == 404


@pytest.mark.parametrize(
    "query", ["page=-1", "page=999999999999", "from=2026-99-99", "to=x", "person=%00", "person=" + "あ" * 500]
)
def test_an_address_with_nonsense_is_a_page(office_town: OfficeTown, query: str):
    assert office_town.browser("yamada").get(f"/sessions?{query}").status_code == 200
