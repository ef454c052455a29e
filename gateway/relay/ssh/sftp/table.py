"""THE table of what a client of the upload may ask (draft-ietf-secsh-filexfer-02 §6, OpenSSH PROTOCOL §4).

What nobody named is refused, answered in fixed words, and journalled as a refusal of `kind`. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.relay.ssh.sftp import requests as asked
from gateway.relay.ssh.sftp.message import Message
from gateway.relay.ssh.sftp.replies import Code
from gateway.relay.ssh.sftp.words import NOT_OFFERED, NOT_OUT
from gateway.vocabulary.outcome import Text


class Handling(StrEnum):
    """What is done with a request; `desk` has one function for each."""

    BEGIN_FILE = "begin-file"
    TAKE_CONTENT = "take-content"
    CLOSE = "close"
    SYNC = "sync"
    SHOW_ATTRIBUTES = "show-attributes"
    SHOW_OPEN = "show-open"
    SET_ATTRIBUTES = "set-attributes"
    NOTE_ATTRIBUTES = "note-attributes"
    BEGIN_LISTING = "begin-listing"
    GO_ON_LISTING = "go-on-listing"
    SPELL_PATH = "spell-path"
    MAKE_FOLDER = "make-folder"
    MOVE = "move"
    DELETE_OWN = "delete-own"
    TELL_LIMITS = "tell-limits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Never done: the code, our words, and the word the journal has for the attempt."""

    code: Code
    text: Text
    kind: str


def _never(kind: str, text: Text = NOT_OFFERED) -> Refuse:
    return Refuse(code=Code.PERMISSION_DENIED, text=text, kind=kind)


UNNAMED = Refuse(code=Code.OP_UNSUPPORTED, text=NOT_OFFERED, kind="sftp.unknown")

SFTP_REQUESTS: Mapping[type[Message], Handling | Refuse] = MappingProxyType(
    {
        asked.Open: Handling.BEGIN_FILE,
        asked.Write: Handling.TAKE_CONTENT,
        asked.Close: Handling.CLOSE,
        asked.FSync: Handling.SYNC,
        asked.Stat: Handling.SHOW_ATTRIBUTES,
        asked.LStat: Handling.SHOW_ATTRIBUTES,
        asked.FStat: Handling.SHOW_OPEN,
        asked.SetStat: Handling.SET_ATTRIBUTES,
        asked.FSetStat: Handling.NOTE_ATTRIBUTES,
        asked.OpenDir: Handling.BEGIN_LISTING,
        asked.ReadDir: Handling.GO_ON_LISTING,
        asked.RealPath: Handling.SPELL_PATH,
        asked.MkDir: Handling.MAKE_FOLDER,
        asked.Rename: Handling.MOVE,
        asked.PosixRename: Handling.MOVE,
        asked.Remove: Handling.DELETE_OWN,
        asked.AskLimits: Handling.TELL_LIMITS,
        asked.Read: _never("sftp.read", NOT_OUT),
        asked.ReadLink: _never("sftp.readlink"),
        asked.SymLink: _never("sftp.symlink"),
        asked.RmDir: _never("sftp.rmdir"),
    }
)

_EXTENDED_REFUSED = {
    b"hardlink@openssh.com": _never("sftp.hardlink"),
    b"statvfs@openssh.com": _never("sftp.statvfs"),
    b"fstatvfs@openssh.com": _never("sftp.statvfs"),
    b"copy-data": _never("sftp.copy-data", NOT_OUT),
    b"expand-path@openssh.com": _never("sftp.expand-path"),
    b"lsetstat@openssh.com": _never("sftp.lsetstat"),
    b"users-groups-by-id@openssh.com": _never("sftp.users-groups"),
    b"home-directory": _never("sftp.home-directory"),
    b"check-file": _never("sftp.check-file", NOT_OUT),
    b"check-file-name": _never("sftp.check-file", NOT_OUT),
    b"check-file-handle": _never("sftp.check-file", NOT_OUT),
    b"md5-hash": _never("sftp.check-file", NOT_OUT),
    b"md5-hash-handle": _never("sftp.check-file", NOT_OUT),
}

OFFERED: Mapping[bytes, bytes] = MappingProxyType(
    {asked.PosixRename.NAME: b"1", asked.FSync.NAME: b"1", asked.AskLimits.NAME: b"1"}
)
"""What our VERSION announces (OpenSSH PROTOCOL §4)."""


def handling(request: Message) -> Handling | Refuse:
    """How a request is handled."""
    if isinstance(request, asked.Unknown):
        return _EXTENDED_REFUSED.get(request.name, UNNAMED)
    return SFTP_REQUESTS.get(type(request), UNNAMED)
