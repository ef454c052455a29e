"""Every page each persona can come to by its links: no finding of axe, nothing wider than the screen, its picture kept.

Starts from the navigation and follows one link of each kind (an order, a person, a target ...), as far as links lead.
"""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import NARROW, WIDE, shoot

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
IDENTIFIER = re.compile(r"[A-Z]{1,3}-\d{8}-[0-9A-Z]+|(?<=/)(C\d+|\d+|[a-z]+-host|callcenter-[a-z]+)(?=/|$)")
NOT_PAGES = re.compile(r"/static/|/signout|/proof$|^mailto:")
PAGES_MAX = 60
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def _kind(path):
    """The address without ids: two pages of one kind are one page."""
    return IDENTIFIER.sub("ID", path).rstrip("/") or "/"


def _pages(page):
    """(kind, path) of each page the links lead to, from the first one on; the page is left standing on it."""
    waiting, seen = ["/"], {"/"}
    while waiting and len(seen) <= PAGES_MAX:
        path = waiting.pop(0)
        response = page.goto(path)
        if response is None or response.status != 200 or "text/html" not in response.header_value("content-type"):
            continue
        yield _kind(urlsplit(path).path), path
        for link in page.locator("a[href]").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))"):
            place = urlsplit(link)
            kind = _kind(place.path)
            if not place.netloc and place.path.startswith("/") and not NOT_PAGES.search(link) and kind not in seen:
                seen.add(kind)
                waiting.append(place.path)


@pytest.mark.timeout(400)
@pytest.mark.parametrize(
    ("name", "language", "size"),
    [("sato", "ja", NARROW), ("yamada", "ja", NARROW), ("ito", "ja", WIDE), ("mori", "en", NARROW),
     *(pytest.param(*rest, marks=pytest.mark.long) for rest in (
         ("mori", "ja", WIDE), ("ito", "en", NARROW), ("yamada", "en", WIDE), ("sato", "en", WIDE), ("hoshimi", "ja", NARROW)))],
)  # fmt: skip
def test_R95_R96_every_page_is_for_everybody(at_desk, name, language, size):
    desk = at_desk(name, language=language, viewport=size)
    wrong, count = [], 0
    for kind, path in _pages(desk.page):
        count += 1
        if language == "ja":  # the same elements in both; in English, which is longer, what matters is the width
            found = Axe().run(desk.page, options={"runOnly": RULES}).response["violations"]
            wrong += [(path, each["id"], each["nodes"][0]["html"][:160]) for each in found]
        if desk.page.evaluate(WIDER):
            wrong.append((path, "wider than the screen", ""))
        shoot(desk.page, f"{name}{kind.replace('/', '-')}-{language}-{size['width']}")
    assert wrong == []
    assert count >= 3
