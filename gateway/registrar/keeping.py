"""What keeps recordings and what ends them by people's word: legal holds, and the end of a client's contract (R-85, R-87).

A hold takes one, because it only keeps; lifting it, and ending a contract, takes two. A contract's end destroys the client's key
pairs in its own commit; the recordings they close are retired, and their files removed, by the next look of the retention.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from gateway.audit.event import Event
from gateway.ipc.server import Refuse, Violation
from gateway.recording.contract_end import ContractEnd
from gateway.recording.legal_hold import LegalHold
from gateway.recording.retiring import Candidate, Why
from gateway.registrar import changes, texts
from gateway.registrar.budget_moves import Signature
from gateway.registrar.ports import Transaction
from gateway.registrar.retention_events import ContractEnded, HoldLifted, HoldPlaced, RecordingKeyDestroyed
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.outcome import Text

PAGE: Final = 500
EVER: Final = (date.min, date.max)


def placed(transaction: Transaction, change: changes.HoldPlaced, by: Signature, now: datetime) -> Sequence[Event]:
    """Place a hold. Raises Refuse, Violation."""
    _require_line(change.reason)
    _require_line(change.reference)
    if not IDENTIFIER.fullmatch(change.id) or change.since > change.until:
        raise Violation("a hold with a malformed field")
    if transaction.facts.client(change.client) is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    hold = LegalHold(
        id=change.id,
        client=change.client,
        since=change.since,
        until=change.until,
        reason=change.reason,
        reference=change.reference,
        placed_by=by.person,
        placed_at=now,
    )
    if not transaction.legal_holds.add(hold):
        raise Refuse("office.exists", texts.ALREADY_THERE)
    told = HoldPlaced(
        hold=hold.id,
        client=hold.client,
        since=hold.since.isoformat(),
        until=hold.until.isoformat(),
        reason=hold.reason,
        reference=hold.reference,
        by_username=by.username,
    )
    return [told]


def require_standing(transaction: Transaction, hold: str) -> LegalHold:
    """The hold of this id. Raises Refuse where there is none that stands."""
    found = transaction.legal_holds.get(hold)
    if found is None or not found.stands:
        raise Refuse("stale", NO_HOLD)
    return found


def lifted(
    transaction: Transaction, change: changes.HoldLifted, by: tuple[Signature, Signature], now: datetime
) -> Sequence[Event]:
    """Lift a hold by the word of two. Raises Refuse."""
    _require_line(change.reason)
    hold = require_standing(transaction, change.hold)
    asker, last = by
    if not transaction.legal_holds.lift(hold.id, by=last.person, at=now, reason=change.reason):
        raise Refuse("stale", NO_HOLD)
    told = HoldLifted(
        hold=hold.id, client=hold.client, reason=change.reason, asked_by=asker.username, by_username=last.username
    )
    return [told]


def require_over(transaction: Transaction, client: str, now: datetime) -> None:
    """Raise Refuse while something of the client's still goes on, or has to be kept, or nobody knows the client."""
    if transaction.facts.client(client) is None:
        raise Refuse("office.absent", texts.NOT_THERE)
    if any(end.client == client for end in transaction.contract_ends.every()):
        raise Refuse("office.exists", ENDED)
    holds = [hold.id for hold in transaction.legal_holds.standing() if hold.covers((client,), *EVER)]
    if holds:
        raise Refuse("hold.stands", held(holds))
    if transaction.facts.orders_for(client, ending_after=now) or transaction.retirements.open_with_client(client):
        raise Refuse("client.in-use", IN_USE)


def ended(
    transaction: Transaction, change: changes.ContractEnded, by: tuple[Signature, Signature], now: datetime
) -> Sequence[Event]:
    """End a contract by the word of two: destroy the key pairs of the client's own recordings. Raises Refuse."""
    _require_line(change.reason)
    require_over(transaction, change.client, now)
    over = {end.client for end in transaction.contract_ends.every()} | {change.client}
    destroyed = list(_destroyed(transaction, change.client, over, now))
    keyed = {(event.day, event.clients) for event in destroyed}
    mine = [each for each in _recordings(transaction, change.client) if over.issuperset(each.clients)]
    shared = sum(1 for each in _recordings(transaction, change.client) if not over.issuperset(each.clients))
    asker, last = by
    end = ContractEnd(
        client=change.client,
        at=now,
        asked_by=asker.person,
        confirmed_by=last.person,
        reason=change.reason,
        keys=len(destroyed),
        recordings=len(mine),
        lasting=sum((f"{each.first:%Y%m%d}", each.clients) not in keyed for each in mine),
        shared=shared,
    )
    if not transaction.contract_ends.add(end):
        raise Refuse("office.exists", ENDED)
    told = ContractEnded(
        client=end.client,
        reason=end.reason,
        keys=end.keys,
        recordings=end.recordings,
        lasting=end.lasting,
        shared=end.shared,
        asked_by=asker.username,
        by_username=last.username,
    )
    return [told, *destroyed]


def _destroyed(transaction: Transaction, client: str, over: set[str], now: datetime) -> Iterator[RecordingKeyDestroyed]:
    """Every living pair for this client, and for no client whose contract goes on."""
    after = b""
    while page := transaction.recording_keys.living(now.date(), after=after, limit=PAGE):
        after = page[-1][0]
        for name, day, clients in page:
            mine = client in clients and over.issuperset(clients)
            if mine and transaction.recording_keys.destroy(name, now):
                yield RecordingKeyDestroyed(name=name.hex(), day=day, clients=clients, why=Why.CONTRACT_OVER.value)


def _recordings(transaction: Transaction, client: str) -> Iterator[Candidate]:
    after = ""
    while page := transaction.retirements.with_client(client, after=after, limit=PAGE):
        after = page[-1].recording
        yield from page


def _require_line(text: str) -> None:
    if not text.strip() or not text.isprintable():
        raise Violation("a reason that is no line")


NO_HOLD: Final = Text(
    ja="その番号の保全（リーガルホールド）は、ないか、すでに解除されています。「sekisho hold list」で確認してください。",
    en="There is no such legal hold, or it was lifted. Check with: sekisho hold list",
)
ENDED: Final = Text(
    ja="この委託元の契約終了は、すでに登録されています。「sekisho client certificate」で証明書を表示できます。",
    en="This client's contract has been ended already. Its certificate: sekisho client certificate",
)
IN_USE: Final = Text(
    ja="この委託元の作業申請（期間内のもの）または終わっていないセッションがあります。取り下げ・終了を待ってから、もう一度行ってください。",
    en="Orders for this client are still open, or sessions have not ended. Withdraw or wait for them, then try again.",
)


def held(holds: Sequence[str]) -> Text:
    """A hold stands against it."""
    named = ", ".join(holds[:5])
    return Text(
        ja=f"保全（リーガルホールド）中のため、消去できません: {named}。解除は監査者またはアカウント管理者の二人で行います。",
        en=f"A legal hold stands: {named}. Nothing is destroyed. Two auditors or administrators can lift it.",
    )
