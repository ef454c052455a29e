"""Which permit lacks an obligation, which one has it, and which rule keeps files where they are."""

from collections.abc import Iterator

from gateway.authorization.coherence.circumstances import Circumstances
from gateway.authorization.coherence.incoherence import Named, named
from gateway.authorization.coherence.table import Table
from gateway.authorization.request import Capability
from gateway.authorization.rule import Rule
from gateway.vocabulary.outcome import Text

_LIMITS_FILES = frozenset({"write-only", "files-limited", "people-counted"})


def lacking(table: Table, obligation: str, *capabilities: Capability) -> Iterator[Rule]:
    """The permits for `capabilities` that do not demand `obligation`."""
    return (rule for rule in table.permits(*capabilities) if obligation not in rule.obligations)


def where_it_holds(table: Table, obligation: str, *capabilities: Capability) -> Named | None:
    """A permit that demands it."""
    return next((named(rule) for rule in table.permits(*capabilities) if obligation in rule.obligations), None)


def file_limit(table: Table, *, personal: bool) -> Named | None:
    """What keeps files from going in and out of such targets: the rule that refuses uploads, or the permit that limits them."""
    row = table.ask(Circumstances(capability=Capability.UPLOAD, personal=personal))
    if row.forbids:
        return next((named(rule) for rule in table.rules(row.forbids)), None)
    limiting = (rule for rule in table.rules(row.permits) if _LIMITS_FILES & set(rule.obligations))
    return next((named(rule) for rule in limiting), None)


def add(obligation: str, hole: Rule) -> Text:
    """What to do about it."""
    return Text(
        ja=f"{hole.id} の @obligations に {obligation} を加えてください。",
        en=f"Add {obligation} to @obligations of {hole.id}.",
    )
