"""`sekisho client canary add CODE`: a canary person of a client's. Its values come by standard input, never as arguments."""

import sys
from pathlib import Path

import click

from gateway.cli.ending import ending
from gateway.cli.entering import entered
from gateway.cli.escaping import shown
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json
from gateway.wiring.office_canaries import VALUES_MAX, add_canary, read_values

LINE_LETTERS_MAX = 1000


@click.command(
    "add",
    help="カナリア（実在しない人）を登録する。値は標準入力から「種別=値」を 1 行に 1 つ（例: phone=090-0000-0000）。"
    "値は保存されず、委託元の鍵による要約だけが残ります / Register a canary person; one what=value a line on standard input.",
)
@click.argument("code")
@click.option("--note", default="", help="どこに置いたか（値は書かない） / where it was put, no value of it")
@settings_option
@json_option
@person_options
@ending
def command(*, code: str, note: str, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Do it in the name of a supervisor. With --password-stdin, password and code are the first two lines."""
    with entered(settings_file, asking) as office:
        if sys.stdin.isatty():
            say("値を「種別=値」で入力し、Ctrl-D で終えてください / Type one what=value a line, then Ctrl-D:")
        lines = [sys.stdin.readline(LINE_LETTERS_MAX) for _ in range(VALUES_MAX * 2)]
        canary = add_canary(office, code, read_values(lines), note)
    if as_json:
        say_json({"canary": canary, "client": code})
        return
    say(f"登録しました / Registered: {shown(canary)} ({shown(code)})")
