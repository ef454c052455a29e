"""paramiko's Transport with the mends both of our sides need (the letters are those of docs/architecture.md, "paramiko").

F: the transport thread never waits for a key exchange that only it can finish; such messages are kept and follow it.
G: nothing about a channel leaves after our own CLOSE of it; OpenSSH drops the whole connection otherwise.
I, K: packets, receive windows, requests and lists are bounded whatever the peer announces.
Every channel request arrives as a value in the channel's queue (`requests_of`); paramiko's own answers are never used.
"""

import socket
import threading
from collections.abc import Mapping, Sequence
from queue import Empty, Full, Queue, SimpleQueue
from typing import Any

from paramiko import Channel, Message, Transport
from paramiko.common import (
    MSG_CHANNEL_CLOSE,
    MSG_CHANNEL_DATA,
    MSG_CHANNEL_EOF,
    MSG_CHANNEL_EXTENDED_DATA,
    MSG_CHANNEL_FAILURE,
    MSG_CHANNEL_REQUEST,
    MSG_CHANNEL_SUCCESS,
)

from gateway.relay.ssh import algorithms
from gateway.relay.ssh.messages import ChannelRequest, parse_request, request_message
from gateway.relay.ssh.packets import WAKE_SECONDS, BoundedPacketizer
from gateway.vocabulary.outcome import PeerError, TargetError

WINDOW_BYTES = 2 * 1024 * 1024
SENT_PACKET_BYTES_MAX = 32 * 1024
WAITING_REQUESTS_MAX = 256
ANSWER_SECONDS = 15.0
EXTENSIONS_MAX = 64
_ABOUT_A_CHANNEL = range(93, 101)  # WINDOW_ADJUST to FAILURE (RFC 4254 §9)


