"""Standing by a running session in the browser: what is asked before, what is journalled, what a look brings, how one leaves."""

import json
import re
import time

import pytest

from gateway.guards.verdict import Why
from gateway.recording.watched import SUFFIX
from gateway.sessions.standing import Course, Standing
from tests.admin_ui.an_office import Browser, OfficeTown
from tests.gateway.cli.town import Connection, Session, an_order
from tests.gateway.relay.ssh.a_client import wait_until


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


def begun(browser: Browser, session: Session, purpose: str = "手順の確認") -> str:
    """The address of the page beside the screen."""
    answer = browser.post(f"/sessions/{session.id}/watches", {"purpose": purpose}, page=f"/sessions/{session.id}")
    assert answer.status_code == 303, text(answer)[-1500:]
    address = answer.headers["Location"]
    assert browser.get(address).status_code == 200
    return address


def look(browser: Browser, address: str, seen: int) -> dict:
    answer = browser.post(f"{address}/looks", {"seen": str(seen)})
    assert answer.status_code == 200, text(answer)
    return json.loads(text(answer))


def flagged(session: Session) -> bool:
    """Whether the recording's flag is fresh, by the machine's clock (the town's runs ahead)."""
    flag = session.recorder.path.with_suffix(SUFFIX)
    return flag.exists() and time.time() - flag.stat().st_mtime < 1.5


def of(events: list[dict], session: Session) -> list[dict]:
    return [each for each in events if each["session"] == session.id]


def test_R27_R42_a_supervisor_stands_by_and_sees_what_is_shown_within_a_second(
    office_town: OfficeTown, running: Session
):
    yamada = office_town.sign_in("yamada")
    running.recorder.output("前からある行\r\n".encode())
    address = begun(yamada, running)
    (came,) = of(office_town.town.events("session.attended"), running)
    assert (came["by_username"], came["person"]) == ("yamada", office_town.town.people["sato"].id)
    (viewed,) = of(office_town.town.events("recording.viewed"), running)
    assert (viewed["how"], viewed["purpose"], viewed["by_username"]) == ("watch", "手順の確認", "yamada")
    page = text(yamada.get(address))
    assert "YAMADA 一郎" in page
    assert "wasm-unsafe-eval" in yamada.get(address).headers["Content-Security-Policy"]
    shown, seen = "", -1
    began = time.monotonic()
    while "前からある行" not in shown:
        found = look(yamada, address, seen)
        shown, seen = shown + "".join(each[1] for each in found["events"] if each[0] == "o"), found["number"]
        assert time.monotonic() - began < 3
        time.sleep(0.05)
    assert found["size"] == [80, 24]
    time.sleep(0.5)  # the recorder has seen the flag
    running.recorder.output(b"fresh line\r\n")
    began = time.monotonic()
    while "fresh line" not in shown:
        time.sleep(0.45)
        found = look(yamada, address, seen)
        shown, seen = shown + "".join(each[1] for each in found["events"] if each[0] == "o"), found["number"]
        assert time.monotonic() - began < 1.5
    assert flagged(running)
    yamada.followed(yamada.post(f"{address}/leave", page=address))
    (left,) = of(office_town.town.events("session.left"), running)
    assert (left["how"], left["by_username"]) == ("said", "yamada")
    assert not flagged(running)
    assert yamada.post(f"{address}/looks", {"seen": str(seen)}).status_code == 404


def test_R27_a_browser_that_is_gone_stands_by_no_more_within_two_seconds(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, running)
    look(yamada, address, -1)
    began = time.monotonic()
    wait_until(lambda: not flagged(running), 6)
    assert time.monotonic() - began < 6
    wait_until(lambda: of(office_town.town.events("session.left"), running), 6)
    (left,) = of(office_town.town.events("session.left"), running)
    assert left["how"] == "lost"
    look(yamada, address, -1)  # and is there again when it comes back
    assert len(of(office_town.town.events("session.attended"), running)) == 2
    assert flagged(running)


