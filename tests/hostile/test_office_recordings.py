"""Recordings that somebody tampered with, or that hold what should not leave the player: what the office's pages make of them."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from gateway.settings.reading import read
from gateway.wiring.places import places
from tests.admin_ui.an_office import Browser, OfficeTown, an_office
from tests.admin_ui.recordings.a_replay import frames, permitted, shown
from tests.gateway.cli.town import Connection, Session, a_recording, an_order
from tests.gateway.relay.ssh.a_client import wait_until

HOSTILE = (
    b"\x1b]0;STOLEN TITLE\x07",
    b"\x1b]52;c;c2VjcmV0\x07",
    b"\x1b]8;;https://evil.example/\x1b\\click\x1b]8;;\x1b\\",
    b"\x1bP+q544e\x1b\\\x1b_Ga=T\x1b\\\x1b^x\x1b\\",
    "\u202egnp.exe\u202c <script>alert(1)</script> <img src=x onerror=alert(1)>\r\n".encode(),
    b"\xff\xfe broken \x00 bytes\r\n",
    "終わり\r\n".encode(),
)


@pytest.fixture(scope="module")
def office_town(tmp_path_factory):
    with an_office(tmp_path_factory.mktemp("office")) as made:
        yield made


@pytest.fixture(scope="module")
def order(office_town: OfficeTown) -> str:
    return an_order(office_town.town)


def file_of(town: OfficeTown, recording: str):
    return places(read(town.town.settings)).recordings / recording.split("-")[1] / f"{recording}.rec"


def text(response) -> str:
    return response.get_data(as_text=True)


def refused(town: OfficeTown, recording: str, says: str) -> None:
    """The page says so, offers no replay, and permits none; nobody is told that somebody looked."""
    mori = town.browser("mori")
    before = len(town.town.events("recording.viewed"))
    page = mori.get(f"/recordings/{recording}")
    assert page.status_code == 200
    assert says in text(page)
    assert "目的を記録して再生する" not in text(page)
    assert mori.post(f"/recordings/{recording}/plays", {"purpose": "x"}).status_code == 403
    assert len(town.town.events("recording.viewed")) == before


def test_R41_one_byte_changed_is_named_and_not_played(office_town: OfficeTown, order: str):
    session = a_recording(office_town.town, order, b"secret\r\n")
    file = file_of(office_town, session.recording)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    refused(office_town, session.recording, "検証結果: 不一致")
    assert "改変されています" in text(office_town.browser("mori").get(f"/recordings/{session.recording}"))


def test_R41_a_missing_file_is_said_and_not_played(office_town: OfficeTown, order: str):
    session = a_recording(office_town.town, order, b"secret\r\n")
    file_of(office_town, session.recording).unlink()
    refused(office_town, session.recording, "検証結果: ファイルなし")


def test_R41_another_recording_in_its_place_is_not_played(office_town: OfficeTown, order: str):
    one, other = (a_recording(office_town.town, order, word) for word in (b"one\r\n", b"other\r\n"))
    file_of(office_town, one.recording).write_bytes(file_of(office_town, other.recording).read_bytes())
    refused(office_town, one.recording, "別の録画に置き換えられています")


def test_R41_a_file_exchanged_between_permission_and_frames_is_not_played(office_town: OfficeTown, order: str):
    session = a_recording(office_town.town, order, b"secret\r\n")
    mori = office_town.browser("mori")
    page = permitted(mori, session.recording)
    mori.get(page)
    file = file_of(office_town, session.recording)
    file.write_bytes(file.read_bytes()[:-30])
    answer = mori.post(f"{page}/frames")
    assert answer.status_code == 403
    assert "secret" not in text(answer)


def test_a_running_one_is_not_played_here(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    session = connection.open(order)
    session.recorder.output(b"still here\r\n")
    refused(office_town, session.recording, "検証結果: 記録中")
    session.end()
    connection.close()


def test_R41_an_interrupted_one_plays_its_prefix_and_says_so(office_town: OfficeTown, order: str):
    connection = Connection(office_town.town, "sato")
    session = connection.open(order)
    session.recorder.output("ここまで\r\n".encode())
    file = file_of(office_town, session.recording)
    before = file.stat().st_size
    wait_until(lambda: file.stat().st_size > before, 5)
    session.recorder._pending.fail("the process died")
    session.recorder._writer.join(5)
    session.recorder._tape.close()
    connection.close()
    mori = office_town.browser("mori")
    wait_until(lambda: "途中終了" in text(mori.get(f"/recordings/{session.recording}")), 20)
    lines = frames(mori, permitted(mori, session.recording))
    assert lines[-1] == "# prefix"
    assert "ここまで" in shown(lines)


def test_R40_what_a_recording_holds_is_data_to_the_page(office_town: OfficeTown, order: str):
    session = a_recording(office_town.town, order, *HOSTILE)
    mori = office_town.browser("mori")
    page = permitted(mori, session.recording)
    html = text(mori.get(page))
    for bad in ("STOLEN", "evil.example", "<script>alert", "onerror=alert", "\u202e"):
        assert bad not in html
    lines = frames(mori, page)
    assert "STOLEN TITLE" in shown(lines), "what was sent is kept, for the player's own terminal to make nothing of"
    hits = json.loads(text(mori.post(f"{page}/hits", {"text": "script"})))["hits"]
    assert hits
    assert all("\u202e" not in hit["context"] for hit in hits)
    assert json.loads(text(mori.post(f"{page}/hits", {"text": "STOLEN"})))["hits"] == [], "a title was never shown"


def test_R40_two_tabs_get_the_frames_once(office_town: OfficeTown, order: str):
    session = a_recording(office_town.town, order, b"once\r\n")
    mori = office_town.browser("mori")
    page = permitted(mori, session.recording)
    mori.get(page)
    tabs = [
        Browser(client=office_town.app.test_client(), name="mori", ticket=mori.ticket, token=mori.token)
        for _ in range(4)
    ]
    cookies = list(mori.client._cookies.values())
    for tab in tabs:
        for cookie in cookies:
            tab.client.set_cookie(cookie.key, cookie.value, domain="localhost", secure=True)
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda tab: tab.post(f"{page}/frames").status_code, tabs))
    assert statuses == [200, 409, 409, 409]


@pytest.mark.parametrize(
    "address",
    [
        "/recordings/R-20260101-0000000000", "/recordings/x", "/recordings/..", "/recordings/R-1%27%20OR%201=1",
        "/recordings/R-20260101-0000000000/plays/V-20260101-0000000000", "/recordings/%F0%9F%98%80",
    ],
)  # fmt: skip
def test_ids_of_others_and_of_nothing_are_not_there(office_town: OfficeTown, address: str):
    assert office_town.browser("mori").get(address).status_code in {404, 308}


def test_R40_the_files_alone_show_no_frame(office_town: OfficeTown, order: str):
    """Disk and database in hand: nothing of what was shown or of the person's name stands in the file."""
    session: Session = a_recording(office_town.town, order, b"NEEDLE-IN-THE-CLEAR\r\n" * 50)
    data = file_of(office_town, session.recording).read_bytes()
    for secret in (b"NEEDLE", "山田 一郎".encode(), "みなと運用".encode()):
        assert secret not in data
    assert os.stat(file_of(office_town, session.recording)).st_mode & 0o007 == 0
