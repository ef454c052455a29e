"""What must hold before an account, terminal or target becomes what a change says: forms, ends for good, who must remain."""

from datetime import datetime
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.ports import Facts
from gateway.registrar.rights import today
from gateway.vocabulary.identifiers import ACCOUNT_NAME, DROP_FOLDER
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import Target

IRREPLACEABLE: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def require_form(target: Target) -> None:
    """What ends up in paths and certificates has its form, whoever registers it. Raises Violation."""
    if target.drop_folder is not None and not DROP_FOLDER.fullmatch(target.drop_folder):
        raise Violation("a drop folder of another form")
    if target.management is not None and not ACCOUNT_NAME.fullmatch(target.management):
        raise Violation("a management account of another form")


def require_not_gone(before: Standing) -> None:
    """Nothing comes back that was revoked. Raises Refuse."""
    if before is Standing.REVOKED:
        raise Refuse("revoked.for-good", texts.FOR_GOOD)


def require_somebody_left(facts: Facts, change: changes.PersonChanged, before: frozenset[Role], now: datetime) -> None:
    """R-22: the change, applied already, has not taken away the last auditor or administrator. Raises Refuse."""
    for role in before & IRREPLACEABLE:
        kept = role in change.roles and change.standing is Standing.ACTIVE
        if not kept and facts.holding(role, today(now)) == 0:
            raise Refuse("last.holder", texts.LAST_ONE)
