"""閲覧上限 in the browser: who has how much left, releasing a freeze, raising by two (R-06)."""

import re
from collections.abc import Iterator

import pytest

from gateway.disclosure.asking import Stopped
from gateway.disclosure.canaries import spelled_seen
from gateway.keeper.database_clients import Digests
from tests.admin_ui.an_office import OfficeTown
from tests.gateway.cli.budget.at_the_database import AtTheDatabase
from tests.gateway.cli.town import Connection, an_order, said


@pytest.fixture(scope="module")
def order(office_town: OfficeTown) -> str:
    return an_order(office_town.town)


@pytest.fixture
def at_the_database(office_town: OfficeTown, order: str) -> Iterator[AtTheDatabase]:
    made = AtTheDatabase(office_town.town, order)
    yield made
    made.end()


@pytest.fixture
def page_of(office_town: OfficeTown) -> str:
    return f"/budgets/{office_town.town.people['sato'].id}"


def text(response) -> str:
    return response.get_data(as_text=True)


def test_nobody_has_used_anything_yet(office_town: OfficeTown) -> None:
    if not office_town.town.json("budget", "show")["budgets"]:
        assert "まだいません" in text(office_town.browser("mori").get("/budgets"))
    page = office_town.browser("yamada").get(f"/budgets/{office_town.town.people['ito'].id}")
    assert "全委託元の合計" in text(page)


def test_R06_what_was_used_stands_with_what_is_left(
    office_town: OfficeTown, at_the_database: AtTheDatabase, page_of: str
) -> None:
    at_the_database.take(3)
    at_the_database.settle(3)
    for name in ("yamada", "mori"):
        browser = office_town.browser(name)
        index, page = text(browser.get("/budgets")), text(browser.get(page_of))
        assert "SATO 一郎" in index
        assert page_of in index
        assert "ほしみ通販" in page
        assert "残り" in page
    assert office_town.browser("sato").get("/budgets").status_code == 403
    assert office_town.browser("ito").get(page_of).status_code == 403


def test_R47_client_by_client_who_was_shown_what(office_town: OfficeTown, at_the_database: AtTheDatabase) -> None:
    at_the_database.take(2)
    at_the_database.settle(2)
    for name in ("yamada", "mori"):
        browser = office_town.browser(name)
        page = text(browser.get("/budgets/clients"))
        for word in ("ほしみ通販", "SATO 一郎", "だれが何を見たか", "伏せ字の行", "/budgets/"):
            assert word in page, word
        assert "/budgets/clients" in text(browser.get("/budgets"))
        for table in re.findall(r"(?s)<table.*?</table>", page):
            heads = table[: table.index("</thead>")].count("<th")
            rows = re.findall(r"(?s)<tr>.*?</tr>", table[table.index("</thead>") :])
            assert [row.count("<td") + row.count("<th ") for row in rows] == [heads - 1] * len(rows), (
                "thead counts itself"
            )
    english = text(browser.get("/budgets/clients", headers={"Accept-Language": "en"}))
    assert "Who saw what" in english or "だれが何を見たか" in english
    for nothing in ("?to=2020-01-01", "?from=2031-01-01&to=2031-01-02"):
        assert "この期間に表示したデータはありません" in text(browser.get(f"/budgets/clients{nothing}")), nothing
    for odd in (
        "?from=x&to=9999-99-99",
        "?client=%27%3B--",
        "?page=99",
        "?from=2027-01-01&to=2026-01-01",
        "?to=0001-01-01",
    ):
        assert browser.get(f"/budgets/clients{odd}").status_code == 200, odd
    for name in ("sato", "ito"):
        assert office_town.browser(name).get("/budgets/clients").status_code == 403


def test_R06_a_supervisor_releases_with_a_reason(
    office_town: OfficeTown, at_the_database: AtTheDatabase, page_of: str
) -> None:
    assert isinstance(at_the_database.take(1201), Stopped)
    assert "凍結中" in text(office_town.browser("mori").get("/budgets"))
    assert "凍結を解除する" not in text(office_town.browser("mori").get(page_of))
    browser = office_town.sign_in("yamada")
    page = text(browser.get(page_of))
    assert "伏せ字の行数" in page
    assert at_the_database.id in page
    empty = browser.post(f"{page_of}/release", {"reason": "  "}, page=page_of)
    assert empty.status_code == 422
    assert "理由を" in text(empty)
    done = browser.post(f"{page_of}/release", {"reason": "本人に確認した"}, page=page_of)
    assert "凍結を解除しました" in text(browser.followed(done))
    again = browser.post(f"{page_of}/release", {"reason": "x"}, page=page_of)
    assert again.status_code == 409
    index = text(browser.get("/budgets"))
    assert "解除した凍結" in index
    assert "本人に確認した" in index


