"""A person behind a masker, and whoever is told what he sees."""

from gateway.guards.detect import Kind
from gateway.guards.masking import Masker
from gateway.guards.observing import Together


class Told:
    """Remembers everything."""

    def __init__(self) -> None:
        self.values: list[tuple[Kind, bytes, bool, Together]] = []
        self.text = self.shown = ""

    def saw(self, kind: Kind, value_key: bytes, certain: bool, context: Together) -> None:
        self.values.append((kind, value_key, certain, context))

    def read(self, text: str, shown: str) -> None:
        assert len(text) == len(shown)
        assert all(sign in (there, " ") for there, sign in zip(text, shown, strict=True))
        self.text += text
        self.shown += shown

    @property
    def kinds(self) -> list[Kind]:
        return [kind for kind, *_ in self.values]


def shown(*pieces: str, masker: Masker | None = None) -> str:
    """All that is shown of these pieces, and of what is left at the end."""
    masker = Masker() if masker is None else masker
    data = b"".join(masker.feed(piece.encode()).data for piece in pieces)
    return (data + masker.close().data).decode()


def by_bytes(stream: bytes, *, size: int = 1, masker: Masker | None = None) -> bytes:
    """The same in pieces of some bytes."""
    masker = Masker() if masker is None else masker
    data = b"".join(masker.feed(stream[at : at + size]).data for at in range(0, len(stream), size))
    return data + masker.close().data
