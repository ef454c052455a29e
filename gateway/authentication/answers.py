"""What a person's answers come to: the password first, where one was asked, then the code; the first that is not right ends it.

A wrong password leaves the code unjudged and unused, so one mistake is one failure.
"""

from dataclasses import dataclass
from datetime import datetime

from gateway.authentication.ledger import Factor, Ledger
from gateway.authentication.ports import Checked, Factors, Verdict
from gateway.vocabulary.secret import Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The last factor looked at, what the keeper found, and the ledger with every factor that was right.

    `proved_at` is when a grant's factors were proved, None where the last one was proved just now.
    """

    factor: Factor
    checked: Checked
    ledger: Ledger
    proved_at: datetime | None = None


def judged(
    factors: Factors, ledger: Ledger, *, username: str, terminal: str, password: Secret | None, digits: str
) -> Judged:
    """Ask the keeper, in order. Raises GatewayFault where the ledger admits none of these factors."""
    if password is not None:
        checked = factors.password(username, terminal, password)
        if checked.verdict is not Verdict.RIGHT:
            return Judged(factor=Factor.PASSWORD, checked=checked, ledger=ledger)
        ledger = ledger.after(Factor.PASSWORD)
    right = ledger.after(Factor.CODE)  # before the keeper is asked: a code out of order must not be used up
    checked = factors.code(username, terminal, digits)
    return Judged(factor=Factor.CODE, checked=checked, ledger=right if checked.verdict is Verdict.RIGHT else ledger)
