"""Recordings in the browser: who sees what, in which order, and how often."""

import json

import pytest

from tests.admin_ui.an_office import OfficeTown
from tests.admin_ui.recordings.a_replay import frames, permitted, shown
from tests.gateway.cli.town import Session, a_recording, an_order

PIECES = (b"$ ls\r\n", "顧客一覧\r\n".encode(), b"done\r\n")


@pytest.fixture(scope="module")
def recorded(office_town: OfficeTown) -> Session:
    return a_recording(office_town.town, an_order(office_town.town), *PIECES)


def text(response) -> str:
    return response.get_data(as_text=True)


def test_R39_the_list_is_filtered(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    found = "/recordings?person=sato&client=C01&target=callcenter-app&purpose=failure&state=sealed&from=2026-01-01"
    assert recorded.recording in text(browser.get(found))
    for none in ("client=C02", "state=interrupted", "person=nobody", "to=2001-01-01"):
        assert recorded.recording not in text(browser.get(f"/recordings?{none}")), none


def test_R39_the_verdict_stands_before_the_replay_is_offered(office_town: OfficeTown, recorded: Session):
    page = text(office_town.browser("mori").get(f"/recordings/{recorded.recording}"))
    assert "検証結果: 一致" in page
    assert page.index("検証結果: 一致") < page.index("目的を記録して再生する")
    assert "SATO 一郎" in page


def test_R40_purpose_first_then_the_frames_once(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    before = len(office_town.town.events("recording.viewed"))
    page = permitted(browser, recorded.recording, "月次の点検")
    (viewed,) = office_town.town.events("recording.viewed")[before:]
    assert (viewed["purpose"], viewed["how"], viewed["recording"]) == ("月次の点検", "replay", recorded.recording)
    assert office_town.town.events("key.used") == [], "the keeper opens nothing before the frames are asked for"
    html = browser.get(page)
    assert "script-src 'self' 'wasm-unsafe-eval'" in html.headers["Content-Security-Policy"]
    assert "MORI 一郎" in text(html)
    lines = frames(browser, page)
    assert lines[0]["version"] == 3
    assert lines[0]["title"] == ""
    assert lines[0]["sekisho"]["personal"] == {"name": "山田 一郎", "employer": "みなと運用"}
    assert shown(lines) == b"".join(PIECES).decode()
    assert lines[-1] == "# whole"
    assert [each["recording"] for each in office_town.town.events("key.used")] == [recorded.recording]
    again = browser.post(f"{page}/frames")
    assert again.status_code == 409
    assert "すでに始まったか" in json.loads(text(again))["says"]
    assert "すでに始まったか" in text(browser.get(page))


def test_R40_wasm_runs_on_no_other_page(office_town: OfficeTown, recorded: Session):
    for address in ("/recordings", f"/recordings/{recorded.recording}", "/journal", "/sessions"):
        assert "wasm" not in office_town.browser("mori").get(address).headers["Content-Security-Policy"]


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, "a\x00b", "two\u2028lines"])
def test_R40_without_a_purpose_nothing_is_permitted(office_town: OfficeTown, recorded: Session, purpose: str):
    browser = office_town.browser("mori")
    before = len(office_town.town.events("recording.viewed"))
    address = f"/recordings/{recorded.recording}"
    answer = browser.post(f"{address}/plays", {"purpose": purpose}, page=address)
    if answer.status_code == 303:  # blanks of every kind become one
        assert purpose.split() == office_town.town.events("recording.viewed")[-1]["purpose"].split()
        return
    assert answer.status_code == 422
    assert len(office_town.town.events("recording.viewed")) == before


def test_R40_a_replay_is_of_one_session_one_recording_one_person(office_town: OfficeTown, recorded: Session):
    mori = office_town.browser("mori")
    page = permitted(mori, recorded.recording)
    other = office_town.sign_in("mori")
    other.token = mori.token
    other.get(f"/recordings/{recorded.recording}")
    for try_ in (f"{page}/frames", f"{page}/hits"):
        assert other.post(try_, {"text": "x"}).status_code == 404
    assert other.get(page).status_code == 404
    elsewhere = page.replace(recorded.recording, "R-20260101-0000000000")
    assert mori.get(elsewhere).status_code == 404
    assert mori.post(f"{elsewhere}/frames").status_code == 404
    assert frames(mori, page)[-1] == "# whole"


def test_R40_a_permission_is_good_for_a_minute(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    page = permitted(browser, recorded.recording)
    browser.get(page)
    office_town.town.clock.offset += 61
    answer = browser.post(f"{page}/frames")
    assert answer.status_code == 409
    assert "時間が過ぎて" in json.loads(text(answer))["says"]


def test_R39_search_finds_what_was_shown_and_only_within_the_replay(office_town: OfficeTown, recorded: Session):
    browser = office_town.browser("mori")
    page = permitted(browser, recorded.recording)
    assert browser.post(f"{page}/hits", {"text": "顧客"}).status_code == 404, "before the frames were taken"
    frames(browser, page)
    found = json.loads(text(browser.post(f"{page}/hits", {"text": "顧客"})))
    (hit,) = found["hits"]
    assert (hit["code"], "顧客一覧" in hit["context"]) == ("o", True)
    assert json.loads(text(browser.post(f"{page}/hits", {"text": "無い語"})))["hits"] == []
    for unfit in ("", "   ", "x" * 101):
        assert browser.post(f"{page}/hits", {"text": unfit}).status_code == 422


@pytest.mark.parametrize("name", ["ito", "sato", "yamada"])
def test_R40_nobody_but_an_auditor_replays(office_town: OfficeTown, recorded: Session, name: str):
    mori, browser = office_town.browser("mori"), office_town.browser(name)
    page = permitted(mori, recorded.recording)
    browser.get("/recordings")
    for address, data in (
        (f"/recordings/{recorded.recording}/plays", {"purpose": "x"}),
        (f"{page}/frames", {}),
        (f"{page}/hits", {"text": "x"}),
    ):
        assert browser.post(address, data).status_code == 403, address
    assert browser.get(page).status_code == 403
    shown_page = browser.get(f"/recordings/{recorded.recording}")
    assert shown_page.status_code == (200 if name == "yamada" else 403)
    assert "目的を記録して再生する" not in text(shown_page)


def test_R40_without_a_fresh_factor_nothing_is_permitted_and_the_purpose_is_not_lost(
    office_town: OfficeTown, recorded: Session
):
    browser = office_town.sign_in("mori")
    address = f"/recordings/{recorded.recording}"
    browser.get(address)
    office_town.town.clock.offset += 301
    answer = browser.post(f"{address}/plays", {"purpose": "点検その2"})
    assert answer.status_code == 403
    assert "点検その2" in text(answer)
    assert "fresh_code" in text(answer)
    code = office_town.town.code("mori")
    answer = browser.post(f"{address}/plays", {"purpose": "点検その2", "fresh_code": code})
    assert frames(browser, answer.headers["Location"])[-1] == "# whole"
