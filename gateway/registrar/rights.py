"""What must stand in the database for a session to open: looked up in the transaction that opens it, never taken on trust.

The decision itself was made in the session process (authorization/decide); this is the second lock, held by the one writer.
"""

import re
from datetime import date, datetime
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import texts
from gateway.registrar.consents import require_consents_now
from gateway.registrar.ports import Facts
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identifiers import ACCOUNT_NAME, TARGET_NAME
from gateway.vocabulary.identity import Role, Standing

_SESSION: Final = re.compile(r"S-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{10}")
_RECORDING: Final = re.compile(r"R-[0-9]{8}-[0-9A-HJKMNP-TV-Z]{10}")
_PATH: Final = re.compile(
    r"(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}/){0,6}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}"
)  # no dot first
_WORD: Final = re.compile(r"[a-z][a-z-]{0,31}")
_ADDRESS: Final = re.compile(r"[0-9A-Za-z.:%\[\]-]{1,80}")


def require_well_formed(opening: SessionOpening) -> None:
    """Raise Violation unless every field of `opening` has its form: these become names of rows and files."""
    forms = (
        (_SESSION, opening.id),
        (_RECORDING, opening.recording),
        (_PATH, opening.recording_path),
        (TARGET_NAME, opening.target),
        (ACCOUNT_NAME, opening.account),
        (_WORD, opening.capability),
        (_ADDRESS, opening.peer_address),
    )
    for form, value in forms:
        if form.fullmatch(value) is None:
            raise Violation(f"a session with a malformed field: {value[:80]!r}")
    if opening.until.tzinfo is None:
        raise Violation("a session until a moment without a time zone")


def require_right(facts: Facts, opening: SessionOpening, now: datetime) -> None:
    """Raise Violation for what no honest process asks, Refuse for what is not good (any more)."""
    order = facts.order(opening.order)
    if order is None or order.person_id != opening.person:
        raise Violation("an order that is not this person's")
    if opening.until > order.ends_at:
        raise Violation("a session beyond its order's window")
    if not order.covers(person_id=opening.person, target=opening.target, account=opening.account, now=now):
        raise Refuse("order.refused", texts.ORDER_REFUSED)
    target, terminal = facts.target(opening.target), facts.terminal(opening.terminal)
    if target is None or target.standing is not Standing.ACTIVE or opening.account not in target.accounts:
        raise Refuse("target.refused", texts.ORDER_REFUSED)
    if terminal is None or terminal.standing is not Standing.ACTIVE:
        raise Refuse("terminal.refused", texts.TERMINAL_REFUSED)
    if Role.ENGINEER not in facts.roles(opening.person, today(now)):
        raise Refuse("person.refused", texts.NOT_YOURS)
    require_consents_now(facts, order, target, now)


def today(now: datetime) -> date:
    """The day in Japan: contracts end by it."""
    return now.astimezone(JST).date()
