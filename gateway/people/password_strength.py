"""Is this password good enough, and if not, what is wrong with it and what would make it good? Pure, but for a list handed in.

zxcvbn estimates guesses from English words; it is blind to Japanese. So the password is estimated a second time with
everything a guesser here would know taken for one word each: romaji words, eras and seasons, walks over the keyboard, the names
of the operator, his clients and targets, the person's own names and number. The lower estimate counts.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

from zxcvbn_rs_py import zxcvbn

from gateway.people.common_words import COMMON, WALKS
from gateway.people.typed_kana import fold, romaji
from gateway.vocabulary.outcome import Text

LETTERS_MIN: Final = 12
BYTES_MAX: Final = 1024
GUESSES_LOG10_MIN: Final = 10.0
JUDGED_LETTERS: Final = 100  # zxcvbn looks no further either
_WORD_LETTERS_MIN: Final = 3
_DATE: Final = re.compile(
    r"(?:reiwa|heisei|shouwa|showa)?[0-9]{1,4}(?:nen|年)(?:[0-9]{1,2}(?:gatsu|月)(?:[0-9]{1,2}(?:nichi|日))?)?"
    r"|(?:reiwa|heisei|shouwa|showa)[0-9]{1,2}|[0-9]{6,8}(?![0-9])|(?:19|20)[0-9]{2}"
)
_ONE_SCRIPT: Final = re.compile(r"[ぁ-ゖァ-ヺー]+|[一-鿿々]+|[A-Za-z]+|[0-9]+")
_APART: Final = re.compile(r"(?:[\s._\-/・()（）,]|株式会社|有限会社)+")


class Found(Enum):
    """What a guesser would know; the number is what one such word costs him, as a power of ten."""

    OWN = 0.5
    SITE = 1.0
    WALK = 1.5
    DATE = 2.5
    COMMON = 3.0
    AGAIN = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What belongs to the person (user name, names, number) and to the place (operator, clients, employers, targets)."""

    own: Collection[str] = ()
    site: Collection[str] = ()

    def __repr__(self) -> str:
        return "Known(hidden)"


class Leak(Enum):
    """Whether the password stands in a list of leaked ones; UNASKED where no such list is kept."""

    LISTED = "listed"
    NOT_LISTED = "not-listed"
    UNASKED = "unasked"


def objections(password: str, known: Known, leak: Leak = Leak.UNASKED) -> tuple[Text, ...]:
    """Everything that speaks against the password, the advice last; empty if it is good. Never quotes the password."""
    normal = unicodedata.normalize("NFC", password)
    found = tuple(_about_form(normal))
    if len(normal.encode("utf-8", "surrogatepass")) > BYTES_MAX:
        return found
    if leak is Leak.LISTED:
        found = (*found, _LEAKED)
    estimate, met = _estimate(normal[:JUDGED_LETTERS], known)
    if estimate < GUESSES_LOG10_MIN:
        reasons = tuple(text for kind, text in _REASONS if kind in met) or (_GUESSABLE,)
        found = (*found, *reasons)
    return (*found, ADVICE) if found else ()


def _about_form(password: str) -> Iterator[Text]:
    if len(password) < LETTERS_MIN:
        yield TOO_SHORT
    if len(password.encode("utf-8", "surrogatepass")) > BYTES_MAX:
        yield TOO_LONG
    elif not all(letter.isprintable() or letter == "\u3000" for letter in password):
        yield _UNTYPABLE


def _estimate(password: str, known: Known) -> tuple[float, frozenset[Found]]:
    """Guesses needed, as a power of ten, and what of the known stands in it."""
    own, site = _words(known.own), _words(known.site)
    inputs = sorted(own | site)
    best, met = float(zxcvbn(password, inputs).guesses_log10), frozenset[Found]()
    for text in {romaji(password), fold(password)}:
        spent, rest, kinds = _taken_apart(text, own, site)
        best = min(best, spent + _rest_log10(rest))
        met |= kinds
    return best, met


