"""The string of an exec request: a fixed environment, a fixed script, and a vector behind it. Pure.

Nothing of the client's environment goes with it, nor of the account's: PATH, LC_ALL and TERM are all there is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.commands.quoting import quoted
from gateway.vocabulary.target import Encoding

SEARCH: Final = "/usr/sbin:/usr/bin:/sbin:/bin"
_LOCALES: Final[Mapping[Encoding, str]] = MappingProxyType(
    {Encoding.UTF_8: "C.UTF-8", Encoding.EUC_JP: "ja_JP.eucJP", Encoding.CP932: "ja_JP.SJIS"}
)


class Unspeakable(ValueError):
    """An argument has no spelling in the target's encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a target is spoken to: its encoding, and where its tools are looked for (`search`, a PATH)."""

    encoding: Encoding
    search: str = SEARCH

    def line(self, script: str, arguments: Sequence[str]) -> bytes:
        """What the target's login shell is given to run `script` with `arguments`. Raises Unspeakable, Unquotable."""
        environment = (f"PATH={self.search}", f"LC_ALL={_LOCALES[self.encoding]}", "TERM=dumb")
        vector = ("/usr/bin/env", "-i", *environment, "/bin/sh", "-c", script, "sekisho", *arguments)
        return self.spoken(quoted(vector))

    def spoken(self, text: str) -> bytes:
        """`text` in the target's encoding. Raises Unspeakable."""
        try:
            return text.encode(self.encoding.value)
        except UnicodeEncodeError as error:
            raise Unspeakable(f"not in {self.encoding}: {error.reason}") from None

    def heard(self, data: bytes) -> str | None:
        """What the target said as text; None where it is none in its declared encoding, or would not go back the same."""
        try:
            text = data.decode(self.encoding.value)
            return text if text.encode(self.encoding.value) == data else None
        except UnicodeError:
            return None
