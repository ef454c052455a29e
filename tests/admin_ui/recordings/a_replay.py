"""A replay as the browser does it: purpose, page, frames."""

import json
from typing import Any

from tests.admin_ui.an_office import Browser


def permitted(browser: Browser, recording: str, purpose: str = "月次の点検") -> str:
    """The address of the replay's page."""
    answer = browser.post(f"/recordings/{recording}/plays", {"purpose": purpose}, page=f"/recordings/{recording}")
    assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
    return str(answer.headers["Location"])


def frames(browser: Browser, page: str) -> list[Any]:
    """The header, the events and the last comment."""
    answer = browser.post(f"{page}/frames")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.content_type.startswith("application/x-asciicast")
    lines = answer.get_data(as_text=True).splitlines()
    return [line if line.startswith("#") else json.loads(line) for line in lines]


def shown(lines: list[Any]) -> str:
    """What a terminal was sent."""
    return "".join(line[2] for line in lines[1:] if isinstance(line, list) and line[1] == "o")