def _taken_apart(text: str, own: frozenset[str], site: frozenset[str]) -> tuple[float, str, frozenset[Found]]:
    """What the known words in `text` cost, what is left of it, and which kinds there were. The longest word first."""
    spent, rest, at = 0.0, "", 0
    seen: set[str] = set()
    kinds: set[Found] = set()
    while at < len(text):
        word, kind = _longest_at(text, at, own, site)
        if kind is None:
            rest, at = rest + text[at], at + 1
            continue
        again = word in seen
        spent += Found.AGAIN.value if again else kind.value
        kinds |= {kind, Found.AGAIN} if again else {kind}
        seen.add(word)
        at += len(word)
    return spent, rest, frozenset(kinds)


def _longest_at(text: str, at: int, own: frozenset[str], site: frozenset[str]) -> tuple[str, Found | None]:
    found: tuple[str, Found | None] = ("", None)
    if date := _DATE.match(text, at):
        found = (date.group(), Found.DATE)
    ranked = ((own, Found.OWN), (site, Found.SITE), (WALKS, Found.WALK), (_common(), Found.COMMON))
    for words, kind in ranked:
        for length in range(min(24, len(text) - at), len(found[0]), -1):
            if text[at : at + length] in words:
                found = (text[at : at + length], kind)
                break
    return found


def _rest_log10(rest: str) -> float:
    return float(zxcvbn(rest).guesses_log10) if rest else 0.0


def _words(texts: Iterable[str]) -> frozenset[str]:
    """The words of names and numbers in every spelling they are compared in; short ones tell nothing."""
    parts = {part for text in texts for part in (*_APART.split(text), _APART.sub("", text), *_ONE_SCRIPT.findall(text))}
    spelled = {spelling for part in parts for spelling in (part.casefold(), romaji(part), fold(part))}
    return frozenset(
        word for word in spelled if len(word) >= _WORD_LETTERS_MIN or (len(word) > 1 and not word.isascii())
    )


@cache
def _common() -> frozenset[str]:
    return frozenset(spelling for word in COMMON for spelling in (word, fold(word)))


TOO_SHORT: Final = Text(
    ja=f"短すぎます。{LETTERS_MIN} 文字以上にしてください。", en=f"Too short: use {LETTERS_MIN} letters or more."
)
TOO_LONG: Final = Text(ja=f"長すぎます（{BYTES_MAX} バイトまで）。", en=f"Too long: {BYTES_MAX} bytes at most.")
_UNTYPABLE: Final = Text(
    ja="改行や制御文字は使えません。", en="Line breaks and control characters cannot be part of a password."
)
_LEAKED: Final = Text(
    ja="漏えいしたパスワードの一覧に載っています。別のものにしてください。",
    en="It stands in a list of leaked passwords. Choose another.",
)
_GUESSABLE: Final = Text(
    ja="よくある言葉や並びでできているため、推測されやすいパスワードです。",
    en="It is made of common words or sequences and is easy to guess.",
)
_REASONS: Final = (
    (
        Found.OWN,
        Text(
            ja="あなたの氏名・利用者名・社員番号が含まれています。",
            en="It contains your name, user name or person number.",
        ),
    ),
    (
        Found.SITE,
        Text(
            ja="会社名・委託元・接続先の名前が含まれています。",
            en="It contains the name of a company, a client or a target.",
        ),
    ),
    (
        Found.COMMON,
        Text(
            ja="よく使われる言葉（ローマ字・かなを含む）が並んでいます。",
            en="It is made of words people often use (romaji and kana included).",
        ),
    ),
    (
        Found.DATE,
        Text(ja="年や日付が含まれています。", en="It contains a year or a date."),
    ),
    (
        Found.WALK,
        Text(ja="キーボードや数字の並びが含まれています。", en="It follows rows of the keyboard, or counts."),
    ),
    (
        Found.AGAIN,
        Text(ja="同じ言葉の繰り返しです。", en="It repeats itself."),
    ),
)
ADVICE: Final = Text(
    ja="関係のない言葉を 4 つ以上つなぐか、パスワード管理ソフトで作った 16 文字以上の文字列にしてください。"
    "記号や大文字を足すだけでは強くなりません。",
    en="Join four or more words that have nothing to do with each other, or take 16 letters from a password manager. "
    "Adding a symbol or a capital does not make it strong.",
)
