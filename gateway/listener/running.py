"""One admitted session, from the dial to its end in the journal. The one place where a session's failures are caught.

Whatever happens after the admission, the recording is sealed and the registrar hears the end; if either cannot be done, the
registrar's own recovery does it when this process is gone.
"""

import logging
import threading

from paramiko import Channel

from gateway.authorization.obligations import EndsAt, Environment
from gateway.listener.carrying import Carrier, Carrying
from gateway.listener.channel import ClientChannel
from gateway.listener.surroundings import Surroundings
from gateway.relay.screen import Screen
from gateway.relay.ssh.messages import ChannelRequest, status_of
from gateway.relay.ssh.request_fields import one_string
from gateway.relay.ssh.target import NOT_LET_IN, open_target
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions import texts
from gateway.sessions.admit import Admitted
from gateway.sessions.ending import LEFT, Ender, Ending, EndReason, ending_of
from gateway.sessions.events import SessionEnded, SessionStarted, SessionWarned
from gateway.sessions.live import Deadline
from gateway.sessions.session import RecordingSummary
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
        self._screen = Screen(
            recorder=admitted.recorder,
            send=client.channel.sendall,
            send_error=client.channel.sendall_stderr,
            stages=around.stages(),
            on_findings=lambda _: None,
        )
        self._carrying = Carrying(client=client, around=around, admitted=admitted, screen=self._screen)

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
            self._carrier = carrier = self._carrying.between(transport, channel)
            self._ender.attach(carrier.fail)
            self._start(request, transport, channel)
            return carrier.run()
        finally:
            transport.close()

    def _start(self, request: ChannelRequest, transport: OrderedTransport, channel: Channel) -> None:
        """Say the kept requests and the one that starts to the target; its answer is the client's answer."""
        permit = self._admitted.permit
        environment = next(duty for duty in permit.obligations if isinstance(duty, Environment))
        start = ChannelRequest(request.kind, want_reply=True, fields=request.fields)
        if request.kind == "exec":  # nobody types it, and all the same it is what the person did
            for part in _in_parts(one_string(request.fields)):
                self._admitted.recorder.marker(f"command: {part}")
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


def _in_parts(command: bytes) -> list[str]:
    """A command as labels for the recording, none longer than it keeps; bytes that are no text stay visible."""
    text = command.decode("utf-8", errors="backslashreplace")
    return [text[at : at + LABEL_LETTERS_MAX] for at in range(0, len(text), LABEL_LETTERS_MAX)]
