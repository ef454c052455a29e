"""Does what stands on the screen ask for something that must not be written down? Pure.

Judged by the last line of the output, control sequences removed, in Japanese and English, under each encoding a target may
have (a wrong declaration must not cost a secret). It knows words, not programs: a prompt that names nothing is not known.
"""

import re
from typing import Final

TAIL_BYTES: Final = 512

CONTROL: Final = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]?"  # CSI
    rb"|[\]PX^_][^\x07\x1b\r\n]*(?:\x07|\x1b\\)?"  # OSC, DCS, SOS, PM, APC; an unfinished one hides no further line
    rb"|[ -/]+[0-~]?"  # charsets and the like
    rb"|[0-Z\\`-~]?)"
    rb"|[\x00\x07\x0e\x0f]"
)

_WORD: Final = re.compile(
    r"pass\s?-?words?|pass\s?-?phrases?|passwd|pass\s?-?codes?|\bpass\b|\bpin\b|\bpuk\b|\bt?otp\b|\bmfa\b"
    r"|\bsecrets?\b|\btokens?\b|\bcredentials?\b|one-?\s?time|(?:verification|authentication|security|access) code"
    r"|\b(?:private|secret|api|access|recovery|encryption) key\b"
    r"|パスワード|ﾊﾟｽﾜｰﾄﾞ|パスフレーズ|パスコード|暗証|合言葉|秘密|ワンタイム|トークン|セキュリティコード|(?:認証|確認)(?:コード|番号)",
)
_END_OF_QUESTION: Final = re.compile(r"[:：?？>＞)）\]】»]\s*\Z")
_PLEASE_TYPE: Final = re.compile(r"入力")
_COMMAND: Final = re.compile(r"\b(?:enter|type|input|provide|give|repeat|retype|confirm)\b")
_SHELL: Final = re.compile(r"[$#%]\s")
_ENCODINGS: Final = ("utf-8", "euc-jp", "cp932")

# Every match of _WORD holds one of these; looking for them first is ten times cheaper.
_ROOTS: Final = (
    b"pass", b"pin", b"puk", b"otp", b"mfa", b"secret", b"token", b"credential", b"time", b"code", b"key",
)  # fmt: skip
_WIDE_ROOTS: Final = tuple(
    root.encode(encoding)
    for root in ("パス", "ﾊﾟｽ", "暗証", "合言葉", "秘密", "ワンタイム", "トークン", "コード", "番号")
    for encoding in _ENCODINGS
)


def visible(output: bytes) -> bytes:
    """`output` without its control sequences; line ends stay."""
    return CONTROL.sub(b"", output)


def asks_secret(tail: bytes) -> bool:
    """True when `tail`, the last bytes of the output (at most 512 are looked at), ends in a question for a secret.

    A question stays one when only line ends, `>` or `:` follow it.
    """
    text = visible(tail[-TAIL_BYTES:])
    folded = text.lower()
    wide = not text.isascii()
    if not any(root in folded for root in _ROOTS) and not (wide and any(root in text for root in _WIDE_ROOTS)):
        return False
    return any(_asks(reading) for reading in _readings(_last_line(text)))


def _asks(line: str) -> bool:
    """`Password for sato:`, `Enter your PIN`, `パスワードを入力してください`, or the word alone at the end of the line."""
    words = list(_WORD.finditer(line))
    if not words:
        return False
    before, after = line[: words[-1].start()], line[words[-1].end() :]
    if _END_OF_QUESTION.search(after) or _PLEASE_TYPE.search(after):
        return True
    return not _SHELL.search(before) and (not after.strip() or bool(_COMMAND.search(before)))


def _last_line(text: bytes) -> bytes:
    """The last line that says something; a bare `>` or `:` beneath a line belongs to that line."""
    for line in reversed(re.split(rb"[\r\n]+", text)):
        if line.strip(b" \t>:"):
            return line
    return b""


def _readings(line: bytes) -> set[str]:
    """The line in every encoding, also from its second byte on: the tail may begin inside a character."""
    if line.isascii():
        return {line.decode("ascii").lower()}
    return {part.decode(encoding, "replace").lower() for encoding in _ENCODINGS for part in (line, line[1:])}