def test_R06_two_supervisors_raise_and_neither_alone(office_town: OfficeTown, page_of: str) -> None:
    browser = office_town.sign_in("yamada")
    none = browser.post(f"{page_of}/raise", {"people": "x", "rows": "-1", "reason": "調査"}, page=page_of)
    assert none.status_code == 422
    assert "調査" in text(none)
    much = browser.post(f"{page_of}/raise", {"people": "21", "rows": "0", "reason": "調査"}, page=page_of)
    assert much.status_code == 422
    assert "1 セッション分まで" in text(much)
    asked = browser.post(f"{page_of}/raise", {"people": "2", "rows": "30", "reason": "調査を続ける"}, page=page_of)
    own = text(browser.followed(asked))
    assert "自分が申請した引き上げは確認できません" in own
    (proposal,) = office_town.town.json("budget", "show", "sato")["budgets"][0]["waiting"]
    mine = browser.post(f"{page_of}/steps/{proposal}/confirm", page=page_of)
    assert mine.status_code == 403
    other = office_town.sign_in("kobayashi")
    assert "調査を続ける" in text(other.get(page_of))
    elsewhere = f"/budgets/{office_town.town.people['ito'].id}"
    assert other.post(f"{elsewhere}/steps/{proposal}/confirm", page=elsewhere).status_code == 404
    done = other.post(f"{page_of}/steps/{proposal}/confirm", page=page_of)
    page = text(other.followed(done))
    assert "2 人、30 行を引き上げています" in page
    assert "引き上げを申請する" not in page
    assert "引き上げ中" in text(other.get("/budgets"))


def test_R06_a_step_that_was_asked_can_be_withdrawn(office_town: OfficeTown) -> None:
    town = office_town.town
    if "abiko" not in town.people:
        town.enter("abiko", "engineer", "E-778", by="ito")
    page = f"/budgets/{town.people['abiko'].id}"
    asked = said(town.as_("kobayashi", "budget", "raise", "abiko", "--rows", "5", "--reason", "x", "--json"))[
        "proposal"
    ]
    browser = office_town.sign_in("yamada")
    done = browser.post(f"{page}/steps/{asked}/withdraw", page=page)
    assert "取り下げました" in text(browser.followed(done))
    assert browser.post(f"{page}/steps/{asked}/confirm", page=page).status_code == 409


def test_a_person_there_is_not(office_town: OfficeTown) -> None:
    browser = office_town.sign_in("yamada")
    for path in ("/budgets/P-20260101-0000000000", "/budgets/x"):
        assert browser.get(path).status_code == 404
        assert browser.post(f"{path}/release", {"reason": "x"}, page="/budgets").status_code == 404


def test_R47_people_of_shells_are_told_apart_as_an_estimate(office_town: OfficeTown, order: str, page_of: str) -> None:
    connection = Connection(office_town.town, "sato")
    shell = connection.open(order)
    digest = Digests(connection.keeper).digest([("C01", spelled_seen("C01", "phone", b"09087654321"))])[0]
    connection.registrar.take_shell(shell.id, people=[[("C01", digest)]])
    shell.end()
    connection.close()
    yamada = office_town.browser("yamada")
    page = text(yamada.get("/budgets/clients"))
    for table in re.findall(r"(?s)<table.*?</table>", page):
        assert "シェルの人数（推定）" in table
    assert "（シェル）" in page
    assert "(shell)" not in page
    assert "シェルの人数は推定です" in page
    cells = re.findall(r'data-label="シェルの人数（推定）">([^<]*)<', page)
    assert "1" in cells
    assert 'data-label="シェルの人数（今日・推定）"' in text(yamada.get("/budgets"))
    assert "シェルで表示した人数と残り" in text(yamada.get(page_of))
