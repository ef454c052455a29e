"""Who may ask what of the registrar: the table. What is not here ends the asking connection (ipc.server)."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from gateway.ipc.messages import NoParams
from gateway.ipc.server import Peer, Request, Violation
from gateway.registrar import params
from gateway.registrar.node_desk import NodeDesk
from gateway.registrar.office_desk import OfficeDesk
from gateway.registrar.rotation_desk import RotationDesk
from gateway.registrar.session_desk import SessionDesk
from gateway.registrar.web_desk import WebDesk
from gateway.registrar.works import Works

Handler = Callable[[Peer, Any], Awaitable[Any]]
SESSION, OFFICE, GATEWAY, WORKER, KEEPER = "session", "office", "gateway", "worker", "keeper"
AT_ONCE_MAX: Final = {
    SESSION: 64,
    OFFICE: 256,
    WORKER: 256,
    KEEPER: 1024,
    GATEWAY: 65_536,
}  # calls of one connection not yet answered


class _AtOnce:
    """In a peer's memo: how many of its calls are being answered."""

    def __init__(self) -> None:
        self.calls = 0


def requests(works: Works) -> list[Request]:
    """The table, for ipc.server."""
    session, office, node = SessionDesk(works), OfficeDesk(works), NodeDesk(works)
    rotation, web = RotationDesk(works), WebDesk(works)

    async def bind(peer: Peer, asked: params.Bind) -> None:
        await (session.bind(peer, asked) if peer.role == SESSION else office.bind(peer, asked))

    async def append(peer: Peer, asked: params.Append) -> int | None:
        return await (rotation.heard(peer, asked) if peer.role == KEEPER else session.append(peer, asked))

    return [
        _row("bind", params.Bind, bind, SESSION, OFFICE),
        _row("journal.append", params.Append, append, SESSION, OFFICE, GATEWAY, WORKER, KEEPER),
        _row("facts.login", params.LoginOf, session.login, SESSION),
        _row("facts.key", params.OwnerOf, session.key, SESSION),
        _row("facts.certificate", params.CertificateOf, session.certificate, SESSION),
        _row("key.proved", params.KeyProved, session.key_proved, SESSION),
        _row("facts.admission", params.AdmissionTo, session.admission, SESSION),
        _row("session.open", params.Open, session.open, SESSION),
        _row("session.started", params.Started, session.started, SESSION),
        _row("session.end", params.Ended, session.end, SESSION),
        _row("office.commit", params.Commit, office.commit, OFFICE),
        _row("web.opened", params.WebOpened, web.opened, OFFICE),
        _row("web.renewed", params.WebRenewed, web.renewed, OFFICE),
        _row("web.seen", params.WebSeen, web.seen, OFFICE),
        _row("web.closed", params.WebClosed, web.closed, OFFICE),
        _row("web.pace", params.WebPaced, web.paced, OFFICE),
        _row("session.cut", params.Cut, office.cut, OFFICE),
        _row("session.live", NoParams, office.live, OFFICE),
        _row("checkpoint.now", NoParams, office.checkpoint, OFFICE, WORKER),
        _row("journal.head", NoParams, office.head, OFFICE, WORKER),
        _row("rotation.work", NoParams, rotation.work, WORKER),
        _row("rotation.prepared", params.RotationPrepared, rotation.prepared, WORKER),
        _row("rotation.done", params.RotationOf, rotation.done, WORKER),
        _row("rotation.not_done", params.RotationTried, rotation.not_done, WORKER),
        _row("node.started", params.Node, node.started, GATEWAY),
        _row("node.stopping", params.Node, node.stopping, GATEWAY),
        _row("policy.changed", params.Node, node.policy_changed, GATEWAY),
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
