"""What the answers to inquiries have in common on the screen: the period, employers, sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from gateway.cli.escaping import shown
from gateway.cli.printing import japan, say, table
from gateway.vocabulary.identity import Employer
from gateway.wiring.office_inquiry import Wanted
from gateway.wiring.office_reading import SessionShown

KINDS = {"processor": "委託先/processor", "sub-processor": "再委託先/sub-processor", "client": "委託元/client"}


def period_said(inquiry: str, wanted: Wanted, begins: date | None) -> None:
    """The heading of an answer, and from which day on there are records at all."""
    whose = shown(wanted.client) or "不明/unknown"
    say(f"照会 {inquiry}  委託元 {whose}  {wanted.since} - {wanted.until}（日本時間 / Japan time）")
    if begins is None:
        say("表示の記録は、まだありません / nothing shown is on record yet")
    elif wanted.since < begins:
        say(f"記録は {begins} からです。それより前は、この答えに含まれません / nothing before {begins} is covered")
    say()


def employer(known: Mapping[str, Employer], wanted: str) -> str:
    """The employer's name and what it is to the clients; its id where nobody knows it any more."""
    found = known.get(wanted)
    return wanted if found is None else f"{found.name}（{KINDS.get(found.kind, found.kind)}）"


def sessions_table(sessions: Sequence[SessionShown], employers: Mapping[str, Employer]) -> None:
    """Sessions by time, each with its recording."""
    table(
        ("セッション", "利用者", "所属", "端末", "接続先", "目的", "開始", "終了", "伏せ字の行", "以下の行", "開示", "推定人数",
         "拒否した行", "録画"),
        (
            (each.session, each.username, employer(employers, each.employer), each.terminal, each.target, each.purpose,
             japan(each.started_at), ended(each), each.masked, each.at_most, each.revealed, each.estimated,
             each.withheld, recording(each))
            for each in sessions
        ),
    )  # fmt: skip


def ended(session: SessionShown) -> str:
    """When, or that it runs."""
    return "実行中/running" if session.ended_at is None else japan(session.ended_at)


def recording(session: SessionShown) -> str:
    """Its id, and where it is destroyed as agreed, since when."""
    if session.retired_at is None:
        return session.recording
    return f"{session.recording}（消去済み/retired {japan(session.retired_at)}）"


def lines_plain(found: Sequence[Any]) -> list[Any]:
    """As values that `say_json` spells."""
    return [asdict(each) for each in found]
