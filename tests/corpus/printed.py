"""Customers as terminals print them: tables, CSV, JSON, dumps, logs, coloured and full-screen output, in three encodings.

Traps on purpose: `\\uXXXX` in JSON, colours in the middle of numbers, highlights in the middle of words, wide padding.
"""

import json
import random
from collections.abc import Callable, Sequence

from tests.corpus.documents import Doc, Out
from tests.corpus.people import Customer, customers, width

COLUMNS = (
    "id",
    "name",
    "kana",
    "phone",
    "email",
    "postal",
    "address",
    "birth",
    "card",
    "mynumber",
    "bank",
    "ip",
    "lineid",
)
TITLES = {"birth": "birth_date", "ip": "assigned_ip", "bank": "account_no"}
TITLES_JA = {
    "id": "顧客番号",
    "name": "氏名",
    "kana": "フリガナ",
    "phone": "電話番号",
    "email": "メールアドレス",
    "postal": "郵便番号",
    "address": "住所",
    "birth": "生年月日",
    "card": "カード番号",
    "mynumber": "個人番号",
    "bank": "口座番号",
    "ip": "割当IP",
    "lineid": "回線ID",
}
NL = "\r\n"
SCREEN_ROWS = 22
_RED, _PLAIN = b"\x1b[01;31m\x1b[K", b"\x1b[m\x1b[K"

People = Sequence[Customer]
Printer = Callable[[People, Out], None]


def positives(seed: int = 1, rows: int = 40, cs: People | None = None) -> list[Doc]:
    """One document of each shape; `cs` may bring other customers."""
    people = cs or customers(rows, seed)
    return [_document(name, printer, encoding, people) for name, encoding, printer in _shapes(seed)]


def _document(name: str, printer: Printer, encoding: str, people: People) -> Doc:
    out = Out(name, encoding)
    printer(people, out)
    return out.done(len(people))


def _shapes(seed: int) -> list[tuple[str, str, Printer]]:
    def log(people: People, out: Out) -> None:
        print_log(people, out, seed)

    plain: dict[str, Printer] = {
        "psql_aligned": lambda people, out: print_psql(people, out, TITLES),
        "psql_aligned_ja": lambda people, out: print_psql(people, out, TITLES_JA),
        "psql_expanded": print_expanded,
        "csv": lambda people, out: print_csv(people, out, {}, ""),
        "csv_quoted_ja": lambda people, out: print_csv(people, out, TITLES_JA, '"'),
        "jsonl": lambda people, out: print_json(people, out, escaped=False),
        "jsonl_ascii": lambda people, out: print_json(people, out, escaped=True),
        "mysql": print_mysql,
        "pg_dump": print_copy,
        "yaml": print_yaml,
        "xml": print_xml,
        "applog": log,
        "grep_color": print_grep,
        "less": print_less,
        "vim": print_vim,
    }
    shapes = [(name, "utf-8", printer) for name, printer in plain.items()]
    for encoding in ("euc_jp", "cp932"):
        shapes.append((f"psql_aligned_{encoding}", encoding, plain["psql_aligned_ja"]))
        shapes.append((f"csv_{encoding}", encoding, lambda people, out: print_csv(people, out, TITLES_JA, "")))
        shapes.append((f"applog_{encoding}", encoding, log))
    return shapes


def print_psql(people: People, out: Out, titles: dict[str, str]) -> None:
    """As psql does, aligned, titles in the middle."""
    heads = [titles.get(column, column) for column in COLUMNS]
    widths = [
        max(width(head), *(width(one[column]) for one in people)) for head, column in zip(heads, COLUMNS, strict=True)
    ]
    out.w("|".join(f" {_centred(head, columns)} " for head, columns in zip(heads, widths, strict=True)) + NL)
    out.w("+".join("-" * (columns + 2) for columns in widths) + NL)
    for record, one in enumerate(people):
        for number, (column, columns) in enumerate(zip(COLUMNS, widths, strict=True)):
            last = number == len(COLUMNS) - 1
            out.w("| " if number else " ").f(column, one[column], record, pad=columns).w("" if last else " ")
        out.w(NL)
    out.w(f"({len(people)} rows){NL}{NL}")


