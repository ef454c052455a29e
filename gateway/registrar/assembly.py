"""How the registrar's inner parts hold together."""

from collections.abc import Callable, Sequence

from gateway.audit.event import Event
from gateway.audit.journal import Journal
from gateway.registrar.checkpoints import Notary
from gateway.registrar.clock_watch import ClockWatch
from gateway.registrar.ending import Ending, Spawn
from gateway.registrar.group import Group
from gateway.registrar.hold_watch import HoldWatch
from gateway.registrar.lane import Lane
from gateway.registrar.lapsing import Lapsing
from gateway.registrar.live import Live
from gateway.registrar.measures import Measures
from gateway.registrar.mending import Mender
from gateway.registrar.node_life import NodeLife
from gateway.registrar.node_news import NodeNews
from gateway.registrar.oversight import Oversight
from gateway.registrar.paces import Paces, TimedStore
from gateway.registrar.parts import Parts
from gateway.registrar.ports import Transaction
from gateway.registrar.same_file import SameFile
from gateway.registrar.space_watch import SpaceWatch
from gateway.registrar.suspicion import raised
from gateway.registrar.sweeps import Sweeps
from gateway.registrar.trust import Trust
from gateway.registrar.works import Works


def assembled(parts: Parts, *, spawn: Spawn, on_broken: Callable[[BaseException], None]) -> Works:
    """The works of one node. Made inside a running event loop; nothing runs yet."""
    live, limits, paces = Live(), parts.limits, Paces(parts.clock)
    measures = Measures(parts.policy_limits, parts.policy_budgets)

    def journal_of(transaction: Transaction) -> Journal:
        return Journal(transaction.journal, parts.tiles, node=parts.node, key=parts.journal_key, clock=parts.clock)

    def append(transaction: Transaction, events: Sequence[Event]) -> int:
        every = [*events, *raised(transaction.past, events, measures.limits, parts.clock.now())]
        seq = journal_of(transaction).append(every)[0].seq
        paces.wrote(every)
        return seq

    def after_end() -> None:
        notary.trigger()
        mender.trigger()

    same_file = SameFile(parts.database_file)
    timed = TimedStore(parts.store, parts.clock, paces.committed)
    nodes = NodeLife(
        node=parts.node, line=parts.line, store=parts.store, clock=parts.clock, limits=limits, after_end=after_end
    )
    group = Group(
        timed,
        append,
        commit_seconds_max=limits.commit_seconds_max,
        on_broken=on_broken,
        make_room=parts.stores.make_room,
        require_kept=same_file.require,
        require=nodes.require,
    )
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
    trust = Trust(watch=watch, group=group, ending=ending, limits=limits)
    space = SpaceWatch(
        stores=parts.stores,
        group=group,
        ending=ending,
        live=live,
        mender=mender,
        clock=parts.clock,
        limits=limits,
    )
    oversight = Oversight(store=parts.store, live=live, ending=ending, clock=parts.clock, limits=limits)
    holds = HoldWatch(store=parts.store, live=live)
    news = NodeNews(
        node=parts.node,
        store=parts.store,
        live=live,
        ending=ending,
        oversight=oversight,
        notary=notary,
        nodes=nodes,
        limits=limits,
        forget_grants=parts.forget_grants,
    )
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
        trust=trust,
        space=space,
        same_file=same_file,
        oversight=oversight,
        lapsing=Lapsing(store=parts.store, group=group, trust=trust, clock=parts.clock, limits=limits),
        holds=holds,
        nodes=nodes,
        news=news,
        measures=measures,
        sweeps=Sweeps(),
        paces=paces,
        gauges=parts.gauges,
        limits=limits,
        forget_grants=parts.forget_grants,
        remove_recording=parts.remove_recording,
    )
