"""A statement's text without its literals, as it may stand in the journal.

PostgreSQL's own tokens decide what a literal is. Every literal becomes `?`, and so does a quoted name that is no plain word,
since a person may write anything there; comments go. Whatever cannot be cut into tokens is told by its SHA-256 alone.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.statements.tree import Token, tokens

LETTERS_MAX: Final = 2_000
_BYTES_MAX: Final = 65_536
_PLAIN_NAME: Final = re.compile(r'"?[^\W\d]\w*"?')
_PUNCTUATION: Final = re.compile(r"[!#%&()*+,\-./:;<=>?@\[\\\]^`{|}~]+|\$\d{1,5}")


def normalised(sql: str) -> str:
    """One line of at most `LETTERS_MAX` letters; of a text nobody can read `sha256:` and its digest. Never raises."""
    data = sql.encode("utf-8", "surrogatepass")
    found = tokens(sql) if len(data) <= _BYTES_MAX else None
    if found is None:
        return f"sha256:{hashlib.sha256(data).hexdigest()}"
    line = " ".join("".join(_pieces(data, found)).split())
    return line if len(line) <= LETTERS_MAX else f"{line[: LETTERS_MAX - 1]}…"


def _pieces(data: bytes, found: tuple[Token, ...]) -> Iterator[str]:
    done = 0
    for token in found:
        if token.start > done:
            yield " "
        done = token.end
        yield " " if token.is_comment else _kept(data[token.start : token.end].decode("utf-8", "replace"))


def _kept(text: str) -> str:
    if _PUNCTUATION.fullmatch(text) or (text.isprintable() and _PLAIN_NAME.fullmatch(text)):
        return text
    return "?"
