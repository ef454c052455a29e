"""Names of people in kanji, without a label: a surname of the list and what is built like a given name, and nothing else.

Free-standing names are best effort: rare surnames need a listed given name behind a space, a form of address (様), or other data
on their line. Names are masked and never counted, so they are certain only by a form of address.
"""

import re
from collections.abc import Iterator
from typing import Final

from gateway.guards.detect.data.given_names import GIVEN_KANA, is_given, is_listed
from gateway.guards.detect.data.surnames import LONGEST, SURNAMES
from gateway.guards.detect.folding import squeezed
from gateway.guards.detect.sight import Kind, Sight

_KANJI: Final = "一-龥々ヶ〆\uf900-\ufaff㐀-䶿\U00020000-\U0003ffff"
_KANA: Final = "ぁ-ゖァ-ヺー"
_WORD: Final = re.compile(rf"[{_KANJI}]{{1,12}}")
_GIVEN_KANA: Final = re.compile(r"(?:[ぁ-ゖ]{2,4}|[ァ-ヺー]{2,4})")
_FORM: Final = re.compile(rf"[ 　]?(?:様|殿|氏|さん|さま|君|ちゃん|先生)(?![{_KANJI}{_KANA}]{{2}})")
_HONOURED: Final = ("様", "殿", "氏", "君")
_PARTICLES: Final = frozenset("がはをにのともへでやよかさ")
_BEFORE_NAMES: Final = frozenset("はがのをにとでもへや")
_SPACES: Final = frozenset(" 　")
_MAY_FOLLOW: Final = frozenset(" 　様殿氏")  # what follows a rare surname that can be told
_BEGINNINGS: Final = frozenset(surname[0] for surname in SURNAMES)


def names(text: str, *, spoken_for: int) -> Iterator[Sight]:
    """Names in text that is not plain ASCII. From `spoken_for` on, less is enough: other data stand before it on the line."""
    reached = 0
    for word in _WORD.finditer(text):
        if word.start() < reached or (
            word[0][0] not in _BEGINNINGS and text[word.end() : word.end() + 1] not in _MAY_FOLLOW
        ):
            continue
        end = _end_of_name(text, word.start(), word.end(), beside=word.start() >= spoken_for)
        if end:
            form = _FORM.match(text, end)
            spoken_for = min(spoken_for, end)
            yield Sight(Kind.NAME, word.start(), end, key_of(text[word.start() : end]), certain=form is not None)
            reached = end


def key_of(written: str) -> bytes:
    """A name without its space."""
    return squeezed(written).encode()


def is_of_lists(written: str) -> bool:
    """True for one word of kanji that is a surname, or one and a given name, or ends with one."""
    return written in SURNAMES or _splits(written, glued=False, beside=True)


def _end_of_name(text: str, start: int, end: int, *, beside: bool) -> int:
    """Where the name that begins with this word of kanji ends; 0 for no name."""
    written = text[start:end]
    if len(written) > 1 and written[-1] in _HONOURED and (not _goes_on(text, end) or text[end] in _PARTICLES):
        return _honoured(written[:-1], start)
    behind = text[end] if end < len(text) else ""
    if behind in _SPACES and behind and len(written) <= LONGEST + 1:
        return _of_two_words(text, start, end, beside=beside) or _single(text, start, end, beside=beside)
    if "ぁ" <= behind <= "ゖ" or _is_katakana(behind):
        return _with_kana(text, start, end)
    return _single(text, start, end, beside=beside)


def _of_two_words(text: str, start: int, end: int, *, beside: bool) -> int:
    """`佐藤 太郎`: a surname, one space, a given name, and then no more letters but a form of address."""
    surname = text[start:end]
    word = _WORD.match(text, end + 1) or _GIVEN_KANA.match(text, end + 1)
    glued = _goes_on_before(text, start)
    if word is None or (glued and text[start - 1] not in _BEFORE_NAMES):
        return 0
    given, close = word[0], word.end()
    if given[-1] in _HONOURED and len(given) > 1 and not is_given(given):
        given, close = given[:-1], close - 1
    honoured = _FORM.match(text, close) is not None
    if not honoured and _goes_on(text, close) and text[close] not in _PARTICLES:
        return 0
    if glued:
        return close if surname in SURNAMES and is_listed(given) else 0
    if surname in SURNAMES and is_given(given):
        return close if len(surname) + len(given) > 2 or honoured or beside else 0
    known = is_listed(given) or (honoured and is_given(given)) or (beside and is_given(given))
    return close if known and surname not in _NO_SURNAMES else 0


