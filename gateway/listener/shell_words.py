"""A command as the words a POSIX shell would see, byte by byte as in the C locale. Pure; reads, never runs or expands.

Told apart: quotes, backslashes, `$'...'`, comments, operators, redirections. What stands in `$(...)`, backquotes and `<(...)` is
given back apart, as scripts of their own; in the words a NUL stands in its place, as for nothing else (commands hold none).
Variables and patterns stay as they are written. An open quote ends with the text. Takes time in proportion to the text.
"""

import re
from typing import Final

SUBSTITUTED: Final = b"\0"
_OPERATORS = frozenset(b";&|\n()")
_BLANK = frozenset(b" \t\r")
_REDIRECTION = re.compile(rb"\d*(?:<<-?|<>|<&|>>|>&|>\||<|>)")
_ESCAPES = {ord("n"): b"\n", ord("t"): b"\t", ord("r"): b"\r", ord("a"): b"\a", ord("e"): b"\x1b"}
_NUMBERED = re.compile(rb"x([0-9A-Fa-f]{1,2})|([0-7]{1,3})")


class _Reader:
    """One pass over `text`."""

    def __init__(self, text: bytes) -> None:
        self._text, self._at = text, 0
        self._word: bytearray | None = None
        self._skip_word = False  # the word of a redirection
        self.commands: list[list[bytes]] = [[]]
        self.substituted: list[bytes] = []

    def read(self) -> None:
        while self._at < len(self._text):
            self._one()
        self._end_command()

    def _one(self) -> None:
        letter = self._text[self._at]
        if letter in _OPERATORS:
            self._at += 1
            self._end_command()
        elif letter in _BLANK:
            self._at += 1
            self._end_word()
        elif letter == ord("#") and self._word is None:
            self._at = _find(self._text, b"\n", self._at)
        elif not self._redirection():
            self._letter(letter)

    def _letter(self, letter: int) -> None:
        """A piece of a word: quoted, escaped, substituted or plain."""
        if self._word is None:
            self._word = bytearray()
        if letter == ord("'"):
            end = _find(self._text, b"'", self._at + 1)
            self._word += self._text[self._at + 1 : end]
            self._at = end + 1
        elif letter == ord('"'):
            self._at += 1
            self._double_quoted()
        elif self._text.startswith(b"$'", self._at):
            self._at += 2
            self._ansi_quoted()
        elif not self._substitution():
            self._plain()

    def _plain(self) -> None:
        assert self._word is not None  # noqa: S101  # for the type checker: a word has begun
        if self._text[self._at] == ord("\\"):
            escaped = self._text[self._at + 1 : self._at + 2]
            self._word += b"" if escaped == b"\n" else escaped
            self._at += 2
        else:
            self._word.append(self._text[self._at])
            self._at += 1

    def _double_quoted(self) -> None:
        assert self._word is not None  # noqa: S101
        while self._at < len(self._text) and self._text[self._at] != ord('"'):
            following = self._text[self._at + 1 : self._at + 2]
            if self._text[self._at] == ord("\\") and following not in (b'"', b"\\", b"$", b"`", b"\n"):
                self._word.append(ord("\\"))
                self._at += 1
            elif not self._substitution():
                self._plain()
        self._at += 1

    def _ansi_quoted(self) -> None:
        assert self._word is not None  # noqa: S101
        while self._at < len(self._text) and self._text[self._at] != ord("'"):
            if self._text[self._at] != ord("\\"):
                self._plain()
                continue
            self._at += 1
            if found := _NUMBERED.match(self._text, self._at):
                self._word.append(int(found[1], 16) if found[1] else int(found[2], 8) & 0xFF)
                self._at = found.end()
            else:
                escaped = self._text[self._at : self._at + 1]
                self._word += _ESCAPES.get(escaped[0], escaped) if escaped else b""
                self._at += 1
        self._at += 1

    def _substitution(self) -> bool:
        """`$(...)`, backquotes or `<(...)`: kept apart. False if there is none here."""
        if self._text.startswith((b"$(", b"<(", b">("), self._at):
            end = _closing(self._text, self._at + 2)
            self.substituted.append(self._text[self._at + 2 : end])
        elif self._text[self._at] == ord("`"):
            end = _find(self._text, b"`", self._at + 1)
            self.substituted.append(self._text[self._at + 1 : end])
        else:
            return False
        if self._word is not None:
            self._word += SUBSTITUTED
        self._at = end + 1
        return True

    def _redirection(self) -> bool:
        if self._text.startswith((b"<(", b">("), self._at):
            return False
        found = _REDIRECTION.match(self._text, self._at) if not self._word else None
        if found is None and self._word and self._text[self._at] in b"<>":
            found = _REDIRECTION.match(self._text, self._at)
        if found is None:
            return False
        self._end_word()
        self._at, self._skip_word = found.end(), True
        return True

    def _end_word(self) -> None:
        if self._word is not None:
            if not self._skip_word:
                self.commands[-1].append(bytes(self._word))
            self._word, self._skip_word = None, False

    def _end_command(self) -> None:
        self._end_word()
        self._skip_word = False
        if self.commands[-1]:
            self.commands.append([])


def words_of(text: bytes) -> tuple[list[list[bytes]], list[bytes]]:
    """Simple commands, each a list of words; and the scripts inside substitutions."""
    reader = _Reader(text)
    reader.read()
    return [words for words in reader.commands if words], reader.substituted


def _find(text: bytes, what: bytes, start: int) -> int:
    found = text.find(what, start)
    return len(text) if found < 0 else found


def _closing(text: bytes, at: int) -> int:
    """Where the parenthesis that was opened before `at` is closed; the end if it is not."""
    depth, quote = 1, 0
    while at < len(text):
        letter = text[at]
        if letter == ord("\\") and quote != ord("'"):
            at += 1
        elif quote:
            quote = 0 if letter == quote else quote
        elif letter in b"'\"":
            quote = letter
        elif letter in b"()":
            depth += 1 if letter == ord("(") else -1
            if depth == 0:
                return at
        at += 1
    return len(text)
