"""Client companies and their written consents, applied: a consent is registered whole, and of it nothing changes but its end.

Who registered or ended a consent, and when, is this process's own knowledge: a change that claims otherwise is a violation.
Only a paper counts: without memorandum, days, place and SHA-256 there is no consent (R-79).
"""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

from gateway.ipc.server import Refuse, Violation
from gateway.registrar import changes, texts
from gateway.registrar.binding import Bound
from gateway.registrar.ports import Transaction
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.party import Client, Consent

LETTERS_MAX: Final = 200
DIGEST_BYTES: Final = 32
REGISTERED_WITHIN: Final = timedelta(minutes=5)  # the office's moment against the registrar's clock


def require_own(change: changes.ConsentAdded | changes.ConsentEnded, bound: Bound, now: datetime) -> None:
    """Raise Violation for a consent registered or ended in another's name, or at another time."""
    match change:
        case changes.ConsentAdded(consent=consent):
            if consent.registered_by != bound.person or abs(consent.registered_at - now) > REGISTERED_WITHIN:
                raise Violation("a consent registered in another's name or at another time")
        case changes.ConsentEnded(by=by):
            if by != bound.person:
                raise Violation("a consent ended in another's name")


def client_added(transaction: Transaction, change: changes.ClientAdded, _now: datetime) -> str:
    """A new client company; its id. Raises Refuse, Violation."""
    client = Client(id=change.id, name=change.name, kana=change.kana, contact=change.contact)
    _require_form(client)
    if not transaction.office.clients.add(client):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    return client.id


def client_changed(transaction: Transaction, change: changes.ClientChanged, _now: datetime) -> str:
    """Name, reading and contact of a client; its id. Raises Refuse, Violation."""
    if change.after.id != change.before.id:
        raise Violation("a client's id does not change")
    _require_form(change.after)
    if transaction.facts.client(change.before.id) != change.before:
        raise Refuse("stale", texts.STALE)
    transaction.office.clients.change(change.after)
    return change.after.id


def consent_added(transaction: Transaction, change: changes.ConsentAdded, _now: datetime) -> str:
    """A written consent; the client's id. Raises Refuse where client or sub-processor is not registered, Violation."""
    consent = change.consent
    _require_paper(consent)
    if transaction.facts.client(consent.client) is None or transaction.facts.employer_name(consent.employer) is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if not transaction.facts.chain(consent.employer).needs_consent:
        raise Refuse("consent.not-needed", texts.CONSENT_NOT_NEEDED)
    if not transaction.office.consents.add(consent):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    return consent.client


def consent_ended(transaction: Transaction, change: changes.ConsentEnded, now: datetime) -> str:
    """A consent that counts no more from this moment; the client's id. Raises Refuse."""
    stored = transaction.facts.consent(change.consent)
    if stored is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if not _is_line(change.reason):
        raise Violation("a consent ended without a reason of one line")
    if not transaction.office.consents.end(change.consent, by=change.by, at=now, reason=change.reason):
        raise Refuse("stale", texts.STALE)
    return stored.client


def _require_form(client: Client) -> None:
    optional = all(not text or _is_line(text) for text in (client.kana, client.contact))
    if not (_is_line(client.id) and _is_line(client.name) and optional):
        raise Violation("a client with a malformed field")


def _require_paper(consent: Consent) -> None:
    written = (consent.memorandum, consent.scope, consent.document)
    if not IDENTIFIER.fullmatch(consent.id) or not all(map(_is_line, written)):
        raise Violation("a consent with a malformed field")
    if len(consent.sha256) != DIGEST_BYTES or consent.valid_from > consent.valid_until:
        raise Violation("a consent without its paper's digest, or that ends before it begins")
    if (consent.ended_at, consent.ended_by, consent.end_reason) != (None, None, None):
        raise Violation("a consent that begins at its end")


def _is_line(text: str) -> bool:
    """One line that a screen shows as it is."""
    plain = all(unicodedata.category(letter)[0] != "C" and letter not in "\u2028\u2029" for letter in text)
    return bool(text.strip()) and len(text) <= LETTERS_MAX and plain
