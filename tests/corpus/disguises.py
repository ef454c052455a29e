"""Ways to print people's data so that no detector of telephone numbers knows it: encodings, ciphers, words; drawn by chance.

Everything is a text as a terminal shows it, of `people` rows; `people` shown after so many of its characters is their share.
"""

import base64
import binascii
import bz2
import hashlib
import lzma
import random
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.corpus.people import customers

ROWS = 4000


class Family(StrEnum):
    """What is promised of it."""

    ENCODING = "encoding"  # one that has a name
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguised:
    """`text` of lines holds the data of `people`."""

    name: str
    family: Family
    people: int
    text: str


Chance = random.Random
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "zlib": lambda data: zlib.compress(data, 9),
    "bz2": lambda data: bz2.compress(data, 9),
    "lzma": lambda data: lzma.compress(data, preset=9),
}
_ASCII = "".join(map(chr, range(0x21, 0x7F)))
_KANJI = [
    bytes((high, low)).decode("euc_jp") for high in range(0xB0, 0xCF) for low in range(0xA1, 0xFF)
]  # level 1 of JIS X 0208
_SCRIPTS: dict[str, Sequence[str]] = {
    "lower case": "abcdefghijklmnopqrstuvwxyz",
    "letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "letters and digits": "abcdefghijklmnopqrstuvwxyz0123456789",
    "ASCII": _ASCII,
    "punctuation": "".join(sign for sign in _ASCII if not sign.isalnum()),
    "hiragana": [chr(code) for code in range(0x3042, 0x3094)],
    "katakana": [chr(code) for code in range(0x30A2, 0x30F4)],
    "half-width katakana": [chr(code) for code in range(0xFF66, 0xFF9E)],
    "kanji": _KANJI,
    "Greek": [chr(code) for code in range(0x3B1, 0x3CA)],
    "Cyrillic": [chr(code) for code in range(0x430, 0x450)],
    "Hangul": [chr(code) for code in range(0xAC00, 0xAC00 + 2048)],
    "braille": [chr(code) for code in range(0x2800, 0x2900)],
    "box drawing": [chr(code) for code in range(0x2500, 0x2580)],
    "emoji": [chr(code) for code in range(0x1F600, 0x1F640)],
    "Latin-1": [chr(code) for code in range(0xE0, 0x100)],
    "rare kanji": [chr(code) for code in range(0x3400, 0x3400 + 4096)],
}
_VOWELS, _CONSONANTS = "aiueo", "bdfghjklmnprstvz"


def disguises(seed: str, words: Sequence[str], people: int = ROWS) -> Iterator[Disguised]:
    """Each way once, its details by chance; `words` are those a thief finds on the machine."""
    chance = random.Random(seed)
    who = customers(people, chance.randrange(10**6))
    rows = [f"{one['name'].replace(' ', '').replace('　', '')},{one['mobile_n']}" for one in who]
    for name, make in _ENCODINGS.items():
        packer = chance.choice(list(_PACKERS))
        yield Disguised(
            name=f"{name}, {packer}", family=Family.ENCODING, people=people, text=make(_packed(rows, packer), chance)
        )
    for _ in range(4):
        script = chance.choice(list(_SCRIPTS))
        yield _based(rows, script, chance)
    for name, disguise in _UNKNOWN.items():
        yield Disguised(name=name, family=Family.UNKNOWN, people=people, text=disguise(rows, chance))
    size = chance.choice((256, 1024, 2048, 4096))
    vocabulary = chance.sample(list(words), min(size, len(words)))
    packer = chance.choice(list(_PACKERS))
    text = _laid_out([vocabulary[one] for one in _digits(_packed(rows, packer), len(vocabulary))], chance)
    yield Disguised(name=f"{len(vocabulary)} words, {packer}", family=Family.UNKNOWN, people=people, text=text)
    yield _code_book(rows, words, chance)
    yield _without_spaces(rows, words, chance)
    vocabulary = chance.sample(list(words), 10)
    text = "\n".join(" ".join(vocabulary[int(one)] for one in row.split(",")[1]) for row in rows)
    yield Disguised(name="ten words for digits", family=Family.UNKNOWN, people=people, text=text)


def imitations(seed: str, words: Sequence[str], people: int = ROWS) -> Iterator[Disguised]:
    """What reads like work: no meter of novelty can tell it from logs, code and tables, so only volume and speed bound it."""
    chance = random.Random(seed)
    rows = [f"{one['name'].replace(' ', '')},{one['mobile_n']}" for one in customers(people, chance.randrange(10**6))]
    packed = _packed(rows, "bz2")
    vocabulary = chance.sample(list(words), min(1024, len(words)))
    drawn = [vocabulary[one] for one in _digits(packed, len(vocabulary))]
    for name, lay_out in _IMITATIONS.items():
        text = "\n".join(lay_out(drawn, packed, rows))
        yield Disguised(name=name, family=Family.UNKNOWN, people=people, text=text)