def test_what_got_lost_on_the_way_comes_again_and_nothing_comes_twice(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    running.recorder.output(b"one")
    address = begun(yamada, running)
    wait_until(lambda: look(yamada, address, -1)["number"] == 1, 3)
    again = look(yamada, address, 0)
    assert again["events"] == [["o", "one"]]
    assert look(yamada, address, 1)["events"] == []
    for seen in ("7", "x", "", "-2", "1" * 30):
        assert yamada.post(f"{address}/looks", {"seen": seen}).status_code in (400, 409), seen


def test_the_end_of_the_session_is_said(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    session = connection.open(order)
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    look(yamada, address, -1)
    session.recorder.output(b"last words")
    session.end()
    connection.close()
    found = look(yamada, address, 0)
    assert found["events"] == [["o", "last words"]]
    assert found["over"]
    assert "終了しました" in text(yamada.get(f"{address}/standing"))
    assert yamada.get(address).status_code == 303, "the page leads back to the session"
    late = yamada.post(f"{address}/looks", {"seen": "-1"})
    assert late.status_code == 409, "the keeper opens nothing any more"
    assert json.loads(text(late))["says"]


@pytest.mark.parametrize("purpose", ["", "  ", "x" * 201, "a\x1b[2Jb"])
def test_R40_without_a_fit_purpose_nobody_stands_by(office_town: OfficeTown, running: Session, purpose: str):
    yamada = office_town.sign_in("yamada")
    answer = yamada.post(f"/sessions/{running.id}/watches", {"purpose": purpose}, page=f"/sessions/{running.id}")
    assert answer.status_code == 422
    assert "閲覧の目的" in text(answer)
    assert not of(office_town.town.events("session.attended"), running)


def test_R16_standing_by_needs_a_fresh_factor(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    office_town.town.clock.offset += 400
    answer = yamada.post(f"/sessions/{running.id}/watches", {"purpose": "x"}, page=f"/sessions/{running.id}")
    assert answer.status_code == 403
    assert "本人の確認" in text(answer)
    assert not of(office_town.town.events("session.attended"), running)
    answer = yamada.post(
        f"/sessions/{running.id}/watches", {"purpose": "x", "fresh_code": office_town.town.code("yamada")}
    )
    assert answer.status_code == 303


@pytest.mark.parametrize("name", ["mori", "ito", "sato"])
def test_R22_others_stand_by_nothing(office_town: OfficeTown, running: Session, name: str):
    browser = office_town.sign_in(name)
    browser.get("/account")
    assert browser.post(f"/sessions/{running.id}/watches", {"purpose": "x"}).status_code == 403
    assert not of(office_town.town.events("session.attended"), running)


def test_a_watch_is_one_persons_in_one_sign_in(office_town: OfficeTown, running: Session):
    yamada, elsewhere, kobayashi = (office_town.sign_in(name) for name in ("yamada", "yamada", "kobayashi"))
    address = begun(yamada, running)
    for other in (elsewhere, kobayashi):
        other.get("/sessions")
        assert other.post(f"{address}/looks", {"seen": "-1"}).status_code == 404
        assert other.get(f"{address}/standing").status_code == 404
        assert other.post(f"{address}/leave").status_code == 404
        assert other.get(address).status_code == 303
    assert yamada.post(f"{address}/looks", {"seen": "-1", "csrf_token": "x"}).status_code == 400
    other_session = address.replace(running.id, "S-20260101-0000000000")
    assert yamada.post(f"{other_session}/looks", {"seen": "-1"}).status_code == 404


def test_signed_out_he_stands_by_no_more(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, running)
    look(yamada, address, -1)
    yamada.post("/signout", page="/sessions")
    assert yamada.post(f"{address}/looks", {"seen": "-1"}).status_code in (303, 400)
    wait_until(lambda: of(office_town.town.events("session.left"), running), 6)


def test_the_list_says_who_stands_by_and_how_each_session_stands(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, running)
    look(yamada, address, -1)
    listed = text(office_town.browser("mori").get("/sessions/running"))
    assert "YAMADA 一郎" in listed
    assert "実行中" in listed
    assert "YAMADA 一郎" in text(yamada.get(f"{address}/standing"))


def test_whoever_is_there_keeps_the_sign_in_alive(office_town: OfficeTown, running: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, running)
    assert yamada.post(f"{address}/here").status_code == 204


def test_R06_a_supervisor_freezes_beside_the_screen_and_resumes_with_a_fresh_factor(
    office_town: OfficeTown, running: Session
):
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    address = begun(yamada, running)
    watch = address.rsplit("/", 1)[1]
    office_town.town.clock.offset += 400
    answer = yamada.post(
        f"/sessions/{running.id}/freeze", {"reason": "表を読み続けている", "back": watch}, page=address
    )
    assert answer.status_code == 303, text(answer)[-1500:]
    assert answer.headers["Location"] == address, "back beside the screen"
    page = text(yamada.get(address))
    assert "凍結しました" in page
    assert "管理監督者が凍結しました" in page
    (ordered,) = of(office_town.town.events("session.freeze_ordered"), running)
    assert (ordered["supervisor"], ordered["reason"]) == ("yamada", "表を読み続けている")
    listed = text(kobayashi.get("/sessions/running"))
    assert "凍結中" in listed
    again = yamada.post(f"/sessions/{running.id}/freeze", {"reason": "x"}, page=f"/sessions/{running.id}")
    assert again.status_code == 409
    refused = kobayashi.post(f"/sessions/{running.id}/resume", {"reason": "確認した"}, page=f"/sessions/{running.id}")
    assert refused.status_code == 403
    assert "本人の確認" in text(refused)
    answer = kobayashi.post(
        f"/sessions/{running.id}/resume", {"reason": "確認した", "fresh_code": office_town.town.code("kobayashi")}
    )
    assert "再開しました" in text(kobayashi.followed(answer))
    (released,) = [each for each in office_town.town.events("disclosure.released") if each["reason"] == "確認した"]
    assert released["person"] == running.facts["person"]


def test_R06_what_nobody_could_count_takes_two_supervisors_to_resume(office_town: OfficeTown, running: Session):
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    page, budgets = f"/sessions/{running.id}", f"/budgets/{running.facts['person']}"
    running.of.registrar.stopped(running.id, Course.FROZEN, Why.OPAQUE, used=4100, limit=4096)
    for address in (page, budgets):
        assert "人数を数えられない表示による凍結です" in text(yamada.get(address))
    answer = yamada.post(f"{page}/resume", {"reason": "やめておく"}, page=page)
    said = text(yamada.followed(answer))
    assert "再開を申請しました" in said
    (proposal,) = set(re.findall(r"/extensions/([^/]+)/withdraw", said))
    answer = yamada.post(f"{page}/extensions/{proposal}/withdraw", page=page)
    assert "再開の申請を取り下げました" in text(yamada.followed(answer))
    yamada.post(f"{page}/resume", {"reason": "記録を見た"}, page=page)
    own = text(yamada.get(page))
    assert "自分が申請した再開は確認できません" in own
    assert "/confirm" not in own
    shown = text(kobayashi.get(page))
    (proposal,) = set(re.findall(r"/extensions/([^/]+)/confirm", shown))
    assert "確認して再開する" in shown
    assert "延長を申請" in shown, "an extension may be asked for besides"
    assert "確認して解除する" in text(kobayashi.get(budgets))
    assert proposal not in text(office_town.sign_in("ito").get("/changes"))
    assert running.of.registrar.hold_of(running.id) is not None
    answer = kobayashi.post(f"{page}/extensions/{proposal}/confirm", page=page)
    assert "再開しました" in text(kobayashi.followed(answer))
    assert running.of.registrar.hold_of(running.id) is None


def test_R06_the_same_on_the_persons_page(office_town: OfficeTown, running: Session):
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    page = f"/budgets/{running.facts['person']}"
    running.of.registrar.stopped(running.id, Course.FROZEN, Why.VOLUME, used=6, limit=5)
    answer = yamada.post(f"{page}/release", {"reason": "記録を見た", "door": "shell"}, page=page)
    said = text(yamada.followed(answer))
    assert "解除を申請しました" in said
    assert "自分が申請した解除は確認できません" in said
    (proposal,) = set(re.findall(r"/steps/([^/]+)/withdraw", said))
    assert running.of.registrar.hold_of(running.id) is not None
    answer = kobayashi.post(f"{page}/steps/{proposal}/confirm", page=page)
    assert "凍結を解除しました" in text(kobayashi.followed(answer))
    assert running.of.registrar.hold_of(running.id) is None


def test_R06_an_extension_takes_two_supervisors(office_town: OfficeTown, running: Session):
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    page = f"/sessions/{running.id}"
    for people in ("", "0", "x", "9999999"):
        answer = yamada.post(f"{page}/extend", {"reason": "障害の調査", "people": people}, page=page)
        assert answer.status_code == 422, (people, answer.status_code)
    answer = yamada.post(f"{page}/extend", {"reason": "やめておく", "people": "5"}, page=page)
    (proposal,) = set(re.findall(r"/extensions/([^/]+)/withdraw", text(yamada.followed(answer))))
    answer = yamada.post(f"{page}/extensions/{proposal}/withdraw", page=page)
    assert "取り下げました" in text(yamada.followed(answer))
    answer = yamada.post(f"{page}/extend", {"reason": "障害の調査", "people": "10"}, page=page)
    assert "延長を申請しました" in text(yamada.followed(answer))
    shown = text(kobayashi.get(page))
    (proposal,) = set(re.findall(r"/extensions/([^/]+)/confirm", shown))
    assert "/confirm" not in text(yamada.get(page)), "not whoever asked"
    assert yamada.post(f"{page}/extensions/{proposal}/confirm", page=page).status_code in (403, 409)
    assert kobayashi.post(f"{page}/extensions/CH-20260101-0000000000/confirm", page=page).status_code == 404
    answer = kobayashi.post(f"{page}/extensions/{proposal}/confirm", page=page)
    assert "延長は有効です" in text(kobayashi.followed(answer))
    assert office_town.town.events("disclosure.raised")


def test_every_reason_to_stop_has_words_of_its_own(office_town: OfficeTown):
    with office_town.app.test_request_context("/"):
        words = office_town.app.jinja_env.get_template("live/_macros.html").make_module(
            {"_": lambda text, **_: text, "url_for": None, "csrf_token": None}
        )
        said = {why: str(words.why(Standing(session="S", why=why))).strip() for why in Why}
    assert all(text_ and text_ != why.value for why, text_ in said.items()), said
    assert len(set(said.values())) == len(Why)


def test_R27_each_look_says_that_he_is_there_and_nothing_else_does(office_town: OfficeTown, order: str) -> None:
    connection = Connection(office_town.town, "sato")
    running, registrar = connection.open(order), connection.registrar
    yamada = office_town.sign_in("yamada")

    def ago() -> float | None:
        return registrar.attended(running.id, timeout_seconds=5.0)

    assert ago() is None
    address = begun(yamada, running)
    look(yamada, address, -1)
    assert ago() < 0.4
    time.sleep(0.5)
    yamada.get(f"{address}/standing")
    yamada.post(f"{address}/here", {})
    assert ago() >= 0.45, "a page that shows no screen is nobody's look"
    look(yamada, address, 0)
    assert ago() < 0.4
    yamada.followed(yamada.post(f"{address}/leave", page=address))
    assert ago() is None
    connection.close()