def _centred(text: str, columns: int) -> str:
    room = columns - width(text)
    return " " * (room // 2) + text + " " * (room - room // 2)


def print_expanded(people: People, out: Out) -> None:
    """As `psql -x` does."""
    columns = max(map(len, COLUMNS))
    for record, one in enumerate(people):
        out.w(f"-[ RECORD {record + 1} ]".ljust(columns + 20, "-") + NL)
        for column in COLUMNS:
            out.w(f"{column:{columns}s} | ").f(column, one[column], record).w(NL)


def print_csv(people: People, out: Out, titles: dict[str, str], quote: str) -> None:
    """With a line of titles."""
    out.w(",".join(titles.get(column, column) for column in COLUMNS) + NL)
    for record, one in enumerate(people):
        for number, column in enumerate(COLUMNS):
            out.w(("," if number else "") + quote).f(column, one[column], record).w(quote)
        out.w(NL)


def print_json(people: People, out: Out, *, escaped: bool) -> None:
    """An object a line."""
    for record, one in enumerate(people):
        for number, column in enumerate(COLUMNS):
            printed = json.dumps(one[column], ensure_ascii=escaped)[1:-1]
            out.w(f'{", " if number else "{"}"{column}": "').f(column, one[column], record, printed=printed).w('"')
        out.w("}" + NL)


def print_mysql(people: People, out: Out) -> None:
    """A table in a frame."""
    widths = [max(len(column), *(width(one[column]) for one in people)) for column in COLUMNS]
    frame = "+" + "+".join("-" * (columns + 2) for columns in widths) + "+" + NL
    heads = "|".join(f" {column:{columns}s} " for column, columns in zip(COLUMNS, widths, strict=True))
    out.w(f"{frame}|{heads}|{NL}{frame}")
    for record, one in enumerate(people):
        for column, columns in zip(COLUMNS, widths, strict=True):
            out.w("| ").f(column, one[column], record, pad=columns).w(" ")
        out.w("|" + NL)
    out.w(f"{frame}{len(people)} rows in set (0.00 sec){NL}")


def print_copy(people: People, out: Out) -> None:
    """As pg_dump does."""
    out.w(f"COPY public.customers ({', '.join(COLUMNS)}) FROM stdin;{NL}")
    for record, one in enumerate(people):
        for number, column in enumerate(COLUMNS):
            out.w("\t" if number else "").f(column, one[column], record)
        out.w(NL)
    out.w(f"\\.{NL}{NL}")


def print_yaml(people: People, out: Out) -> None:
    """A list of mappings."""
    for record, one in enumerate(people):
        for number, column in enumerate(COLUMNS):
            out.w(f"{'  ' if number else '- '}{column}: ").f(column, one[column], record).w(NL)


def print_xml(people: People, out: Out) -> None:
    """An element a line."""
    for record, one in enumerate(people):
        out.w(f"<customer>{NL}")
        for column in COLUMNS:
            out.w(f"  <{column}>").f(column, one[column], record).w(f"</{column}>{NL}")
        out.w(f"</customer>{NL}")


def print_log(people: People, out: Out, seed: int) -> None:
    """An application that logs what it should not, one of eight sentences a customer."""
    chance = random.Random(f"log{seed}")
    for record, one in enumerate(people):
        clock = f"{chance.randrange(24):02d}:{chance.randrange(60):02d}:{chance.randrange(60):02d},{chance.randrange(1000):03d}"
        thread = f"[http-nio-8080-exec-{chance.randrange(1, 99)}]"
        out.w(f"2026-11-{chance.randrange(1, 29):02d} {clock} INFO  {thread} j.c.call.CtiService - ")
        _SENTENCES[chance.randrange(8)](out, one, record, chance.randrange(10**8))
        out.w(NL)


def _called(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("incoming call ani=").f("phone", one["phone"], record).w(" dnis=").f("phone", "0120-444-113", -1)
    out.w(f" cust_id={one['id']} session={number:016x}")


def _asked(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("顧客 ").f("name", one["name"], record).w(" 様 (TEL: ").f("mobile", one["mobile"], record).w(
        ") を照会しました"
    )


def _mailed(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("send mail to <").f("email", one["email"], record).w(f"> template=WELCOME-{number % 100} result=250")


def _moved(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("住所変更: ").f("postal", one["postal"], record).w(" ").f("address", one["address"], record).w(
        f" (受付番号 {number})"
    )


def _proved(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("本人確認 氏名=").f("name", one["name"], record).w(" 生年月日=").f("birth_w", one["birth_w"], record).w(" OK")


def _paid(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("payment pan=").f("card", one["card"], record).w(f" amount={number % 10**4} auth={number % 10**6:06d}")


def _connected(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("radius accept user=").f("lineid", one["lineid"], record).w(" framed-ip=").f("ip", one["ip"], record)


def _charged(out: Out, one: Customer, record: int, number: int) -> None:
    out.w("口座振替 ").f("bank", one["bank"], record).w(" 名義 ").f("kana", one["kana"], record).w(
        f" 金融機関 {number % 10**4:04d}"
    )


_SENTENCES = (_called, _asked, _mailed, _moved, _proved, _paid, _connected, _charged)


def print_grep(people: People, out: Out) -> None:
    """`grep -n --color`: the part that was sought is coloured, so escapes split the value."""
    separator = "\x1b[m\x1b[K\x1b[36m\x1b[K:\x1b[m\x1b[K"
    for record, one in enumerate(people):
        found = min(3, len(one["mobile"]) - 2)
        out.w(f"\x1b[35m\x1b[Kcust.csv{separator}\x1b[32m\x1b[K{record + 1}{separator}{one['id']},")
        out.f("name", one["name"], record).w(",")
        out.f("mobile", one["mobile"], record, mid={found: _RED, found + 1: _PLAIN}).w(",")
        out.f("email", one["email"], record, mid={2: _RED, 4: _PLAIN}).w(NL)


def print_less(people: People, out: Out) -> None:
    """A pager's pages, with highlights within numbers."""
    for page in range(0, len(people), SCREEN_ROWS):
        out.w("\x1b[H\x1b[J")
        for record, one in enumerate(people[page : page + SCREEN_ROWS], page):
            _row(out, one, record, "\t")
            out.w("\x1b[K" + NL)
        out.w("\x1b[24;1H\x1b[7m:\x1b[27m\x1b[K")


def print_vim(people: People, out: Out) -> None:
    """An editor's screens, each line put in its place by the cursor."""
    for page in range(0, len(people), SCREEN_ROWS):
        out.w("\x1b[?1049h\x1b[H\x1b[2J")
        for record, one in enumerate(people[page : page + SCREEN_ROWS], page):
            out.w(f"\x1b[{record - page + 1};1H\x1b[33m{record + 1:4d} \x1b[m")
            _row(out, one, record, "  ")
            out.w("\x1b[K")
        out.w("\x1b[24;1H\x1b[1m-- 挿入 --\x1b[m")


def _row(out: Out, one: Customer, record: int, gap: str) -> None:
    middle = len(one["phone"]) // 2
    highlight = {middle: b"\x1b[7m", middle + 1: b"\x1b[27m"} if record % 3 == 0 else None
    out.f("name", one["name"], record).w(gap).f("phone", one["phone"], record, mid=highlight).w("  ")
    out.f("email", one["email"], record).w("  ").f("postal", one["postal"], record)
