"""Who may ask what of the registrar: the table. What is not here ends the asking connection (ipc.server)."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from gateway.ipc.messages import NoParams
from gateway.ipc.server import Peer, Request, Violation
from gateway.metrics.figures import DoorStands, ShelfStands
from gateway.registrar import disclosure_params, hold_params, inquiry_params, params, presence_params, shell_params
from gateway.registrar.catalogue_desk import CatalogueDesk
from gateway.registrar.disclosure_desk import DisclosureDesk
from gateway.registrar.figures_desk import FiguresDesk
from gateway.registrar.hold_desk import HoldDesk
from gateway.registrar.inquiry_desk import InquiryDesk
from gateway.registrar.node_desk import NodeDesk
from gateway.registrar.office_desk import OfficeDesk
from gateway.registrar.presence_desk import PresenceDesk
from gateway.registrar.retention_desk import RetentionDesk
from gateway.registrar.rotation_desk import RotationDesk
from gateway.registrar.session_desk import SessionDesk
from gateway.registrar.shell_desk import ShellDesk
from gateway.registrar.web_desk import WebDesk
from gateway.registrar.works import Works

Handler = Callable[[Peer, Any], Awaitable[Any]]
SESSION, OFFICE, GATEWAY, WORKER, KEEPER = "session", "office", "gateway", "worker", "keeper"
MONITOR, ARCHIVIST = "monitor", "archivist"
AT_ONCE_MAX: Final = {
    SESSION: 64,
    OFFICE: 256,
    WORKER: 256,
    KEEPER: 1024,
    GATEWAY: 65_536,
    MONITOR: 1,
    ARCHIVIST: 16,
}  # calls of one connection not yet answered


class _AtOnce:
    """In a peer's memo: how many of its calls are being answered."""

    def __init__(self) -> None:
        self.calls = 0


def requests(works: Works) -> list[Request]:
    """The table, for ipc.server."""
    session, office, node = SessionDesk(works), OfficeDesk(works), NodeDesk(works)
    rotation, web, disclosure = RotationDesk(works), WebDesk(works), DisclosureDesk(works)
    catalogue, hold = CatalogueDesk(works), HoldDesk(works)
    inquiries = InquiryDesk(works)
    presence, shell = PresenceDesk(works), ShellDesk(works)
    figures, retention = FiguresDesk(works), RetentionDesk(works)

    async def bind(peer: Peer, asked: params.Bind) -> None:
        await (session.bind(peer, asked) if peer.role == SESSION else office.bind(peer, asked))

    async def append(peer: Peer, asked: params.Append) -> int | None:
        return await (rotation.heard(peer, asked) if peer.role == KEEPER else session.append(peer, asked))

    async def rotation_work(peer: Peer, asked: NoParams) -> Any:
        works.paces.heard(peer.role)
        return await rotation.work(peer, asked)

    return [
        _row("bind", params.Bind, bind, SESSION, OFFICE),
        _row("journal.append", params.Append, append, SESSION, OFFICE, GATEWAY, WORKER, KEEPER, ARCHIVIST),
        _row("facts.login", params.LoginOf, session.login, SESSION),
        _row("facts.key", params.OwnerOf, session.key, SESSION),
        _row("facts.certificate", params.CertificateOf, session.certificate, SESSION),
        _row("key.proved", params.KeyProved, session.key_proved, SESSION),
        _row("facts.terminal", params.CertifiedBy, session.terminal, SESSION),
        _row("certificate.proved", params.CertificateProved, session.certificate_proved, SESSION),
        _row("facts.admission", params.AdmissionTo, session.admission, SESSION),
        _row("session.open", params.Open, session.open, SESSION),
        _row("session.started", params.Started, session.started, SESSION),
        _row("session.end", params.Ended, session.end, SESSION),
        _row("disclosure.take", disclosure_params.Take, disclosure.take, SESSION),
        _row("disclosure.settle", disclosure_params.Settle, disclosure.settle, SESSION),
        _row("disclosure.frozen", disclosure_params.FrozenOf, disclosure.frozen, SESSION),
        _row("inquiry.begin", inquiry_params.InquiryBegun, inquiries.begin, OFFICE),
        _row("shell.take", shell_params.ShellTake, shell.take, SESSION),
        _row("session.stopped", hold_params.Stopped, hold.stopped, SESSION),
        _row("session.held", hold_params.HeldOf, hold.held, SESSION),
        _row("office.commit", params.Commit, office.commit, OFFICE),
        _row("web.opened", params.WebOpened, web.opened, OFFICE),
        _row("web.renewed", params.WebRenewed, web.renewed, OFFICE),
        _row("web.seen", params.WebSeen, web.seen, OFFICE),
        _row("web.closed", params.WebClosed, web.closed, OFFICE),
        _row("web.pace", params.WebPaced, web.paced, OFFICE),
        _row("session.cut", params.Cut, office.cut, OFFICE),
        _row("session.live", NoParams, office.live, OFFICE),
        _row("session.attend", presence_params.Attend, presence.attend, OFFICE),
        _row("session.leave", presence_params.Leave, presence.leave, OFFICE),
        _row("session.attended", presence_params.AttendedOf, presence.attended, SESSION),
        _row("session.present", NoParams, presence.present, OFFICE),
        _row("checkpoint.now", NoParams, office.checkpoint, OFFICE, WORKER),
        _row("journal.head", NoParams, office.head, OFFICE, WORKER),
        _row("rotation.work", NoParams, rotation_work, WORKER),
        _row("rotation.prepared", params.RotationPrepared, rotation.prepared, WORKER),
        _row("rotation.done", params.RotationOf, rotation.done, WORKER),
        _row("rotation.not_done", params.RotationTried, rotation.not_done, WORKER),
        _row("retention.run", NoParams, retention.run, WORKER),
        _row("catalogue.ask", params.CatalogueAsked, catalogue.ask, OFFICE),
        _row("catalogue.work", NoParams, catalogue.work, WORKER),
        _row("catalogue.answered", params.CatalogueAnswered, catalogue.answered, WORKER),
        _row("catalogue.failed", params.CatalogueFailed, catalogue.failed, WORKER),
        _row("catalogue.drifted", params.Drifted, catalogue.drifted, SESSION),
        _row("node.started", params.Node, node.started, GATEWAY),
        _row("node.stopping", params.Node, node.stopping, GATEWAY),
        _row("policy.changed", params.Node, node.policy_changed, GATEWAY),
        _row("door.stands", DoorStands, figures.door, GATEWAY),
        _row("shelf.stands", ShelfStands, figures.shelf, ARCHIVIST),
        _row("node.figures", NoParams, figures.figures, MONITOR),
    ]


def _row(name: str, asked: type[Any], handler: Handler, *roles: str) -> Request:
    return Request(name=name, params=asked, roles=frozenset(roles), handler=_bounded(handler))


def _bounded(handler: Handler) -> Handler:
    """`handler`, for at most AT_ONCE_MAX calls of one connection at a time: nobody fills the memory by not waiting."""

    async def answer(peer: Peer, asked: Any) -> Any:
        at_once = peer.memo.setdefault(_AtOnce, _AtOnce())
        if at_once.calls >= AT_ONCE_MAX[peer.role]:
            raise Violation("too many calls at once")
        at_once.calls += 1
        try:
            return await handler(peer, asked)
        finally:
            at_once.calls -= 1

    return answer
