"""One channel's session: admitted, dialled, joined, ended. The one place where a session's failures are caught.

Whatever happens after the admission, the recording is sealed and the registrar hears the end; if either cannot be done, the
registrar's own recovery does it when this process is gone.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from paramiko import Channel

from gateway.authorization.obligations import EndsAt, Environment
from gateway.authorization.request import Capability
from gateway.guards.stage import Stage
from gateway.listener.channel import ClientChannel
from gateway.listener.events import ChannelRefused
from gateway.relay.ports import TargetLogin
from gateway.relay.screen import Screen
from gateway.relay.ssh.join import Join
from gateway.relay.ssh.messages import ChannelRequest, status_of
from gateway.relay.ssh.target import NOT_LET_IN, open_target
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions import texts
from gateway.sessions.admit import Admissions, Admitted, Declined, Wanted
from gateway.sessions.ending import LEFT, Ender, Ending, EndReason, ending_of
from gateway.sessions.events import SessionEnded, SessionStarted, SessionWarned
from gateway.sessions.live import Deadline, LiveSessions
from gateway.sessions.route import Route
from gateway.sessions.session import RecordingSummary
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text

log = logging.getLogger(__name__)
LAST_WORDS_SECONDS = 0.5  # a client that does not read does not keep its session open


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the channels of one connection share."""

    admissions: Admissions
    live: LiveSessions
    target_login: Callable[[Admitted], TargetLogin]
    stages: Callable[[], tuple[Stage, ...]]


class Carrier(Protocol):
    """What carries an admitted session between its client and its target: `relay.ssh.join` for terminals and commands."""

    shown_bytes: int
    typed_bytes: int

    def run(self) -> ChannelRequest | None:
        """Until either end is done; the target's word on how it ended. Raises what went wrong first."""

    def fail(self, failure: BaseException) -> None:
        """End it with `failure`. Callable from any thread."""


def serve(client: ClientChannel, around: Surroundings, route: Route, on_refused: Callable[[str], None]) -> None:
    """Carry one channel from its first request to its close. Returns when the channel is closed."""
    try:
        wanted = client.wanted(on_refused)
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
            _Running(client, around, admitted, ender).run(request)


def journal_refused(around: Surroundings, route: Route, kinds: Mapping[str, int]) -> None:
    """What was asked for on this connection and is not offered, with how often."""
    admissions = around.admissions
    proved = admissions.proved
    refused = [
        ChannelRefused(
            person=proved.person_id,
            terminal=proved.terminal_id,
            target=route.target,
            request=kind,
            address=admissions.address,
            count=count,
        )
        for kind, count in kinds.items()
    ]
    admissions.registry.append(refused)


