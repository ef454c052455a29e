"""A client's CHANNEL_OPEN for `direct-tcpip` as a value (RFC 4254 §5.1, §7.2), and our answers to an opening. Pure.

What `ssh -J`, `-W` and `-L` put on the wire is this one request. Host and port are kept as they came: octets and a number.
"""

from dataclasses import dataclass

from paramiko import OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED, Message
from paramiko.common import MSG_CHANNEL_OPEN_FAILURE, MSG_CHANNEL_OPEN_SUCCESS

HOST_BYTES_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectOpening:
    """`remote` is the client's number for the channel; `window` and `packet_bytes` are what it takes."""

    remote: int
    window: int
    packet_bytes: int
    host: bytes
    port: int

    def described(self) -> str:
        """`host:port` for the journal: printable ASCII, everything else escaped, cut short."""
        host = self.host[:HOST_BYTES_SHOWN].decode("ascii", errors="backslashreplace")
        shown = "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in host)
        return f"{shown}{'...' if len(self.host) > HOST_BYTES_SHOWN else ''}:{self.port}"


def parse_direct(m: Message) -> DirectOpening:
    """What follows the kind. The originator, which a client may make up, is not even read."""
    remote, window, packet_bytes = m.get_int(), m.get_int(), m.get_int()
    return DirectOpening(remote=remote, window=window, packet_bytes=packet_bytes, host=m.get_binary(), port=m.get_int())


def failure(remote: int, words: str) -> Message:
    """CHANNEL_OPEN_FAILURE: administratively prohibited. `words` are fixed ones of ours, in ASCII."""
    message = Message()
    message.add_byte(bytes([MSG_CHANNEL_OPEN_FAILURE]))
    message.add_int(remote)
    message.add_int(OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED)
    message.add_string(words)
    message.add_string("en" if words else "")
    return message


def confirmation(remote: int, ours: int, window: int, packet_bytes: int) -> Message:
    """CHANNEL_OPEN_CONFIRMATION."""
    message = Message()
    message.add_byte(bytes([MSG_CHANNEL_OPEN_SUCCESS]))
    for number in (remote, ours, window, packet_bytes):
        message.add_int(number)
    return message
