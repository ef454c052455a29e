"""Whoever has no business here: addresses and questions he makes up, bombs in what a browser sends as a passkey."""

import base64
import json
import re

import pytest

from tests.admin_ui.an_office import ADDRESS, ORIGIN, OfficeTown
from tests.admin_ui.conftest import office_town

__all__ = ["office_town"]
READERS = {
    "ito": ("people", "targets", "clients", "clients/consents", "terminals", "employers", "changes"),
    "mori": ("journal", "recordings", "sessions", "approvals/flagged"),
    "yamada": ("orders", "approvals"),
}
ODD = [
    "9" * 23, "-1", "\x00", "\ud800", "9999-12-31", "0001-01-01", "'; --\\[(*+?%_", "\u202e<script>" + "あ" * 400,
]  # fmt: skip
NESTED = ["[" * 100_000, '{"id":' * 20_000, "[" * 900 + "]" * 900, '"\\ud800"', "1" * 5000, "NaN", "[]", "{}", "\x00"]
CBOR = [
    b"\x81" * 3000,
    b"\xa1\x00" * 3000,
    b"\xc1" * 3000,
    b"\x5b" + b"\xff" * 8,
    b"\x9f" * 3000,
    b"\x9b\x00\x00\x00\xff" + b"\xff" * 4,
]


def test_where_a_request_comes_from_is_not_its_own_to_say(office_town: OfficeTown) -> None:
    yamada = office_town.sign_in("yamada")
    said = {
        "X-Forwarded-For": "6.6.6.6",
        "X-Real-IP": "6.6.6.6",
        "Forwarded": "for=6.6.6.6",
        "X-Original-URL": "/people",
    }
    page = yamada.get("/account", headers=said).get_data(as_text=True)
    assert ADDRESS in page
    assert "6.6.6.6" not in page


@pytest.mark.parametrize("name", READERS)
def test_made_up_numbers_and_questions_break_no_page(office_town: OfficeTown, name: str) -> None:
    browser = office_town.browser(name)
    for room in READERS[name]:
        page = browser.get(f"/{room}").get_data(as_text=True)
        fields = {*re.findall(r'<(?:input|select)[^>]* name="([^"]+)"', page), "page", "before", "sort"} - {
            "csrf_token"
        }
        for odd in ODD:
            query = {field: odd.encode("utf-8", "surrogatepass") for field in fields}
            found = browser.client.get(f"/{room}", query_string=query, base_url=ORIGIN)
            assert found.status_code < 500, (room, odd)
            one = browser.client.get("/", base_url=ORIGIN, environ_overrides={"PATH_INFO": f"/{room}/" + _wsgi(odd)})
            assert one.status_code in {200, 303, 404, 405, 409}, (room, odd, one.status_code)


@pytest.mark.parametrize(
    "path", ["../wsgi.py", "..\\wsgi.py", "....//wsgi.py", "/etc/passwd", "\x00", ".", "vendor", "frame.js\x00"]
)
def test_only_files_of_ours_are_given_out(office_town: OfficeTown, path: str) -> None:
    overrides = {"PATH_INFO": f"/static/{path}"}
    assert office_town.nobody().client.get("/", base_url=ORIGIN, environ_overrides=overrides).status_code == 404


def test_a_bomb_in_the_place_of_a_passkey_is_a_wrong_passkey(office_town: OfficeTown) -> None:
    office_town.house._pause = lambda _: None
    stranger, sato = office_town.nobody(), office_town.sign_in("sato")
    for bomb in NESTED:
        assert stranger.post("/signin/passkey", {"response": bomb}, page="/signin").status_code == 422, bomb[:20]
    for bomb in CBOR:
        assert sato.get("/account/passkeys").status_code == 200
        asked = sato.post("/account/passkeys/options", page="/account/passkeys")
        client = {"type": "webauthn.create", "challenge": json.loads(asked.data)["challenge"], "origin": ORIGIN}
        answer = {
            "id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {},
            "response": {"clientDataJSON": _letters(json.dumps(client).encode()), "attestationObject": _letters(bomb)},
        }  # fmt: skip
        found = sato.post("/account/passkeys", {"response": json.dumps(answer), "name": "x"})
        assert found.status_code == 422, bomb[:8]
    assert sato.get("/account").status_code == 200


def test_nobody_ends_or_removes_what_is_anothers(office_town: OfficeTown) -> None:
    sato, mori = office_town.sign_in("sato"), office_town.sign_in("mori")
    ids = re.findall(r"/account/sessions/([\w-]+)/end", sato.get("/account").get_data(as_text=True))
    assert ids
    for path in [*(f"/account/sessions/{each}/end" for each in ids), "/account/passkeys/" + "a" * 32 + "/remove"]:
        assert mori.post(path, page="/account").status_code == 404
    assert sato.get("/account").status_code == 200


def _wsgi(path: str) -> str:
    """As PATH_INFO carries it (PEP 3333)."""
    return path.encode("utf-8", "surrogatepass").decode("latin-1")


def _letters(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
