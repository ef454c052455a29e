"""Words that names of columns are made of, by the kind they speak of.

The order of the kinds is the order of their weight: a card's holder is a card's matter, a mail address is no address, and
氏名カナ is a reading.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.column import Kind

# Parts of Japanese names: 電話番号 is a telephone though 番号 alone would say nothing.
JAPANESE: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.CARD: ("カード クレジット 有効期限 セキュリティコード"),
        Kind.MAIL: ("メール メアド 電子郵便"),
        Kind.PHONE: ("電話 携帯 ファックス ファクス 連絡先 内線"),
        Kind.LINE: ("回線 加入者番号"),
        Kind.KANA: ("カナ かな ふりがな フリガナ ヨミ よみ 読み"),
        Kind.BIRTH: ("生年 誕生 年齢 生日"),
        Kind.ADDRESS: ("住所 郵便 番地 都道府県 県名 市区 町村 市町 町名 丁目 建物 方書 居所 届先 届け先 送付先"),
        Kind.FREE_TEXT: ("備考 メモ 内容 コメント 履歴 本文 要望 摘要 特記 問合 応対 経緯 自由 録音 件名 理由"),
        Kind.NAME: (
            "氏名 名前 名義 姓 氏 宛名 様名 契約者 世帯主 本人名 ユーザー名 担当者 名称 "
            "顧客名 会員名 利用者名 加入者名 お客さま名 ユーザ名 申込者 受取人 代表者 責任者 連帯保証人"
        ),
        Kind.PERSONAL: (
            "お客様 契約番号 会員番号 性別 口座 銀行 支店 預金 個人番号 マイナンバー 免許 旅券 保険 年金 国籍 "
            "本籍 職業 勤務 家族 続柄 病 障害者 宗教 所得 収入 暗証 パスワード 署名 写真 顔 指紋 位置情報"
        ),
    }
)
JAPANESE_HARMLESS: Final = re.compile(
    r"(?:連番|件数|金額|料金|単価|数量|合計|税額|税率|状態|状況コード|区分|種別|種類|フラグ|版数|"
    r"(?:登録|更新|作成|削除|処理|受付)(?:日時|日)|"
    r"(?:会社|委託元|プラン|商品|部署|拠点|顧客|サービス)(?:コード|id))"
)
# Words of names in letters, romanised Japanese among them.
LETTERS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.CARD: ("card cards pan cardno cvc cvv iin creditcard credit expiry"),
        Kind.MAIL: ("mail email emails mails mailaddress mailaddr emailaddress e_mail meado meru"),
        Kind.PHONE: (
            "tel phone phones telephone telno telnum mobile cell cellphone fax keitai denwa denwabango msisdn "
            "contact callerid caller ani"
        ),
        Kind.LINE: ("line lineid kaisen kaisenid caf cop can subscriber imsi imei iccid sim simid"),
        Kind.KANA: ("kana furigana katakana hiragana yomi yomigana phonetic"),
        Kind.BIRTH: ("birth birthday birthdate dob born bday age seinengappi tanjobi tanjoubi nenrei"),
        Kind.ADDRESS: (
            "addr addrs address addresses address1 address2 street zip zipcode postal postcode postalcode pref "
            "prefecture city town ward building apartment house banchi jusho juusho jyusho yubin yuubin "
            "yubinbango todofuken shikuchoson lat lon lng latitude longitude geo location shipto"
        ),
        Kind.FREE_TEXT: (
            "memo memos note notes remark remarks comment comments text freetext free body message messages "
            "description desc content contents detail details subject title history log transcript biko bikou "
            "naiyo naiyou tekiyo yobo taio query answer reply reason"
        ),
        Kind.NAME: (
            "name names fname lname firstname lastname fullname surname given family familyname givenname "
            "middlename shimei simei namae sei mei myoji kokyakumei kaiinmei nickname username holder owner addressee contractor "
            "person customername recipient"
        ),
        Kind.PERSONAL: (
            "sex gender seibetsu account acct iban bank koza kouza ginko ssn mynumber kojinbango passport license "
            "licence licenseno insurance pension nationality religion race salary income job occupation family "
            "spouse patient disease medical health password passwd pwd secret pin token photo picture face avatar "
            "fingerprint signature ip ipaddr ipaddress ip4 ip6 mac macaddr device deviceid cookie useragent ua "
            "login uid twitter facebook sns voice recording json data payload raw xml blob attributes attrs extra "
            "misc value values search tsv"
        ),
    }
)
# Words that say nothing of a person: those a harmless name ends in, and those that may stand before.
HARMLESS_LAST: Final = (
    "id code cd status state type kind class flag flg count cnt num qty quantity amount price fee rate "
    "total sum version ver seq created updated deleted modified at on date time datetime timestamp "
    "enabled active valid order rank level priority category kbn kubun plan unit currency tax percent "
    "ratio size duration seconds minutes hours days year month lang language locale"
)
HARMLESS_BEFORE: Final = (
    "is has client company customer user order item product service plan contract ticket call queue batch "
    "job branch dept department group tenant site region shop store record row create update delete "
    "registered entry start end first last max min avg by parent"
)
