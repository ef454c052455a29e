"""照会 in the browser: asked by auditors with a fresh factor and a purpose; no number anywhere (R-47, R-48)."""

import json
from collections.abc import Iterator

import pytest

from admin_ui.language import COOKIE
from tests.admin_ui.an_office import Browser, OfficeTown
from tests.gateway.cli.inquiry.a_reader import Reader, listed
from tests.gateway.cli.town import an_order

TWELVE = [f"7700{number:06}" for number in range(12)]
CLIENT, PEOPLE = "/inquiries/client", "/inquiries/people"


@pytest.fixture(scope="module")
def order(office_town: OfficeTown) -> str:
    return an_order(office_town.town)


@pytest.fixture(scope="module")
def reader(office_town: OfficeTown, order: str) -> Iterator[Reader]:
    made = Reader(office_town.town, order)
    made.reads(*TWELVE, "8800000001")
    made.tell()
    yield made
    made.end()


@pytest.fixture(scope="module")
def mori(office_town: OfficeTown) -> Browser:
    return office_town.sign_in("mori")


def text(response) -> str:
    return response.get_data(as_text=True)


def asked(browser: Browser, path: str, **fields: str):
    return browser.post(path, {"client": "C01", "purpose": "A社からの照会", **fields}, page=path)


def test_nobody_has_inquired_yet(mori: Browser) -> None:
    page = text(mori.get("/inquiries"))
    assert "照会はまだありません" in page
    assert "表示の記録は、まだありません" in page
    nothing = text(asked(mori, CLIENT))
    assert "表示した記録はありません" in nothing
    assert "記録の範囲内の答えです" in nothing


def test_R47_of_a_client(mori: Browser, reader: Reader) -> None:
    page = text(asked(mori, CLIENT))
    for word in (
        "として監査ログに記録しました",
        "ほしみ通販",
        "SATO 一郎",
        "みなと運用",
        "pc-1",
        reader.session.id,
        "推定",
    ):
        assert word in page, word
    assert f"/sessions/{reader.session.id}" in page
    assert "それより前は" in text(asked(mori, CLIENT, since="2013-07-01"))


def test_R48_of_given_people(mori: Browser, reader: Reader) -> None:
    answer = asked(mori, PEOPLE, numbers=listed(["0000000009", *TWELVE]))
    page = text(answer)
    assert "12／13" in page
    assert reader.session.id in page
    assert "何番目の人か" in page
    assert not any(number in page for number in TWELVE)
    assert answer.headers["Cache-Control"] == "no-store"
    page = text(asked(mori, PEOPLE, numbers="0000000009"))
    assert "表示した記録はありません" in page
    assert "先頭の 0" in page


def test_it_stands_in_the_list_and_in_the_journal_with_its_purpose(
    office_town: OfficeTown, mori: Browser, reader: Reader
) -> None:
    page = text(mori.get("/inquiries"))
    made = office_town.town.events("inquiry.made")
    assert all(each["inquiry"] in page for each in made)
    assert "A社からの照会" in page
    assert "A社からの照会" in text(mori.get("/journal?kind=inquiry.made"))
    whole = json.dumps(office_town.town.json("audit", "show", "--limit", "100000"))
    assert not any(number in whole for number in TWELVE)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"purpose": " "}, "照会の目的は必須です"),
        ({"purpose": "x" * 201}, "照会の目的は必須です"),
        ({"purpose": f"{TWELVE[0]} の件"}, "番号が書かれています"),
        ({"client": ""}, "委託元を選んでください"),
        ({"client": "C77"}, "C77"),
        ({"numbers": ""}, "番号がありません"),
        ({"numbers": "1" * 65}, "1 行目"),
        ({"numbers": "\x00"}, "文字として読み取れません"),
        ({"numbers": "\n".join(map(str, range(1001)))}, "1000 人まで"),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "期間の終わり"),
        ({"since": "yesterday"}, "2027-03-31"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(mori: Browser, fields: dict[str, str], word: str) -> None:
    refused = asked(mori, PEOPLE, **{"numbers": listed(TWELVE), **fields})
    assert refused.status_code == 422, text(refused)[:500]
    assert word in text(refused)
    assert "として監査ログに記録しました" not in text(refused)


def test_R95_in_english(office_town: OfficeTown, reader: Reader) -> None:
    browser = office_town.sign_in("mori")
    browser.client.set_cookie(COOKIE, "en", domain="localhost", secure=True)
    page = text(asked(browser, CLIENT))
    for word in ("Journalled as inquiry", "Estimated people", "Began, ended"):
        assert word in page, word
    page = text(asked(browser, PEOPLE, numbers=listed(TWELVE)))
    for word in ("Largest overlap first", "Who, by place in the list", "look-up"):
        assert word in page, word


def test_only_auditors_with_a_fresh_factor(office_town: OfficeTown, reader: Reader) -> None:
    for name in ("sato", "yamada", "ito"):
        browser = office_town.browser(name)
        for path in ("/inquiries", CLIENT, PEOPLE):
            assert browser.get(path).status_code == 403, (name, path)
        browser.get("/")
        assert asked_without_page(browser).status_code == 403
    late = office_town.sign_in("mori")
    late.get(PEOPLE)
    office_town.town.clock.offset += 360
    between = late.post(PEOPLE, {"client": "C01", "purpose": "照会", "numbers": listed(TWELVE)})
    assert between.status_code == 403
    assert "fresh_code" in text(between)
    code = office_town.town.code("mori")
    through = late.post(PEOPLE, {"client": "C01", "purpose": "照会", "numbers": listed(TWELVE), "fresh_code": code})
    assert "12／12" in text(through)


def asked_without_page(browser: Browser):
    return browser.post(PEOPLE, {"client": "C01", "purpose": "照会", "numbers": listed(TWELVE)})
