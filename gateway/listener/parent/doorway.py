"""How each door's clients begin, and how they are told that they cannot be served: what waiting room and usher differ by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from gateway.authentication.ports import Door
from gateway.listener.parent import first_packet, version_line
from gateway.listener.parent.version_line import Speech
from gateway.listener.parent.words import NO_TLS, NOT_POSTGRESQL, NOT_SSH, OUR_VERSION, disconnect, fatal
from gateway.vocabulary.outcome import Text


def nobody(_address: str) -> bool:
    """Every peer is a client."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """One listening socket's manners.

    `greeting` is said at once; `first_bytes` of the client's are looked at and judged by `speech`. `foreign` is what somebody
    hears who speaks something else, `plain` who speaks in the clear what has to be encrypted; `says` words a refusal.
    `announces`: whether the peer at an address (host:port) is a proxy that first says whose connection it hands on.
    """

    door: Door
    greeting: bytes
    first_bytes: int
    speech: Callable[[bytes], Speech]
    foreign: bytes
    foreign_why: str
    plain: bytes
    says: Callable[[Text], bytes]
    announces: Callable[[str], bool] = nobody


SSH: Final = Doorway(
    door=Door.SSH,
    greeting=OUR_VERSION,
    first_bytes=version_line.FIRST_BYTES,
    speech=version_line.speech,
    foreign=NOT_SSH,
    foreign_why="not-ssh",
    plain=NOT_SSH,
    says=disconnect,
)
POSTGRESQL: Final = Doorway(
    door=Door.POSTGRESQL,
    greeting=b"",
    first_bytes=first_packet.HEAD_BYTES,
    speech=first_packet.head,
    foreign=NOT_POSTGRESQL,
    foreign_why="not-postgresql",
    plain=fatal(NO_TLS, "28000"),
    says=fatal,
)
