"""A person at the office's pages, doing what a person does: reads headings, fills labelled fields, presses named buttons."""

import re
import time
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.walks.codes import Codes, code

SIGN_IN = re.compile("^(サインインする|Sign in)$")
USERNAME = re.compile("利用者名|User name")
PASSWORD = re.compile("^(パスワード|Password)")
CODE = re.compile("認証コード|[Cc]ode")
USED = re.compile("コードは使用済みです|code has been used|already used")


@dataclass
class AtDesk:
    """One person, one window, one page."""

    demo: dict[str, Any]
    person: dict[str, Any]
    context: BrowserContext
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()

    def code(self) -> str:
        return Codes(self.demo).fresh(self.person)

    def open(self, path: str) -> "AtDesk":
        self.page.goto(path)
        return self

    def sign_in(self, password: str | None = None, *, steps: int = 0) -> "AtDesk":
        """`steps`: codes of so many half minutes to come, where the present one was used elsewhere."""
        self.open("/signin")
        self._fills_in(password or self.person["password"], steps)
        if not steps and self.page.get_by_text(USED).count():  # the demo's supervisors used one when it started
            self._fills_in(password or self.person["password"], steps)
        expect(self.page).not_to_have_url(re.compile("/signin"))
        return self

    def _fills_in(self, password: str, steps: int) -> None:
        self.page.get_by_label(USERNAME).fill(self.person["username"])
        self.page.get_by_label(PASSWORD).fill(password)
        later = code(self.person["totp_secret"], time.time() + 30 * steps)
        self.page.get_by_label(CODE).fill(later if steps else self.code())
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=SIGN_IN).click()

    def press(self, name: str, *, exact: bool = True) -> "AtDesk":
        """Press a button, giving a fresh code where the form asks for one."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        self.prove()
        button.click()
        return self

    def confirm(self, name: str, reason: str | None = None) -> "AtDesk":
        """Open the confirmation of this name, say why, and go through with it."""
        self.page.locator("summary", has_text=name).first.click()
        form = self.page.locator("details[open] form")
        if reason is not None:
            form.locator("[name=reason]").fill(reason)
        self.prove()
        form.locator("button[type=submit]").click()
        return self

    def prove(self) -> None:
        """Fill the code field of a form that wants a fresh factor, if it is there and empty."""
        wanted = self.page.locator("input[name=fresh_code]:visible")
        if wanted.count() and not wanted.first.input_value():
            wanted.first.fill(self.code())

    def reads(self, text: str) -> "AtDesk":
        expect(self.page.locator("body")).to_contain_text(text)
        return self
