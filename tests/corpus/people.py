"""Synthetic customers: nobody exists. Names are drawn by frequency, numbers by rule; the same seed gives the same people.

A number's own form is kept beside its spelling (`phone_n`, `card_n`): `+81`, brackets, full-width digits and spaces are meant.
"""

import random
import unicodedata
from itertools import pairwise

_SURNAMES = (
    "佐藤:さとう:189 鈴木:すずき:181 高橋:たかはし:142 田中:たなか:134 伊藤:いとう:108 渡辺:わたなべ:107 山本:やまもと:106 "
    "中村:なかむら:105 小林:こばやし:103 加藤:かとう:89 吉田:よしだ:84 山田:やまだ:82 佐々木:ささき:68 山口:やまぐち:65 "
    "松本:まつもと:63 井上:いのうえ:62 木村:きむら:58 林:はやし:55 斎藤:さいとう:55 清水:しみず:54 山崎:やまざき:48 "
    "森:もり:47 池田:いけだ:45 橋本:はしもと:45 阿部:あべ:45 石川:いしかわ:43 山下:やました:42 中島:なかじま:40 "
    "石井:いしい:40 小川:おがわ:40 前田:まえだ:38 岡田:おかだ:38 長谷川:はせがわ:38 後藤:ごとう:37 近藤:こんどう:37 "
    "村上:むらかみ:36 遠藤:えんどう:34 青木:あおき:33 坂本:さかもと:33 福田:ふくだ:31 太田:おおた:31 西村:にしむら:31 "
    "岡本:おかもと:30 金子:かねこ:30 三浦:みうら:30 竹内:たけうち:29 小野:おの:28 和田:わだ:27 原:はら:25 柴田:しばた:24 "
    "酒井:さかい:24 安藤:あんどう:23 千葉:ちば:19 菅原:すがわら:19 久保:くぼ:19 大西:おおにし:18 渡部:わたべ:17 "
    "吉川:よしかわ:17 堀江:ほりえ:7 日高:ひだか:6 小森:こもり:5 中澤:なかざわ:3 平良:たいら:3 神野:じんの:2 結城:ゆうき:2 "
    "柳川:やながわ:2 東野:とうの:2 渥美:あつみ:2 小山内:おさない:1 錦織:にしおり:1 山之内:やまのうち:1 加瀬:かせ:2 "
    "勅使河原:てしがわら:1 髙橋:たかはし:9 齋藤:さいとう:12 五十嵐:いがらし:14"
)
_GIVEN = (
    "大翔:ひろと 蓮:れん 悠真:ゆうま 健太:けんた 翔太:しょうた 大輔:だいすけ 誠:まこと 浩:ひろし 隆:たかし 修:おさむ "
    "茂:しげる 清:きよし 勇:いさむ 正雄:まさお 和夫:かずお 博之:ひろゆき 直樹:なおき 拓也:たくや 亮:りょう 裕介:ゆうすけ "
    "陽一:よういち 康平:こうへい 学:まなぶ 聡:さとし 太郎:たろう 一郎:いちろう 陽葵:ひまり 結衣:ゆい 葵:あおい "
    "さくら:さくら 美咲:みさき 愛:あい 陽子:ようこ 恵子:けいこ 洋子:ようこ 幸子:さちこ 和子:かずこ 節子:せつこ 花子:はなこ "
    "久美子:くみこ 由美:ゆみ 真由美:まゆみ 智子:ともこ 香織:かおり 麻衣:まい 千代:ちよ キヨ:きよ ひかり:ひかり 七海:ななみ "
    "舞:まい 里佳:りか 桃子:ももこ 裕美子:ゆみこ 明美:あけみ"
)
_PLACES = (
    "5110085,三重県,桑名市,紺屋町 6148017,京都府,八幡市,八幡柴座 8430011,佐賀県,武雄市,橘町芦原 6700984,兵庫県,姫路市,町坪 "
    "0730015,北海道,滝川市,朝日町東 2701348,千葉県,印西市,戸神 6401222,和歌山県,海草郡紀美野町,大角 "
    "3500107,埼玉県,比企郡川島町,加胡 5450014,大阪府,大阪市阿倍野区,西田辺町 6330241,奈良県,宇陀市,榛原下井足 "
    "9893122,宮城県,仙台市青葉区,栗生 8870111,宮崎県,日南市,伊比井 9330916,富山県,高岡市,大町 7420201,山口県,柳井市,伊陸 "
    "9970853,山形県,鶴岡市,小淀川 4050006,山梨県,山梨市,小原西 5032301,岐阜県,安八郡神戸町,横井 "
    "7080341,岡山県,苫田郡鏡野町,下原 0294389,岩手県,奥州市,衣川長板沢 6850412,島根県,隠岐郡隠岐の島町,布施 "
    "7311506,広島県,山県郡北広島町,中山 7740005,徳島県,阿南市,向原町 7970008,愛媛県,西予市,宇和町さくら "
    "4630054,愛知県,名古屋市守山区,小六町 9451245,新潟県,柏崎市,宮川新田 1840003,東京都,小金井市,緑町 "
    "3260142,栃木県,足利市,小俣南町 9040411,沖縄県,国頭郡恩納村,恩納 5230073,滋賀県,近江八幡市,元水茎町 "
    "8612223,熊本県,上益城郡益城町,小池 9200112,石川県,金沢市,榎尾町 2310846,神奈川県,横浜市中区,大和町 "
    "9140123,福井県,敦賀市,和久野 8240812,福岡県,京都郡みやこ町,勝山長川 9695202,福島県,南会津郡下郷町,枝松 "
    "0100135,秋田県,秋田市,上新城五十丁 3730027,群馬県,太田市,金山町 3100911,茨城県,水戸市,見和 "
    "8570028,長崎県,佐世保市,八幡町 3892101,長野県,中野市,豊津 0382322,青森県,西津軽郡深浦町,長慶平 "
    "4170843,静岡県,富士市,田中新田 7692906,香川県,東かがわ市,川股 7815615,高知県,香南市,夜須町沢谷 "
    "6893132,鳥取県,西伯郡大山町,松河原 8970213,鹿児島県,南九州市,川辺町小野 4660851,愛知県,名古屋市昭和区,元宮町 "
    "1210053,東京都,足立区,佐野 1000005,東京都,千代田区,丸の内 1600022,東京都,新宿区,新宿 1500002,東京都,渋谷区,渋谷 "
    "8050018,福岡県,北九州市八幡東区,上本町 5720028,大阪府,寝屋川市,日新町 2410806,神奈川県,横浜市旭区,下川井町 "
    "4910868,愛知県,一宮市,向山南 5900936,大阪府,堺市堺区,宿屋町東 4860805,愛知県,春日井市,岩野町 "
    "0880609,北海道,釧路郡釧路町,共和"
)
_AREAS = (
    "3 6 11 22 23 24 25 26 27 28 29 42 43 44 45 46 47 48 49 52 53 54 55 58 59 72 73 75 76 77 78 79 82 83 84 86 87 "
    "88 89 92 93 95 96 97 98 99 138 157 178 193 223 246 266 422 463 466 493 532 561 596 725 740 796 837 952 985 "
    "996"
)
_BUILDINGS = ["コーポ緑", "サンハイツ", "メゾン桜", "グランドパレス", "ハイム第二", "ヴィラ東"]
_HIRAGANA = (
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよら"
    "りるれろわをんがぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽゃゅょっー"
)
_ROMAN = (
    "a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu "
    "yo ra ri ru re ro wa o n ga gi gu ge go za ji zu ze zo da ji zu de do ba bi bu be bo pa pi pu pe po ya yu yo "
    "t -"
)