class _Running:
    """An admitted session, from here to its end in the journal."""

    def __init__(self, client: ClientChannel, around: Surroundings, admitted: Admitted, ender: Ender) -> None:
        self._client, self._around, self._admitted, self._ender = client, around, admitted, ender
        self._person = around.admissions.proved.person_id
        self._registry = around.admissions.registry
        self._carrier: Carrier | None = None
        self._screen = Screen(
            recorder=admitted.recorder,
            send=client.channel.sendall,
            send_error=client.channel.sendall_stderr,
            stages=around.stages(),
            on_findings=lambda _: None,
        )

    def run(self, request: ChannelRequest) -> None:
        """Dial, join, and end."""
        self._around.live.add(self._admitted.session, self._ender.end)
        deadline = self._deadline()
        ending, status = LEFT, None
        try:
            status = self._carry(request)
        except Exception as failure:  # the session's end: every failure becomes an ending
            ending = self._ender.ending or self._why(failure)
            if ending.reason is EndReason.GATEWAY_FAULT:
                log.warning("session %s failed", self._admitted.session, exc_info=True)
        deadline.close()
        try:
            self._last_words(request, ending)
            self._finish(ending, status)
        finally:
            self._around.live.drop(self._admitted.session)
            self._client.close(status)

    def _why(self, failure: Exception) -> Ending:
        if self._admitted.recorder.failed:
            return Ending(reason=EndReason.NOT_RECORDED, text=texts.NOT_RECORDED, detail=str(failure)[:500])
        return ending_of(failure, client_gone=self._client.channel.closed)

    def _deadline(self) -> Deadline:
        ends = next(duty for duty in self._admitted.permit.obligations if isinstance(duty, EndsAt))
        return Deadline(
            warn_at=ends.warn_at,
            ends_at=ends.at,
            clock=self._around.admissions.clock,
            on_warn=self._warn,
            on_end=self._ender.end,
        )

    def _warn(self, seconds: int) -> None:
        self._registry.append(
            [SessionWarned(person=self._person, session=self._admitted.session, remaining_seconds=seconds)]
        )
        if self._client.terminal is not None:
            self._screen.say(f"\a\n{texts.ends_soon(seconds).both()}\n")

    def _carry(self, request: ChannelRequest) -> ChannelRequest | None:
        transport, channel = open_target(self._admitted.permit, self._around.target_login(self._admitted))
        try:
            self._carrier = carrier = self._joined(transport, channel)
            self._ender.attach(carrier.fail)
            self._start(request, transport, channel)
            return carrier.run()
        finally:
            transport.close()

    def _joined(self, transport: OrderedTransport, channel: Channel) -> Carrier:
        return Join(
            client=(self._client.transport, self._client.channel),
            target=(transport, channel),
            screen=self._screen,
            recorder=self._admitted.recorder,
        )

    def _start(self, request: ChannelRequest, transport: OrderedTransport, channel: Channel) -> None:
        """Say the kept requests and the one that starts to the target; its answer is the client's answer."""
        permit = self._admitted.permit
        environment = next(duty for duty in permit.obligations if isinstance(duty, Environment))
        start = ChannelRequest(request.kind, want_reply=True, fields=request.fields)
        if not transport.ask(channel, [*self._client.preliminaries(environment), start]):
            raise TargetError(f"{permit.target.name} refused {request.kind}", NOT_LET_IN)
        started = SessionStarted(person=self._person, session=self._admitted.session, target=permit.target.name)
        self._registry.started(self._admitted.session, [started])
        self._client.running()
        self._client.answer(request, granted=True)

    def _last_words(self, request: ChannelRequest, ending: Ending) -> None:
        """Say why, for at most LAST_WORDS_SECONDS."""
        if ending.text is None:
            return
        speaker = threading.Thread(target=self._say, args=(request, ending.text), daemon=True)
        speaker.start()
        speaker.join(LAST_WORDS_SECONDS)

    def _say(self, request: ChannelRequest, text: Text) -> None:
        if not self._client.is_running:
            self._client.answer(request, granted=True)  # or the client would not show what follows
        try:
            if self._client.terminal is None:
                self._screen.say_error(text.both() + "\n")
            else:
                self._screen.say(f"\n{text.both()}\n")
        except GatewayFault:  # what cannot be recorded any more is said all the same: fixed words, nobody's data
            self._client.tell(text)
        except OSError:
            return  # the client has gone

    def _finish(self, ending: Ending, status: ChannelRequest | None) -> None:
        permit, proved = self._admitted.permit, self._around.admissions.proved
        ended = SessionEnded(
            person=self._person,
            session=self._admitted.session,
            terminal=proved.terminal_id,
            target=permit.target.name,
            order=permit.order.id,
            reason=ending.reason,
            shown_bytes=self._carrier.shown_bytes if self._carrier else 0,
            typed_bytes=self._carrier.typed_bytes if self._carrier else 0,
            exit_status=status_of(status),
            detail=ending.detail,
        )
        self._registry.end(self._admitted.session, ending.reason.value, self._sealed(ending, status), [ended])

    def _sealed(self, ending: Ending, status: ChannelRequest | None) -> RecordingSummary | None:
        """None leaves the seal to the registrar's recovery."""
        recorder = self._admitted.recorder
        try:
            if (number := status_of(status)) is not None:
                recorder.exited(number)
            sealed = recorder.seal(ending.reason.value)
        except GatewayFault as fault:
            log.warning("the recording of %s is left to recovery: %s", self._admitted.session, fault)
            return None
        return RecordingSummary(
            recording=sealed.recording,
            chunks=sealed.chunks,
            stored_bytes=sealed.stored_bytes,
            final_hash=sealed.final_hash,
            last_at=sealed.last_at,
        )
