"""What a person reads of a document: its characters without escape sequences, and the byte at which each of them stands."""

import re
from dataclasses import dataclass

from tests.corpus.documents import Doc

_ESCAPE = re.compile(r"\x1b(?:\[[ -?]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
_MOVES = re.compile(r"\x1b\[[0-9;]*[HfABCDGdJ]|\x1b\[\?1049[hl]|\x1bc")
_JSON = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """Pieces of text between moves of the cursor; `places` gives for each character its first byte, and one more at the end."""

    text: str
    places: tuple[int, ...]


def readings(doc: Doc) -> list[Reading]:
    """The document as it is read, cut where the cursor moves."""
    raw = doc.data.decode(doc.encoding)
    pieces, text, places, at, byte = [], [], [], 0, 0
    while at < len(raw):
        escape = _ESCAPE.match(raw, at)
        if escape is not None:
            if _MOVES.match(escape[0]):
                pieces.append(Reading("".join(text), (*places, byte)))
                text, places = [], []
            at, byte = escape.end(), byte + len(escape[0])
            continue
        coded = _JSON.match(raw, at)
        written = coded[0] if coded is not None else raw[at]
        text.append(chr(int(coded[1], 16)) if coded is not None else written)
        places.append(byte)
        at, byte = at + len(written), byte + len(written.encode(doc.encoding))
    pieces.append(Reading("".join(text), (*places, byte)))
    return [piece for piece in pieces if piece.text]
