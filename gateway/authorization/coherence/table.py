"""What may happen: questions put to `decide` itself, each once, and what came of it. Only what somebody asks for is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from gateway.authorization.coherence.circumstances import Circumstances, Twist, request_of
from gateway.authorization.decide import decide
from gateway.authorization.decision import Permit
from gateway.authorization.obligations import Obligation
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability
from gateway.authorization.rule import Effect, Rule

MODES = ("commands", "shell")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`permits`: the rules that say yes. `opened`: and it opens, under `duties`. `bounds`: what in the code kept it shut.

    `forbids`: the rules that say no; empty where it opens.
    """

    asked: Circumstances
    opened: bool
    permits: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    duties: tuple[Obligation, ...] = ()


class Table:
    """Rows of one policy. `particulars` are twists for what its rules name in particular."""

    def __init__(self, policy: Policy, particulars: tuple[Twist, ...] = ()) -> None:
        self.policy = policy
        self.particulars = particulars
        self._rows: dict[Circumstances, Row] = {}

    def __len__(self) -> int:
        """How many questions were put."""
        return len(self._rows)

    def ask(self, asked: Circumstances, twist: Twist | None = None) -> Row:
        """The row of `asked`, with `twist` in it if one is given."""
        asked = asked if twist is None else replace(asked, twist=twist.name)
        known = self._rows.get(asked)
        if known is None:
            known = self._rows[asked] = self._decided(asked, twist)
        return known

    def least(self, asked: Circumstances, twist: Twist | None = None) -> Row | None:
        """Of the rows from `asked.approvals` downwards, the last that opens; None where the first does not."""
        found = None
        for approvals in range(asked.approvals, 0, -1):
            row = self.ask(replace(asked, approvals=approvals), twist)
            if not row.opened:
                break
            found = row
        return found

    def usual(self) -> Iterator[Row]:
        """Every capability on both kinds of target, under every kind of order with approvals enough."""
        for capability, personal, mode, viewing in product(Capability, (True, False), MODES, (False, True)):
            yield self.ask(Circumstances(capability=capability, personal=personal, mode=mode, viewing=viewing))

    def everywhere(self, capability: Capability, *, personal: bool) -> Iterator[Row]:
        """Its usual rows on this kind of target, and those of every name that a rule is particular about."""
        yield from (row for row in self.usual() if (row.asked.capability, row.asked.personal) == (capability, personal))
        for mode, twist in product(MODES, self.particulars):
            yield self.ask(Circumstances(capability=capability, personal=personal, mode=mode), twist)

    def said_yes(self, capability: Capability) -> Row | None:
        """The first usual row in which the rules permit it; None where they never do."""
        return next((row for row in self.usual() if row.asked.capability is capability and row.permits), None)

    def permits(self, *capabilities: Capability) -> Iterator[Rule]:
        """The permits for these capabilities."""
        for rule in self.policy.rules.values():
            if rule.effect is Effect.PERMIT and rule.capability in capabilities:
                yield rule

    def rules(self, ids: tuple[str, ...]) -> tuple[Rule, ...]:
        """The rules with these ids."""
        known: Mapping[str, Rule] = self.policy.rules
        return tuple(known[each] for each in ids if each in known)

    def _decided(self, asked: Circumstances, twist: Twist | None) -> Row:
        request = request_of(asked, self.policy)
        decision = decide(request if twist is None else twist.apply(request, self.policy), self.policy)
        if isinstance(decision, Permit):
            return Row(asked=asked, opened=True, permits=decision.reasons, duties=decision.obligations)
        if decision.overruled:
            return Row(asked=asked, opened=False, permits=decision.overruled, bounds=decision.errors)
        return Row(asked=asked, opened=False, forbids=tuple(reason.rule for reason in decision.reasons))
