"""What a value under a title is: the part of one run that is masked, its key, whether it is certain; or no such value.

Under a title the form may be loose (a telephone number without its 0, an address without a block), but not anything: headers of
one table are words in another, and `NULL` is nobody.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from gateway.guards.detect import address, bank, birth, kana, name, phone
from gateway.guards.detect.data.given_names import GIVEN_KANA
from gateway.guards.detect.folding import squeezed
from gateway.guards.detect.sight import Kind
from gateway.guards.detect.subscriber_ip import SHAPE, address_of
from gateway.guards.detect.titles import Title, may_end, title_of
from gateway.guards.personal_data.numbers import is_card, is_my_number


class Value(NamedTuple):
    """Within a run: characters `start` to `end`."""

    start: int
    end: int
    key: bytes
    certain: bool


class Place(NamedTuple):
    """Where the run stands: in a cell or quotes of its own, or behind `key=`, where other words may follow; in whose table."""

    closed: bool
    personal: bool


_JAPANESE: Final = re.compile("[ぁ-ゖァ-ヺ一-龥々ｦ-ﾟ\uf900-\ufaff㐀-䶿]")
_PERSON: Final = re.compile(
    "[一-龥々ヶ〆\uf900-\ufaff㐀-䶿]{1,5}[ 　]?(?:[一-龥々\uf900-\ufaff㐀-䶿]{1,3}|(?P<kana>[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,4}))\\Z"
)
_ROMAN: Final = re.compile(r"[A-Za-z][A-Za-z.\-]{1,40}\Z")
_KANA: Final = re.compile("[ァ-ヺーぁ-ゖｦ-ﾟ・]{2,16}(?:[ 　][ァ-ヺーぁ-ゖｦ-ﾟ・]{1,16})?")
_NAME_MAX: Final = 40
_NUMBER: Final = re.compile(r"[+(]?[0-9][0-9()\-./_ +]{2,28}")
_LONG: Final = re.compile(r"[0-9](?:[-. _/]{0,3}[0-9]){10,18}")
_CODE: Final = re.compile(r"〒? ?([0-9]{3})[- ]?([0-9]{4})(?![0-9])")
_ID: Final = re.compile(r"[A-Za-z]{0,8}[-_]?[0-9][0-9\-]{4,24}")
_ACCOUNT: Final = re.compile(r"(?:[0-9]{3,4}[- ]){0,2}[0-9]{6,14}")
_DIGITS: Final = re.compile("[0-9]")
_NOTHING: Final = frozenset(
    {"null", "none", "nil", "n/a", "na", "true", "false", "text", "varchar", "string", "unknown", "undefined"}
)
_ENDS_OF_VALUES: Final = frozenset("0123456789")
_ENDS_OF_THINGS: Final = frozenset(
    "都道府県市区町村部課係社店局所室中済可否口付業務駅機器値型式類別表書録線網群台棟館庁省署院園校名号"
)
_TOKENS: Final = re.compile("[^ 　]+")
_KEY_END: Final = re.compile("[:=]")
_HONOURED: Final = re.compile("(.{1,4}?)(?:様|殿|氏|さん)")
_YEAR: Final = re.compile("(?:18|19|20)[0-9]{2}(?:[-/.年][0-9]{1,2}月?|年)?(?![0-9])")
_ROMAN_ADDRESS: Final = re.compile("[A-Za-z0-9]")


def value_of(title: Title, run: str, place: Place) -> Value | None:
    """The value in a folded run under a title."""
    if run[-1] not in _ENDS_OF_VALUES and may_end(run, len(run)) and title_of(run) is not None:
        return None  # a header, not a value
    text = run if place.closed else _until_title(run)
    return _FORMS[title.kind](title, text, place) if text else None


def _until_title(run: str) -> str:
    """Behind an open key: as far as no other label begins."""
    if " " not in run and "　" not in run:
        return run
    for token in _TOKENS.finditer(run):
        if token.start() and title_of(_KEY_END.split(token[0], maxsplit=1)[0]) is not None:
            return run[: token.start()].rstrip(" 　")
    return run


def _name(title: Title, text: str, place: Place) -> Value | None:
    if not _JAPANESE.search(text):
        believed = (title.strong or place.personal) and text.lower() not in _NOTHING
        roman = _ROMAN.match(text) if believed else None
        return Value(0, len(text), text.lower().encode(), certain=place.closed) if roman else None
    end = len(text) if place.closed else _end_of_name(text)
    person = text[:end]
    if title.strong or place.personal:
        return Value(0, end, name.key_of(person), certain=end <= _NAME_MAX)
    found = _PERSON.match(person)
    if found is None or not _could_be_given(found, place):
        return None
    return Value(0, end, name.key_of(person), certain=False)


def _could_be_given(found: re.Match[str], place: Place) -> bool:
    """Kanji, but behind an open key not what ends like a thing's; kana of the list.

    In a cell of their own kana behind a space too, or short ones that are not like `サーバー`.
    """
    kana_part = found["kana"]
    if kana_part is None:
        return place.closed or found[0][-1] not in _ENDS_OF_THINGS or name.is_of_lists(found[0])
    if kana_part in GIVEN_KANA:
        return True
    spaced = found.string[found.start("kana") - 1] in " 　"
    return place.closed and "ー" not in kana_part and (spaced or len(kana_part) < 4)


def _end_of_name(text: str) -> int:
    """One word, or two where the first alone is too short for a whole name or the second is a given name."""
    words = list(_TOKENS.finditer(text))
    if len(words) < 2 or words[1].start() != words[0].end() + 1 or len(words[1][0]) > 5:
        return words[0].end()
    form = _HONOURED.match(words[1][0])
    if form is not None:
        return words[1].start() + len(form[1])
    return words[1].end() if words[1][0] not in ("様", "殿", "氏", "さん") else words[0].end()


def _kana(title: Title, text: str, _place: Place) -> Value | None:
    found = _KANA.match(text)
    if found is None:
        return None
    return Value(0, found.end(), kana.key_of(found[0]), certain=title.strong)


def _phone(title: Title, text: str, place: Place) -> Value | None:
    found = _NUMBER.match(text)
    if found is None:
        return None
    written = found[0].rstrip("()-./_ +")
    number = phone.number_of(written)
    if phone.is_number(number):
        return Value(0, len(written), number.encode(), certain=True)
    least = 3 if place.closed else 6
    loose = title.strong and least <= len(number) <= 15 and not birth.DATE.match(written)
    return Value(0, len(written), number.encode(), certain=False) if loose else None


def _mail(_title: Title, text: str, place: Place) -> Value | None:
    at = text.find("@")
    if at <= 0 or "." not in text[at:]:
        return None
    end = len(text) if place.closed else len(text.split(" ", 1)[0])
    return Value(0, end, text[:end].lower().encode(), certain=True)


def _address(title: Title, text: str, place: Place) -> Value | None:
    if not title.strong and not _DIGITS.search(text):
        return None
    if not _JAPANESE.search(text):
        roman = place.personal and _ROMAN_ADDRESS.search(text) and not SHAPE.search(text)
        return Value(0, len(text), text.lower().encode(), certain=False) if roman else None
    return Value(0, len(text), address.key_of(text), certain=bool(_DIGITS.search(text)) or place.closed)


def _postal(_title: Title, text: str, _place: Place) -> Value | None:
    found = _CODE.match(text)
    return None if found is None else Value(0, found.end(), (found[1] + found[2]).encode(), certain=True)


def _birth(title: Title, text: str, _place: Place) -> Value | None:
    found = birth.DATE.match(text)
    if found is not None:
        return Value(0, found.end(), birth.date_of(found).encode(), certain=True)
    found = birth.BARE.match(text) or _YEAR.match(text)
    if found is None or not title.strong:
        return None
    return Value(0, found.end(), squeezed(found[0]).encode(), certain=False)


def _card(_title: Title, text: str, _place: Place) -> Value | None:
    found = _LONG.match(text)
    if found is None:
        return None
    number = "".join(_DIGITS.findall(found[0]))
    return Value(0, found.end(), number.encode(), certain=is_card(number)) if len(number) >= 13 else None


def _my_number(_title: Title, text: str, _place: Place) -> Value | None:
    found = _LONG.match(text)
    number = "".join(_DIGITS.findall(found[0])) if found is not None else ""
    if found is None or len(number) != 12:
        return None
    return Value(0, found.end(), number.encode(), certain=is_my_number(number))


def _line_id(title: Title, text: str, _place: Place) -> Value | None:
    found = _ID.match(text)
    if found is None or not title.strong:
        return None
    return Value(0, found.end(), found[0].upper().encode(), certain=True)


def _bank(title: Title, text: str, place: Place) -> Value | None:
    found = bank.ACCOUNT.search(text)
    if found is not None:
        return Value(found.start(), found.end(), f"{found[1]}{found[2]:0>7}".encode(), certain=True)
    plain = _ACCOUNT.match(text)
    if plain is None or not title.strong or not (place.closed or len(plain[0]) <= 8):
        return None
    return Value(0, plain.end(), plain[0].encode(), certain=False)


def _subscriber_ip(title: Title, text: str, _place: Place) -> Value | None:
    found = SHAPE.match(text)
    address_there = address_of(found[0]) if found is not None else None
    if found is None or address_there is None:
        return None
    return Value(0, found.end(), str(address_there).encode(), certain=title.strong)


_FORMS: Final[dict[Kind, Callable[[Title, str, Place], Value | None]]] = {
    Kind.NAME: _name,
    Kind.KANA: _kana,
    Kind.PHONE: _phone,
    Kind.MAIL: _mail,
    Kind.ADDRESS: _address,
    Kind.POSTAL: _postal,
    Kind.BIRTH: _birth,
    Kind.CARD: _card,
    Kind.MY_NUMBER: _my_number,
    Kind.LINE_ID: _line_id,
    Kind.BANK: _bank,
    Kind.SUBSCRIBER_IP: _subscriber_ip,
}