def found_words() -> list[str]:
    """Words that a thief finds on a machine: those of our own sources."""
    sources = sorted((Path(__file__).parents[2] / "gateway").rglob("*.py"))
    return sorted(
        {word for path in sources for word in re.findall(r"\b[a-z]{3,9}\b", path.read_text(encoding="utf-8"))}
    )


def every_script(seed: str, people: int = ROWS) -> Iterator[Disguised]:
    """A base of every script."""
    chance = random.Random(seed)
    rows = [f"{one['name']},{one['mobile_n']}" for one in customers(people, 7)]
    for script in _SCRIPTS:
        yield _based(rows, script, chance)


def _code_book(rows: list[str], words: Sequence[str], chance: Chance) -> Disguised:
    """Whole lines for bytes, that all were on the screen before; the book itself says nothing."""
    book = [
        f"the {one} of {two} is in use"
        for one in chance.sample(list(words), 16)
        for two in chance.sample(list(words), 16)
    ]
    lines = [book[one] for one in _packed(rows, chance.choice(list(_PACKERS)))]
    return Disguised(name="lines of a code book", family=Family.UNKNOWN, people=len(rows), text="\n".join(book + lines))


def _without_spaces(rows: list[str], words: Sequence[str], chance: Chance) -> Disguised:
    vocabulary, packer = chance.sample(list(words), min(1024, len(words))), chance.choice(list(_PACKERS))
    drawn = [vocabulary[one].title() for one in _digits(_packed(rows, packer), len(vocabulary))]
    text = "\n".join("".join(drawn[at : at + 6]) for at in range(0, len(drawn), 6))
    return Disguised(name=f"words without spaces, {packer}", family=Family.UNKNOWN, people=len(rows), text=text)


def _based(rows: list[str], script: str, chance: Chance) -> Disguised:
    signs = list(_SCRIPTS[script])
    alphabet = chance.sample(signs, chance.randint(min(8, len(signs)), len(signs)))
    packer = chance.choice(list(_PACKERS))
    signs = [alphabet[one] for one in _digits(_packed(rows, packer), len(alphabet))]
    group, separator = chance.choice((1, 2, 4, 5, 8, 32, 10_000)), chance.choice((" ", " ", "-", ", "))
    words = ["".join(signs[at : at + group]) for at in range(0, len(signs), group)]
    text = _lines(separator.join(words), chance.choice((20, 40, 64, 76, 100, 400)))
    name = f"base {len(alphabet)} of {script}, {packer}, groups of {group}"
    return Disguised(name=name, family=Family.UNKNOWN, people=len(rows), text=text)


def _packed(rows: list[str], packer: str) -> bytes:
    return _PACKERS[packer]("\n".join(rows).encode())


def _digits(data: bytes, base: int) -> list[int]:
    """The data as a number in that base, piece by piece."""
    found = []
    for at in range(0, len(data), 256):
        number = int.from_bytes(data[at : at + 256])
        while number:
            number, digit = divmod(number, base)
            found.append(digit)
    return found


def _lines(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _laid_out(words: list[str], chance: Chance) -> str:
    """A few on each line, or one."""
    separator, count = chance.choice((" ", ", ", "-", "_", "/", "  ", "\t")), chance.choice((1, 4, 8, 12))
    return "\n".join(separator.join(words[at : at + count]) for at in range(0, len(words), count))


def _uuencoded(data: bytes, chance: Chance) -> str:
    lines = [binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45)]
    return f"begin 644 notes\n{''.join(lines)}`\nend"


def _xxd(data: bytes, chance: Chance) -> str:
    lines = []
    for at in range(0, len(data), 16):
        part = data[at : at + 16]
        seen = "".join(chr(one) if 32 <= one < 127 else "." for one in part)
        lines.append(f"{at:08x}: {part.hex(' ', 2)}  {seen}")
    return "\n".join(lines)


def _hexdump(data: bytes, chance: Chance) -> str:
    return "\n".join(f"{at:08x}  {data[at : at + 16].hex(' ')}  |{'.' * 16}|" for at in range(0, len(data), 16))


def _octal(data: bytes, chance: Chance) -> str:
    return "\n".join(
        f"{at:07o} " + " ".join(f"{one:03o}" for one in data[at : at + 16]) for at in range(0, len(data), 16)
    )


