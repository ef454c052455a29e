"""`sekisho session show ID`."""

from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import visitor
from gateway.cli.headings import word
from gateway.cli.options import json_option, settings_option
from gateway.cli.printing import facts, japan, say_json
from gateway.cli.session.list import lasted, plain
from gateway.ipc.messages import CallRefused
from gateway.wiring.office_texts import absent


@click.command("show", help="セッションの詳細 / Show one session.")
@click.argument("session")
@settings_option
@json_option
@ending
def command(session: str, settings_file: Path | None, as_json: bool) -> None:
    """Show it."""
    with visitor(settings_file) as office:
        line = office.lists.session(session)
        now = office.clock.now()
    if line is None:
        raise CallRefused("session.absent", absent("セッション", "session", session, "session list"))
    if as_json:
        say_json({"session": plain(line)})
        return
    found = line.session
    facts(
        (
            ("番号", found.id),
            ("状態", word(found.state)),
            ("利用者", found.username),
            ("端末", f"{line.terminal_name} ({found.terminal})"),
            ("接続元", found.peer_address),
            ("接続先", f"{found.target}/{found.account}"),
            ("権限", word(found.capability)),
            ("作業申請", found.order),
            ("開始", japan(found.started_at)),
            ("期限", japan(found.until)),
            ("終了", japan(found.ended_at)),
            ("時間", lasted(found, now)),
            ("終了理由", found.end_reason and word(found.end_reason)),
            ("録画", found.recording),
            ("ノード", found.node),
        )
    )
