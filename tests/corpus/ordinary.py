"""What maintenance prints all day without anybody's data; some of it looks like personal data on purpose.

Look-alikes: IMEIs (Luhn-valid, no cards), 12-digit cloud accounts (one in eleven passes My Number's check), 14-digit times, part
numbers shaped like postal codes, developers' mail addresses.
"""

import json
import random
import re
from collections.abc import Callable

from tests.corpus.documents import Doc, Out
from tests.corpus.people import luhn

LINES = 1000  # of each document, for each unit of scale
_MANUAL = (
    (
        "本手順書は保守作業員向けに、コールセンター基幹システムの定期点検方法を説明します。"
        "作業前に必ず東京リージョンの監視画面を確認し、アラートが無いことを確認してください。"
    ),
    (
        "警告: ディスク使用率が80%を超えています。/var/log 配下の古いログを圧縮してください。"
        "設定ファイルの文字コードは UTF-8 とし、改行コードは LF に統一します。"
    ),
    (
        "エラーコード 012-3456: 接続がタイムアウトしました。再試行回数(3-5-10)を確認の上、管理者に連絡してください。"
        "大阪データセンターとの同期は平成31年4月1日の改修以降、5分間隔です。"
    ),
    (
        "2026年4月1日付けでバージョン 3.2.1-4 を適用しました。"
        "部品番号 123-4567、ラック 12-3-4、型番 MR-9361-8i、ポート 0-15 を使用しています。"
        "林檎の森サーバの原因を調査中、高木製作所向けの中間ファイルを生成します。"
    ),
    (
        "ファイルシステムの検査を開始します。ブロックサイズは 4096 バイト、inode 番号は 8812345 です。"
        "千葉工場の上野系統、山口系統の切替試験を行う。清水タンクの水位異常、岩崎通信機の内線番号表を更新。"
    ),
    (
        "使用法: tar [オプション...] [ファイル]... 例: tar -cf archive.tar foo bar  "
        "# foo と bar というファイルから archive.tar を作成します。大森・小田原・中野の各局に展開済み。"
    ),
)
_WARNINGS = (
    "unused variable",
    "implicit conversion changes value from 4294967295 to -1",
    "comparison of integers of different signs",
)
_NETS = ("10.{}.{}.{}", "192.168.{1}.{2}", "172.16.{1}.{2}", "203.0.113.{2}", "198.51.100.{2}")

Line = Callable[["Chance", int], str]


class Chance(random.Random):
    """What lines of output are made of."""

    def hexadecimal(self, letters: int) -> str:
        return f"{self.getrandbits(4 * letters):0{letters}x}"

    def digits(self, count: int) -> str:
        return "".join(self.choice("0123456789") for _ in range(count))

    def address(self) -> str:
        return self.choice(_NETS).format(*(self.randrange(1, 254) for _ in range(3)))

    def clock(self) -> str:
        return f"{self.randrange(24):02d}:{self.randrange(60):02d}:{self.randrange(60):02d}"

    def moment(self) -> str:
        return f"2026-{self.randrange(1, 13):02d}-{self.randrange(1, 29):02d}T{self.clock()}"

    def imei(self) -> str:
        body = "35" + self.digits(12)
        return body + next(digit for digit in "0123456789" if luhn(body + digit))


def negatives(seed: int = 1, scale: int = 1) -> list[Doc]:
    """One document of each kind."""
    return [_document(name, line, seed, scale) for name, line in _KINDS.items()]


def _document(name: str, line: Line, seed: int, scale: int) -> Doc:
    chance, out = Chance(f"{name}{seed}"), Out(name)
    out.w(_HEADS.get(name, ""))
    for number in range(LINES * scale):
        out.w(line(chance, number) + "\r\n")
    return out.done(0)


def _syslog(r: Chance, number: int) -> str:
    program = r.choice(("sshd", "CRON", "systemd", "kernel", "postfix/smtpd"))
    said = r.choice(
        (
            f"Accepted publickey for maint from {r.address()} port {r.randrange(9999)} ssh2: ED25519 SHA256:{r.hexadecimal(43)}",
            "session opened for user root(uid=0)",
            f"connect from unknown[{r.address()}]",
            f"[{r.randrange(10**6)}.{r.digits(6)}] TCP: request_sock_TCP: Possible SYN flooding on port 443",
            f"Started Session {r.randrange(1024, 65535)} of user maint.",
        )
    )
    return (
        f"Nov {r.randrange(1, 29):2d} {r.clock()} cti{r.randrange(9):02d} {program}[{r.randrange(400, 99999)}]: {said}"
    )


