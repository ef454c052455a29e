"""The desk's no: a value with all its reasons, each naming what is wrong and what to do next."""

from dataclasses import dataclass
from typing import NoReturn

from gateway.approvals.objection import TEXTS, Objection
from gateway.authorization.decision import Reason
from gateway.vocabulary.outcome import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """The desk's no. `reasons` has at least one; has no truth value, so match on the type."""

    reasons: tuple[Reason, ...]

    @property
    def shown(self) -> Text:
        """Every reason with its next step, for a screen."""
        return Text(
            ja="\n".join(f"・{why.title.ja}（{why.rule}）\n  → {why.next_step.ja}" for why in self.reasons),
            en="\n".join(f"* {why.title.en} ({why.rule})\n  -> {why.next_step.en}" for why in self.reasons),
        )

    def __bool__(self) -> NoReturn:
        raise TypeError("match on WorkOrder | Declined")


def because(objection: Objection, **words: object) -> Reason:
    """The objection in words. A word that the text does not name is ignored; one that it needs must be given."""
    title, next_step = TEXTS[objection]
    return Reason(
        rule=objection.value,
        title=Text(ja=title.ja.format(**words), en=title.en.format(**words)),
        next_step=Text(ja=next_step.ja.format(**words), en=next_step.en.format(**words)),
    )
