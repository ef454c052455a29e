"""The lines that a target's sudoers needs for its privileged listed commands: exactly those vectors, each value spelled out.

A command whose values cannot be counted (a package's name) has no line: a wildcard of sudoers(5) matches further arguments too.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from gateway.authorization.commands.invocation import Invocation
from gateway.authorization.commands.lists import Commands, ListedCommand, Offer
from gateway.commands.running.runner import AS_ROOT

_SPECIAL = re.compile(r"([,:=\\*?\[\]!#\s])")  # sudoers(5), Other special characters and reserved words; Wildcards


def sudoers_of(commands: Commands, target: str, account: str) -> tuple[str, ...]:
    """One line a vector, in the order of the lists; a comment for a command that has none."""
    lines: dict[str, None] = {}
    for purpose in commands.work_types:
        offer = commands.offer(purpose, target)
        for command in offer.commands.values():
            if command.privileged:
                lines.update(dict.fromkeys(_lines(command, offer, account)))
    return tuple(lines)


def _lines(command: ListedCommand, offer: Offer, account: str) -> Iterator[str]:
    names = [each.name for each in command.parameters]
    uncounted = [each.name for each in command.parameters if each.named is None]
    if uncounted:
        yield f"# {command.name}: {' '.join(uncounted)} cannot be counted; add a line for each value that is needed"
        return
    for values in product(*(offer.names.get(each.named or "", ()) for each in command.parameters)):
        invocation = Invocation(command=command, values=dict(zip(names, values, strict=True)))
        yield f"{account} ALL=(root) NOPASSWD: {_spelled(_as_root(invocation))}"


def _as_root(invocation: Invocation) -> Sequence[str]:
    """What sudo is asked to run: the part of AS_ROOT behind its own `--`, the seconds, the vector."""
    return (*AS_ROOT[AS_ROOT.index("--") + 1 :], str(invocation.command.seconds), *invocation.vector())


def _spelled(vector: Sequence[str]) -> str:
    return " ".join(_SPECIAL.sub(r"\\\1", argument) for argument in vector)
