"""One admitted session, from the dial to its end in the journal. The one place where a session's failures are caught.

Whatever happens after the admission, the recording is sealed and the registrar hears the end; if either cannot be done, the
registrar's own recovery does it when this process is gone.
"""

import logging
import threading

from paramiko import Channel

from gateway.authorization.decision import Permit
from gateway.authorization.limits import OnTransferStart
from gateway.authorization.obligations import Environment, Painted
from gateway.authorization.request import Capability
from gateway.commands.gate import Gate
from gateway.guards.pipeline import Pipeline
from gateway.listener.admitted_session import bound_recording, deadline_of, names_of, sealed, why_of
from gateway.listener.attending import attending
from gateway.listener.braking import BRAKED, Braking, paragraph
from gateway.listener.carrying import Carrier, Carrying
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.relay.noticing import Noticing
from gateway.relay.ports import Unmetered
from gateway.relay.ssh.messages import ChannelRequest, status_of
from gateway.relay.ssh.request_fields import one_string
from gateway.relay.ssh.target import NOT_LET_IN, open_target
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions.admit import Admitted
from gateway.sessions.ending import LEFT, Ender, Ending, EndReason, PersonLeft
from gateway.sessions.events import SessionEnded, SessionStarted
from gateway.vocabulary.outcome import GatewayFault, TargetError, Text

log = logging.getLogger(__name__)
LABEL_LETTERS_MAX = 250  # of up to four bytes each; a recording keeps 1024 bytes of a marker
LAST_WORDS_SECONDS = 0.5  # a client that does not read does not keep its session open


