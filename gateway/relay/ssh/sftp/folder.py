"""The drop folder as a client sees it: the root of everything. Paths of a client are names below it, and nothing else. Pure.

`/` is the drop folder; `..` never leads above it. A name is bytes, as on the target: whatever is valid there, but for
control characters, which no honest name holds and every terminal obeys.
"""

import re

from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.words import BAD_NAME, OF_CODE, RESERVED
from gateway.vocabulary.outcome import Text

PATH_BYTES_MAX = 1024
NAME_BYTES_MAX = 255
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_PREFIX, _SUFFIX = b".sekisho-", b".part"

Place = tuple[bytes, ...]
"""Names from the drop folder downwards; empty for the drop folder itself."""


class Declined(Exception):
    """What a client asked for is refused: a code and our words. Caught where the request is answered, nowhere else.

    `kind` is set where the refusal is one for the journal: an attempt at what no upload needs.
    """

    def __init__(self, code: Code, text: Text, kind: str | None = None) -> None:
        super().__init__(text.en)
        self.code, self.text, self.kind = code, text, kind

    @classmethod
    def of(cls, code: Code) -> "Declined":
        """With the words every refusal of this code has."""
        return cls(code, OF_CODE[code])


def place_of(path: bytes) -> Place:
    """The place a client's path names. Raises Declined for what is no path here."""
    if len(path) > PATH_BYTES_MAX:
        raise Declined(Code.FAILURE, BAD_NAME)
    place: list[bytes] = []
    for name in path.split(b"/"):
        if name == b"..":
            del place[-1:]
        elif name not in (b"", b"."):
            place.append(_checked(name))
    return tuple(place)


def shown(place: Place) -> bytes:
    """The path a client sees."""
    return b"/" + b"/".join(place)


def below(root: bytes, place: Place) -> bytes:
    """The place as a path on the target."""
    return b"/".join((root.rstrip(b"/"), *place))


def is_within(root: bytes, real: bytes) -> bool:
    """True if `real`, an absolute path without links, is `root` or lies under it."""
    return real == root or real.startswith(root.rstrip(b"/") + b"/")


def is_plain(real: bytes) -> bool:
    """True for an absolute path in its one spelling, as a target's REALPATH must give it."""
    names = real.split(b"/")[1:]
    return real.startswith(b"/") and b"\0" not in real and (real == b"/" or not {b"", b".", b".."} & set(names))


def is_showable(name: bytes) -> bool:
    """True for a name out of a listing that a client may see: one name, no control characters, and none of ours."""
    return (
        0 < len(name) <= NAME_BYTES_MAX
        and b"/" not in name
        and not _CONTROL.search(name)
        and not name.startswith(_PREFIX)
    )


def temporary(upload: str) -> bytes:
    """The name a file has on the target until it was judged; `upload` is its identifier in the journal."""
    return _PREFIX + upload.encode("ascii") + _SUFFIX


def spelled(name: bytes) -> str:
    """Bytes as one line of printable text for journal, recording and screen: UTF-8 where it is, the rest escaped as in Python."""
    text = name.replace(b"\\", b"\\\\").decode("utf-8", errors="backslashreplace")
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def _checked(name: bytes) -> bytes:
    if len(name) > NAME_BYTES_MAX or _CONTROL.search(name):
        raise Declined(Code.FAILURE, BAD_NAME)
    if name.startswith(_PREFIX):
        raise Declined(Code.PERMISSION_DENIED, RESERVED)
    return name
