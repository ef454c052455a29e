"""An upload between its client and its target: what `relay.ssh.join` is for a terminal (fills `listener.session.Carrier`).

The gateway speaks SFTP to both; no message of one side is ever handed to the other. The target's error stream is thrown away.
Threads: `client` serves, `target` hears the target, `chatter` empties the target's error stream, `requests` refuses what is
asked beside. Whatever ends the session, files on their way are taken away first, within CLEAR_SECONDS.
"""

import threading
from collections.abc import Callable, Sequence
from typing import ParamSpec, TypeVar

from paramiko import Channel, SSHException

from gateway.audit.event import Event
from gateway.authorization.decision import Permit
from gateway.authorization.obligations import FilesHashed, FilesLimited, PeopleCounted, WriteOnly
from gateway.crypto.wire import Malformed
from gateway.guards.personal_data.bounds import Bounds
from gateway.guards.personal_data.file import FileLook
from gateway.relay.names import Names
from gateway.relay.ports import Recorder
from gateway.relay.pump import Pumps
from gateway.relay.screen import Screen
from gateway.relay.ssh.live_requests import Live, live
from gateway.relay.ssh.messages import ChannelRequest, answer_message, exit_status
from gateway.relay.ssh.sftp import replies
from gateway.relay.ssh.sftp.desk import Desk
from gateway.relay.ssh.sftp.far import Far, Stopped
from gateway.relay.ssh.sftp.ground import Ground
from gateway.relay.ssh.sftp.intake import Duties
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.packets import Packets, packet
from gateway.relay.ssh.sftp.requests import parse_init, parse_request
from gateway.relay.ssh.sftp.table import OFFERED
from gateway.relay.ssh.transport import OrderedTransport
from gateway.sessions.ending import PersonLeft
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.outcome import GatewayFault, PeerError, TargetError, Text

READ_BYTES = 2 * 1024 * 1024
CLEAR_SECONDS = 0.4
P = ParamSpec("P")
R = TypeVar("R")
SAID_MAX = 200  # lines on one session's error stream; a client that goes on is answered by codes alone


