"""A small file of the target, read, changed by a person, and put back whole or not at all.

Only text in the target's declared encoding that would go back byte for byte; line ends stay as they were. The differing lines
go into the recording and sizes and digests into the journal, both before the target is asked to change anything.
"""

import difflib
import threading
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from posixpath import basename, dirname
from typing import Final

from gateway.audit.event import Event
from gateway.authorization.commands.roots import Root
from gateway.commands.events import ConfigChanged, Cut
from gateway.commands.running import scripts
from gateway.commands.running.command_line import Unspeakable
from gateway.commands.running.course import Bounds, Ran
from gateway.commands.running.errands import Errand, Errands
from gateway.commands.running.words import NotDone, Why, not_done
from gateway.crypto.digest import sha256
from gateway.relay.ports import Recorder
from gateway.relay.ssh.sftp.folder import spelled
from gateway.vocabulary.identifiers import new_identifier

FILE_BYTES_MAX: Final = 256 * 1024
CHANGES_LETTERS_MAX: Final = 64 * 1024
REASON_LETTERS_MAX: Final = 200
WRITE_BOUNDS: Final = Bounds(seconds=30, output_bytes=4096)
_NO_END: Final = "\n\\ No newline at end of file"
_LABEL_LETTERS: Final = 250  # of up to four bytes each; a recording keeps 1024 bytes of a marker


class LineEnds(StrEnum):
    """How a file's lines end; a file of both kinds is taken as LF, and its CRs stay where they are."""

    LF = "\n"
    CRLF = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as it was read. In `text` every line ends with LF alone; `digest` is the SHA-256 of `content`, its bytes there."""

    path: str
    content: bytes = field(repr=False)
    text: str
    digest: bytes
    size_bytes: int
    ends: LineEnds
    root: Root


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The file has its new content."""

    document: Document
    lines_added: int
    lines_removed: int


class Configuration:
    """Reads and writes files for one session."""

    def __init__(self, errands: Errands, recorder: Recorder) -> None:
        self._errands, self._recorder = errands, recorder
        self._read: dict[str, bytes] = {}  # by path: digest of what this session has seen last

    def read(self, path: str, root: Root, content: bytes, ran: Ran) -> Document | NotDone:
        """What `content`, which the run of a listed command gave, is as a document."""
        if ran.cut is not None or ran.status != 0:
            return not_done(Why.TOO_LARGE if ran.cut is Cut.BYTES else Why.NOT_RUN)
        text = self._errands.speech.heard(content)
        if text is None or "\0" in text:
            return not_done(Why.NO_TEXT)
        self._read[path] = sha256(content)
        return _document(path, root, content, text)

    def write(self, document: Document, text: str, reason: str) -> Written | NotDone:
        """Put `text` in its place. Raises TargetError, and what journal or recorder raise before anything is sent."""
        if self._read.get(document.path) != document.digest or not document.root.admits(document.path):
            return not_done(Why.CHANGED)
        whole = text.replace("\n", document.ends.value)
        content = self._content(document, text, whole)
        if isinstance(content, NotDone):
            return content
        lines = _changes(document, text)
        if sum(len(line) for line in lines) > CHANGES_LETTERS_MAX:
            return not_done(Why.TOO_LARGE)
        changed = _Changed(
            document=document, whole=whole, content=content, lines=lines, reason=reason[:REASON_LETTERS_MAX]
        )
        return self._written(changed)

    def changes(self, document: Document, text: str) -> str:
        """A unified diff from what was read to `text`."""
        return "\n".join(_changes(document, text))

    def _content(self, document: Document, text: str, whole: str) -> bytes | NotDone:
        if text == document.text:
            return not_done(Why.UNCHANGED)
        if _controls(text) - _controls(document.text):
            return not_done(Why.NO_TEXT)
        try:
            content = self._errands.speech.spoken(whole)
        except Unspeakable:
            return not_done(Why.ENCODING)
        return content if len(content) <= FILE_BYTES_MAX else not_done(Why.TOO_LARGE)

    def _written(self, changed: "_Changed") -> Written | NotDone:
        document = changed.document
        for label in changed.labels():
            self._recorder.marker(label)

        def before(number: int, sent: bytes) -> Event:
            return changed.event(self._errands.index, number, sent)

        temporary = f".sekisho-{new_identifier('CF', self._errands.clock.now())}.part"
        ran = self._errands.carry(changed.errand(temporary), before, _nothing, _nothing, threading.Event())
        if isinstance(ran, NotDone):
            return ran
        if ran.status != 0 or ran.cut is not None:
            return not_done(Why.NOT_WRITTEN)
        self._read[document.path] = sha256(changed.content)
        after = _document(document.path, document.root, changed.content, changed.whole)
        return Written(document=after, lines_added=changed.added, lines_removed=changed.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """One change on its way."""

    document: Document
    whole: str
    content: bytes
    lines: tuple[str, ...]
    reason: str

    @property
    def added(self) -> int:
        return sum(line.startswith("+") for line in self.lines[2:])

    @property
    def removed(self) -> int:
        return sum(line.startswith("-") for line in self.lines[2:])

    def labels(self) -> list[str]:
        """The change as markers for the recording, none longer than it keeps; what is not printable stays visible."""
        text = "\n".join(spelled(line.encode("utf-8", errors="backslashreplace")) for line in self.lines)
        parts = [text[at : at + _LABEL_LETTERS] for at in range(0, len(text), _LABEL_LETTERS)]
        return [f"config change: {self.document.path[:_LABEL_LETTERS]}", *parts]

    def event(self, index: dict[str, str], number: int, sent: bytes) -> ConfigChanged:
        return ConfigChanged(
            **index,
            number=number,
            path=self.document.path,
            before=self.document.digest,
            after=sha256(self.content),
            before_bytes=self.document.size_bytes,
            after_bytes=len(self.content),
            lines_added=self.added,
            lines_removed=self.removed,
            reason=self.reason,
            sent=sent,
        )

    def errand(self, temporary: str) -> Errand:
        path, old, new = self.document.path, self.document.digest.hex(), sha256(self.content).hex()
        arguments = (dirname(path), basename(path), path, old, new, temporary)
        return Errand(script=scripts.WRITE, arguments=arguments, bounds=WRITE_BOUNDS, path=path, given=self.content)


def _document(path: str, root: Root, content: bytes, whole: str) -> Document:
    is_crlf = "\n" in whole and whole.count("\n") == whole.count("\r\n")
    return Document(
        path=path,
        content=content,
        text=whole.replace("\r\n", "\n") if is_crlf else whole,
        digest=sha256(content),
        size_bytes=len(content),
        ends=LineEnds.CRLF if is_crlf else LineEnds.LF,
        root=root,
    )


def _changes(document: Document, text: str) -> tuple[str, ...]:
    """Lines of a unified diff, without ends; a last line without an end is said, as diff(1) does."""
    old, new = _lines(document.text), _lines(text)
    return tuple(difflib.unified_diff(old, new, document.path, document.path, lineterm=""))


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [*lines, *([f"{last}{_NO_END}"] if last else [])]


def _controls(text: str) -> set[str]:
    return {letter for letter in text if unicodedata.category(letter) == "Cc"} - {"\n", "\t"}


def _nothing(_: bytes) -> None:
    """Writing a file shows nothing."""
