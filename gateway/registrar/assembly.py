"""How the registrar's inner parts hold together."""

from collections.abc import Callable, Sequence

from gateway.audit.event import Event
from gateway.audit.journal import Journal
from gateway.registrar.checkpoints import Notary
from gateway.registrar.clock_watch import ClockWatch
from gateway.registrar.ending import Ending, Spawn
from gateway.registrar.group import Group
from gateway.registrar.lane import Lane
from gateway.registrar.live import Live
from gateway.registrar.measures import Measures
from gateway.registrar.mending import Mender
from gateway.registrar.oversight import Oversight
from gateway.registrar.parts import Parts
from gateway.registrar.ports import Transaction
from gateway.registrar.suspicion import raised
from gateway.registrar.trust import Trust
from gateway.registrar.works import Works


def assembled(parts: Parts, *, spawn: Spawn, on_broken: Callable[[BaseException], None]) -> Works:
    """The works of one node. Made inside a running event loop; nothing runs yet."""
    live, limits, measures = Live(), parts.limits, Measures(parts.policy_limits)

    def journal_of(transaction: Transaction) -> Journal:
        return Journal(transaction.journal, parts.tiles, node=parts.node, key=parts.journal_key, clock=parts.clock)

    def append(transaction: Transaction, events: Sequence[Event]) -> int:
        suspicions = raised(transaction.past, events, measures.limits, parts.clock.now())
        return journal_of(transaction).append([*events, *suspicions])[0].seq

    def after_end() -> None:
        notary.trigger()
        mender.trigger()

    group = Group(parts.store, append, commit_seconds_max=limits.commit_seconds_max, on_broken=on_broken)
    notary = Notary(
        store=parts.store,
        group=group,
        journal_of=journal_of,
        tiles=parts.tiles,
        key=parts.journal_key,
        signer=parts.signer,
        witness=parts.witness,
        limits=limits,
    )
    mender = Mender(
        store=parts.store, group=group, recover=parts.recover, node=parts.node, clock=parts.clock, limits=limits
    )
    ending = Ending(group=group, live=live, clock=parts.clock, limits=limits, spawn=spawn, after_end=after_end)
    watch = ClockWatch(parts.clock, parts.boot_seconds, parts.disciplined, limits)
    return Works(
        node=parts.node,
        clock=parts.clock,
        keeper_public=parts.keeper_public,
        store=parts.store,
        group=group,
        reader=Lane("registrar-reader"),
        live=live,
        ending=ending,
        notary=notary,
        mender=mender,
        trust=Trust(watch=watch, group=group, ending=ending, limits=limits),
        oversight=Oversight(store=parts.store, live=live, ending=ending, clock=parts.clock, limits=limits),
        measures=measures,
        limits=limits,
    )
