"""Every page each persona can come to by its links: no finding of axe, nothing wider than the screen, its picture kept.

Starts from the navigation and follows one link of each kind (an order, a person, a target ...), as far as links lead. A run
without `--long` looks at each kind of page once, with whoever works there every day; `--long` at every page of everybody, in
both languages and both widths.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from admin_ui.blueprints import NAVIGATION
from tests.browser.chromium import NARROW, WIDE, shoot

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
IDENTIFIER = re.compile(r"[A-Z]{1,3}-\d{8}-[0-9A-Z]+|(?<=/)(C\d+|\d+|[a-z]+-host|callcenter-[a-z]+)(?=/|$)")
NOT_PAGES = re.compile(r"/static/|/signout|/proof$|^mailto:|^otpauth:")
PAGES_MAX = 60
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CUT = "[...document.querySelectorAll('.table-wrap')].some((wrap) => wrap.scrollWidth > wrap.clientWidth)"
JAPANESE = re.compile(r"[\u3041-\u30ff]")
ASKED = {"runOnly": RULES, "resultTypes": ["violations"]}  # what holds, told in full, takes as long as the look
MANY = ("tbody tr", ".choices > label", "select > option")
FIRST_OF_MANY = {"exclude": [[f"{each}:nth-child(n+8)"] for each in MANY]}  # the rest are the same row again
OWN_WORDS = "main h2, main thead th, main dt, main .field:not(.choices) > label, main button, main .badge, nav.rooms a"

EVERYWHERE = ("",)
ROOMS = {
    "sato": ("/", "/orders", "/account"),
    "yamada": ("/approvals", "/sessions", "/budgets"),
    "ito": ("/people", "/terminals", "/targets", "/columns", "/clients", "/employers", "/changes"),
    "mori": ("/approvals/flagged", "/recordings", "/journal", "/inquiries", "/holds", "/copies"),
}
"""Who is looked at where in a run without `--long`; a page that nobody has here would be looked at by nobody."""
PLACES = {"inquiry": "inquiries"}
"""Where the address is not the room's name."""


def _kind(path: str) -> str:
    """The address without ids: two pages of one kind are one page."""
    return IDENTIFIER.sub("ID", path).rstrip("/") or "/"


def _within(path: str, rooms: tuple[str, ...]) -> bool:
    return any(path == room or path.startswith(f"{room}/") for room in rooms)


def _pages(page: Page, rooms: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """(kind, path) of each page of these rooms the links lead to; the page is left standing on it."""
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) <= PAGES_MAX:
        path = waiting.pop(0)
        response = page.goto(path)
        if response is None or response.status != 200 or "text/html" not in response.header_value("content-type"):
            continue
        if _within(path, rooms):
            yield _kind(urlsplit(path).path), path
        for link in page.locator("a[href]").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))"):
            place = urlsplit(link)
            kind = _kind(place.path)
            if place.netloc or not place.path.startswith("/") or NOT_PAGES.search(link) or kind in seen:
                continue
            if _within(place.path, rooms):
                seen.add(kind)
                waiting.append(place.path)


def _looked_at(page: Page, path: str, language: str, width: int) -> list[tuple[str, str, str]]:
    """What is wrong with the page: (path, what, where)."""
    wrong = []
    if language == "ja":  # the same elements in both languages
        found = Axe().run(page, context=FIRST_OF_MANY, options=ASKED).response["violations"]
        wrong += [(path, each["id"], each["nodes"][0]["html"][:160]) for each in found]
    elif left := [text for text in page.locator(OWN_WORDS).all_inner_texts() if JAPANESE.search(text)]:
        wrong.append((path, "Japanese words on an English page", "; ".join(left)[:160]))
    if page.evaluate(WIDER):
        wrong.append((path, "wider than the screen", ""))
    if width == NARROW["width"] and page.evaluate(CUT):
        wrong.append((path, "a card whose text is cut", ""))
    return wrong


def test_every_room_is_somebodys():
    looked_at = [room for rooms in ROOMS.values() for room in rooms]
    for entry in NAVIGATION:
        room = entry.endpoint.split(".")[0]
        assert room == "home" or any(each.startswith(f"/{PLACES.get(room, room)}") for each in looked_at), room


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("name", "language", "size", "rooms"),
    [("sato", "ja", NARROW, ROOMS["sato"]), ("yamada", "ja", NARROW, ROOMS["yamada"]), ("ito", "ja", WIDE, ROOMS["ito"]),
     ("mori", "ja", NARROW, ROOMS["mori"]), ("mori", "en", NARROW, EVERYWHERE),
     *(pytest.param(*rest, EVERYWHERE, marks=pytest.mark.long) for rest in (
         ("sato", "ja", NARROW), ("yamada", "ja", NARROW), ("ito", "ja", WIDE), ("mori", "ja", WIDE), ("ito", "en", NARROW),
         ("yamada", "en", WIDE), ("sato", "en", WIDE), ("hoshimi", "ja", NARROW)))],
)  # fmt: skip
def test_R95_R96_every_page_is_for_everybody(at_desk, name, language, size, rooms):
    desk = at_desk(name, language=language, viewport=size)
    wrong, seen = [], set()
    for kind, path in _pages(desk.page, rooms):
        seen.add(kind)
        wrong += _looked_at(desk.page, path, language, size["width"])
        shoot(desk.page, f"{name}{kind.replace('/', '-')}-{language}-{size['width']}")
    assert wrong == []
    assert [room for room in rooms if not any(_within(kind, (room,)) for kind in seen)] == []
    assert len(seen) >= 3 or rooms != EVERYWHERE
