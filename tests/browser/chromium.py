"""Debian's Chromium, headless, at the office's pages: one browser a worker, one context (cookies, language) a person.

A context's language is that of its cookie, as after the button at the top of a page: a person's own language would come before
what the browser asks for, and a test in English would read Japanese.

The office's certificate is trusted by the hash of its key and nothing else is, so that a page is as secure as for a person who
trusts the office's authority: with certificate errors merely ignored, passkeys would not work.
"""

import base64
import hashlib
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from admin_ui.language import COOKIE

EXECUTABLE: Final = "/usr/bin/chromium"
QUIET: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
WIDE: Final = {"width": 1280, "height": 900}
NARROW: Final = {"width": 360, "height": 780}
SECONDS: Final = 20_000  # what Playwright waits, in its milliseconds


def key_hash(url: str) -> str:
    """Base64 SHA-256 of the server key's SubjectPublicKeyInfo, as Chromium's allow-list wants it."""
    place = urlsplit(url)
    pem = ssl.get_server_certificate((place.hostname or "", place.port or 443))
    key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    return base64.b64encode(
        hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()


@contextmanager
def chromium(playwright: Playwright, url: str) -> Iterator[Browser]:
    """A browser that trusts the office at `url`, where that is one."""
    trusted = [f"--ignore-certificate-errors-spki-list={key_hash(url)}"] if url.startswith("https:") else []
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, headless=True, args=[*QUIET, *trusted])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def a_context(browser: Browser, url: str, *, language: str = "ja", **options: Any) -> Iterator[BrowserContext]:
    """A person's browser window: its own cookies, a language, a size. Whatever the console complains about fails the test."""
    made = browser.new_context(
        base_url=url, locale={"ja": "ja-JP", "en": "en-GB"}[language], timezone_id="Asia/Tokyo",
        **{"viewport": WIDE, **options},
    )  # fmt: skip
    made.set_default_timeout(SECONDS)
    if url.startswith("https:"):
        made.add_cookies([{"name": COOKIE, "value": language, "url": url, "secure": True}])
    complaints: list[str] = []
    made.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
    made.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
    try:
        yield made
    finally:
        made.close()
    assert complaints == []


def _is_complaint(line: Any) -> bool:
    """Errors of the console, but for the statuses that a test asks for on purpose."""
    return line.type == "error" and "Failed to load resource: the server responded with a status" not in line.text


def screens() -> Path | None:
    """Where screenshots are kept, if anywhere: the folder SEKISHO_SCREENS names."""
    named = os.environ.get("SEKISHO_SCREENS")
    return Path(named) if named else None


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, kept under `name`; none is taken where none are kept."""
    folder = screens()
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(full_page=True, animations="disabled", path=folder / f"{name}.png")