def _journal(r: Chance, number: int) -> str:
    cursor = (
        f"s={r.hexadecimal(32)};i={r.hexadecimal(6)};b={r.hexadecimal(32)};m={r.hexadecimal(10)};t={r.hexadecimal(13)}"
    )
    return json.dumps(
        {
            "__REALTIME_TIMESTAMP": "17" + r.digits(14),
            "_BOOT_ID": r.hexadecimal(32),
            "_PID": str(r.randrange(99999)),
            "__CURSOR": cursor,
            "MESSAGE": "Reloading",
        }
    )


def _nginx(r: Chance, number: int) -> str:
    path = f"/api/v{r.randrange(1, 4)}/calls/{r.digits(r.choice((7, 8, 10, 11, 12, 13)))}?t={r.digits(13)}"
    browser = f"Chrome/{r.randrange(90, 140)}.0.{r.randrange(9999)}.{r.randrange(200)}"
    agent = f"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 {browser}"
    answer = f"{r.choice((200, 304, 404, 502))} {r.randrange(99999)}"
    who = f"{r.address()} - - [{r.randrange(1, 29):02d}/Nov/2026:{r.clock()} +0900]"
    return f'{who} "GET {path} HTTP/1.1" {answer} "-" "{agent}" {r.random():.3f}'


def _top(r: Chance, number: int) -> str:
    sizes = f"{r.randrange(10**7):8d} {r.randrange(10**6):7d} {r.randrange(10**5):6d}"
    spent = f"{r.random() * 99:5.1f} {r.random() * 9:5.1f} {r.randrange(999):3d}:{r.randrange(60):02d}.{r.randrange(100):02d}"
    who = r.choice(("root", "postgres", "maint", "www-data"))
    what = r.choice(("postgres", "java", "asterisk", "kworker/0:1", "sshd"))
    return f"{r.randrange(1, 99999):7d} {who:8s} 20   0 {sizes} S {spent} {what}"


def _files(r: Chance, number: int) -> str:
    stamp = re.sub("[-:T]", "", r.moment())
    sizes = f"{r.randrange(10**9)} {r.randrange(10**8)} {r.randrange(10**8)} {r.randrange(100)}%"
    recorded = f"Nov {r.randrange(1, 29):2d} {r.clock()[:5]} rec_{stamp}_{r.digits(r.choice((8, 9, 10)))}.wav"
    return r.choice(
        (
            f"/dev/sd{r.choice('abc')}{r.randrange(9)} {sizes} /mnt/d{number}",
            f"-rw-r--r-- 1 root root {r.randrange(10**10):11d} {recorded}",
            f"{r.randrange(10**7)} drwxr-xr-x 2 maint maint 4096 2026-{r.randrange(1, 13):02d}-{r.randrange(1, 29):02d} cdr",
        )
    )


def _git_log(r: Chance, number: int) -> str:
    author, account = (
        r.choice(("T. Sato", "K. Ito", "dev-bot", "Mary Major")),
        r.choice(("dev", "bot", "t.sato", "k.ito")),
    )
    return r.choice(
        (
            f"commit {r.hexadecimal(40)}",
            f"Author: {author} <{account}@git.example.org>",
            f"Date:   Sun Nov {r.randrange(1, 29)} {r.clock()} 2026 +0900",
            f"    Fix #{r.digits(4)}: bump {r.randrange(9)}.{r.randrange(20)}.{r.randrange(90)}",
            f"index {r.hexadecimal(7)}..{r.hexadecimal(7)} 100644",
            f"@@ -{r.randrange(900)},{r.randrange(9)} +{r.randrange(900)},{r.randrange(9)} @@ def f(x):",
        )
    )


def _compiler(r: Chance, number: int) -> str:
    place = f"src/cti/{r.choice(('call', 'acd', 'ivr'))}.c:{r.randrange(1, 4000)}:{r.randrange(1, 90)}"
    return f"{place}: warning: {r.choice(_WARNINGS)} [-W{r.hexadecimal(4)}] 0x{r.hexadecimal(16)}"


def _hashes(r: Chance, number: int) -> str:
    return r.choice(
        (
            f"{r.hexadecimal(8)}-{r.hexadecimal(4)}-4{r.hexadecimal(3)}-a{r.hexadecimal(3)}-{r.hexadecimal(12)}",
            f"{r.hexadecimal(64)}  ./vol/{number}.img",
            f"{r.hexadecimal(32)}  pkg-{number}.deb",
            f"SHA256:{r.hexadecimal(40)}",
        )
    )