_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_ERAS = (
    ("令和", "R", (2019, 5, 1)),
    ("平成", "H", (1989, 1, 8)),
    ("昭和", "S", (1926, 12, 25)),
    ("大正", "T", (1912, 7, 30)),
)
_DOMAINS = ("example.jp", "example.ne.jp", "mail.example.com", "example.co.jp", "docomo.example.jp")
_NETS = (27, 49, 58, 60, 61, 106, 110, 113, 114, 118, 122, 124, 126, 153, 180, 202, 210, 219, 220, 221)
_ISSUERS = (
    ("4", 16),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("3528", 16),
    ("3589", 16),
    ("34", 15),
    ("37", 15),
    ("36", 14),
)
PHONE_STYLES = (
    "hyphen",
    "hyphen",
    "hyphen",
    "hyphen",
    "plain",
    "brackets",
    "brackets first",
    "abroad",
    "abroad spaced",
    "full",
    "spaced",
)

Customer = dict[str, str]


def width(text: str) -> int:
    """Columns on a terminal."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WFA" and ord(sign) > 0xFF else 1


def luhn(digits: str) -> bool:
    """True if the last digit checks the others (ISO/IEC 7812-1)."""
    doubled = (int(one) * (2 if at % 2 else 1) for at, one in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def customers(count: int, seed: int = 1) -> list[Customer]:
    """So many of them."""
    chance = Chance(f"customers{seed}")
    return [chance.customer(number) for number in range(count)]


class Chance(random.Random):
    """What customers are made of."""

    def digits(self, count: int) -> str:
        return "".join(self.choice("0123456789") for _ in range(count))

    def customer(self, number: int) -> Customer:
        surname, given, place = (
            self._surname(),
            self.choice(_GIVEN.split()).split(":"),
            self.choice(_PLACES.split()).split(","),
        )
        kana = [part.translate(_KATAKANA) for part in (surname[1], given[1])]
        phone, mobile, card, my_number = (
            self.phone(self._kind_of_line()),
            self.phone("mobile"),
            self.card(),
            self.my_number(),
        )
        year, month, day = self.randrange(1930, 2012), self.randrange(1, 13), self.randrange(1, 29)
        return {
            "id": str(100001 + number),
            "name": surname[0] + self.choice(("", " ", "　")) + given[0],
            "kana": self.choice((" ", "　", "")).join(kana),
            "phone": phone[0],
            "phone_n": phone[1],
            "mobile": mobile[0],
            "mobile_n": mobile[1],
            "email": f"{self._local(romaji(surname[1]), romaji(given[1]), year)}@{self.choice(_DOMAINS)}",
            "postal": self.choice(("{}-{}", "{}-{}", "〒{}-{}")).format(place[0][:3], place[0][3:]),
            "address": self._address(place),
            "birth": self.choice(
                (f"{year}-{month:02d}-{day:02d}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日")
            ),
            "birth_w": self.choice(in_eras(year, month, day)),
            "card": card[0],
            "card_n": card[1],
            "mynumber": self.choice(("{}{}{}", "{} {} {}", "{}-{}-{}")).format(
                my_number[:4], my_number[4:8], my_number[8:]
            ),
            "mynumber_n": my_number,
            "bank": f"{self.choice(('普通', '当座'))} {self.randrange(10**6, 10**7)}",
            "ip": f"{self.choice(_NETS)}.{self.randrange(1, 254)}.{self.randrange(1, 254)}.{self.randrange(1, 254)}",
            "lineid": self.choice((f"CAF{self.digits(10)}", f"COP{self.digits(8)}", f"L{self.digits(10)}")),
        }

    def phone(self, kind: str) -> tuple[str, str]:
        """As written and as digits; `kind` is mobile, fixed or free."""
        style, groups = self.choice(PHONE_STYLES), self._groups(kind)
        if kind == "free" and style.startswith("abroad"):
            style = "hyphen"
        area, office, line = groups
        spelled = {
            "hyphen": f"0{area}-{office}-{line}",
            "plain": f"0{area}{office}{line}",
            "brackets": f"0{area}({office}){line}",
            "brackets first": f"(0{area}){office}-{line}",
            "abroad": f"+81-{area}-{office}-{line}",
            "abroad spaced": f"+81 {area} {office} {line}",
            "full": f"0{area}-{office}-{line}".translate(_FULL_WIDTH),
            "spaced": f"0{area} {office} {line}",
        }
        return spelled[style], f"0{area}{office}{line}"

    def card(self) -> tuple[str, str]:
        """As written and as digits."""
        issuer, length = self.choice(_ISSUERS)
        body = issuer + self.digits(length - len(issuer) - 1)
        number = body + next(digit for digit in "0123456789" if luhn(body + digit))
        cuts = (0, 4, 8, 12, 16) if length == 16 else (0, 4, 10, length)
        groups = [number[start:end] for start, end in pairwise(cuts)]
        return self.choice(("", "", "-", " ")).join(groups), number

    def my_number(self) -> str:
        """Twelve digits with their check digit (総務省令第85号 第5条)."""
        body = self.digits(11)
        weighed = sum(int(one) * (at + 1 if at <= 6 else at - 5) for at, one in enumerate(reversed(body), 1)) % 11
        return body + str(0 if weighed <= 1 else 11 - weighed)

    def _surname(self) -> list[str]:
        listed = [one.split(":") for one in _SURNAMES.split()]
        return self.choices(listed, [int(one[2]) for one in listed])[0]

    def _kind_of_line(self) -> str:
        return self.choices(("mobile", "fixed", "free"), (6, 3, 1))[0]

    def _groups(self, kind: str) -> tuple[str, str, str]:
        if kind == "mobile":
            return self.choice(("70", "80", "90")), str(self.randrange(1000, 9999)), self.digits(4)
        if kind == "free":
            return "120", self.digits(3), self.digits(3)
        area = self.choice(_AREAS.split())
        return area, str(self.randrange(2, 10)) + self.digits(4 - len(area)), self.digits(4)

    def _local(self, surname: str, given: str, year: int) -> str:
        return self.choice(
            (
                f"{given}.{surname}",
                f"{surname}{self.randrange(1, 999)}",
                f"{given[0]}-{surname}",
                f"{surname}_{given}{year % 100:02d}",
            )
        )

    def _address(self, place: list[str]) -> str:
        block = self.choice(
            (
                f"{self.randrange(1, 9)}丁目{self.randrange(1, 40)}番{self.randrange(1, 30)}号",
                f"{self.randrange(1, 9)}-{self.randrange(1, 40)}-{self.randrange(1, 30)}",
                f"{self.randrange(10, 900)}番地",
                f"{self.randrange(1, 9)}-{self.randrange(1, 40)}".translate(_FULL_WIDTH),
                f"{self.randrange(100, 3000)}-{self.randrange(1, 30)}",
            )
        )
        building = f"{self.choice(('', ' '))}{self.choice(_BUILDINGS)}{self.randrange(101, 909)}号室"
        prefecture = place[1] if self.random() < 0.85 else ""
        return prefecture + place[2] + place[3] + block + (building if self.random() < 0.35 else "")


def romaji(hiragana: str) -> str:
    """In Latin letters, roughly."""
    letters = dict(zip(_HIRAGANA, _ROMAN.split(), strict=True))
    return "".join(letters.get(sign, "") for sign in hiragana)


def in_eras(year: int, month: int, day: int) -> tuple[str, str]:
    """A date in the Japanese calendar, in full and as forms have it."""
    name, letter, began = next(era for era in _ERAS if (year, month, day) >= era[2])
    return f"{name}{year - began[0] + 1}年{month}月{day}日", f"{letter}{year - began[0] + 1:02d}.{month:02d}.{day:02d}"
