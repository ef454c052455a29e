"""What must hold before an account, terminal or target becomes what a change says: forms, ends for good, who must remain."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from gateway.crypto import terminal_certificate
from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.ports import Facts
from gateway.registrar.rights import today
from gateway.vocabulary.identifiers import ACCOUNT_NAME, DROP_FOLDER
from gateway.vocabulary.identity import Role, Standing
from gateway.vocabulary.target import RiskEntry, Target
from gateway.vocabulary.terminal import Terminal

RISK_LETTERS_MAX: Final = 500
IRREPLACEABLE: Final = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


def require_form(target: Target) -> None:
    """What ends up in paths and certificates has its form, whoever registers it. Raises Violation."""
    if target.drop_folder is not None and not DROP_FOLDER.fullmatch(target.drop_folder):
        raise Violation("a drop folder of another form")
    if target.management is not None and not ACCOUNT_NAME.fullmatch(target.management):
        raise Violation("a management account of another form")
    if target.risk is not None and not _is_row(target.risk):
        raise Violation("a row of the risk register of another form")


def require_clients(facts: Facts, clients: Iterable[str]) -> None:
    """A target holds data of registered clients. Raises Refuse."""
    if any(facts.client(client) is None for client in clients):
        raise Refuse("client.absent", texts.NO_SUCH_CLIENT)


def require_employer(facts: Facts, employer: str) -> None:
    """Whoever keeps a terminal or employs a person is registered. Raises Refuse."""
    if facts.employer_name(employer) is None:
        raise Refuse("employer.absent", texts.NO_SUCH_EMPLOYER)


def require_certificate(facts: Facts, before: Terminal | None, after: Terminal) -> None:
    """A terminal's certificate can be read and is no other terminal's. Raises Violation, Refuse."""
    if after.certificate is None or (before is not None and before.certificate == after.certificate):
        return
    try:
        terminal_certificate.from_der(after.certificate)
    except ValueError as unfit:
        raise Violation("a certificate that is none") from unfit
    if facts.certified_terminal(after.certificate) not in (None, after.id):
        raise Refuse("certificate.taken", texts.CERTIFICATE_TAKEN)


def require_declared(before: Target | None, after: Target) -> None:
    """A drop folder comes with the declaration that the target is free of personal data, and goes with it. Raises Refuse."""
    unchanged = before is not None and (before.drop_folder, before.free) == (after.drop_folder, after.free)
    if after.drop_folder is not None and after.free is None and not unchanged:
        raise Refuse("target.drop-folder", texts.FOLDER_NEEDS_DECLARATION)


def require_risk(before: Target | None, after: Target, now: datetime) -> None:
    """R-76: nothing goes into service without a current row of the risk register, and no row is taken away. Raises Refuse."""
    enabled = after.standing is Standing.ACTIVE and (before is None or before.standing is not Standing.ACTIVE)
    if enabled and not after.risk_is_current(today(now)):
        raise Refuse("target.risk", texts.RISK_MISSING)
    if before is not None and before.risk is not None and after.risk is None:
        raise Refuse("target.risk", texts.RISK_MISSING)


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


def _is_row(risk: RiskEntry) -> bool:
    written = (risk.owner, risk.risk, risk.measure)
    shown = all(unicodedata.category(letter)[0] != "C" for text in written for letter in text)
    sized = all(text.strip() and len(text) <= RISK_LETTERS_MAX for text in written)
    return shown and sized and 0 <= risk.people < 2**31
