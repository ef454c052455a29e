"""A picture for people: one part of a page as WebP, drawn and packed by Chromium itself, small, and without a secret in it.

Chromium speaks WebP to whoever asks over its own protocol; Playwright's `screenshot` does not offer it.
"""

import base64
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

VARIABLE: Final = "SEKISHO_PICTURES"
FOLDER: Final = Path(__file__).resolve().parents[3] / "docs" / "pictures"
SIZE: Final = {"width": 1120, "height": 760}
PHONE: Final = {"width": 390, "height": 780}
TALL: Final = 1300  # pixels: the rest of a longer page tells no reader more
TALL_PHONE: Final = 1700
QUALITY: Final = 62
COVERED: Final = """(all) => all.forEach((one) => {
  const box = one.getBoundingClientRect(), over = document.createElement("div");
  over.style.cssText = `position:absolute;z-index:9;background:#b4b4b4;left:${box.left + scrollX}px;top:${box.top + scrollY}px;` +
    `width:${box.width}px;height:${box.height}px`;
  document.body.append(over);
  one.style.visibility = "hidden";
})"""
HIDDEN: Final = ".secret svg:visible, .secret img:visible, .secret-letters code:visible, .recovery-codes:visible"
ONE_TIME: Final = re.compile(r"/enrol/[\w-]{8,}|otpauth:|[A-Z2-7]{32}")


def folder(otherwise: Path) -> Path:
    """Where pictures go: the folder SEKISHO_PICTURES names, made when needed."""
    found = Path(os.environ.get(VARIABLE) or otherwise)
    found.mkdir(parents=True, exist_ok=True)
    return found


class Album:
    """Keeps pictures under their names. `secrets` are texts that must stand in none."""

    def __init__(self, folder: Path, secrets: Sequence[str] = ()) -> None:
        self.folder, self._secrets = folder, secrets

    def keep(self, page: Page, name: str, language: str, *, until: str = "main", cover: Sequence[str] = ()) -> None:
        """The page from its top down to the end of `until`; what `cover` selects is grey. No language: it speaks both."""
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.evaluate("scrollTo(0, 0)")
        for each in cover:
            page.locator(each).first.wait_for()
            page.locator(each).evaluate_all(COVERED)
        self._harmless(page)
        box = page.locator(until).last.bounding_box()
        assert box is not None, f"{until} is not on the page"
        wide = (page.viewport_size or SIZE)["width"]
        self._take(
            page,
            name,
            language,
            wide,
            min(box["y"] + box["height"] + 16, TALL_PHONE if wide == PHONE["width"] else TALL),
        )

    def _harmless(self, page: Page) -> None:
        shown = page.locator("body").inner_text()  # what is hidden is not in it
        assert not ONE_TIME.search(shown), "a one-time link or a secret would be in the picture"
        typed = page.locator("input:visible").evaluate_all(
            "(all) => all.filter((one) => one.name.includes('code')).map((one) => one.value)"
        )
        assert not any(typed), "a code would be in the picture"
        assert page.locator(HIDDEN).count() == 0, "a secret that is shown once would be in the picture"
        assert not any(secret in shown for secret in self._secrets), "a password would be in the picture"

    def _take(self, page: Page, name: str, language: str, width: float, height: float) -> None:
        asked: dict[str, Any] = {
            "format": "webp", "quality": QUALITY, "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        }  # fmt: skip
        devtools = page.context.new_cdp_session(page)
        taken = devtools.send("Page.captureScreenshot", asked)
        devtools.detach()
        named = ".".join((name, language, "webp")) if language else f"{name}.webp"
        (self.folder / named).write_bytes(base64.b64decode(taken["data"]))
