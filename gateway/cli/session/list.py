"""`sekisho session list`."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import japan, say_json, table
from gateway.sessions.session import Session, State
from gateway.wiring import office_live_list
from gateway.wiring.office_live_list import Running
from gateway.wiring.office_reading import SessionFilter, SessionLine, Shown

_STOPPED: Final = {"paused": "一時停止中/paused", "frozen": "凍結中/frozen"}


def standing(running: Running) -> dict[str, Any]:
    """How it stands, as JSON values; `course` is None once it ended, `attended_by` where the registrar does not tell."""
    found, over = running.standing, running.line.session.ended_at is not None
    return {
        "course": None if over else running.course,
        "why": found.why,
        "people": found.people,
        "people_cap": found.people_cap,
        "attended_by": None if running.present is None else list(running.present),
    }


def people(running: Running) -> str:
    """`18/20`; nothing where nobody counts."""
    found = running.standing
    return "" if found.people_cap is None else f"{found.people}/{found.people_cap}"


def plain(line: SessionLine) -> dict[str, Any]:
    """The session as JSON values."""
    session = line.session
    return {
        "id": session.id,
        "person": session.person,
        "username": session.username,
        "terminal": session.terminal,
        "terminal_name": line.terminal_name,
        "order": session.order,
        "target": session.target,
        "account": session.account,
        "capability": session.capability,
        "node": session.node,
        "connection": session.connection,
        "peer_address": session.peer_address,
        "state": session.state,
        "started_at": session.started_at,
        "until": session.until,
        "ended_at": session.ended_at,
        "end_reason": session.end_reason,
        "recording": session.recording,
    }


def lasted(session: Session, now: datetime) -> str:
    """`1:02:03`, to the end or until now."""
    seconds = int(((session.ended_at or now) - session.started_at).total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _state(running: Running) -> str:
    """A running one says whether it is paused or frozen."""
    state = running.line.session.state
    return _STOPPED.get(running.course) or word(state) if state is State.RUNNING else word(state)


@click.command("list", help="セッションの一覧（新しい順） / List the sessions, newest first.")
@click.option("--running", is_flag=True, help="実行中のみ / running ones only")
@click.option("--person", help="利用者名 / user name")
@click.option("--target", help="接続先 / target")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="件数 / at most")
@settings_option
@json_option
@ending
def command(
    *,
    running: bool,
    person: str | None,
    target: str | None,
    limit: int,
    settings_file: Path | None,
    as_json: bool,
) -> None:
    """List them."""
    with visitor(settings_file) as office:
        shown = Shown.RUNNING if running else Shown.ALL
        found = office.lists.sessions(SessionFilter(shown=shown, person=person, target=target, limit=limit))
        stands = {each.line.session.id: each for each in office_live_list.running(office, found)}
        now = office.clock.now()
    if as_json:
        say_json({"sessions": [plain(line) | standing(stands[line.session.id]) for line in found]})
        return
    table(
        ("番号", "利用者", "端末", "接続先", "アカウント", "開始", "時間", "状態", "閲覧件数", "立会い", "録画"),
        (
            (
                line.session.id,
                line.session.username,
                line.terminal_name,
                line.session.target,
                line.session.account,
                japan(line.session.started_at),
                lasted(line.session, now),
                _state(stands[line.session.id]),
                people(stands[line.session.id]),
                ", ".join(stands[line.session.id].present or ()),
                line.session.recording,
            )
            for line in found
        ),
    )
