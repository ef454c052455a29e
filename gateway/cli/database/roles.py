"""`sekisho database roles`: may each process's role on PostgreSQL exactly what it is to? Exit status 0: yes, 1: no."""

from pathlib import Path

import click

from gateway.cli.ending import Status, ending, leave
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json, table


@click.command("roles", help="プロセスごとの役割の権限を確かめる / Check the rights of the processes' roles.")
@settings_option
@json_option
@ending
def command(settings_file: Path | None, as_json: bool) -> None:
    """Compare; nothing is changed. `sekisho init` puts right what differs."""
    from gateway.wiring.database_roles import judged

    found = judged(settings_of(settings_file))
    if as_json:
        say_json({
            "holds": found.are_right,
            "unguarded": list(found.unguarded),
            "roles": [
                {
                    "process": str(role.process),
                    "role": role.name,
                    "exists": role.difference is not None,
                    "more": list(role.difference.more) if role.difference else [],
                    "less": list(role.difference.less) if role.difference else [],
                }
                for role in found.roles
            ],
        })  # fmt: skip
    else:
        more = [(role.difference.more if role.difference else ()) for role in found.roles]
        less = [(role.difference.less if role.difference else ("LOGIN",)) for role in found.roles]
        rows = zip(found.roles, more, less, strict=True)
        table(
            ("プロセス", "ロール", "余分な権限", "足りない権限"),
            [(role.process, role.name, ", ".join(much), ", ".join(little)) for role, much, little in rows],
        )
        for name in found.unguarded:
            say(f"・{name}: 変更を防ぐトリガーがありません / its trigger against changes is gone")
    if not found.are_right:
        leave(Status.NOT_SO)
