"""A whole form of a new person, and how its field's error is found on the page."""

import re
from typing import Any

from tests.admin_ui.an_office import Browser, OfficeTown


def employer_of(office_town: OfficeTown, name: str = "みなと運用") -> str:
    """The id of an employer."""
    listed = office_town.town.json("employer", "list")["employers"]
    return next(str(each["id"]) for each in listed if each["name"] == name)


def person_of(office_town: OfficeTown, username: str) -> str:
    """The id of a person."""
    listed = office_town.town.json("person", "list")["people"]
    return next(str(each["id"]) for each in listed if each["username"] == username)


def a_form(office_town: OfficeTown, username: str, **changes: Any) -> dict[str, Any]:
    """What an administrator types."""
    form = {
        "username": username,
        "name": "髙橋 陽一",
        "kana": "タカハシ ヨウイチ",
        "number": f"N-{username}",
        "employer": employer_of(office_town),
        "engagement": "own",
        "agency": "",
        "contract_end": "2030-03-31",
        "language": "ja",
        "mail": "",
        "trained_on": "",
        "oath_on": "",
        "roles": ["engineer"],
    }
    return {**form, **changes}


def registered(office_town: OfficeTown, browser: Browser, username: str, **changes: Any) -> str:
    """Register somebody through the page; his id."""
    response = browser.post("/people/new", a_form(office_town, username, **changes), page="/people/new")
    assert response.status_code == 303, response.get_data(as_text=True)[-3000:]
    return response.headers["Location"].rsplit("/", 1)[-1]


def wrong_fields(page: str) -> set[str]:
    """The fields with something wrong said beside them."""
    return set(re.findall(r'id="([a-z_]+)-error"', page))