class Upload:
    """Carries one session's files until either end is done."""

    def __init__(
        self,
        *,
        client: tuple[OrderedTransport, Channel],
        target: tuple[OrderedTransport, Channel],
        screen: Screen,
        recorder: Recorder,
        permit: Permit,
        names: Names,
        journal: Callable[[Sequence[Event]], None],
        on_refused: Callable[[str], None],
        clock: Clock,
    ) -> None:
        """Raises GatewayFault for a permit without the obligations of an upload, or a target without a drop folder."""
        self._client_transport, self._client = client
        self._target_transport, self._target = target
        self._client_requests = self._client_transport.requests_of(self._client)
        self._target_transport.requests_of(self._target)
        self._screen, self._on_refused = screen, on_refused
        self._drop_folder = _drop_folder(permit)
        self._duties = _duties(permit, names, journal, recorder, clock)
        self._pumps = Pumps(self._stop)
        self._far = Far(self._to_target)
        self._sending, self._serving = threading.Lock(), threading.Lock()
        self._desk: Desk | None = None
        self._said: set[tuple[str | None, str]] = set()
        self._over = False
        self.shown_bytes = self.typed_bytes = 0

    def run(self) -> ChannelRequest | None:
        """Carry until the client is done. Raises what went wrong first."""
        self._pumps.start("target", self._hear)
        self._pumps.start("chatter", self._ignore_errors)
        self._pumps.start("requests", self._refuse_requests)
        self._pumps.start("client", self._serve)
        try:
            self._pumps.wait("client")
        finally:
            self._clear_away()
        return exit_status(0)

    def fail(self, failure: BaseException) -> None:
        """End the session for a reason from outside. Callable from any thread."""
        self._pumps.fail(failure)

    def _stop(self) -> None:
        self._far.stop()

    # -- the client's side --------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        self._far.begin()
        ground = Ground.find(self._far, self._drop_folder)
        self._desk = desk = Desk(
            far=self._far,
            ground=ground,
            duties=self._duties,
            reply=self._reply,
            say=self._say,
            refused=self._on_refused,
        )
        packets = Packets()
        answer: Callable[[Desk, bytes], None] = self._greet
        while data := _of_client(self._client.recv, READ_BYTES):
            self.typed_bytes += len(data)
            try:
                for body in packets.feed(data):
                    answer(desk, body)
                    answer = self._answer
            except Malformed as wrong:
                raise PeerError(f"the client's SFTP: {wrong}") from wrong

    def _greet(self, _desk: Desk, body: bytes) -> None:
        parse_init(body)
        self._write(replies.Version(version=3, extensions=OFFERED).encoded())

    def _answer(self, desk: Desk, body: bytes) -> None:
        request = parse_request(body)
        with self._serving:
            if self._over:
                raise Stopped
            reply = desk.answer(request)
        if reply is not None:
            self._reply(reply)

    def _reply(self, reply: Message) -> None:
        self._write(reply.encoded())

    def _write(self, body: bytes) -> None:
        with self._sending:
            _of_client(self._client.sendall, packet(body))
            self.shown_bytes += len(body)

    def _say(self, about: str | None, text: Text) -> None:
        """Words on the error stream, where every client shows them; each once."""
        said = (about, text.en)
        if said in self._said or len(self._said) >= SAID_MAX:
            return
        self._said.add(said)
        named = "" if about is None else f"{about}: "
        _of_client(self._screen.say_error, f"{named}{text.both()}\n")

    def _refuse_requests(self) -> None:
        for request in iter(self._client_requests.get, None):
            if live(request.kind, request.fields) is Live.REFUSE:
                self._on_refused(request.kind)
            if request.want_reply:
                self._client_transport.send(self._client, answer_message(self._client, granted=False))

    # -- the target's side --------------------------------------------------------------------------------------------

    def _to_target(self, data: bytes) -> None:
        try:
            self._target.sendall(data)
        except (OSError, EOFError, SSHException) as error:
            raise TargetError(f"the connection to the target broke: {error}") from error

    def _hear(self) -> None:
        gone = TargetError("the target's SFTP ended")
        try:
            while data := self._target.recv(READ_BYTES):
                self._far.heard(data)
        except (OSError, EOFError, SSHException) as error:
            gone = TargetError(f"the connection to the target broke: {error}")
        self._far.gone(gone)
        if not self._over:
            raise gone

    def _ignore_errors(self) -> None:
        while self._target.recv_stderr(READ_BYTES):
            pass

    # -- the end ------------------------------------------------------------------------------------------------------

    def _clear_away(self) -> None:
        """Nothing that was not accepted stays on the target, if the target can still be asked."""
        self._over = True
        free = self._serving.acquire(timeout=CLEAR_SECONDS)
        try:
            if self._desk is not None:
                self._desk.intake.abandon(CLEAR_SECONDS if free else 0.0)
        finally:
            if free:
                self._serving.release()


def _of_client(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something with the client's channel; a line that breaks under it means that the person left."""
    try:
        return act(*args, **kwargs)
    except (OSError, EOFError) as error:
        raise PersonLeft from error
    except SSHException as error:  # a key exchange the client began and does not finish
        raise PeerError(str(error)) from error


def _drop_folder(permit: Permit) -> str:
    if permit.target.drop_folder is None:  # the policy refuses it before (SK-305)
        raise GatewayFault(f"{permit.target.name} has no drop folder")
    return permit.target.drop_folder


def _duties(
    permit: Permit, names: Names, journal: Callable[[Sequence[Event]], None], recorder: Recorder, clock: Clock
) -> Duties:
    """What the permit demands. Raises GatewayFault where a policy permits an upload without demanding all of it."""
    duties = {type(duty): duty for duty in permit.obligations}
    limited, counted = duties.get(FilesLimited), duties.get(PeopleCounted)
    if not isinstance(limited, FilesLimited) or not isinstance(counted, PeopleCounted):
        raise GatewayFault("an upload was permitted without limits")
    if not {WriteOnly, FilesHashed} <= set(duties):
        raise GatewayFault("an upload was permitted without write-only and files-hashed")
    bounds = Bounds(
        unpacked_bytes=counted.limits.unpacked_bytes,
        unpacked_files=counted.limits.unpacked_files,
        nesting=counted.limits.nesting,
    )
    return Duties(
        names=names,
        limited=limited,
        counted=counted,
        look=lambda: FileLook(bounds),
        new_upload=lambda: new_identifier("U", clock.now()),
        journal=journal,
        recorder=recorder,
    )
