"""A document of output: bytes in a target's encoding, and which of them print whose data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from tests.corpus.people import width

# What a field of a customer holds; every other field is nobody's.
KIND_OF = {
    **{
        kind: kind
        for kind in (
            "name",
            "kana",
            "phone",
            "email",
            "postal",
            "address",
            "birth",
            "card",
            "mynumber",
            "bank",
            "ip",
            "lineid",
        )
    },
    "mobile": "phone",
    "birth_w": "birth",
}
_EUC_JP = {0xFF0D: 0x2212, ord("髙"): "高"}  # as programs that speak EUC-JP spell them


@dataclass(frozen=True, slots=True)
class Label:
    """Bytes `start` to `end` print `value`; escape sequences may lie between, never at the ends. Of customer number `record`."""

    kind: str
    start: int
    end: int
    value: str
    record: int


@dataclass(slots=True)
class Doc:
    """What a terminal was sent; `encoding` a name of Python's."""

    name: str
    encoding: str
    data: bytes
    labels: list[Label] = field(default_factory=list)
    records: int = 0


class Out:
    """Builds a document: `w` plain text, `f` a field of a customer."""

    def __init__(self, name: str, encoding: str = "utf-8") -> None:
        self._name, self._encoding = name, encoding
        self._written, self._labels = bytearray(), list[Label]()

    def w(self, text: str) -> Self:
        """Text that is nobody's."""
        self._written += self._encoded(text)
        return self

    def f(
        self,
        key: str,
        value: str,
        record: int,
        *,
        pad: int = 0,
        printed: str | None = None,
        mid: Mapping[int, bytes] | None = None,
    ) -> Self:
        """A field, perhaps printed otherwise, padded to so many columns; `mid` puts bytes behind characters by their number."""
        start = len(self._written)
        for number, sign in enumerate(value if printed is None else printed):
            self._written += self._encoded(sign) + (mid or {}).get(number, b"")
        if key in KIND_OF:
            self._labels.append(Label(KIND_OF[key], start, len(self._written), value, record))
        return self.w(" " * max(0, pad - width(value)))

    def done(self, records: int) -> Doc:
        """The document."""
        return Doc(self._name, self._encoding, bytes(self._written), self._labels, records)

    def _encoded(self, text: str) -> bytes:
        return (text.translate(_EUC_JP) if self._encoding == "euc_jp" else text).encode(self._encoding, "replace")
