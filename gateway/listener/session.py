"""One channel from its first request to its close: where it wants to go, whether it may, and then it runs.

What is refused is told here, in words; what is admitted goes to `running`.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from gateway.authorization.obligations import Environment
from gateway.authorization.request import Capability
from gateway.listener.channel import ClientChannel
from gateway.listener.events import ChannelRefused
from gateway.listener.running import Running
from gateway.listener.surroundings import Surroundings
from gateway.listener.unoffered import Thing
from gateway.menu.offer import Chosen, Unchosen, list_for_programs, offer
from gateway.relay.ssh.messages import ChannelRequest, exit_status
from gateway.sessions import texts
from gateway.sessions.admit import Admitted, Declined, Wanted
from gateway.sessions.ending import Ender, Ending, EndReason, ending_of
from gateway.sessions.route import Route

log = logging.getLogger(__name__)


def serve(client: ClientChannel, around: Surroundings, route: Route, on_refused: Callable[[str], None]) -> None:
    """Carry one channel from its first request to its close. Returns when the channel is closed."""
    try:
        wanted = client.wanted(on_refused, Environment(allowed=around.admissions.policy.limits.environment))
        if wanted is not None:
            _serve_wanted(client, around, route, *wanted)
    except Exception as failure:  # before a session is open there is only the client to tell
        log.exception("a channel failed")
        client.tell(ending_of(failure, client_gone=client.channel.closed).text or texts.GATEWAY_FAULT)
    finally:
        client.close(None)


def _serve_wanted(
    client: ClientChannel, around: Surroundings, route: Route, request: ChannelRequest, wants: Capability
) -> None:
    if route.target is None and wants is not Capability.UPLOAD:
        client.answer(request, granted=True)  # or the client would not show what follows
        request = replace(request, want_reply=False)
        chosen = _from_menu(client, around, request, wants)
        if chosen is None:
            return
        route = chosen
    columns, rows = client.size()
    term = client.terminal.term.decode("ascii", errors="replace") if client.terminal else ""
    ender = Ender()
    match around.admissions.admit(
        Wanted(route=route, capability=wants, columns=columns, rows=rows, term=term),
        lambda fault: ender.end(
            Ending(reason=EndReason.NOT_RECORDED, text=texts.NOT_RECORDED, detail=str(fault)[:500])
        ),
    ):
        case Declined(text=text):
            client.refuse(request, text)
        case Admitted() as admitted:
            Running(client, around, admitted, ender).run(request)


def _from_menu(client: ClientChannel, around: Surroundings, request: ChannelRequest, wants: Capability) -> Route | None:
    """Where a channel goes that named no target; None where nothing was chosen and the channel is over.

    A command has no menu: it is given the list, and that is its answer.
    """
    if request.kind == "shell":
        answer = offer(client, wants, around.admissions, around.live)
    else:
        answer = list_for_programs(client, around.admissions)
    match answer:
        case Chosen(route=route):
            return route
        case Unchosen(text=text, status=status):
            if text is not None:
                client.tell(text)
            client.close(exit_status(status))
            return None


def journal_refused(around: Surroundings, route: Route, things: Mapping[Thing, int]) -> None:
    """What was asked for on this connection and is not offered, with how often."""
    admissions = around.admissions
    proved = admissions.proved
    refused = [
        ChannelRefused(
            person=proved.person_id,
            terminal=proved.terminal_id,
            target=route.target,
            request=thing.kind,
            address=admissions.address,
            count=count,
            detail=thing.detail,
        )
        for thing, count in things.items()
    ]
    admissions.registry.append(refused)