def _numbers(r: Chance, number: int) -> str:
    return r.choice(
        (
            f"account {r.digits(12)} region ap-northeast-1",
            f"order={r.digits(16)} qty={r.randrange(9)}",
            f"ts={r.digits(13)} seq={r.digits(18)}",
            f"20261122{r.digits(6)} job {r.digits(8)} done",
            f"imei {r.imei()} fw {r.randrange(9)}.{r.randrange(9)}",
            f"JAN 49{r.digits(11)}",
            f"part {r.digits(3)}-{r.digits(4)} rev {r.randrange(9)}",
            f"ISBN 978-4-{r.digits(2)}-{r.digits(6)}-{r.digits(1)}",
            f"call-id {r.digits(10)} leg {r.digits(11)}",
            f"serial {r.digits(4)}-{r.digits(4)}-{r.digits(4)}",
            f"{r.digits(3)}-{r.digits(3)}-{r.digits(4)} tray",
            f"mac {':'.join(r.hexadecimal(2) for _ in range(6))}",
        )
    )


def _dpkg(r: Chance, number: int) -> str:
    package = f"lib{r.choice(('ssl', 'pq', 'xml', 'curl'))}{r.randrange(9)}-{r.hexadecimal(3)}:amd64"
    version = f"{r.randrange(9)}.{r.randrange(99)}.{r.randrange(99)}-{r.randrange(9)}+deb12u{r.randrange(9)}"
    return f"ii  {package}  {version}  amd64  shared library ({r.randrange(10**6)})"


def _kernel(r: Chance, number: int) -> str:
    said = r.choice(
        (
            f"BIOS-e820: [mem 0x{r.hexadecimal(16)}-0x{r.hexadecimal(16)}] usable",
            f"pci 0000:00:1f.{r.digits(1)}: [8086:{r.hexadecimal(4)}] type 00",
            f"EXT4-fs (sda1): mounted filesystem {r.hexadecimal(8)}-{r.hexadecimal(4)}",
            f"nvme nvme0: {r.digits(2)}/0/0 default/read/poll queues",
            f"audit: type=1400 audit({r.digits(10)}.{r.digits(3)}:{r.digits(4)})",
        )
    )
    return f"[{r.randrange(10**6):6d}.{r.digits(6)}] {said}"


def _schema(r: Chance, number: int) -> str:
    return r.choice(
        (
            "    phone character varying(20) NOT NULL,",
            "    birth_date date,",
            f"CREATE TABLE public.t{number} (",
            "    email text CHECK (email ~ '^[^@]+@[^@]+$'),",
            f"ALTER TABLE ONLY public.t{number} ADD CONSTRAINT t{number}_pkey PRIMARY KEY (id);",
            f"COMMENT ON COLUMN public.t{number}.name IS '氏名（全角）';",
            f"SELECT pg_catalog.setval('public.t_id_seq', {r.digits(r.choice((6, 7, 9)))}, true);",
        )
    )


def _manual(r: Chance, number: int) -> str:
    paragraph = r.choice(_MANUAL)
    return paragraph if number % 7 == 0 else r.choice(re.split("(?<=。)", paragraph))


def _calls(r: Chance, number: int) -> str:
    began = f"{r.moment().replace('T', ' ')}+09"
    queue, cause = r.choice(("ACD", "IVR", "AGENT")), r.choice(("NORMAL_CLEARING", "USER_BUSY"))
    extension = f"{r.randrange(1, 9)}{r.digits(3)}"
    return f" {r.digits(8)} | {began} | {extension} | {queue} | {r.randrange(3600)} | {r.hexadecimal(16)} | {cause}"


_KINDS: dict[str, Line] = {
    "syslog": _syslog,
    "journal_json": _journal,
    "nginx": _nginx,
    "top": _top,
    "df_ls": _files,
    "git_log": _git_log,
    "compiler": _compiler,
    "uuids_hashes": _hashes,
    "numbers": _numbers,
    "dpkg": _dpkg,
    "kernel": _kernel,
    "sql_schema": _schema,
    "ja_manual": _manual,
    "psql_cdr": _calls,
}
_HEADS = {"psql_cdr": "    id    |        started_at       | ext  | queue | sec |     call_uid     | cause\r\n"}
