"""Files full of people who do not exist: names drawn by frequency, numbers made by rule; the same seed gives the same bytes.

`customers` gives people as dictionaries, `FORMATS` writes them as the files somebody might carry.
"""

import io
import json
import random
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from itertools import pairwise
from xml.sax.saxutils import escape

SUR = (
    "佐藤:さとう:189 鈴木:すずき:181 高橋:たかはし:142 田中:たなか:134 伊藤:いとう:108 渡辺:わたなべ:107 "
    "山本:やまもと:106 中村:なかむら:105 小林:こばやし:103 加藤:かとう:89 吉田:よしだ:84 山田:やまだ:82 "
    "佐々木:ささき:68 山口:やまぐち:65 松本:まつもと:63 井上:いのうえ:62 木村:きむら:58 林:はやし:55 "
    "斎藤:さいとう:55 清水:しみず:54 山崎:やまざき:48 森:もり:47 池田:いけだ:45 橋本:はしもと:45 "
    "阿部:あべ:45 石川:いしかわ:43 山下:やました:42 中島:なかじま:40 石井:いしい:40 小川:おがわ:40 "
    "前田:まえだ:38 岡田:おかだ:38 長谷川:はせがわ:38 後藤:ごとう:37 近藤:こんどう:37 村上:むらかみ:36 "
    "遠藤:えんどう:34 青木:あおき:33 坂本:さかもと:33 福田:ふくだ:31 太田:おおた:31 西村:にしむら:31 "
    "岡本:おかもと:30 金子:かねこ:30 三浦:みうら:30 竹内:たけうち:29 小野:おの:28 和田:わだ:27 原:はら:25 "
    "柴田:しばた:24 酒井:さかい:24 安藤:あんどう:23 千葉:ちば:19 菅原:すがわら:19 久保:くぼ:19 "
    "大西:おおにし:18 渡部:わたべ:17 吉川:よしかわ:17 堀江:ほりえ:7 日高:ひだか:6 小森:こもり:5 "
    "中澤:なかざわ:3 平良:たいら:3 神野:じんの:2 結城:ゆうき:2 柳川:やながわ:2 東野:とうの:2 "
    "渥美:あつみ:2 小山内:おさない:1 錦織:にしおり:1 山之内:やまのうち:1 加瀬:かせ:2 "
    "勅使河原:てしがわら:1 髙橋:たかはし:9 齋藤:さいとう:12 五十嵐:いがらし:14 "
)
GIV = (
    "大翔:ひろと 蓮:れん 悠真:ゆうま 健太:けんた 翔太:しょうた 大輔:だいすけ 誠:まこと 浩:ひろし "
    "隆:たかし 修:おさむ 茂:しげる 清:きよし 勇:いさむ 正雄:まさお 和夫:かずお 博之:ひろゆき 直樹:なおき "
    "拓也:たくや 亮:りょう 裕介:ゆうすけ 陽一:よういち 康平:こうへい 学:まなぶ 聡:さとし 太郎:たろう "
    "一郎:いちろう 陽葵:ひまり 結衣:ゆい 葵:あおい さくら:さくら 美咲:みさき 愛:あい 陽子:ようこ "
    "恵子:けいこ 洋子:ようこ 幸子:さちこ 和子:かずこ 節子:せつこ 花子:はなこ 久美子:くみこ 由美:ゆみ "
    "真由美:まゆみ 智子:ともこ 香織:かおり 麻衣:まい 千代:ちよ キヨ:きよ ひかり:ひかり 七海:ななみ "
    "舞:まい 里佳:りか 桃子:ももこ 裕美子:ゆみこ 明美:あけみ "
)
PLACES = (
    "5110085,三重県,桑名市,紺屋町 6148017,京都府,八幡市,八幡柴座 8430011,佐賀県,武雄市,橘町芦原 "
    "6700984,兵庫県,姫路市,町坪 0730015,北海道,滝川市,朝日町東 2701348,千葉県,印西市,戸神 "
    "6401222,和歌山県,海草郡紀美野町,大角 3500107,埼玉県,比企郡川島町,加胡 "
    "5450014,大阪府,大阪市阿倍野区,西田辺町 6330241,奈良県,宇陀市,榛原下井足 "
    "9893122,宮城県,仙台市青葉区,栗生 8870111,宮崎県,日南市,伊比井 9330916,富山県,高岡市,大町 "
    "7420201,山口県,柳井市,伊陸 9970853,山形県,鶴岡市,小淀川 4050006,山梨県,山梨市,小原西 "
    "5032301,岐阜県,安八郡神戸町,横井 7080341,岡山県,苫田郡鏡野町,下原 0294389,岩手県,奥州市,衣川長板沢 "
    "6850412,島根県,隠岐郡隠岐の島町,布施 7311506,広島県,山県郡北広島町,中山 7740005,徳島県,阿南市,向原町 "
    "7970008,愛媛県,西予市,宇和町さくら 4630054,愛知県,名古屋市守山区,小六町 "
    "9451245,新潟県,柏崎市,宮川新田 1840003,東京都,小金井市,緑町 3260142,栃木県,足利市,小俣南町 "
    "9040411,沖縄県,国頭郡恩納村,恩納 5230073,滋賀県,近江八幡市,元水茎町 "
    "8612223,熊本県,上益城郡益城町,小池 9200112,石川県,金沢市,榎尾町 2310846,神奈川県,横浜市中区,大和町 "
    "9140123,福井県,敦賀市,和久野 8240812,福岡県,京都郡みやこ町,勝山長川 "
    "9695202,福島県,南会津郡下郷町,枝松 0100135,秋田県,秋田市,上新城五十丁 3730027,群馬県,太田市,金山町 "
    "3100911,茨城県,水戸市,見和 8570028,長崎県,佐世保市,八幡町 3892101,長野県,中野市,豊津 "
    "0382322,青森県,西津軽郡深浦町,長慶平 4170843,静岡県,富士市,田中新田 7692906,香川県,東かがわ市,川股 "
    "7815615,高知県,香南市,夜須町沢谷 6893132,鳥取県,西伯郡大山町,松河原 "
    "8970213,鹿児島県,南九州市,川辺町小野 4660851,愛知県,名古屋市昭和区,元宮町 1210053,東京都,足立区,佐野 "
    "1000005,東京都,千代田区,丸の内 1600022,東京都,新宿区,新宿 1500002,東京都,渋谷区,渋谷 "
    "8050018,福岡県,北九州市八幡東区,上本町 5720028,大阪府,寝屋川市,日新町 "
    "2410806,神奈川県,横浜市旭区,下川井町 4910868,愛知県,一宮市,向山南 5900936,大阪府,堺市堺区,宿屋町東 "
    "4860805,愛知県,春日井市,岩野町 0880609,北海道,釧路郡釧路町,共和 "
)
AREAS = (
    "3 6 11 22 23 24 25 26 27 28 29 42 43 44 45 46 47 48 49 52 53 54 55 58 59 72 73 75 76 77 78 79 82 83 84 86 87 88 89 92 "
    "93 95 96 97 98 99 138 157 178 193 223 246 266 422 463 466 493 532 561 596 725 740 796 837 952 985 996"
)
AREA = AREAS.split()
BUILDING = ("コーポ緑", "サンハイツ", "メゾン桜", "グランドパレス", "ハイム第二", "ヴィラ東")
_S = [x.split(":") for x in SUR.split()]
_G = [x.split(":") for x in GIV.split()]
_P = [x.split(",") for x in PLACES.split()]
KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
DIGITS = "0123456789"
ISSUERS = (
    ("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("3528", 16), ("3589", 16), ("34", 15), ("37", 15), ("36", 14),
)  # fmt: skip
STYLES = ("hyphen", "hyphen", "hyphen", "hyphen", "plain", "paren", "paren2", "plus81", "plus81s", "full", "space")


def luhn(digits: str) -> bool:
    total = 0
    for at, one in enumerate(reversed(digits)):
        value = int(one) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def mynumber_digit(first: str) -> str:
    total = sum(int(one) * ((at + 1) if at <= 6 else (at - 5)) for at, one in enumerate(reversed(first), 1)) % 11
    return "0" if total <= 1 else str(11 - total)


def phone(chance: random.Random, style: str, mobile: bool | None = None) -> tuple[str, str]:
    """As written, and its digits alone. `mobile` None: of any kind, one in ten a free-phone number."""
    kind = ("m" if mobile else "f") if mobile is not None else chance.choices("mft", (6, 3, 1))[0]
    last = f"{chance.randrange(10000):04d}"
    if kind == "m":
        first, second = chance.choice(("70", "80", "90")), f"{chance.randrange(1000, 9999)}"
    elif kind == "t":
        first, second, last = "120", f"{chance.randrange(1000):03d}", f"{chance.randrange(1000):03d}"
        style = "hyphen" if style.startswith("plus") else style
    else:
        first = chance.choice(AREA)
        second = str(chance.randrange(2, 10)) + "".join(chance.choice(DIGITS) for _ in range(4 - len(first)))
    written = {
        "hyphen": f"0{first}-{second}-{last}",
        "plain": f"0{first}{second}{last}",
        "paren": f"0{first}({second}){last}",
        "paren2": f"(0{first}){second}-{last}",
        "plus81": f"+81-{first}-{second}-{last}",
        "plus81s": f"+81 {first} {second} {last}",
        "full": f"0{first}-{second}-{last}".translate(FULL_WIDTH),
        "space": f"0{first} {second} {last}",
    }
    return written[style], f"0{first}{second}{last}"


def card(chance: random.Random) -> tuple[str, str]:
    issuer, length = chance.choice(ISSUERS)
    digits = issuer + "".join(chance.choice(DIGITS) for _ in range(length - len(issuer) - 1))
    digits += next(one for one in DIGITS if luhn(digits + one))
    join = chance.choice(("", "", "-", " "))
    cuts = (0, 4, 8, 12, 16) if length == 16 else (0, 4, 10, length)
    return join.join(digits[begin:end] for begin, end in pairwise(cuts)), digits


def _address(chance: random.Random, place: list[str]) -> str:
    block = chance.choice(
        (
            f"{chance.randrange(1, 9)}丁目{chance.randrange(1, 40)}番{chance.randrange(1, 30)}号",
            f"{chance.randrange(1, 9)}-{chance.randrange(1, 40)}-{chance.randrange(1, 30)}",
            f"{chance.randrange(10, 900)}番地",
            f"{chance.randrange(1, 9)}－{chance.randrange(1, 40)}".translate(FULL_WIDTH),
            f"{chance.randrange(100, 3000)}-{chance.randrange(1, 30)}",
        )
    )
    flat = chance.random() < 0.35
    building = chance.choice(("", " ")) + chance.choice(BUILDING) + f"{chance.randrange(101, 909)}号室" if flat else ""
    return (place[1] if chance.random() < 0.85 else "") + place[2] + place[3] + block + building


def customers(count: int, seed: int = 1, styles: tuple[str, ...] | list[str] = STYLES) -> list[dict[str, str]]:
    """So many people; every value a string. Of two values under like names, the one with `_n` is its digits alone."""
    chance = random.Random(f"customers{seed}")
    weights = [int(one[2]) for one in _S]
    return [_customer(chance, number, chance.choices(_S, weights)[0], styles) for number in range(count)]


def _customer(
    chance: random.Random, number: int, surname: list[str], styles: tuple[str, ...] | list[str]
) -> dict[str, str]:
    given, place = chance.choice(_G), chance.choice(_P)
    reading = [surname[1].translate(KATAKANA), given[1].translate(KATAKANA)]
    year, month, day = chance.randrange(1930, 2012), chance.randrange(1, 13), chance.randrange(1, 29)
    any_phone, mobile = phone(chance, chance.choice(styles)), phone(chance, chance.choice(styles), True)
    pan, pan_digits = card(chance)
    mine = "".join(chance.choice(DIGITS) for _ in range(11))
    mine += mynumber_digit(mine)
    host = chance.choice(("example.jp", "example.ne.jp", "mail.example.com", "example.co.jp", "docomo.example.jp"))
    return {
        "id": str(100001 + number),
        "name": surname[0] + chance.choice(("", " ", "　")) + given[0],
        "kana": chance.choice((" ", "　", "")).join(reading),
        "phone": any_phone[0],
        "phone_n": any_phone[1],
        "mobile": mobile[0],
        "mobile_n": mobile[1],
        "email": f"user{chance.randrange(10**6)}.{number}@{host}",
        "postal": chance.choice(("{}-{}", "{}-{}", "〒{}-{}")).format(place[0][:3], place[0][3:]),
        "address": _address(chance, place),
        "birth": chance.choice((f"{year}-{month:02d}-{day:02d}", f"{year}/{month}/{day}", f"{year}年{month}月{day}日")),
        "card": pan,
        "card_n": pan_digits,
        "mynumber": chance.choice((mine, f"{mine[:4]} {mine[4:8]} {mine[8:]}", f"{mine[:4]}-{mine[4:8]}-{mine[8:]}")),
        "mynumber_n": mine,
    }


COLUMNS = ("id", "name", "kana", "phone", "mobile", "email", "postal", "address", "birth", "card", "mynumber")
HEADS = {
    "id": "顧客番号", "name": "氏名", "kana": "フリガナ", "phone": "電話番号", "mobile": "携帯電話", "email": "メールアドレス",
    "postal": "郵便番号", "address": "住所", "birth": "生年月日", "card": "カード番号", "mynumber": "マイナンバー",
}  # fmt: skip


def csv_file(people: list[dict[str, str]]) -> bytes:
    lines = [",".join(COLUMNS), *(",".join(one[key] for key in COLUMNS) for one in people)]
    return "\r\n".join(lines).encode()


def shift_jis_file(people: list[dict[str, str]]) -> bytes:
    lines = [",".join(HEADS[key] for key in COLUMNS), *(",".join(f'"{one[key]}"' for key in COLUMNS) for one in people)]
    return "\r\n".join(lines).encode("cp932", "replace")


def euc_file(people: list[dict[str, str]]) -> bytes:
    return "\n".join("\t".join(one[key] for key in COLUMNS) for one in people).encode("euc_jp", "replace")


def utf16_file(people: list[dict[str, str]]) -> bytes:
    return "\r\n".join("\t".join(one[key] for key in COLUMNS) for one in people).encode("utf-16")


def json_file(people: list[dict[str, str]]) -> bytes:
    return json.dumps([{key: one[key] for key in COLUMNS} for one in people], ensure_ascii=False, indent=2).encode()


def json_line_file(people: list[dict[str, str]]) -> bytes:
    """One line, escaped: what a program dumps."""
    return json.dumps([{key: one[key] for key in COLUMNS} for one in people]).encode()


def sql_file(people: list[dict[str, str]]) -> bytes:
    rows = ("(" + ", ".join(f"'{one[key]}'" for key in COLUMNS) + ")" for one in people)
    return (f"INSERT INTO customer ({', '.join(COLUMNS)}) VALUES\n" + ",\n".join(rows) + ";\n").encode()


def script_file(people: list[dict[str, str]]) -> bytes:
    rows = "".join(f"    {tuple(one[key] for key in COLUMNS)!r},\n" for one in people)
    code = (
        "#!/usr/bin/env python3\nimport sys\n\nCUSTOMERS = [\n" + rows + "]\n\nfor one in CUSTOMERS:\n    print(*one)\n"
    )
    return code.encode()


def workbook_file(people: list[dict[str, str]]) -> bytes:
    """As spreadsheet programs write it: cells first, the shared texts they name afterwards."""
    texts: dict[str, int] = {}
    rows = []
    for number, one in enumerate([HEADS, *people], 1):
        cells = (
            f'<c r="{chr(65 + at)}{number}" t="s"><v>{texts.setdefault(one[key], len(texts))}</v></c>'
            for at, key in enumerate(COLUMNS)
        )
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types/>')
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<?xml version="1.0"?><worksheet {space}><sheetData>{"".join(rows)}</sheetData></worksheet>',
        )
        book.writestr("xl/sharedStrings.xml", f'<?xml version="1.0" encoding="UTF-8"?><sst {space}>{shared}</sst>')
    return out.getvalue()