class Running:
    """An admitted session, from here to its end in the journal."""

    def __init__(self, client: ClientChannel, around: Surroundings, admitted: Admitted, ender: Ender) -> None:
        self._client, self._around, self._admitted, self._ender = client, around, admitted, ender
        self._person = around.admissions.proved.person_id
        self._registry = around.admissions.registry
        self._carrier: Carrier | None = None
        # What no terminal paints nobody reads: its guards observe nothing (`relay/guarding`), and there is nothing to count.
        self._meter = Unmetered() if client.terminal is None else around.meter(admitted)
        guards = around.guards(
            admitted.permit,
            on_terminal=client.terminal is not None,
            observer=self._meter.observer,
            size=client.size(),
        )
        self._noticing = Noticing(
            names=names_of(around.admissions, admitted),
            journal=self._registry.append,
            recorder=admitted.recorder,
            clock=around.admissions.clock,
        )
        self._attending = attending(client, around, admitted, ender)
        braked = admitted.permit.capability in BRAKED
        self._braking = Braking(client, around, admitted, ender, self._meter) if braked else None
        brake = None if self._braking is None else self._braking.brake
        on_transfer_start = _on_transfer_start(admitted.permit)
        self._is_gate = admitted.permit.capability is Capability.COMMANDS
        self._screen = self._attending.screen(
            recorder=admitted.recorder,
            send=client.channel.sendall,
            send_error=client.channel.sendall_stderr,
            guard=guards.shown,
            error_guard=guards.errors,
            notices=self._noticing,
            brake=brake,
            painter=None if self._is_gate else guards.masker,  # the gate paints itself
            on_transfer_start=on_transfer_start,
        )
        spelling = Pipeline() if self._is_gate else guards.spelling  # what is typed at the gate stays there
        self._keyboard = self._attending.keyboard(
            recorder=admitted.recorder,
            guard=guards.typed,
            spelling=spelling,
            notices=self._noticing,
            brake=brake,
            bell=self._ring,
            heard=self._screen.typed,
            on_transfer_start=on_transfer_start,
        )
        self._carrying = Carrying(
            client=client,
            around=around,
            admitted=admitted,
            screen=self._screen,
            keyboard=self._keyboard,
            notices=self._noticing,
            brake=brake,
            meter=self._meter,
        )

    def run(self, request: ChannelRequest) -> None:
        """Dial, join, and end."""
        self._around.live.add(self._admitted.session, self._ender.end)
        deadline = deadline_of(self._around.admissions, self._admitted, self._ender, self._tell_time)
        ending, status = LEFT, None
        try:
            bound_recording(self._around.admissions, self._admitted, self._ender, self._tell_time)
            status = self._carry(request)
        except Exception as failure:  # the session's end: every failure becomes an ending
            ending = self._ender.ending or why_of(self._admitted, failure, client_gone=self._client.channel.closed)
            if ending.reason is EndReason.GATEWAY_FAULT:
                log.warning("session %s failed", self._admitted.session, exc_info=True)
        deadline.close()
        try:
            self._last_words(request, ending)
            self._finish(ending, status)
        finally:
            self._around.live.drop(self._admitted.session)
            self._client.close(status)

    def _tell_time(self, text: Text) -> None:
        if isinstance(self._carrier, Gate):
            self._carrier.notify(text)
        elif self._client.terminal is not None:
            self._screen.say(f"\a\n{paragraph(text, self._client.columns)}")

    def _carry(self, request: ChannelRequest) -> ChannelRequest | None:
        transport, channel = open_target(self._admitted.permit, self._around.target_login(self._admitted))
        try:
            self._carrier = carrier = self._carrying.between(transport, channel)
            self._ender.attach(self._fail)
            if self._is_gate or self._waits(request):  # a gate asks nothing of its target before the first command
                self._begin(request, carrier)
                self._wait(request, transport, channel)
            else:
                self._ask(request, transport, channel)
                self._begin(request, carrier)
            return carrier.run()
        finally:
            self._attending.close()
            self._release()
            self._meter.close()
            transport.close()

    def _waits(self, request: ChannelRequest) -> bool:
        """A frozen person's command is run once he may be shown something: to start it is to type it."""
        return request.kind == "exec" and self._braking is not None and self._braking.is_held

    def _begin(self, request: ChannelRequest, carrier: Carrier) -> None:
        self._start(request)
        self._attending.start()
        if self._braking is not None:
            self._braking.start(self._screen, carrier.notify if isinstance(carrier, Gate) else None)

    def _wait(self, request: ChannelRequest, transport: OrderedTransport, channel: Channel) -> None:
        if self._is_gate or self._braking is None:
            return
        try:
            self._braking.brake.wait()
        except EOFError as over:
            raise PersonLeft from over
        self._ask(request, transport, channel)

    def _fail(self, failure: BaseException) -> None:
        """The reason first, then whoever waits for the brake: its end is none."""
        if self._carrier is not None:
            self._carrier.fail(failure)
        self._release()

    def _release(self) -> None:
        if self._braking is not None:
            self._braking.close()

    def _ring(self) -> None:
        if self._client.terminal is not None:
            self._screen.paint(b"\a")

    def _ask(self, request: ChannelRequest, transport: OrderedTransport, channel: Channel) -> None:
        """Say the kept requests and the one that starts to the target. Raises TargetError where it refuses."""
        permit = self._admitted.permit
        environment = next(duty for duty in permit.obligations if isinstance(duty, Environment))
        start = ChannelRequest(request.kind, want_reply=True, fields=request.fields)
        if request.kind == "exec":  # nobody types it, and all the same it is what the person did
            for part in _in_parts(one_string(request.fields)):
                self._admitted.recorder.marker(f"command: {part}")
        if self._client.terminal is not None:
            self._client.fit(self._screen.told)
        if not transport.ask(channel, [*self._client.preliminaries(environment), start]):
            raise TargetError(f"{permit.target.name} refused {request.kind}", NOT_LET_IN)

    def _start(self, request: ChannelRequest) -> None:
        """In the journal first; then the client is answered."""
        target = self._admitted.permit.target.name
        started = SessionStarted(person=self._person, session=self._admitted.session, target=target)
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
                self._screen.say(f"\n{paragraph(text, self._client.columns)}")
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
        last = [*self._noticing.rest(shown=self._screen.end(), typed=self._keyboard.end()), ended]
        seal = sealed(self._admitted.recorder, self._admitted.session, ending, status_of(status))
        self._registry.end(self._admitted.session, ending.reason.value, seal, last)


def _on_transfer_start(permit: Permit) -> OnTransferStart:
    return next(
        (duty.on_transfer_start for duty in permit.obligations if isinstance(duty, Painted)), OnTransferStart.END
    )


def _in_parts(command: bytes) -> list[str]:
    """A command as labels for the recording, none longer than it keeps; bytes that are no text stay visible."""
    text = command.decode("utf-8", errors="backslashreplace")
    return [text[at : at + LABEL_LETTERS_MAX] for at in range(0, len(text), LABEL_LETTERS_MAX)]
