"""An offer of the shipped lists on a target with folders, units, hosts and databases of its own."""

from functools import cache
from typing import Any

from gateway.authorization.commands.invocation import Invocation, Refused
from gateway.authorization.commands.line import invocation_of
from gateway.authorization.commands.lists import ListedCommand, Offer, Vector
from gateway.authorization.commands.parameters import Kind, Parameter
from gateway.authorization.commands.roots import Root
from gateway.vocabulary.outcome import Text
from tests.gateway.authorization.a_request import the_policy

WORDS = Text(ja="例", en="example")
ROOTS = {
    "logs": ("/var/log", "/opt/app/log"),
    "configuration": ("/etc",),
    "edited": ("/opt/app/conf",),
    "storage": ("/var",),
    "backups": ("/var/backups",),
}
NAMES = {
    "managed-units": ("nginx.service", "callcenter@1.service"),
    "hosts": ("db1.internal", "10.0.0.5"),
    "databases": ("callcenter",),
}


def a_root(name: str = "logs", paths: tuple[str, ...] = ("/var/log",), denied: tuple[str, ...] = ()) -> Root:
    return Root(name=name, text=WORDS, paths=paths, denied=denied)


@cache
def an_offer(purpose: str = "failure") -> Offer:
    """What the shipped policy offers for a purpose, on a target that replaces every root and every set of names."""
    shipped = the_policy().commands
    roots = {name: a_root(name, paths, shipped.roots[name].denied) for name, paths in ROOTS.items()}
    offer = shipped.offer(purpose, "callcenter-app")
    return _with(offer, roots=roots, names=NAMES)


@cache
def everything() -> Offer:
    """Every shipped command at once."""
    commands = {each.name: each for found in the_policy().commands.lists.values() for each in found.commands}
    return _with(an_offer(), commands=commands, elsewhere={})


def _with(offer: Offer, **other: Any) -> Offer:
    fields = ("purpose", "target", "purpose_name", "commands", "lists", "roots", "names", "elsewhere")
    return Offer(**{**{name: getattr(offer, name) for name in fields}, **other})


def a_parameter(kind: Kind, **other: Any) -> Parameter:
    return Parameter(**{"name": "value", "kind": kind, "text": WORDS, **other})


def a_command(*parameters: Parameter, vector: Vector = ("tool",), **other: Any) -> ListedCommand:
    given = {"name": "tool", "list_id": "example", "file": "commands/example.toml", "text": WORDS}
    return ListedCommand(**{**given, "vector": vector, "parameters": parameters, **other})


def an_offer_of(*commands: ListedCommand, **other: Any) -> Offer:
    return _with(an_offer(), commands={each.name: each for each in commands}, elsewhere={}, **other)


def run(line: str, offer: Offer | None = None) -> Invocation:
    found = invocation_of(line, an_offer() if offer is None else offer)
    assert isinstance(found, Invocation), found
    return found


def refusal(line: str, offer: Offer | None = None) -> Refused:
    found = invocation_of(line, an_offer() if offer is None else offer)
    assert isinstance(found, Refused), found
    return found