class OrderedTransport(Transport):
    """One SSH connection over `sock`, from either side."""

    _preferred_kex = algorithms.KEY_EXCHANGES
    _kex_info = algorithms.KEX_INFO
    _preferred_ciphers: tuple[str, ...] = algorithms.CIPHERS
    _preferred_macs: tuple[str, ...] = algorithms.MACS
    _preferred_keys: tuple[str, ...] = algorithms.HOST_KEYS
    _preferred_pubkeys = algorithms.USER_KEYS
    _active_check_timeout = WAKE_SECONDS
    _CLIENT_ID = "Sekisho"

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock, default_window_size=WINDOW_BYTES, packetizer_class=BoundedPacketizer)
        self._ordering = threading.RLock()  # held while writing: the reading thread must never want it
        self._queues_lock = threading.Lock()
        self._said_close: set[bytes] = set()
        self._deferred: list[Message] = []
        self._queues: dict[int, Queue[ChannelRequest | None]] = {}
        self._answers: dict[int, SimpleQueue[bool]] = {}
        self._channel_handler_table: Mapping[int, Any] = {
            **Transport._channel_handler_table,
            MSG_CHANNEL_REQUEST: self._channel_request,
            MSG_CHANNEL_SUCCESS: lambda channel, _: self._channel_answer(channel, granted=True),
            MSG_CHANNEL_FAILURE: lambda channel, _: self._channel_answer(channel, granted=False),
            MSG_CHANNEL_DATA: self._channel_data,
            MSG_CHANNEL_EXTENDED_DATA: self._channel_extended_data,
            MSG_CHANNEL_EOF: self._channel_eof,
            MSG_CHANNEL_CLOSE: self._channel_close,
        }

    def requests_of(self, channel: Channel) -> "Queue[ChannelRequest | None]":
        """The channel's requests in order of arrival; None once no more can come. Ask for it before anything can be sent."""
        with self._queues_lock:
            queue = self._queues.get(channel.chanid)
            if queue is None:
                queue = Queue(WAITING_REQUESTS_MAX)
                if channel.closed:
                    queue.put_nowait(None)
                else:
                    self._queues[channel.chanid] = queue
            return queue

    def send(self, channel: Channel, message: Message) -> None:
        """Send a message of our own making about `channel`, in order with everything else; waits while keys are exchanged.

        Nothing is sent once the channel is closed: the peer may use its number for another by then.
        """
        message.about = channel
        self._send_user_message(message)

    def ask(self, channel: Channel, requests: Sequence[ChannelRequest]) -> bool:
        """Send `requests` one after another without waiting, then wait for their answers; True if all were granted.

        Raises TargetError when the peer does not answer within ANSWER_SECONDS or goes away.
        """
        answers: SimpleQueue[bool] = SimpleQueue()
        with self._queues_lock:
            self._answers[channel.chanid] = answers
        if channel.closed:
            raise TargetError("the channel was closed before anything was asked")
        wanted = sum(request.want_reply for request in requests)
        try:
            for request in requests:
                self.send(channel, request_message(channel, request))
            answered = [answers.get(timeout=ANSWER_SECONDS) for _ in range(wanted)]
            if not all(answered) and channel.closed and not channel.eof_received:
                raise TargetError("the peer went away instead of answering")
            return all(answered)
        except Empty:
            raise TargetError("a channel request was not answered") from None
        finally:
            with self._queues_lock:
                self._answers.pop(channel.chanid, None)

    def run(self) -> None:
        """The transport's thread. At its end nobody is left waiting for a request or an answer."""
        try:
            super().run()
        finally:
            with self._queues_lock:
                left = {*self._queues, *self._answers}
            for chanid in left:
                self._no_more_requests(chanid)

    # -- G ------------------------------------------------------------------------------------------------------------

    def _send_message(self, data: Message) -> None:
        octets, about = data.asbytes(), getattr(data, "about", None)
        with self._ordering:
            if about is not None and about.closed:
                return
            if octets[0] in _ABOUT_A_CHANNEL:
                remote = octets[1:5]
                if remote in self._said_close:
                    return
                if octets[0] == MSG_CHANNEL_CLOSE:
                    self._said_close.add(remote)
            super()._send_message(data)

    def _forget_close(self, remote: int) -> None:
        """The peer uses this number for a new channel."""
        self._said_close.discard(remote.to_bytes(4, "big"))

    def _parse_channel_open(self, m: Message) -> None:
        at = m.packet.tell()
        m.get_binary()
        self._forget_close(m.get_int())
        m.packet.seek(at)
        super()._parse_channel_open(m)

    def _parse_channel_open_success(self, m: Message) -> None:
        at = m.packet.tell()
        m.get_int()
        self._forget_close(m.get_int())
        m.packet.seek(at)
        super()._parse_channel_open_success(m)

    # -- F ------------------------------------------------------------------------------------------------------------

    def _send_user_message(self, data: Message) -> None:
        if threading.current_thread() is self and not self.clear_to_send.is_set():
            self._deferred.append(data)
            return
        super()._send_user_message(data)

    def _parse_newkeys(self, m: Message) -> None:
        super()._parse_newkeys(m)
        deferred, self._deferred = self._deferred, []
        for message in deferred:
            self._send_message(message)

    # -- I, K ---------------------------------------------------------------------------------------------------------

    def _sanitize_packet_size(self, max_packet_size: int | None) -> int:
        """However large a packet the peer would take, ours stay small: others on the connection wait for each."""
        return min(int(super()._sanitize_packet_size(max_packet_size)), SENT_PACKET_BYTES_MAX)

    def _parse_ext_info(self, msg: Message) -> None:
        """RFC 8308 §2.3. paramiko believes the announced count: four thousand million of nothing keep a processor busy."""
        at = msg.packet.tell()
        if msg.get_int() > EXTENSIONS_MAX:
            raise PeerError("more extensions than there are")
        msg.packet.seek(at)
        super()._parse_ext_info(msg)

    def _channel_request(self, channel: Channel, m: Message) -> None:
        try:
            self.requests_of(channel).put_nowait(parse_request(m))
        except Full:
            raise PeerError("requests faster than they can be answered") from None

    def _channel_answer(self, channel: Channel, *, granted: bool) -> None:
        with self._queues_lock:
            answers = self._answers.get(channel.chanid)
        if answers is not None:
            answers.put(granted)

    def _channel_data(self, channel: Channel, m: Message) -> None:
        self._check_window(channel, m)
        channel._feed(m)

    def _channel_extended_data(self, channel: Channel, m: Message) -> None:
        self._check_window(channel, m)
        channel._feed_extended(m)

    def _check_window(self, channel: Channel, m: Message) -> None:
        """RFC 4254 §5.2: what does not fit the window may not be sent; one window of grace for adjustments in flight."""
        held = len(channel.in_buffer) + len(channel.in_stderr_buffer) + len(m.packet.getbuffer())
        if held > 2 * WINDOW_BYTES:
            raise PeerError(f"{held} bytes sent into a window of {WINDOW_BYTES}")

    def _channel_eof(self, channel: Channel, m: Message) -> None:
        channel._handle_eof(m)

    def _channel_close(self, channel: Channel, m: Message) -> None:
        channel.eof_received = True  # whoever says CLOSE has said everything; a connection that breaks has not
        channel._handle_close(m)
        self._no_more_requests(channel.chanid)

    def _unlink_channel(self, chanid: int) -> None:
        super()._unlink_channel(chanid)
        self._no_more_requests(chanid)

    def _no_more_requests(self, chanid: int) -> None:
        with self._queues_lock:
            queue = self._queues.pop(chanid, None)
            answers = self._answers.pop(chanid, None)
        if answers is not None:
            for _ in range(WAITING_REQUESTS_MAX):
                answers.put(item=False)  # nobody will answer any more
        if queue is not None:
            try:
                queue.put_nowait(None)
            except Full:
                queue.get_nowait()
                queue.put_nowait(None)
