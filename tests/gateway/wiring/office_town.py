"""The town of the command line's tests, for the office behind it."""

from gateway.settings.reading import read
from gateway.vocabulary.secret import Secret
from gateway.wiring.office import Actor, Office, Unnamed, enter
from tests.gateway.cli.town import PASSWORD, Town


def actor(town: Town, name: str) -> Actor:
    """A person with the right password and a fresh code."""
    code = Secret(town.code(name).encode())
    return Actor(username=name, password=Secret(PASSWORD.encode()), code=code)


def office_of(town: Town, name: str | None) -> Office:
    """The office in a person's name, or in nobody's."""
    return enter(read(town.settings), Unnamed.NOBODY if name is None else actor(town, name), clock=town.clock)
