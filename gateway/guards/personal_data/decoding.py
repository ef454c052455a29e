"""Bytes of an unknown file as text: UTF-8, UTF-16, EUC-JP or CP932, whichever it is, in pieces that end between values.

What is none of them is read as Latin-1, so that digits and addresses within a binary file are seen as `strings` would. Memory
is bounded by PIECE_BYTES and what one `feed` brings. Full-width digits become plain ones,
escapes of JSON, HTML and URLs the letters they stand for.
"""

import re

PIECE_BYTES = 64 * 1024
_CARRIED_MAX = 4 * 1024  # of a line that has no end
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x2010: 0x2D, 0x2212: 0x2D, 0x2015: 0x2D}
_NEEDS_FULL_WIDTH = re.compile("[０-９＠]")
_ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})*")  # literals first: `re` skips at memory speed
_MARKS = {
    b"\xff\xfe\0\0": "utf-32-le",
    b"\0\0\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_SAMPLE = 512
_ENTITY = re.compile(r"&#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));")
_PRINTED = bytes(0x41 if one in b"\t\r\n" or 0x20 <= one <= 0x7E else one and 0x2E for one in range(256))
_PLAIN_ONLY = bytes(one if one in b"\t\r\n" or 0x20 <= one <= 0x7E else 0x20 for one in range(256))
_WIDE_SHAPE = b"A\0" * 8
_WIDE_RUN = re.compile(rb"(?:[\t\r\n\x20-\x7e]\0){8,}")
_PERCENT = re.compile(r"%[0-9a-fA-F]{2}(?:%[0-9a-fA-F]{2}){2,}")


class Decoder:
    """Fed by one thread; `feed` and `close` give texts of whole lines where there are lines."""

    def __init__(self) -> None:
        self._held = b""
        self._wide: str | None = None
        self._begun = False

    def feed(self, data: bytes) -> list[str]:
        """What can be read now."""
        self._held = data if not self._held else self._held + data
        if len(self._held) < PIECE_BYTES:
            return []
        self._look_at_beginning()
        cut = self._cut()
        piece, self._held = self._held[:cut], self._held[cut:]
        return self._texts(piece)

    def close(self) -> list[str]:
        """The rest."""
        self._look_at_beginning()
        piece, self._held = self._held, b""
        return self._texts(piece) if piece else []

    def _look_at_beginning(self) -> None:
        if not self._begun:
            self._begun = True
            self._wide = (
                _MARKS.get(self._held[:4]) or _MARKS.get(self._held[:2]) or _wide_without_mark(self._held[:_SAMPLE])
            )

    def _cut(self) -> int:
        """Where to cut: behind the last line's end, or between two words of a line that is too long."""
        if self._wide is not None:
            unit = 4 if "32" in self._wide else 2
            newline = "\n".encode(self._wide)
            at = self._held.rfind(newline)
            while at > 0 and at % unit:
                at = self._held.rfind(newline, 0, at + unit - 1)
            return at + unit if at > 0 else len(self._held) // unit * unit
        end = self._held.rfind(b"\n") + 1
        if end and len(self._held) - end <= PIECE_BYTES:
            return end
        for sign in (b",", b"\0", b" ", b";", b">", b'"'):
            end = self._held.rfind(sign, len(self._held) - _CARRIED_MAX) + 1
            if end:
                return end
        return len(self._held)

    def _texts(self, piece: bytes) -> list[str]:
        """In every way that may be meant: a file that begins in one encoding may go on in another."""
        texts = [narrow(piece)]
        if self._wide is not None:
            texts.append(piece.decode(self._wide, errors="replace"))
        elif _WIDE_SHAPE in piece.translate(_PRINTED):
            texts.append(b"\n".join(_WIDE_RUN.findall(piece)).replace(b"\0", b"").decode("ascii"))
        return [_plain(text) for text in texts if text]


def _plain(text: str) -> str:
    """Escapes and full-width signs as the plain letters they stand for."""
    if "\\u" in text:
        text = _ESCAPED.sub(_unescaped, text)
    if "&#" in text:
        text = _ENTITY.sub(_named, text)
    if "%" in text:
        text = _PERCENT.sub(_unquoted, text)
    if not text.isascii() and _NEEDS_FULL_WIDTH.search(text):
        text = text.translate(_FULL_WIDTH)
    return text


def narrow(piece: bytes) -> str:
    """Text of one of the encodings without zero bytes; the one that reads most of it."""
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if piece.count(0) * 50 > len(piece):
        return piece.decode("latin-1")
    if _is_no_text(piece):
        return piece.translate(_PLAIN_ONLY).decode("ascii")
    return _read_best(piece)


def _read_best(piece: bytes) -> str:
    read = [piece.decode(encoding, errors="replace") for encoding in ("utf-8", "euc_jp", "cp932")]
    return min(read, key=_strangeness)


def _is_no_text(piece: bytes) -> bool:
    """True where every sample is strange in every encoding: packed or random bytes, of which the ASCII is enough.

    Four samples spread over the piece, so that text behind a picture or a program is read as text.
    """
    if len(piece) < 16 * _SAMPLE:
        return False
    step = (len(piece) - _SAMPLE) // 3
    samples = (piece[at : at + _SAMPLE] for at in range(0, 3 * step + 1, step))
    return all(_strangeness(_read_best(sample)) * 8 > _SAMPLE for sample in samples)


def _strangeness(text: str) -> int:
    """How much of a text looks misread: what could not be read, and half-width kana, which EUC-JP read as CP932 is full of."""
    return text.count("\ufffd") * 4 + sum(1 for _ in _HALF_KANA.finditer(text))


_HALF_KANA = re.compile("[\uff61-\uff9f]")


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, told by where the zeros of its ASCII stand."""
    zeros = [sample[at::4].count(0) for at in range(4)]
    quarter = len(sample) // 4
    if quarter < 2:
        return None
    if zeros[0] < quarter // 2 and min(zeros[2:]) > quarter * 9 // 10:
        return "utf-32-le"
    if zeros[3] < quarter // 2 and min(zeros[:2]) > quarter * 9 // 10:
        return "utf-32-be"
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if max(even, odd) * 8 < len(sample) // 2 or max(even, odd) < 4 * min(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _unescaped(found: "re.Match[str]") -> str:
    units = bytes.fromhex(found[0].replace("\\u", ""))
    return units.decode("utf-16-be", errors="replace")


def _named(found: "re.Match[str]") -> str:
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if code < 0x110000 else found[0]


def _unquoted(found: "re.Match[str]") -> str:
    return narrow(bytes.fromhex(found[0].replace("%", "")))
