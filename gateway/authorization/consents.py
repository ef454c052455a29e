"""Whose papers an order needs before a sub-processor's people work under it (R-28). Pure.

An order that names clients needs the paper of each of them. One that names nobody, on a target that holds personal data, may
come upon anybody's: it needs the papers of all clients whose data stand there; and where nobody registered whose they are,
nobody can have consented. Absence of a name is never permission.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from gateway.authorization.request import OrderFacts, Request
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.party import Chain, Lacking, Missing
from gateway.vocabulary.target import Target

NOBODY_KNOWS: Final = "?"  # whose data a target holds for which no client is registered
_MOMENT = timedelta(microseconds=1)
_PAPERS = {
    Missing.NEVER: Text(ja="書面の承諾が未登録", en="no written consent registered"),
    Missing.WITHDRAWN: Text(ja="承諾が終了済み", en="the consent was ended"),
    Missing.NOT_YET: Text(ja="承諾の開始日前", en="the consent has not begun"),
    Missing.EXPIRED: Text(ja="承諾の期間外", en="the consent does not cover these days"),
}


_NOBODY_REGISTERED = Text(
    ja="委託元が登録されていない接続先（接続先に委託元を登録してください）",
    en="a target for which no client is registered (register whose data it holds)",
)


def touched(named: Iterable[str], targets: Iterable[Target], last: date) -> tuple[str, ...]:
    """The clients whose data may be touched: those named, or else all that the targets holding personal data on `last` hold."""
    clients = tuple(dict.fromkeys(named))
    if clients:
        return clients
    holding = [target for target in targets if target.holds_personal_data(last)]
    return tuple(dict.fromkeys(client for target in holding for client in target.clients or (NOBODY_KNOWS,)))


def lacking_for(
    named: Iterable[str], targets: Iterable[Target], chain: Chain, starts_at: datetime, ends_at: datetime
) -> tuple[Lacking, ...]:
    """The clients whose consent does not stand through the whole window [starts_at, ends_at), by days in Japan."""
    first, last = _day(starts_at), _day(max(starts_at, ends_at - _MOMENT))
    return chain.lacking(touched(named, targets, last), first, last)


def lacking_now(order: OrderFacts, target: Target, chain: Chain, now: datetime) -> tuple[Lacking, ...]:
    """The clients whose consent does not stand at this moment, for work on this one target under the order."""
    return chain.lacking(touched(order.clients, (target,), _day(now)), _day(now), _day(now))


def lacking_of(request: Request) -> tuple[Lacking, ...]:
    """As `lacking_now`, of a request; nothing where it stands on no order (another rule refuses that)."""
    if request.order is None:
        return ()
    return lacking_now(request.order, request.target, request.chain, request.now)


def spelled(lacking: Lacking) -> Text:
    """The client and what is wrong with its paper, in a few words."""
    if lacking.client == NOBODY_KNOWS:
        return _NOBODY_REGISTERED
    about = _PAPERS[lacking.why]
    code = ascii(lacking.client)[1:-1]  # as somebody typed it, perhaps
    name = "" if lacking.name == lacking.client else f" {lacking.name}"
    paper = "" if lacking.memorandum is None else f": {lacking.memorandum}, {lacking.until}"
    return Text(ja=f"{code}{name}（{about.ja}{paper}）", en=f"{code} ({about.en}{ascii(paper)[1:-1]})")


def chain_text(chain: Chain, lacking: Lacking) -> Text:
    """The whole chain, from the client to the employer: who entrusts whom."""
    operator = chain.operator
    client = ascii(lacking.client)[1:-1] if lacking.name == lacking.client else lacking.name
    return Text(
        ja=f"委託元 {client} → 委託先 {operator or '（登録済みの委託先）'} → 再委託先 {chain.name}",
        en=f"client -> processor -> sub-processor {ascii(chain.employer)[1:-1]}",
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(JST).date()
