"""Standing by in a real browser: the screen within a second, the page's own words when it is hidden, cut off, or over."""

import time
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import insert, select

from gateway.guards.verdict import Why
from gateway.recording.watched import SUFFIX
from gateway.sessions.standing import FROZEN_FOR, Course, Standing
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.storage.stores.standings import Standings
from gateway.storage.tables import SESSION
from gateway.vocabulary.clock import SystemClock
from tests.admin_ui.an_office import an_office
from tests.browser.a_served_office import ServedOffice, served
from tests.browser.chromium import NARROW, WIDE, shoot
from tests.browser.test_every_page import CUT, FIRST_OF_MANY, RULES, WIDER
from tests.browser.test_replay import HOSTILE
from tests.gateway.cli.town import Connection, Session

WITHIN_SECONDS = 1.0
LOOKED_AT = {
    "exclude": [*FIRST_OF_MANY["exclude"], ["#live-mark"]]
}  # the watermark is faint on purpose, and said in words below
PRESENT = {"ja": "立ち会っています", "en": "You stand by"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[ServedOffice]:
    with an_office(tmp_path_factory.mktemp("office")) as town, served(town, playwright) as made:
        yield made


@pytest.fixture
def session(office: ServedOffice) -> Iterator[Session]:
    connection = Connection(office.town.town, "sato")
    made = connection.open(office.order)
    made.recorder._flag._clock = SystemClock()  # the town's runs ahead with each code, files' times do not
    yield made
    connection.close()


def beside(page: Page, session: Session) -> None:
    """State a purpose, and stand by."""
    page.goto(f"/sessions/{session.id}")
    page.fill("#watch-purpose", "手順の確認")
    page.click("form[action$='/watches'] button[type=submit]")
    page.locator(".ap-term").wait_for()


def flagged(session: Session) -> bool:
    flag = session.recorder.path.with_suffix(SUFFIX)
    return flag.exists() and time.time() - flag.stat().st_mtime < 1.5


def test_R42_the_screen_is_seen_within_a_second_and_stays_in_the_player(office: ServedOffice, session: Session) -> None:
    for each in HOSTILE:
        session.recorder.output(each)
    with office.window("yamada") as window:
        page = window.new_page()
        beside(page, session)
        page.get_by_text("探す言葉").wait_for()
        time.sleep(1.2)  # the recorder looks once a second whether somebody watches
        took = []
        for number in range(4):
            word = f"line-{number}-{time.monotonic_ns()}"
            began = time.monotonic()
            session.recorder.output(f"{word}\r\n".encode())
            page.get_by_text(word).wait_for(timeout=5000)
            took.append(time.monotonic() - began)
        print(f"seen after {', '.join(f'{each:.2f}' for each in took)} s")
        assert max(took) < WITHIN_SECONDS
        assert page.title().startswith("立会い")
        assert page.locator("#live-player a, #live-player img, #live-player script").count() == 0
        assert "\u202e" not in page.locator("#live-player").inner_text()
        assert "YAMADA 一郎" in page.locator("#live-mark span").first.inner_text()
        session.recorder.resize(132, 40)
        session.recorder.output(b"\x1b[2J\x1b[40;120Hcorner")
        page.get_by_text("corner").wait_for()


def test_R27_a_hidden_page_stands_by_no_more_and_a_page_in_sight_does_again(
    office: ServedOffice, session: Session
) -> None:
    with office.window("yamada") as window:
        page = window.new_page()
        beside(page, session)
        expect(page.locator("#live-state")).to_contain_text(PRESENT["ja"])
        assert flagged(session)
        page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
        expect(page.locator("#live-state")).to_contain_text("見えていない間")
        began = time.monotonic()
        while flagged(session):
            assert time.monotonic() - began < 3
            time.sleep(0.05)
        page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#live-state")).to_contain_text(PRESENT["ja"])
        assert flagged(session)


def test_R42_the_end_is_said_and_the_picture_stays(office: ServedOffice) -> None:
    connection = Connection(office.town.town, "sato")
    session = connection.open(office.order)
    with office.window("yamada") as window:
        page = window.new_page()
        beside(page, session)
        session.recorder.output("最後の行\r\n".encode())
        page.get_by_text("最後の行").wait_for()
        session.end()
        connection.close()
        page.locator("#live[data-done]").wait_for()
        assert "セッションは終了しました" in page.locator("#live-state").inner_text()
        assert page.get_by_text("最後の行").is_visible()
        shoot(page, "live-over-ja")


def test_R95_R96_beside_a_screen_by_keyboard_alone_and_for_everybody(office: ServedOffice, session: Session) -> None:
    session.recorder.output("\x1b[31m赤い\x1b[m行\r\n$ tail -f app.log\r\n".encode())
    for language, size in (("ja", NARROW), ("en", NARROW), ("ja", WIDE), ("en", WIDE)):
        with office.window("yamada", language=language, viewport=size) as window:
            page = window.new_page()
            page.goto(f"/sessions/{session.id}")
            _fine(page, language, f"session-{language}-{size['width']}", size)
            page.locator("#watch-purpose").focus()
            page.keyboard.type("keyboard alone")
            page.keyboard.press("Enter")
            page.locator(".ap-term").wait_for()
            expect(page.locator("#live-state")).to_contain_text(PRESENT[language])
            _fine(page, language, f"live-{language}-{size['width']}", size)
            page.locator("#freeze summary").focus()
            page.keyboard.press("Enter")
            expect(page.locator("#freeze-reason")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("#freeze summary")).to_be_focused()
            page.goto("/sessions")
            _fine(page, language, f"sessions-{language}-{size['width']}", size)


def test_R42_a_full_list_of_every_standing_is_read_on_a_narrow_screen_and_quickly(
    office: ServedOffice, session: Session
) -> None:
    many(office, session, 120)  # no session of theirs runs: nothing after this test would find the list short
    for language, size in (("ja", NARROW), ("en", WIDE)):
        with office.window("yamada", language=language, viewport=size) as window:
            page = window.new_page()
            page.goto("/sessions")
            _fine(page, language, f"sessions-full-{language}-{size['width']}", size)
            took = []
            for _ in range(5):
                began = time.monotonic()
                assert (
                    page.evaluate(
                        "fetch('/sessions/running').then((answer) => answer.text().then(() => answer.status))"
                    )
                    == 200
                )
                took.append(time.monotonic() - began)
            print(f"the live part with 121 sessions: {1000 * sorted(took)[2]:.0f} ms")
            assert sorted(took)[2] < 1.0
            page.goto(f"/sessions/{session.id}")
            _fine(page, language, f"session-frozen-{language}-{size['width']}", size)


def many(office: ServedOffice, like: Session, how_many: int) -> None:
    """Rows of running sessions beside the real one, which is frozen; in every standing."""
    engine = open_engine(read(office.town.town.settings).database)
    with engine.begin() as written:
        row = dict(written.execute(select(SESSION).where(SESSION.c.id == like.id)).mappings().one())
        stands = Standings(written)
        now = office.town.town.clock.now()
        frozen = {"course": Course.FROZEN, "since": now, "ends_at": now + FROZEN_FOR}
        stands.put(Standing(session=like.id, why=Why.PEOPLE, used=20, limit=20, **frozen))
        stands.counted(like.id, people=20, cap=20)
        reasons = list(Why)
        for number in range(how_many):
            ident = f"S-20261123-ZZZZZZZ{number:03d}"
            written.execute(
                insert(SESSION).values({**row, "id": ident, "recording_id": f"R-20261123-ZZZZZZZ{number:03d}"})
            )
            match number % 4:
                case 1:
                    stands.counted(ident, people=number % 21, cap=20)
                case 2:
                    stands.put(Standing(session=ident, course=Course.PAUSED, why=Why.NOVEL, since=now, used=2))
                case 3:
                    stands.put(Standing(session=ident, why=reasons[number % len(reasons)], **frozen))
    engine.dispose()


def _fine(page: Page, language: str, name: str, size: dict[str, int]) -> None:
    shoot(page, name)
    if language == "ja":
        asked = {"runOnly": RULES, "resultTypes": ["violations"]}
        found = Axe().run(page, context=LOOKED_AT, options=asked).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
    assert not page.evaluate(WIDER), name
    assert size != NARROW or not page.evaluate(CUT), name
