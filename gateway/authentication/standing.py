"""Whether a person who proved every factor may log in today. Asked last, and answered to that person only."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from gateway.authentication import texts
from gateway.authentication.events import RefusalReason
from gateway.authentication.ports import LoginFacts
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.outcome import Text

TEXT: Final[Mapping[RefusalReason, Text]] = MappingProxyType(
    {
        RefusalReason.BAD_NAME: texts.BAD_NAME,
        RefusalReason.SUSPENDED: texts.SUSPENDED,
        RefusalReason.REVOKED: texts.REVOKED,
        RefusalReason.CONTRACT_ENDED: texts.CONTRACT_ENDED,
        RefusalReason.NOT_ENGINEER: texts.NOT_ENGINEER,
        RefusalReason.KEY_WITHDRAWN: texts.KEY_WITHDRAWN,
    }
)

_STANDING: Final = {
    Standing.ACTIVE: None,
    Standing.SUSPENDED: RefusalReason.SUSPENDED,
    Standing.REVOKED: RefusalReason.REVOKED,
}


def objection(facts: LoginFacts, today: date) -> RefusalReason | None:
    """What speaks against the person on `today` (a day in JST); None for nothing. The last contract day is still good (R-20)."""
    fault = _STANDING[facts.standing]
    if fault is not None:
        return fault
    if facts.contract_end < today:
        return RefusalReason.CONTRACT_ENDED
    return None if Role.ENGINEER in facts.roles else RefusalReason.NOT_ENGINEER
