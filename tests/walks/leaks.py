"""Ways to carry people's data out of a terminal's stream: what a program on the target prints, and how many came through.

Each stream carries the same rows in the spelling its channel uses, so that a client that understood it would have them.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ESC, BEL, ST = b"\x1b", b"\x07", b"\x1b\\"
C1: Final = {b"]": 0x9D, b"P": 0x90, b"_": 0x9F, b"^": 0x9E, b"X": 0x98, b"[": 0x9B}
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Leak:
    """One channel: `stream` as printed on the target; `ends` says that its start ends the session."""

    name: str
    stream: bytes
    ends: bool = False


def leaks(rows: Sequence[str]) -> list[Leak]:
    """Every channel with these rows in it."""
    plain = "\n".join(rows).encode()
    coded = base64.b64encode(plain)
    return [*_sequences(plain, coded), *_wrapped(coded), *_spelled(coded), *_transfers(plain)]


def people_in(data: bytes, numbers: Iterable[str]) -> int:
    """How many of these numbers are in `data`, as it is or in one of the spellings that the channels use."""
    seen = b"\n".join([data, *_decoded(data)])
    return sum(number.encode() in seen for number in numbers)


def _sequences(plain: bytes, coded: bytes) -> list[Leak]:
    sixel = b"".join(b"#0!%d%c" % (1 + byte, 63 + byte % 64) for byte in plain[:64])
    return [
        Leak("clipboard (OSC 52)", ESC + b"]52;c;" + coded + BEL),
        Leak("clipboard (OSC 52, selection, ST)", ESC + b"]52;ps0;" + coded + ST),
        Leak("clipboard (OSC 052)", ESC + b"]052;c;" + coded + BEL),
        Leak("clipboard (OSC 5522)", ESC + b"]5522;type=write;" + coded + ST),
        Leak("file (OSC 1337)", ESC + b"]1337;File=name=YQ==;inline=0:" + coded + BEL),
        Leak("file in parts (OSC 1337)", ESC + b"]1337;MultipartFile=:" + BEL + ESC + b"]1337;FilePart=" + coded + BEL),
        Leak("copy (OSC 1337)", ESC + b"]1337;CopyToClipboard=" + BEL + ESC + b"]1337;Copy=:" + coded + BEL),
        Leak("file (OSC 5113)", ESC + b"]5113;ac=data;d=" + coded + ST),
        Leak("picture (kitty)", ESC + b"_Gf=100,a=T,t=d;" + coded + ST),
        Leak("picture (sixel)", ESC + b"Pq" + sixel + coded + ST),
        Leak("printer (media copy)", ESC + b"[5i" + plain.replace(b"\n", b"") + ESC + b"[4i"),
        Leak("title and its report", ESC + b"]2;" + coded + BEL + ESC + b"[21t"),
        Leak("icon name (OSC L)", ESC + b"]L" + coded + ST),
        Leak("key definition (DECUDK)", ESC + b"P0;1|17/" + coded.hex().encode() + ST),
        Leak("notification (OSC 9)", ESC + b"]9;" + coded + BEL),
        Leak("link (OSC 8)", ESC + b"]8;;https://x.invalid/" + coded + ST + ESC + b"]8;;" + ST),
        Leak("privacy message", ESC + b"^" + coded + ST),
        Leak("string (SOS)", ESC + b"X" + coded + ST),
        Leak("unfinished", ESC + b"]52;c;" + coded),
        Leak("a megabyte", ESC + b"]52;c;" + coded * (1 + MEGABYTE // len(coded)) + BEL),
    ]


def _wrapped(coded: bytes) -> list[Leak]:
    inner = ESC + b"]52;c;" + coded + BEL
    doubled = inner.replace(ESC, ESC + ESC)
    return [
        Leak("clipboard through tmux", ESC + b"Ptmux;" + doubled + ST),
        Leak("clipboard through screen", ESC + b"P" + inner + ST),
        Leak(
            "clipboard through tmux twice",
            ESC + b"Ptmux;" + (ESC + b"Ptmux;" + doubled + ST).replace(ESC, ESC * 2) + ST,
        ),
    ]


def _spelled(coded: bytes) -> list[Leak]:
    """The same with 8-bit controls, as a byte and as a character."""
    found = []
    for name, opener, body in (
        ("clipboard", b"]", b"52;c;" + coded),
        ("picture", b"_", b"Gf=100,a=T;" + coded),
        ("device control", b"P", b"q" + coded),
    ):
        byte = bytes([C1[opener]])
        found.append(Leak(f"{name}, 8-bit", byte + body + b"\x9c"))
        found.append(Leak(f"{name}, 8-bit in UTF-8", byte.decode("latin-1").encode() + body + b"\xc2\x9c"))
        found.append(Leak(f"{name}, mixed", ESC + opener + body + b"\xc2\x9c"))
    return found


def _transfers(plain: bytes) -> list[Leak]:
    return [
        Leak("ZMODEM", b"rz\r**\x18B00000000000000\r\x8a\x11*\x18C\x04" + plain, ends=True),
        Leak("YMODEM", _block(1, 0, b"rows.csv\x00120 0 0") + _blocks(plain), ends=True),
        Leak("XMODEM", _blocks(plain), ends=True),
        Leak("Kermit", _kermit(plain), ends=True),
        Leak("trzsz", _trzsz(plain), ends=True),
        Leak("SSH in the stream", b"SSH-2.0-x\r\n" + _kexinit() + plain, ends=True),
        Leak("SFTP in the stream", _sftp(plain), ends=True),
        Leak("tmux control mode", ESC + b"P1000p%begin 1 1 0\r\n%output %0 " + plain, ends=True),
    ]


def _block(kind: int, number: int, content: bytes) -> bytes:
    size = 128 if kind == 1 else 1024
    filled = content.ljust(size, b"\x1a")
    return bytes([kind, number & 255, ~number & 255]) + filled + binascii.crc_hqx(filled, 0).to_bytes(2, "big")


def _blocks(plain: bytes) -> bytes:
    return b"".join(_block(1, 1 + at // 128, plain[at : at + 128]) for at in range(0, len(plain), 128)) + b"\x04"


def _kermit(plain: bytes) -> bytes:
    def packet(number: int, kind: bytes, content: bytes) -> bytes:
        inside = bytes([len(content) + 3 + 32, number % 64 + 32]) + kind + content
        total = sum(inside)
        return b"\x01" + inside + bytes([((total + ((total & 192) >> 6)) & 63) + 32]) + b"\r"

    spoken = plain.replace(b"\n", b"#M#J")
    parts = [spoken[at : at + 80] for at in range(0, len(spoken), 80)]
    first = packet(0, b"S", b"~* @-#Y1~* ") + packet(1, b"F", b"ROWS.CSV")
    return first + b"".join(packet(2 + at, b"D", part) for at, part in enumerate(parts))


def _trzsz(plain: bytes) -> bytes:
    data = base64.b64encode(zlib.compress(plain))
    begin = (
        b"\x1b7\x07::TRZSZ" + b":TRANSFER:S:1.1.6:2811151228370\r\n"
    )  # in two: whoever reads this file is no transfer
    return begin + b"#NUM:1\n#NAME:" + data + b"\n#DATA:" + data + b"\n"


def _kexinit() -> bytes:
    lists = [
        b"curve25519-sha256",
        b"ssh-ed25519",
        *[b"aes128-ctr"] * 2,
        *[b"hmac-sha2-256"] * 2,
        *[b"none"] * 2,
        b"",
        b"",
    ]
    body = b"\x14" + bytes(16) + b"".join(len(one).to_bytes(4, "big") + one for one in lists) + bytes(5)
    padding = 8 - (len(body) + 5) % 8 + 8
    return (len(body) + padding + 1).to_bytes(4, "big") + bytes([padding]) + body + bytes(padding)


def _sftp(plain: bytes) -> bytes:
    version = b"\x00\x00\x00\x05\x02\x00\x00\x00\x03"
    data = b"\x67\x00\x00\x00\x01" + len(plain).to_bytes(4, "big") + plain
    return version + len(data).to_bytes(4, "big") + data


def _decoded(data: bytes) -> list[bytes]:
    found = [
        _maybe(base64.b64decode, run[at:] + b"=" * (-len(run[at:]) % 4))
        for run in re.findall(rb"[A-Za-z0-9+/]{40,}", data)
        for at in range(4)  # what stands before may be letters too
    ]
    found += [_maybe(bytes.fromhex, run.decode()) for run in re.findall(rb"(?:[0-9a-f]{2}){40,}", data)]
    found += [_maybe(zlib.decompress, one) for one in found]
    found += [_maybe(base64.b64decode, one + b"=" * (-len(one) % 4)) for one in found if one]
    dequoted = b"".join(
        packet[3:-1] for packet in re.findall(rb"\x01([^\x01\r]{5,100})\r", data) if packet[2:3] == b"D"
    )
    blocks = b"".join(block for block in re.findall(rb"(?s)\x01..(.{128})..", data))
    return [*found, dequoted, blocks]


def _maybe(decode: Callable[..., bytes], run: object) -> bytes:
    try:
        return decode(run)
    except (ValueError, binascii.Error, zlib.error):
        return b""


def numbers_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """What tells these people apart: their telephone numbers, which all the spellings keep."""
    return [row["phone"] for row in rows]