def _single(text: str, start: int, end: int, *, beside: bool) -> int:
    """`佐藤太郎`, all of one word; between other letters only where the given name is of the list."""
    written = text[start:end]
    honoured = _FORM.match(text, end) is not None
    if honoured:
        return _honoured(written, start)
    glued = _goes_on_before(text, start) or (_goes_on(text, end) and text[end] not in _SPACES)
    return end if _splits(written, glued=glued, beside=beside) else 0


def _honoured(written: str, start: int) -> int:
    """What stands before a form of address: a surname, a whole name, or a given name of the list behind anything short."""
    if written in SURNAMES or _splits(written, glued=False, beside=True):
        return start + len(written)
    return 0


def _with_kana(text: str, start: int, end: int) -> int:
    """`佐藤さくら`, or a name of kanji in the middle of a sentence: `佐藤太郎が`, `佐藤さん`."""
    written = text[start:end]
    if len(written) > 1 and written in SURNAMES and not _goes_on_before(text, start):
        for close in range(end + 4, end + 1, -1):
            if text[end:close] in GIVEN_KANA and (not _goes_on(text, close) or text[close] in _PARTICLES):
                return close
    return _single(text, start, end, beside=False)


def _splits(written: str, *, glued: bool, beside: bool) -> bool:
    """True for a surname and a given name in one word of kanji."""
    if not 3 <= len(written) <= 8:
        return (
            len(written) == 2 and beside and written[0] in SURNAMES and is_given(written[1]) and not is_given(written)
        )
    for cut in range(min(LONGEST, len(written) - 1), 0, -1):
        surname, given = written[:cut], written[cut:]
        if surname in SURNAMES and _fits(given, sure=glued or cut == 1):
            return True
    return not glued and any(
        is_listed(written[cut:]) and (beside or len(written) - cut == 3) and written[:cut] not in _NO_SURNAMES
        for cut in (2, 3, 1)
        if 2 <= len(written) - cut <= 3
    )


def _fits(given: str, *, sure: bool) -> bool:
    return is_listed(given) if sure else is_given(given)


def _goes_on(text: str, end: int) -> bool:
    """True if a letter of Japanese follows directly."""
    return end < len(text) and _is_letter(text[end])


def _goes_on_before(text: str, start: int) -> bool:
    return start > 0 and _is_letter(text[start - 1])


def _is_letter(sign: str) -> bool:
    return "ぁ" <= sign <= "ゖ" or _is_katakana(sign) or "一" <= sign <= "龥" or sign == "々"


def _is_katakana(sign: str) -> bool:
    return "ァ" <= sign <= "ヺ" or sign == "ー"


# Ordinary words that stand before a space and something that could be a given name.
_NO_SURNAMES: Final = frozenset(
    """
顧客 氏名 名前 担当 担当者 名義 契約 契約者 住所 電話 日本 日本人 東京 京都 大阪 株式 会社 会員 利用者 作業者 作業 保守 管理
管理者 社長 部長 課長 主任 係長 本人 新規 変更 登録 照会 受付 連絡 確認 対応 種別 区分 備考 状態 件名 宛先 差出人 送信者
受信者 著者 作者 監督 訳者 翻訳 編集 発行 年 月 日 時 分 秒 円 第 号 番 様 名 姓 本 中 上 下 前 後 間 内 外 全 各 他 又 同 約
計 行 列 個 件 数 値 型 表 式 文 語 字 点 線 面 品 物 者 人 大 小 高 低 新 旧
""".split()  # noqa: SIM905
)
