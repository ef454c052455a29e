"""Standing by in the pages: by people who should not, with tickets not theirs, with what should not leave the screen."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.disclosure.keeping import Door
from gateway.ipc.messages import CallRefused
from gateway.recording.watched import SUFFIX
from gateway.registrar.changes import BudgetRaised
from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring import office_live
from gateway.wiring.office_second import ask_second
from gateway.wiring.places import places
from tests.admin_ui.an_office import Browser, OfficeTown, an_office
from tests.gateway.cli.town import Connection, Session, an_order
from tests.gateway.relay.ssh.a_client import wait_until
from tests.hostile.test_office_recordings import HOSTILE


@pytest.fixture(scope="module")
def office_town(tmp_path_factory):
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(scope="module")
def order(office_town: OfficeTown) -> str:
    return an_order(office_town.town)


@pytest.fixture
def session(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    made = connection.open(order)
    yield made
    connection.close()


def text(response) -> str:
    return response.get_data(as_text=True)


def begun(browser: Browser, session: Session) -> str:
    answer = browser.post(f"/sessions/{session.id}/watches", {"purpose": "確認"}, page=f"/sessions/{session.id}")
    assert answer.status_code == 303, text(answer)[-1500:]
    return answer.headers["Location"]


def look(browser: Browser, address: str, seen: int = -1):
    return browser.post(f"{address}/looks", {"seen": str(seen)})


def touched(session: Session) -> float:
    flag = session.recorder.path.with_suffix(SUFFIX)
    return flag.stat().st_mtime if flag.exists() else 0.0


def of(town: OfficeTown, kind: str, session: Session) -> list[dict]:
    return [each for each in town.town.events(kind) if each["session"] == session.id]


@pytest.mark.parametrize("name", ["sato", "mori", "ito"])
def test_R27_nobody_who_may_not_stands_by_by_any_door(office_town: OfficeTown, session: Session, name: str):
    """The engineer himself, an auditor, an administrator: not by the form, nor by a watch that a supervisor has."""
    yamada, other = office_town.sign_in("yamada"), office_town.sign_in(name)
    address = begun(yamada, session)
    look(yamada, address)
    other.get("/account")
    before = touched(session)
    for answer in (
        other.post(f"/sessions/{session.id}/watches", {"purpose": "x"}),
        look(other, address),
        other.get(address),
        other.get(f"{address}/standing"),
        other.post(f"{address}/here"),
        other.post(f"{address}/leave"),
        other.post(f"/sessions/{session.id}/freeze", {"reason": "x"}),
        other.post(f"/sessions/{session.id}/resume", {"reason": "x"}),
        other.post(f"/sessions/{session.id}/extend", {"reason": "x", "people": "5"}),
    ):
        assert answer.status_code == 403, text(answer)[-500:]
    assert touched(session) == before
    assert {each["by_username"] for each in of(office_town, "session.attended", session)} == {"yamada"}


def test_R27_the_registrar_asks_again_whoever_the_page_let_through(office_town: OfficeTown, session: Session):
    """As if the office's own table were broken: an auditor's bound connection is refused by the registrar itself."""
    mori = office_town.sign_in("mori")
    made = office_town.house.visit(_ticket(mori), "192.0.2.7")
    assert made is not None
    with made.office as office:
        line = office.attending()
        with pytest.raises(CallRefused, match=r"role\.missing"):
            line.attend(session.id)
        line.close()
    assert of(office_town, "session.attended", session) == []


def test_R40_another_persons_watch_gives_no_frame_and_keeps_nobody_present(office_town: OfficeTown, session: Session):
    session.recorder.output(b"only for yamada")
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    address = begun(yamada, session)
    wait_until(lambda: "only for yamada" in text(look(yamada, address)), 5)
    kobayashi.get("/sessions")
    answers = [look(kobayashi, address), look(kobayashi, address, 0), look(office_town.nobody(), address)]
    assert [answer.status_code for answer in answers[:2]] == [404, 404]
    assert answers[2].status_code in (303, 400)
    assert not any("only for yamada" in text(answer) for answer in answers)
    wait_until(lambda: of(office_town, "session.left", session), 6)


def test_R40_what_a_session_shows_is_data_to_the_page(office_town: OfficeTown, session: Session):
    for each in HOSTILE:
        session.recorder.output(each)
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    wait_until(lambda: "終わり" in json.loads(text(look(yamada, address)))["events"].__str__(), 5)
    answer = look(yamada, address)
    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    page, standing = text(yamada.get(address)), text(yamada.get(f"{address}/standing"))
    for bad in ("STOLEN", "evil.example", "<script>alert", "onerror=alert", "\u202e"):
        assert bad not in page
        assert bad not in standing


def test_R14_what_was_typed_is_never_in_a_look(office_town: OfficeTown, session: Session):
    session.recorder.output(b"Password: ")
    session.recorder.input(b"hunter2\r")
    session.recorder.output(b"\r\nwelcome")
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    wait_until(lambda: "welcome" in text(look(yamada, address)), 5)
    assert "hunter2" not in text(look(yamada, address))


def test_many_looks_of_one_page_at_once_mix_nothing_up(office_town: OfficeTown, session: Session):
    for number in range(50):
        session.recorder.output(f"line {number:02d}\r\n".encode())
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    wait_until(lambda: "line 49" in text(look(yamada, address)), 5)
    tabs = [_tab(office_town, yamada) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda tab: look(tab, address), tabs))
    for answer in answers:
        assert answer.status_code in (200, 409)
        if answer.status_code == 200:
            shown = "".join(each[1] for each in json.loads(text(answer))["events"])
            assert shown == "".join(f"line {number:02d}\r\n" for number in range(50))


def test_a_person_keeps_no_more_watches_than_he_may_and_the_oldest_goes(office_town: OfficeTown, session: Session):
    yamada = office_town.sign_in("yamada")
    addresses = [begun(yamada, session) for _ in range(office_live.WATCHES_PER_PERSON + 2)]
    mine = [each for each in office_town.house.watches._watches.values() if each.session == session.id]
    assert len(mine) == office_live.WATCHES_PER_PERSON
    assert look(yamada, addresses[0]).status_code == 404
    assert look(yamada, addresses[-1]).status_code == 200


def test_a_watch_whose_key_nobody_asks_for_is_forgotten(
    office_town: OfficeTown, session: Session, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(office_live, "KEPT_SECONDS", 0.5)
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    look(yamada, address)
    watch = next(each for each in office_town.house.watches._watches.values() if each.session == session.id)
    wait_until(lambda: watch._following is None, 6)
    assert look(yamada, address).status_code == 404
    assert yamada.get(address).status_code == 303, "the page leads back to the session"


def test_R41_a_damaged_recording_is_said_and_nothing_more_is_shown(office_town: OfficeTown, session: Session):
    session.recorder.output(b"sound\r\n")
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    wait_until(lambda: "sound" in text(look(yamada, address)), 5)
    file = places(read(office_town.town.settings)).recordings / session.recording.split("-")[1]
    path = file / f"{session.recording}.rec"
    data = bytearray(path.read_bytes())
    data[-40] ^= 1
    path.write_bytes(data)
    deadline, answer = time.monotonic() + 10, look(yamada, address)
    while answer.status_code == 200 and time.monotonic() < deadline:
        time.sleep(0.2)
        answer = look(yamada, address, json.loads(text(answer))["number"])
    assert answer.status_code == 503
    assert json.loads(text(answer))["says"]


def test_no_thread_waits_for_a_session_that_shows_nothing(office_town: OfficeTown, session: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    look(yamada, address)
    before, began = threading.active_count(), time.monotonic()
    for _ in range(20):
        assert look(yamada, address, 0).status_code == 200
    assert (time.monotonic() - began) / 20 < 0.5
    assert threading.active_count() <= before + 2


@pytest.mark.parametrize("reason", ["", " ", "x" * 201, "a\x1b[2Jb", "a\nb\x00"])
def test_without_a_fit_reason_nothing_is_frozen_resumed_or_extended(
    office_town: OfficeTown, session: Session, reason: str
):
    yamada = office_town.sign_in("yamada")
    for act in ("freeze", "resume", "extend"):
        answer = yamada.post(
            f"/sessions/{session.id}/{act}", {"reason": reason, "people": "5"}, page=f"/sessions/{session.id}"
        )
        assert answer.status_code == 422, act
    assert of(office_town, "session.freeze_ordered", session) == []


def test_a_watch_named_as_the_way_back_leads_nowhere_else(office_town: OfficeTown, session: Session):
    yamada = office_town.sign_in("yamada")
    for back in ("//evil.example", "https://evil.example/", "../../x", "W-20260101-0000000000", "x" * 5000):
        answer = yamada.post(
            f"/sessions/{session.id}/cut", {"reason": "x", "back": back}, page=f"/sessions/{session.id}"
        )
        assert answer.status_code in (303, 409)
        if answer.status_code == 303:
            assert answer.headers["Location"] == f"/sessions/{session.id}"


def _ticket(browser: Browser):
    return Secret((browser.ticket or "").encode())


def _tab(town: OfficeTown, of_: Browser) -> Browser:
    tab = Browser(client=town.app.test_client(), name=of_.name, ticket=of_.ticket, token=of_.token)
    for cookie in list(of_.client._cookies.values()):
        tab.client.set_cookie(cookie.key, cookie.value, domain="localhost", secure=True)
    return tab


def test_R27_a_look_that_was_on_its_way_when_he_left_brings_nobody_back(office_town: OfficeTown, session: Session):
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    look(yamada, address)
    watches = office_town.house.watches
    watch = next(each for each in watches._watches.values() if each.session == session.id)
    watches.leave(watch)
    made = office_town.house.visit(_ticket(yamada), "192.0.2.7")
    assert made is not None
    with made.office as office, pytest.raises(CallRefused, match=r"watch\.absent"):
        watches.look(office, watch, -1)
    assert not watch.stands_by
    assert watch._following is None


def test_R27_a_page_that_looks_by_itself_keeps_no_sign_in_alive(office_town: OfficeTown, session: Session):
    """Somebody who went away from his desk is signed out in the end, and then nobody stands by."""
    yamada = office_town.sign_in("yamada")
    address = begun(yamada, session)
    made = office_town.house.visit(_ticket(yamada), "192.0.2.7")
    assert made is not None
    with made.office as office:
        who = office.require_person()

        def seen_at():
            return next(each.seen_at for each in office.lists.web_sessions(who.person) if each.id == who.web)

        before = seen_at()
        office_town.town.clock.offset += 120
        assert look(yamada, address).status_code == 200
        assert yamada.get(f"{address}/standing").status_code == 200
        assert seen_at() == before
        yamada.post(f"{address}/here")
        assert seen_at() > before


def test_R06_an_extension_for_somebody_else_is_not_this_sessions(office_town: OfficeTown, session: Session):
    yamada, kobayashi = office_town.sign_in("yamada"), office_town.sign_in("kobayashi")
    made = office_town.house.visit(_ticket(yamada), "192.0.2.7")
    assert made is not None
    with made.office as office:
        change = BudgetRaised(
            person=office_town.town.people["kobayashi"].id, door=Door.SHELL, people=5, rows=0, reason="他の人"
        )
        proposal = ask_second(office, change)
    page = f"/sessions/{session.id}"
    assert proposal not in text(kobayashi.get(page))
    for act in ("confirm", "withdraw"):
        assert kobayashi.post(f"{page}/extensions/{proposal}/{act}", page=page).status_code == 404
