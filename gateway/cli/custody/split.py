"""`sekisho custody split`: the master key cut for custodians, each share shown once, to its custodian alone.

On a terminal each share stands on a screen of its own, which is wiped. With --share-fd they are written to descriptors instead.
"""

import sys
from pathlib import Path
from typing import Final

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.shares_given import custodians_option, give
from gateway.ipc.messages import CallRefused
from gateway.vocabulary.outcome import Text

_DONE: Final = Text(
    ja="主鍵を分割しました。「sekisho custody check」で、紙に書いた分割鍵を必ず確かめてください。",
    en="The master key was split. Now check what was written down: sekisho custody check",
)


@click.command(
    "split", help="主鍵を保管者に分ける（2 名で復元できる） / Split the master key; any two custodians have it."
)
@custodians_option("保管者の人数 / number of custodians")
@click.option(
    "--share-fd",
    "share_fds",
    type=click.IntRange(min=0),
    multiple=True,
    metavar="N",
    help="分割鍵を書くファイル記述子（人数分） / descriptors to write to, one a custodian",
)
@settings_option
@json_option
@ending
def command(custodians: int, share_fds: tuple[int, ...], settings_file: Path | None, as_json: bool) -> None:
    """Split it."""
    from gateway.wiring.custodians import split
    from gateway.wiring.unbound import telling

    if share_fds and len(share_fds) != custodians:
        raise click.UsageError("--share-fd は保管者の人数分だけ指定してください / give --share-fd once a custodian")
    if not share_fds and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CallRefused("custody.no-terminal", _NO_TERMINAL)
    settings = settings_of(settings_file)
    with telling(settings) as tell:
        shares = split(settings, custodians, tell)
    give(shares, share_fds)
    if as_json:
        say_json({"custodians": custodians})
        return
    say(_DONE.both())


_NO_TERMINAL: Final = Text(
    ja="分割鍵は端末の画面にだけ表示します。端末で実行するか、--share-fd を人数分指定してください。",
    en="Shares are shown on a terminal only. Run this on one, or give --share-fd once a custodian.",
)
