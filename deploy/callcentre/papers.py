"""What else lies on the target beside the customers: a log and a manual without personal data, to look at and page through."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

_MANUAL = """\
コールセンター基幹システム 保守手順（見本）

1. 作業の前に監視画面を確認し、アラートが無いことを確かめる。
2. ディスク使用率が80%を超えていれば、古いログを圧縮する。
3. 設定ファイルの文字コードは UTF-8、改行コードは LF とする。
4. 作業の後に作業記録簿へ結果を記入する。

顧客データは customers.csv にある。承認された作業申請の目的の他には開かない。
"""
_EVENTS = (
    "INFO  acd: queue {n} agents={m} waiting={k}",
    "INFO  ivr: menu reloaded version={n}.{m}",
    "WARN  cti: slow answer from switch {n}: {k} ms",
    "INFO  batch: nightly job {n} finished in {k} s",
    "ERROR report: template {m} is missing, retry {k}",
)


def write_papers(directory: Path, seed: int = 1, lines: int = 2_000) -> None:
    """`service.log` and `手順書.txt`; the same seed gives the same bytes."""
    chance = Random(f"papers {seed}")
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    log = []
    for _ in range(lines):
        moment += timedelta(seconds=chance.randrange(1, 90))
        event = chance.choice(_EVENTS).format(
            n=chance.randrange(1, 20), m=chance.randrange(1, 9), k=chance.randrange(1, 900)
        )
        log.append(f"{moment:%Y-%m-%d %H:%M:%S} {event}\n")
    (directory / "service.log").write_text("".join(log), encoding="utf-8")
    (directory / "手順書.txt").write_text(_MANUAL, encoding="utf-8")
