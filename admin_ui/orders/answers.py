"""What the desk's no is in HTTP: an entry to correct, an act that is not this person's, or one that is not possible any more."""

from typing import Final

from gateway.approvals.declined import Declined
from gateway.approvals.objection import Objection

_NOT_HIS: Final = frozenset(
    {
        Objection.NOT_A_SUPERVISOR,
        Objection.ROLES_CONFLICT,
        Objection.ACCOUNT_NOT_ACTIVE,
        Objection.IS_THE_ENGINEER,
        Objection.IS_THE_REQUESTER,
        Objection.NOT_YOURS,
    }
)


def status_for(answer: Declined) -> int:
    """403 for whom it is not, 422 for what was written, 409 for what things stand against."""
    rules = {reason.rule for reason in answer.reasons}
    if rules & _NOT_HIS:
        return 403
    return 422 if rules == {Objection.REASON_UNFIT} else 409