def database_file(people: list[dict[str, str]]) -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.execute(f"CREATE TABLE customer ({', '.join(COLUMNS)})")
        marks = ", ".join("?" for _ in COLUMNS)
        database.executemany(
            f"INSERT INTO customer VALUES ({marks})", ([one[key] for key in COLUMNS] for one in people)
        )
        database.commit()
        return bytes(database.serialize())


def page_file(people: list[dict[str, str]]) -> bytes:
    """A web page whose every letter beyond ASCII is an entity."""
    rows = "".join("<tr>" + "".join(f"<td>{one[key]}</td>" for key in COLUMNS) + "</tr>" for one in people)
    return f"<table>{rows}</table>".encode("ascii", "xmlcharrefreplace")


FORMATS: Mapping[str, Callable[[list[dict[str, str]]], bytes]] = {
    "csv": csv_file, "shift_jis": shift_jis_file, "euc_jp": euc_file, "utf_16": utf16_file, "json": json_file,
    "json_line": json_line_file, "sql": sql_file, "script": script_file, "xlsx": workbook_file,
    "sqlite": database_file, "html": page_file,
}  # fmt: skip


def innocent_numbers(lines: int = 3000, seed: int = 1) -> bytes:
    """Numbers of machines and trade that look like people's: orders, accounts, parts, books, telephones' serials."""
    chance = random.Random(f"numbers{seed}")

    def digits(count: int) -> str:
        return "".join(chance.choice(DIGITS) for _ in range(count))

    def imei() -> str:
        first = "35" + digits(12)
        return first + next(one for one in DIGITS if luhn(first + one))

    forms = (
        lambda: f"account {digits(12)} region ap-northeast-1", lambda: f"order={digits(16)} qty={digits(1)}",
        lambda: f"ts={digits(13)} seq={digits(18)}", lambda: f"20261122{digits(6)} job {digits(8)} done",
        lambda: f"imei {imei()} fw {digits(1)}.{digits(1)}", lambda: f"JAN 49{digits(11)}",
        lambda: f"part {digits(3)}-{digits(4)} rev {digits(1)}",
        lambda: f"ISBN 978-4-{digits(2)}-{digits(6)}-{digits(1)}", lambda: f"call-id {digits(10)} leg {digits(11)}",
        lambda: f"serial {digits(4)}-{digits(4)}-{digits(4)}", lambda: f"{digits(3)}-{digits(3)}-{digits(4)} tray",
        lambda: f"10.{digits(2)}.0.1 - [22/Nov/2026:10:00:00] \"GET /api/{digits(11)} HTTP/1.1\" 200 {digits(5)}",
    )  # fmt: skip
    return "\n".join(chance.choice(forms)() for _ in range(lines)).encode()