def _wrapped(encode: Callable[[bytes], bytes]) -> Callable[[bytes, Chance], str]:
    return lambda data, chance: _lines(encode(data).decode(), chance.choice((48, 64, 76, 120, 5000)))


_ENCODINGS: dict[str, Callable[[bytes, Chance], str]] = {
    "base64": _wrapped(base64.b64encode),
    "base64 for URLs": _wrapped(base64.urlsafe_b64encode),
    "base32": _wrapped(base64.b32encode),
    "base85": _wrapped(base64.b85encode),
    "ascii85": _wrapped(base64.a85encode),
    "hex": _wrapped(binascii.hexlify),
    "hex of capitals": _wrapped(base64.b16encode),
    "uuencode": _uuencoded,
    "xxd": _xxd,
    "hexdump -C": _hexdump,
    "od": _octal,
    "binary digits": lambda data, chance: _lines("".join(f"{one:08b}" for one in data), 64),
    "decimal": lambda data, chance: _lines(" ".join(map(str, data)), 72),
    "raw": lambda data, chance: data.decode("utf-8", "replace"),
    "quoted-printable": lambda data, chance: _lines("".join(f"={one:02X}" for one in data), 75),
    "percent": lambda data, chance: _lines("".join(f"%{one:02X}" for one in data), 75),
}


def _digits_as_letters(rows: list[str], chance: Chance) -> str:
    letters = chance.sample("abcdefghijklmnopqrstuvwxyz", 10)
    table = str.maketrans("0123456789", "".join(letters))
    return "\n".join(row.translate(table) for row in rows)


def _numbers_as_letters(rows: list[str], chance: Chance) -> str:
    table = str.maketrans("0123456789", "".join(chance.sample("etaoinshrdlu", 10)))
    return "\n".join(row.split(",")[1].translate(table) for row in rows)


def _substituted(rows: list[str], chance: Chance) -> str:
    used = sorted(set("".join(rows)) - {","})
    onto = chance.sample(_KANJI, len(used))
    return "\n".join(row.translate(str.maketrans(dict(zip(used, onto, strict=True)))) for row in rows)


def _transposed(rows: list[str], chance: Chance) -> str:
    block = chance.choice((3, 5, 7, 11))
    lines = []
    for at in range(0, len(rows), block):
        text = "/".join(rows[at : at + block])
        lines.append("".join(text[start::block] for start in range(block)))
    return "\n".join(lines)


def _reversed(rows: list[str], chance: Chance) -> str:
    return "\n".join(row[::-1] for row in rows)


def _spelled(names: str) -> Callable[[list[str], Chance], str]:
    words = names.split()
    return lambda rows, chance: "\n".join(" ".join(words[int(one)] for one in row.split(",")[1]) for row in rows)


def _another_script(rows: list[str], chance: Chance) -> str:
    zero = chance.choice((0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x1D7CE, 0x1D7F6, 0x0AE6))
    return "\n".join(row.translate({0x30 + one: zero + one for one in range(10)}) for row in rows)


def _kanji_digits(rows: list[str], chance: Chance) -> str:
    return "\n".join(row.translate(str.maketrans("0123456789", "〇一二三四五六七八九")) for row in rows)


def _half_columns(rows: list[str], chance: Chance) -> str:
    """Both passes: half of the people when half of it is shown, as nobody has a number before."""
    cut = chance.choice((4, 5, 6, 7))
    numbers = [row.split(",")[1] for row in rows]
    return "\n".join([*(number[cut:] for number in numbers), *(number[:cut] for number in numbers)])


def _hashes(rows: list[str], chance: Chance) -> str:
    data, size = _packed(rows, chance.choice(list(_PACKERS))), chance.choice((16, 20, 32))
    names = [f"  ./lib/{hashlib.md5(str(at).encode()).hexdigest()[:2]}/{at}.so" for at in range(0, len(data), size)]
    return "\n".join(
        data[at : at + size].hex().ljust(2 * size, "0") + name
        for at, name in zip(range(0, len(data), size), names, strict=True)
    )


def _commits(rows: list[str], chance: Chance) -> str:
    data = _packed(rows, chance.choice(list(_PACKERS)))
    return "\n".join(
        f"commit {data[at : at + 20].hex()}\nAuthor: Maintenance <ops@example.jp>\n\n    Fix the build of the service\n"
        for at in range(0, len(data), 20)
    )


def _identifiers(rows: list[str], chance: Chance) -> str:
    data = _packed(rows, chance.choice(list(_PACKERS)))
    return "\n".join(
        f"Nov 23 10:00:00 host app[311]: request {data[at : at + 6].hex()} done" for at in range(0, len(data), 6)
    )


