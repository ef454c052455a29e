"""Who stands at the desk in this request: nobody, or a person with an office of his own that ends with the request."""

from dataclasses import dataclass
from typing import Any, cast

from flask import g
from werkzeug.exceptions import Unauthorized

from gateway.wiring.office import Entered, Office
from gateway.wiring.office_web import House


@dataclass(eq=False, slots=True, kw_only=True)
class Visit:
    """One request's. `language` is the person's own choice; `fresh` says whether a factor was proved in the last minutes."""

    house: House
    address: str
    agent: str
    office: Office | None = None
    language: str | None = None
    fresh: bool = False

    @property
    def who(self) -> Entered | None:
        """The person, None for nobody."""
        return None if self.office is None else self.office.who


def visit() -> Visit:
    """This request's visit."""
    return cast("Visit", g.visit)


def begin(made: Visit) -> None:
    """The gatekeeper puts it here, before anything else runs."""
    g.visit = made


def end(_error: BaseException | None = None) -> None:
    """Close what the request opened."""
    made: Any = g.pop("visit", None)
    if made is not None and made.office is not None:
        made.office.close()


def office() -> Office:
    """The person's office. Raises Unauthorized where nobody is signed in: a page that asks for it said so in the table."""
    made = visit().office
    if made is None or made.who is None:
        raise Unauthorized
    return made


def house() -> House:
    """What lives as long as the process."""
    return visit().house
