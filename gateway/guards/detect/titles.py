"""What headers, keys and labels call personal data: two hundred words in Japanese and English, and what may stand around them.

`strong`: the word means a person's data whatever is in it; a weak one (`name`, `ip`) is believed only of values that look so.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gateway.guards.detect.sight import Kind


@dataclass(frozen=True, slots=True)
class Title:
    """What a value under this title is."""

    kind: Kind
    strong: bool


_STRONG: Final = {
    Kind.NAME: (
        "氏名 姓名 お名前 名義 名義人 契約者 契約者名 契約者氏名 顧客名 顧客氏名 お客様名 お客様氏名 利用者名 利用者氏名 "
        "加入者名 会員名 会員氏名 宛名 申込者 申込者名 受取人 被保険者 患者名 漢字氏名 氏名漢字 本人氏名 世帯主 fullname "
        "customername clientname subscribername holdername cardholder cardholdername contactname personname kanjiname "
        "namekanji accountholder patientname familyname givenname lastname firstname surname sei mei"
    ),
    Kind.KANA: (
        "フリガナ ふりがな カナ カナ氏名 氏名カナ カナ名 名義カナ 顧客名カナ 読み よみがな ヨミガナ セイ メイ kana "
        "namekana kananame furigana yomi yomigana lastnamekana firstnamekana seikana meikana"
    ),
    Kind.PHONE: (
        "電話 電話番号 電番 携帯 携帯電話 携帯番号 携帯電話番号 自宅電話 自宅電話番号 連絡先 連絡先電話番号 勤務先電話 "
        "勤務先電話番号 固定電話 発信者番号 発信番号 着信番号 契約電話番号 ファックス 電話1 電話2 phone phonenumber "
        "phoneno tel telno telephone telephonenumber mobile mobilephone mobileno mobilenumber cell cellphone cellular "
        "fax faxno homephone workphone ani dnis cli callerid callerno callernumber callingnumber callednumber msisdn "
        "contactphone"
    ),
    Kind.MAIL: (
        "メール メールアドレス eメール 電子メール 携帯メール 連絡先メール email mail emailaddress mailaddress mailaddr "
        "emailaddr eメールアドレス"
    ),
    Kind.ADDRESS: (
        "住所 現住所 自宅住所 送付先 送付先住所 届け先 届先住所 お届け先 居住地 所在地 設置場所 設置住所 請求先住所 番地 "
        "建物 建物名 住所1 住所2 本籍 address addr address1 address2 streetaddress street homeaddress billingaddress "
        "shippingaddress postaladdress residence"
    ),
    Kind.POSTAL: ("郵便番号 郵便 〒 postal postalcode zip zipcode postcode postalno zipno"),
    Kind.BIRTH: ("生年月日 誕生日 生年 出生日 birth birthdate birthday dateofbirth dob bday born birthymd"),
    Kind.CARD: (
        "カード番号 クレジットカード番号 クレジットカード カード クレカ番号 card cardno cardnumber creditcard "
        "creditcardnumber ccnumber ccno pan cardpan primaryaccountnumber"
    ),
    Kind.LINE_ID: (
        "回線id 回線番号 お客様id 契約id 契約番号 回線 cafid copid lineid circuitid circuit subscriberid accessid lineno "
        "linenumber contractid"
    ),
    Kind.MY_NUMBER: ("個人番号 マイナンバー 個人no mynumber individualnumber myno マイナンバー番号"),
    Kind.BANK: (
        "口座 口座番号 銀行口座 振込口座 引落口座 口座情報 bankaccount bankaccountno bankaccountnumber accountno "
        "accountnumber acctno bank iban"
    ),
    Kind.SUBSCRIBER_IP: (
        "割当ip 割当ipアドレス 払出ip 払い出しip 契約者ip 加入者ip assignedip framedip framedipaddress framedipv6prefix "
        "subscriberip customerip leasedip"
    ),
}
_WEAK: Final = {
    Kind.NAME: "name 名前 名 姓 顧客 お客様 氏 customer subscriber owner contact holder",
    Kind.PHONE: "number caller callee contactno calling called",
    Kind.SUBSCRIBER_IP: "ip ipaddr ipaddress ipアドレス ipv4 ipv6 clientip",
    Kind.BANK: "account acct",
    Kind.LINE_ID: "line user username login userid",
    Kind.BIRTH: "birthyear",
}
_WORDS: Final = {word: Title(kind, strong=True) for kind, words in _STRONG.items() for word in words.split()} | {
    word: Title(kind, strong=False) for kind, words in _WEAK.items() for word in words.split()
}
_SIGNS: Final = re.compile(r"[\s_\-.・「」:：*#]")
_AFTER_TITLE: Final = frozenset("0123456789)）-_*#.・」")
_SUFFIX: Final = re.compile(r"[(（].{0,16}[)）]?$|[0-9]{1,2}$")
_BEFORE: Final = re.compile(
    r"(?:customer|cust|client|subscriber|contract|contractor|holder|user|member|person|home|work|office|contact|primary|secondary"
    r"|new|old|cell|billing|shipping|現|新|旧|お客様|顧客|契約者|利用者|加入者|会員|本人|自宅|勤務先|連絡先"
    r"|ご|お|主|副|請求先|送付先)"
)


TITLE_MAX: Final = 40
ENDINGS: Final = frozenset(word[-2:] for word in _WORDS) | frozenset(word.upper()[-2:] for word in _WORDS)


def title_of(written: str) -> Title | None:
    """What a header's cell or a key means; None for what is not personal."""
    word = written.strip().strip("\"'`")
    return _meaning(word) if 0 < len(word) <= TITLE_MAX and may_end(word, len(word)) else None


@lru_cache(maxsize=1024)
def _meaning(written: str) -> Title | None:
    word = _SIGNS.sub("", _SUFFIX.sub("", _parts(written))).lower()
    for _ in range(3):
        found = _WORDS.get(word)
        if found is not None:
            return found
        before = _BEFORE.match(word)
        if before is None or before.end() == len(word):
            return None
        word = word[before.end() :]
    return None


def may_end(line: str, end: int) -> bool:
    """False where no title ends before `end`: told by its last two letters, for there are many keys and few titles."""
    last = line[end - 2 : end] if end > 1 else line[:end]
    return last in ENDINGS or last[-1:] in _AFTER_TITLE or last.lower() in ENDINGS


def _parts(written: str) -> str:
    """`t.customer_name` without its table."""
    return written.rpartition(".")[2] if "." in written else written
