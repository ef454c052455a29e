"""Asking in the browser as a person does: the form as it came, with what the person typed over it."""

import re
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import TestResponse

from tests.admin_ui.an_office import Browser, OfficeTown

_ORDER = re.compile(r"WO-[0-9]{8}-[0-9A-Z]{10}")


class _Form(HTMLParser):
    """What a browser would send of a page's forms without a person touching anything; the last form's `action`."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._action, self._inside, self._select, self._area = action, False, "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = given.get("action") == self._action
        elif not self._inside:
            return
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            if "checked" in given:
                self._add(name, given.get("value") or "")
        elif tag == "input":
            self._add(name, given.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self._add(self._select, given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def _add(self, name: str, value: str) -> None:
        if name in self.values and name == "clients":
            self.values[name] = [*self.values[name], value]
        else:
            self.values[name] = [value] if name == "clients" else value


def text(response: TestResponse) -> str:
    return str(response.get_data(as_text=True))


def form_values(response: TestResponse, action: str) -> dict[str, Any]:
    """What the form with this action would send as it stands."""
    form = _Form(action)
    form.feed(text(response))
    assert form.values, f"no form to {action}"
    return form.values


def asked(browser: Browser, template: str = "fault-data", **typed: Any) -> TestResponse:
    """Open the form of a template, type, send."""
    page = browser.get(f"/orders/new?template={template}")
    assert page.status_code == 200, text(page)[-1500:]
    return browser.post("/orders/new", {**form_values(page, "/orders/new"), **typed}, page=None)


def an_asked_order(office_town: OfficeTown, **typed: Any) -> str:
    """An order of sato's that waits for two approvals; its id."""
    response = asked(office_town.browser("sato"), **{"reason": "障害番号：112　閲覧が必要な理由：照合", **typed})
    assert response.status_code == 303, text(response)[-3000:]
    found = _ORDER.search(response.headers["Location"])
    assert found is not None
    return found.group()


def approve(browser: Browser, order: str, **typed: Any) -> TestResponse:
    """Open the order's page and press the button."""
    page = browser.get(f"/approvals/{order}")
    assert page.status_code == 200
    action = f"/approvals/{order}/approve"
    return browser.post(action, {**form_values(page, action), **typed})
