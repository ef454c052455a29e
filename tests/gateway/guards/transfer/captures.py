"""Starts of real transfers, as the programs sent them, and ways to feed a tripwire.

Where a printable start would end the session of whoever reads this file in one, it is written in two pieces.
"""

import itertools
from collections.abc import Iterator

from gateway.guards.stage import Finding, Tripped
from gateway.guards.transfer import Direction, Triggers, Tripwire

SZ = b"rz\r**\x18B00000000000000\r\x8a\x11"  # lrzsz 0.12.21
RZ = b"rz waiting to receive.**\x18B0100000023be50\r\x8a\x11"
RZ_ANSWER = b"**\x18B0100000023be50\r\x8a\x11"
ZFILE_CRC32 = b"*\x18C\x04\x00\x00\x00\x00\xdd\x51\xa2\x33"
KERMIT = b"\x019 S~/ @" + b'-#Y3~^>J)0___N"U1@G\r'  # C-Kermit 10.0
KERMIT_PRINTABLE_MARK = b">9 S~/ @" + b'-#Y3~^>J)0___N"U1@G\r'  # set send start 62
KERMIT_OTHER_PREFIX = b"\x029 S~/ @" + b'-&Y3~^>J)0___N"U1@J\r'  # set send start 2, set send quote 38
KERMIT_FORCED_CRC = b"\x01; S~/ @" + b"-#Y5~^>J)0___N\"U1@$'V\r"  # set block 5
GKERMIT = b"\x019 S~' @" + b'-#Y3~*!J*0+++J"U1@O\r'  # G-Kermit 2.01
GKERMIT_GET = b"\x019 I~' @" + b'-#Y3~*!J*0+++J"U1@E\r'
TSZ = b"\x1b7::TRZSZ" + b":TRANSFER:S:1.1.7:9540361880500:51375\r\r\n"  # trzsz-svr 1.1.7
TRZ = b"\x1b7::TRZSZ" + b":TRANSFER:R:1.1.7:9540362045500:36463\r\r\n"
TRZSZ_GO = b"\x1b7\x07::TRZSZ" + b":TRANSFER:D:1.1.8:1700000000000\r\n"
TRZSZ_ANSWER = b"#ACT" + b":eJyrVspJzEtXslJQKqlKLU4FUjpKqXnJ+SmpRUoQ\n"
SSH_CLIENT = (  # OpenSSH 9.2
    b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n\x00\x00\x06\x14\x08\x14\xd4P\xe307\x98\x9eQ7K\xad\xf8d\xedX\x10"
    b"\x00\x00\x01Hsntrup761x25519-sha512,"
)
SSH_SERVER = (
    b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n\x00\x00\x04<\t\x14\xda\x98\xff\xcc\x1a\xf5\xe2x=\xfa\xf9\x0b\x05"
    b"\xb3\xfd\xa8\x00\x00\x01=sntrup761x25519-sha512,"
)
SFTP_INIT = b"\x00\x00\x00\x05\x01\x00\x00\x00\x03"
SFTP_VERSION = b"\x00\x00\x00\xd9\x02\x00\x00\x00\x03\x00\x00\x00\x18posix-rename@openssh.com\x00\x00\x00\x011"
RSYNC_CLIENT = b" \x00\x00\x00\x1exxh128 xxh3 xxh64 md5 md4 sha1\x04\x00\x00\x07\x00\x00\x00\x00"  # rsync 3.5
RSYNC_SERVER = b" \x00\x00\x00\x81\xff#xxh128 xxh3 xxh64 md5 md4 sha1 none\x03\xa5\x10k;\x00\x00\x07\xac\x01"
RSYNC_OLD_SERVER = b" \x00\x00\x00D\x80\x17k7\x00\x00\x07\x01\x01.\x00"  # --protocol=29
RSYNC_DAEMON = b"@RSYNCD: 32.0 sha512 sha256 sha1 md5 md4\n"
TMUX_CONTROL = b"\x1bP1000p%begin 1795403625 260 0\r\n%end 1795403625 260 0\r\n%window-add @0\r\n"  # tmux 3.3a -CC
TMUX_LINES = b"%begin 1795403626 260 0\r\n%end 1795403626 260 0\r\n%window-add @0\r\n"  # tmux -C

SHOWN = {
    "transfer.zmodem": (SZ, RZ, ZFILE_CRC32),
    "transfer.kermit": (KERMIT, KERMIT_PRINTABLE_MARK, KERMIT_FORCED_CRC, GKERMIT, GKERMIT_GET),
    "transfer.trzsz": (TSZ, TRZ, TRZSZ_GO),
    "transfer.ssh": (SSH_SERVER, SSH_CLIENT),
    "transfer.sftp": (SFTP_VERSION, SFTP_INIT),
    "transfer.rsync": (RSYNC_SERVER, RSYNC_OLD_SERVER, RSYNC_DAEMON),
    "transfer.multiplexer": (TMUX_CONTROL, TMUX_LINES),
}
TYPED = {
    "transfer.zmodem": (RZ_ANSWER, ZFILE_CRC32),
    "transfer.kermit": (KERMIT, KERMIT_PRINTABLE_MARK, KERMIT_OTHER_PREFIX, KERMIT_FORCED_CRC, GKERMIT, GKERMIT_GET),
    "transfer.trzsz": (TRZSZ_ANSWER,),
    "transfer.ssh": (SSH_CLIENT,),
    "transfer.sftp": (SFTP_INIT,),
    "transfer.rsync": (RSYNC_CLIENT, RSYNC_DAEMON),
}
CASES = [(Direction.OUTPUT, kind, capture) for kind, captures in SHOWN.items() for capture in captures] + [
    (Direction.INPUT, kind, capture) for kind, captures in TYPED.items() for capture in captures
]


def tripped(
    pieces: list[bytes],
    direction: Direction = Direction.OUTPUT,
    triggers: Triggers = Triggers.ALL,
    *,
    pauses: bool = False,
) -> tuple[Finding | None, bytes]:
    """What tripped, and all that passed before it."""
    wire, passed = Tripwire(direction, triggers), b""
    try:
        for piece in pieces:
            passed += wire.feed(piece).data
            if pauses:
                passed += wire.idle().data
    except Tripped as trip:
        return trip.finding, passed + trip.passed.data
    return None, passed + wire.close().data


def kind_of(stream: bytes, direction: Direction = Direction.OUTPUT, triggers: Triggers = Triggers.ALL) -> str | None:
    """The kind that trips, if anything does."""
    finding, _ = tripped([stream], direction, triggers)
    return finding.kind if finding is not None else None


def cut(stream: bytes, places: list[int]) -> list[bytes]:
    """`stream` in pieces."""
    borders = [0, *sorted(place for place in places if place <= len(stream)), len(stream)]
    return [stream[start:stop] for start, stop in itertools.pairwise(borders)]


def bytewise(stream: bytes) -> list[bytes]:
    """`stream` in pieces of one byte."""
    return [bytes((byte,)) for byte in stream]


def in_two(stream: bytes) -> Iterator[list[bytes]]:
    """`stream` in two pieces, at every byte."""
    return (cut(stream, [place]) for place in range(1, len(stream)))
