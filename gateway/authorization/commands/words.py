"""A typed line becomes words. There is no shell: quotes group letters into a word and do nothing else.

Outside quotes only letters, digits and `. _ - / : = @ % + ,` stand; everything a shell would act on is refused by its name, and
so is, anywhere, what cannot be seen or what looks like something else (Unicode NFC; no control, format, private or
unassigned character, no space but U+0020 and U+3000, nothing that is ignored when it is shown).
"""

import unicodedata
from dataclasses import dataclass

from gateway.authorization.commands.invocation import Refused, Why
from gateway.authorization.commands.wording import refused, shown, spelled

LETTERS_MAX = 1000
WORDS_MAX = 40
_QUOTES = "'\""
_BARE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/:=@%+,")
# Shown as nothing though they are letters or marks (Unicode DerivedCoreProperties, Default_Ignorable_Code_Point).
_IGNORED = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0") | {chr(each) for each in range(0x180B, 0x1810)}
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0000, 0xE1000))
_MEANING = {
    "|": (
        "パイプ。検索は grep か、表示中の / を使います",
        "a pipe; grep has its own command, and the pager can search",
    ),
    ";": ("コマンドの連続。1行に1つずつ入力します", "a second command; type one at a time"),
    "&": ("バックグラウンド実行", "running in the background"),
    "<": ("リダイレクト", "a redirection"),
    ">": ("リダイレクト。ファイルには出力できません", "a redirection; nothing is written to files"),
    "$": ("変数", "a variable"),
    "`": ("コマンド置換", "a command substitution"),
    "*": ("ワイルドカード。ls で調べ、1つずつ指定します", "a wildcard; list the folder and name one file"),
    "?": ("ワイルドカード。ls で調べ、1つずつ指定します", "a wildcard; list the folder and name one file"),
    "~": ("ホームディレクトリ", "a home folder"),
    "\\": ("エスケープ", "an escape; put the word between quotes"),
    "!": ("履歴展開", "a history expansion"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word. `bare` is what stands before its first quote; names, options and `name=` are only read from there."""

    text: str
    bare: str

    @property
    def is_bare(self) -> bool:
        """True for a word without quotes."""
        return self.bare == self.text


def words_of(line: str) -> tuple[Word, ...] | Refused:
    """The words of a line of at most 1000 letters and 40 words, or why there are none."""
    if len(line) > LETTERS_MAX:
        return refused(Why.LONG, f"{LETTERS_MAX}文字を超えています。", f"More than {LETTERS_MAX} letters.")
    unseen = _unseen(line)
    if unseen is not None:
        return unseen
    words = _split(line)
    if isinstance(words, Refused):
        return words
    if len(words) > WORDS_MAX:
        return refused(Why.LONG, f"{WORDS_MAX}語を超えています。", f"More than {WORDS_MAX} words.")
    return words if words else refused(Why.EMPTY, "コマンドがありません。", "There is no command.")


def is_plain(letter: str) -> bool:
    """True if the letter is seen as what it is; such may stand between quotes."""
    if letter in " \u3000":
        return True
    ignored = letter in _IGNORED or any(ord(letter) in each for each in _SELECTORS)
    return unicodedata.category(letter)[0] not in "CZ" and not ignored


def is_bare(letter: str) -> bool:
    """True if the letter may stand outside quotes: the ASCII ones above, and letters of other scripts in their plain form."""
    if letter.isascii():
        return letter in _BARE
    return letter.isalpha() and is_plain(letter) and unicodedata.normalize("NFKC", letter) == letter


def _unseen(line: str) -> Refused | None:
    wrong = next((letter for letter in line if not is_plain(letter)), None)
    if wrong is not None:
        name = unicodedata.name(wrong, "control character")
        return refused(
            Why.LETTER,
            f"見えない文字または制御文字があります: {spelled(wrong)}（{name}）。打ち直してください。",
            f"There is a character that cannot be seen: {spelled(wrong)} ({name}). Type the line again.",
        )
    if not unicodedata.is_normalized("NFC", line):
        return refused(
            Why.LETTER,
            "濁点などが分かれた文字（NFC でない文字）があります。打ち直してください。",
            "There are decomposed letters (not NFC). Type the line again.",
        )
    return None


def _split(line: str) -> tuple[Word, ...] | Refused:
    words: list[Word] = []
    text: str | None = None
    bare: str | None = None
    quote = ""
    for letter in f"{line} ":
        if quote:
            text, quote = (text, "") if letter == quote else (f"{text}{letter}", quote)
        elif letter in _QUOTES:
            text, quote = text or "", letter
            bare = text if bare is None else bare
        elif letter == " ":
            words += [] if text is None else [Word(text=text, bare=text if bare is None else bare)]
            text = bare = None
        elif is_bare(letter):
            text = f"{text or ''}{letter}"
        else:
            return _not_bare(letter)
    if quote:
        return refused(Why.SYNTAX, f"引用符 {quote} が閉じていません。", f"The quote {quote} is not closed.")
    return tuple(words)


def _not_bare(letter: str) -> Refused:
    ja, en = _MEANING.get(letter, ("この文字", "this character"))
    if letter in _MEANING:
        return refused(
            Why.SYNTAX,
            f"{letter} は使えません（{ja}）。シェルは動いていません。検索する文字列の中なら '…' で囲んでください。",
            f"{letter} cannot be used: {en}. There is no shell. Within a text to search for, quote it: '...'.",
        )
    if letter.isascii():
        return refused(
            Why.SYNTAX,
            f"{letter} は '…' で囲まないと使えません。シェルの構文はありません。",
            f"{letter} can only stand between quotes ('...'). There is no shell syntax.",
        )
    name = unicodedata.name(letter, "unnamed")
    if letter == "\u3000":
        return refused(
            Why.LETTER,
            "全角の空白が入っています。半角の空白で打ち直してください（値の中なら '…' で囲みます）。",
            "There is a full-width blank (U+3000). Type a plain one; within a value, quote it: '...'.",
        )
    return refused(
        Why.LETTER,
        f"全角または紛らわしい文字です: {shown(letter).ja}（{spelled(letter)} {name}）。"
        "半角で打ち直してください（値の中なら '…' で囲みます）。",
        f"{spelled(letter)} ({name}) looks like something else. Type it in ASCII, or quote it: '...'.",
    )
