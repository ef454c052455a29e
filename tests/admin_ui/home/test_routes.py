"""The first page, by role."""

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.orders.a_request import an_asked_order, text
from tests.gateway.cli.town import Connection, an_order


def test_R96_an_engineer_sees_what_he_can_open_and_the_exact_command(office_town: OfficeTown):
    order = an_order(office_town.town)
    page = text(office_town.browser("sato").get("/"))
    assert order in page
    assert "sato+callcenter-app@localhost" in page
    assert "承認済み" in page


def test_nothing_to_open_is_said_with_what_to_do(office_town: OfficeTown):
    office_town.town.clock.offset += 9 * 3600
    office_town.browsers.pop("sato", None)
    page = text(office_town.browser("sato").get("/"))
    assert "いま接続できるところはありません" in page
    assert "申請する" in page


def test_a_supervisor_sees_what_waits_what_runs_and_alarms(office_town: OfficeTown):
    office_town.browsers.pop("sato", None)
    order = an_asked_order(office_town)
    office_town.browsers.pop("yamada", None)
    running = an_order(office_town.town)
    connection = Connection(office_town.town, "sato")
    session = connection.open(running)
    try:
        page = text(office_town.browser("yamada").get("/"))
        assert order in page
        assert "あなたの承認を待つ申請" in page
        assert session.id in page
    finally:
        connection.close()


def test_an_administrator_sees_what_waits_for_a_second_signature(office_town: OfficeTown):
    office_town.browsers.pop("ito", None)
    page = text(office_town.browser("ito").get("/"))
    assert "30 日以内に契約が終わる人" in page
    assert "停止中の端末" in page
    assert "承認を待つ申請" not in page


def test_an_auditor_sees_what_is_not_in_order(office_town: OfficeTown):
    office_town.browsers.pop("mori", None)
    page = text(office_town.browser("mori").get("/"))
    for said in ("確認が必要な承認", "繰り返し拒否された人の警報", "まだ封印されていない監査ログ", "未検証"):
        assert said in page, said


@pytest.mark.parametrize("name", ["sato", "yamada", "ito", "mori"])
def test_R95_in_english_too(office_town: OfficeTown, name: str):
    office_town.browsers.pop(name, None)
    browser = office_town.browser(name)
    browser.post("/language", {"language": "en", "next": "/"}, page="/")
    assert browser.get("/").status_code == 200