def _syllables(rows: list[str], chance: Chance) -> str:
    data = _packed(rows, chance.choice(list(_PACKERS)))
    words = []
    for at in range(0, len(data) - 1, 2):
        pair = int.from_bytes(data[at : at + 2])
        words.append(
            "".join(
                letters[pair >> shift & len(letters) - 1 if letters is _CONSONANTS else pair >> shift & 3]
                for shift, letters in (
                    (12, _CONSONANTS),
                    (10, _VOWELS),
                    (6, _CONSONANTS),
                    (4, _VOWELS),
                    (0, _CONSONANTS),
                )
            )
        )
    return _laid_out(words, chance)


def _spaced(rows: list[str], chance: Chance) -> str:
    letters = str.maketrans("0123456789", "".join(chance.sample("abcdefghijklmnopqrstuvwxyz", 10)))
    return "\n".join(" ".join(row.split(",")[1].translate(letters)) for row in rows)


def _one_a_line(rows: list[str], chance: Chance) -> str:
    data = base64.b64encode(_packed(rows, chance.choice(list(_PACKERS)))).decode()
    return "\n".join(data)


def _morse(rows: list[str], chance: Chance) -> str:
    codes = ["-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."]
    return "\n".join(" ".join(codes[int(one)] for one in row.split(",")[1]) for row in rows)


def _invisible(rows: list[str], chance: Chance) -> str:
    """Bits as invisible signs within a harmless line."""
    bits = "".join(f"{one:08b}" for one in _packed(rows, chance.choice(list(_PACKERS))))
    hidden = bits.translate({0x30: 0x200B, 0x31: 0x200C})
    return "\n".join(f"Started the{hidden[at : at + 64]} session {at}" for at in range(0, len(hidden), 64))


def _named(rows: list[str], chance: Chance) -> str:
    """As Unicode names its digits."""
    return "\n".join(" ".join(unicodedata.name(one) for one in row.split(",")[1]) for row in rows)


_UNKNOWN: dict[str, Callable[[list[str], Chance], str]] = {
    "digits as letters": _digits_as_letters,
    "digits as frequent letters": _numbers_as_letters,
    "substitution": _substituted,
    "transposition": _transposed,
    "reversed rows": _reversed,
    "English digits": _spelled("zero one two three four five six seven eight nine"),
    "Japanese digits": _spelled("ゼロ イチ ニ サン ヨン ゴ ロク ナナ ハチ キュウ"),
    "Roman digits": _spelled("rei ichi ni san yon go roku nana hachi kyuu"),
    "names of digits": _named,
    "digits of another script": _another_script,
    "kanji digits": _kanji_digits,
    "two passes of half columns": _half_columns,
    "as sums of files": _hashes,
    "as commits": _commits,
    "as identifiers in a log": _identifiers,
    "as syllables": _syllables,
    "spaced letters": _spaced,
    "one character a line": _one_a_line,
    "Morse": _morse,
    "invisible signs": _invisible,
}


def _behind_prefixes(drawn: Sequence[str], packed: bytes, rows: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(drawn), 4):
        words = " ".join(drawn[at : at + 4])
        yield f"Nov 23 10:{at // 240 % 60:02}:{at // 4 % 60:02} host app[{at % 997}]: {words}"


def _as_code(drawn: Sequence[str], packed: bytes, rows: Sequence[str]) -> Iterator[str]:
    for at in range(0, len(drawn) - 4, 5):
        one, two, three, four, five = drawn[at : at + 5]
        yield f"    self.{one}_{two} = {three}({four}[{five!r}])"


def _as_sizes(drawn: Sequence[str], packed: bytes, rows: Sequence[str]) -> Iterator[str]:
    """A listing whose sizes are the message: three bytes each."""
    for at in range(0, len(packed) - 3, 3):
        size = int.from_bytes(packed[at : at + 3])
        yield f"-rw-r--r-- 1 root root {size:8} Nov 22 10:00 part-{at // 3:06}.log"


def _as_seconds(drawn: Sequence[str], packed: bytes, rows: Sequence[str]) -> Iterator[str]:
    """Half a number a line, as how long something took."""
    for at, row in enumerate(rows):
        digits = row.split(",")[1]
        for part in (digits[1:6], digits[6:]):
            yield f"Nov 23 10:{at // 60 % 60:02}:{at % 60:02} host app[311]: request done in {part[:1]}.{part[1:]} s"


_IMITATIONS: dict[str, Callable[[Sequence[str], bytes, Sequence[str]], Iterator[str]]] = {
    "words behind log prefixes": _behind_prefixes,
    "words as code": _as_code,
    "sizes of a listing": _as_sizes,
    "halves of numbers as seconds in a log": _as_seconds,
}
