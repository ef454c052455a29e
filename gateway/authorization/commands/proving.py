"""The cases of a list: a line, and the exact vector that must come of it, or why it is refused. They run whenever a policy loads.

Every command needs a case that runs, one that follows where it can follow, and one that is refused where it takes a value. They
are tried against the list's own `[example]` of roots and names, so that no target's replacement changes what they say.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from gateway.authorization.commands.invocation import Invocation, Refused, Why
from gateway.authorization.commands.line import invocation_of
from gateway.authorization.commands.lists import ListedCommand, Offer, by_spelling
from gateway.authorization.commands.parameters import Kind
from gateway.authorization.commands.roots import Root
from gateway.authorization.strict_table import StrictTable
from gateway.authorization.unfit import PolicyUnfit
from gateway.vocabulary.outcome import Text

_RUN, _FOLLOWED, _REFUSED = "runs", "follows", "is refused"


def prove(top: StrictTable, commands: Sequence[ListedCommand], denied: Mapping[str, tuple[str, ...]]) -> int:
    """How many cases there are, all of which come out as they say. Raises PolicyUnfit naming the case, or what has none."""
    offer = _example(top, commands, denied)
    shown: set[tuple[str, str]] = set()
    cases = top.tables("case") if top.has("case") else ()
    for case in cases:
        shown.add(_proved(case, offer))
    for command in commands:
        for what in _needed(command):
            if (command.name, what) not in shown:
                raise PolicyUnfit(top.file, command.name, f"no case shows how it {what}")
    return len(cases)


def _example(top: StrictTable, commands: Iterable[ListedCommand], denied: Mapping[str, tuple[str, ...]]) -> Offer:
    example = top.table("example") if top.has("example") else StrictTable(top.file, {}, "example")
    roots = example.table("roots") if example.has("roots") else StrictTable(top.file, {}, "example.roots")
    names = example.table("names") if example.has("names") else StrictTable(top.file, {}, "example.names")
    example.done()
    return Offer(
        purpose="example",
        target="example",
        commands=MappingProxyType({each.name: each for each in commands}),
        lists=(),
        roots=MappingProxyType({each: _root(roots, each, denied) for each in roots.names()}),
        names=MappingProxyType({each: names.texts(each) for each in names.names()}),
        elsewhere=MappingProxyType({}),
    )


def _root(roots: StrictTable, name: str, denied: Mapping[str, tuple[str, ...]]) -> Root:
    return Root(name=name, text=Text(ja=name, en=name), paths=roots.texts(name), denied=denied.get(name, ()))


def _proved(case: StrictTable, offer: Offer) -> tuple[str, str]:
    """The command this case speaks of, and what it shows, once the case has come out as it says."""
    line = case.text("line")
    came = invocation_of(line, offer)
    shows = _refusal(case, line, came) if case.has("refused") else _run(case, line, came)
    case.done()
    return _command_of(line, offer), shows


def _refusal(case: StrictTable, line: str, came: Invocation | Refused) -> str:
    expected = case.word("refused", Why)
    if isinstance(came, Invocation) or came.why is not expected:
        spoken = "an invocation" if isinstance(came, Invocation) else f"refused: {came.why}"
        raise case.unfit("refused", f"{line!a}: expected {expected}, came out {spoken}")
    return _REFUSED


def _run(case: StrictTable, line: str, came: Invocation | Refused) -> str:
    expected = case.arguments("vector")
    path = case.text("path") if case.has("path") else None
    follows = case.truth("follow") if case.has("follow") else False
    if isinstance(came, Refused):
        raise case.unfit("vector", f"{line!a}: came out refused: {came.why}: {came.text.en}")
    found = came.path()
    if came.vector() != expected or came.follow is not follows:
        raise case.unfit("vector", f"{line!a}: came out {list(came.vector())}, {'followed' if came.follow else 'run'}")
    if path != (None if found is None else found[1]):
        raise case.unfit("path", f"{line!a}: came out {found[1] if found else 'without a path'}")
    return _FOLLOWED if follows else _RUN


def _command_of(line: str, offer: Offer) -> str:
    """The longest listed name the line begins with; empty for none."""
    spelled = by_spelling(offer.commands.values())
    begun = [name for name in spelled if f"{line} ".startswith(f"{name} ")]
    return spelled[max(begun, key=len)].name if begun else ""


def _needed(command: ListedCommand) -> list[str]:
    valued = any(each.kind is not Kind.FLAG for each in command.parameters)
    return [_RUN, *([_FOLLOWED] if command.follow else []), *([_REFUSED] if valued else [])]
