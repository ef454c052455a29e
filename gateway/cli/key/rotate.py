"""`sekisho key rotate NAME`: renew one of the gateway's own keys, by two custodians, while the keeper stands still."""

import sys
from pathlib import Path
from typing import Final

import click

from gateway.cli.ending import ending
from gateway.cli.options import json_option, settings_of, settings_option
from gateway.cli.printing import say, say_json
from gateway.cli.shares_asked import asked, shares_option
from gateway.cli.shares_given import custodians_option, give
from gateway.ipc.messages import CallRefused
from gateway.keeper.renewal_events import Step
from gateway.vocabulary.outcome import Text
from gateway.wiring.own_keys import KEYS

_STEPS: Final = {"prepare": Step.PREPARED, "switch": Step.SWITCHED, "retire": Step.RETIRED}


@click.command(
    "rotate", help="関所自身の鍵を更新する（保管者 2 名、keeper は停止） / Renew one of the gateway's own keys."
)
@click.argument("name", metavar="NAME", type=click.Choice(tuple(KEYS)))
@click.option("--step", type=click.Choice(tuple(_STEPS)), help="認証局の手順 / of an authority")
@custodians_option("新しい主鍵の保管者の人数 / custodians of a new master key")
@click.option(
    "--new-share-fd",
    "new_share_fds",
    type=click.IntRange(min=0),
    multiple=True,
    metavar="N",
    help="新しい分割鍵を書くファイル記述子（人数分） / descriptors for the new shares",
)
@shares_option
@settings_option
@json_option
@ending
def command(
    *,
    name: str,
    step: str | None,
    custodians: int,
    new_share_fds: tuple[int, ...],
    share_fds: tuple[int, ...],
    settings_file: Path | None,
    as_json: bool,
) -> None:
    """Renew it. A new master key's shares are shown as `custody split` shows them."""
    from gateway.wiring.rotating_keys import renew
    from gateway.wiring.unbound import telling

    if name != "master" and new_share_fds:  # before anything is renewed
        raise click.UsageError("--new-share-fd は master にだけ指定できます / --new-share-fd is for master alone")
    if name == "master" and len(new_share_fds) != custodians and (new_share_fds or not sys.stdout.isatty()):
        raise CallRefused("custody.no-terminal", NO_TERMINAL)
    settings = settings_of(settings_file)
    with telling(settings) as tell:
        wanted = Step.AT_ONCE if step is None else _STEPS[step]
        done = renew(settings, name, wanted, asked(share_fds), tell, custodians=custodians)
    if done.new_shares:
        give(done.new_shares, new_share_fds)
    if as_json:
        say_json({"key": done.name, "step": done.step, "further": list(done.further)})
        return
    say(f"更新しました / Renewed: {done.name} ({done.step})")
    for line in done.further:
        say(line)
    say(AFTER[name].both() if name in AFTER else RESTART.both())


NO_TERMINAL: Final = Text(
    ja="新しい分割鍵は端末の画面にだけ表示します。端末で実行するか、--new-share-fd を人数分指定してください。",
    en="New shares are shown on a terminal only. Run this on one, or give --new-share-fd once a custodian.",
)
RESTART: Final = Text(
    ja="関所のサービスをすべて再起動してください（実行中のセッションは終わります）。"
    "ノードが複数あるときは、鍵のフォルダをほかのノードにも移してください。",
    en="Restart all services (running sessions end). With several nodes, carry the keys to the others, too.",
)
AFTER: Final = {
    "master": Text(
        ja="keeper を開始し、古い分割鍵を回収して破棄し、すぐに「sekisho backup」を行ってください。"
        "これより前のバックアップは、古い分割鍵でだけ開けます。古い分割鍵をすべて破棄すると、二度と開けません。",
        en="Start the keeper, collect and destroy the former shares, and make a backup now. Backups from before open with the "
        "former shares alone: once all of those are destroyed, nobody opens them again.",
    ),
    "field": Text(
        ja="新しく書かれる値から新しい鍵で封じます。すでにある値は以前の鍵で封じたままで、以前の鍵は残ります。"
        "鍵が盗まれたおそれがあるときは、接続先のパスワードと全員の認証要素も更新してください。サービスをすべて再起動してください。",
        en="What is written from now on is sealed with the new key. What stands there stays sealed with the former one, which is "
        "kept for it. If a key may have been stolen, renew targets' passwords and people's factors as well. "
        "Restart all services.",
    ),
    "recording-wrap": Text(
        ja="これから作られる録画の鍵の組は、新しい鍵で封じます。以前の録画のために、以前の鍵は残ります。サービスをすべて再起動してください。",
        en="Key pairs of recordings made from now on are sealed with the new key. The former one is kept for those of before. "
        "Restart all services.",
    ),
    "session-ca": Text(
        ja="上の行のすべてを、各接続先の TrustedUserCAKeys のファイルに書いてください。全台に行き渡ってから switch、"
        "切り替わりを確かめてから retire します。そのあと keeper を開始してください。",
        en="Put all lines above into the TrustedUserCAKeys file of each target. When every target has them: switch; when that "
        "works: retire. Then start the keeper.",
    ),
    "host-ca": Text(
        ja="上の行のそれぞれに「@cert-authority * 」を付けて、端末の known_hosts に書いてください。"
        "そのあと keeper を開始してください。",
        en="Put each line above, with '@cert-authority * ' before it, into clients' known_hosts. Then start the keeper.",
    ),
}
