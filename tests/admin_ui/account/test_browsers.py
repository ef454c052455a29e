"""What a browser says of itself, as its owner would call it."""

import pytest

from admin_ui.account.browsers import LETTERS_MAX, called

WINDOWS, MAC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
CHROMIUM = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS} {CHROMIUM} Safari/537.36", "Chrome 131 / Windows"),
        (f"{WINDOWS} {CHROMIUM} Safari/537.36 Edg/131.0.0.0", "Edge 131 / Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128 / Linux"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROMIUM} Mobile Safari/537.36", "Chrome 131 / Android"),
        (f"{MAC} {WEBKIT} Safari/605.1.15", "Safari 18 / macOS"),
        (f"Mozilla/5.0 (iPhone; like Mac OS X) {WEBKIT} Mobile/15E148 Safari/604.1", "Safari 18 / iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("Chrome/9", "Chrome 9"),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_name(agent, name):
    assert called(agent) == name


def test_what_is_long_and_unknown_is_cut():
    assert len(called("x" * 500)) == LETTERS_MAX
