"""The replay in a real browser: purpose, player, watermark, search, jump, once; nothing a recording holds leaves the player."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from werkzeug.serving import make_server

from admin_ui.cookies import TICKET
from gateway.recording.terminal_event import Code, TerminalEvent
from gateway.settings.reading import read
from gateway.wiring.places import places
from tests.admin_ui.an_office import OfficeTown, an_office
from tests.browser.chromium import a_context, chromium, shoot
from tests.gateway.cli.town import Connection, Session, a_recording, an_order

HOSTILE = (
    b"\x1b]0;STOLEN TITLE\x07\x1b]52;c;c2VjcmV0\x07\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\\r\n",
    b"\x1bP+q544e\x1b\\\x1b_Ga=T\x1b\\\x1b^x\x1b\\\x1b[6n\x1b[c",
    "\u202egnp.exe\u202c <script>document.title='x'</script><img src=x onerror=alert(1)>\r\n".encode(),
    "探す言葉\r\n".encode(),
)
FIRST_FRAME_SECONDS = 3.0


class Office:
    """The pages on loopback behind TLS, and a browser that trusts them."""

    def __init__(self, town: OfficeTown, browser: Browser, url: str) -> None:
        self.town, self.browser, self.url = town, browser, url
        self.order = an_order(town.town)

    @contextmanager
    def window(self, name: str, **options: object) -> Iterator[BrowserContext]:
        """A window in which this person has just signed in."""
        with a_context(self.browser, self.url, **options) as window:  # type: ignore[arg-type]
            ticket = self.town.sign_in(name).ticket or ""
            window.add_cookies([{"name": TICKET, "value": ticket, "url": self.url, "secure": True}])
            yield window


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as town:
        at = places(read(town.town.settings))
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(at.office_certificate, at.office_key)
        server = make_server("127.0.0.1", 0, town.app, threaded=True, ssl_context=tls)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"https://localhost:{server.server_port}"
        try:
            with chromium(playwright, url) as browser:
                yield Office(town, browser, url)
        finally:
            server.shutdown()
            server.server_close()


def begun(page: Page, recording: str) -> float:
    """State a purpose and wait for the first frame; how long that took from the button on, in seconds."""
    page.goto(f"/recordings/{recording}")
    page.fill("#purpose", "月次の点検")
    since = time.monotonic()
    page.click("form[action$='/plays'] button[type=submit]")
    page.locator(".ap-term").wait_for()
    return time.monotonic() - since


def loaded(page: Page) -> None:
    page.locator("#replay[data-done]").wait_for()


def test_R40_what_a_recording_holds_stays_in_the_player(office: Office) -> None:
    session = a_recording(office.town.town, office.order, *HOSTILE)
    with office.window("mori") as window:
        page = window.new_page()
        begun(page, session.recording)
        loaded(page)
        page.get_by_text("onerror=alert(1)").wait_for()
        assert page.title().startswith("再生")
        assert page.locator("#replay-player a, #replay-player img, #replay-player script").count() == 0
        assert "\u202e" not in page.locator("#replay-player").inner_text()
        assert page.locator("#replay-personal").inner_text() == "山田 一郎　みなと運用"
        shoot(page, "replay-ja")


def test_R40_the_viewers_name_and_minute_lie_over_it_on_screen_and_on_paper(office: Office) -> None:
    session = a_recording(office.town.town, office.order, b"hello\r\n")
    with office.window("mori") as window:
        page = window.new_page()
        begun(page, session.recording)
        loaded(page)
        mark = page.locator("#replay-mark span").first
        assert "MORI 一郎" in mark.inner_text()
        minute = f"{office.town.town.clock.now().astimezone():%Y}"
        assert minute in mark.inner_text()
        assert page.locator(".ap-wrapper #replay-mark").count() == 1, "it fills the display with the player"
        page.emulate_media(media="print")
        assert mark.is_visible()


def test_R39_searched_jumped_to_and_shown_once(office: Office) -> None:
    session = a_recording(office.town.town, office.order, *HOSTILE)
    with office.window("mori") as window:
        page = window.new_page()
        begun(page, session.recording)
        loaded(page)
        page.fill("#replay-text", "探す言葉")
        page.press("#replay-text", "Enter")
        page.locator("#replay-hits button").first.click()
        page.select_option("#replay-speed", "4")
        page.select_option("#replay-idle", "1")
        page.locator(".ap-term").wait_for()
        page.reload()
        assert page.get_by_text("目的を入力し直す").is_visible()
        assert page.locator("#replay-player").count() == 0


def test_R39_eight_hours_show_their_first_frame_within_three_seconds(office: Office) -> None:
    connection = Connection(office.town.town, "sato")
    session = connection.open(office.order)
    _eight_hours(session)
    session.end()
    connection.close()
    with office.window("mori") as window:
        page = window.new_page()
        seconds = begun(page, session.recording)
        print(f"first frame of 8 h: {seconds:.2f} s")
        assert seconds < FIRST_FRAME_SECONDS


def test_R42_a_running_session_appears_and_goes_by_itself(office: Office) -> None:
    with office.window("yamada") as window:
        page = window.new_page()
        page.goto("/sessions")
        connection = Connection(office.town.town, "sato")
        session = connection.open(office.order)
        page.locator(f"a[href='/sessions/{session.id}']").first.wait_for()
        session.end()
        connection.close()
        page.get_by_text("実行中のセッションはありません。").wait_for()


def _eight_hours(session: Session) -> None:
    """Four lines a second for eight hours, one chunk a second, written as the recorder would have."""
    recorder = session.recorder
    chain, tape, chunks = recorder._chain, recorder._tape, recorder._writer._chunks
    for hour in range(8):
        records = [
            chain.chunk(chunks, [
                TerminalEvent(int((second + part / 4) * 1e6), Code.OUTPUT, f"{second:05d} 作業ログ {'x' * 120}\r\n".encode())
                for part in range(4)
            ])
            for second in range(hour * 3600, hour * 3600 + 3600)
        ]  # fmt: skip
        tape.append(b"".join(records))
