"""`sekisho target probe NAME...`: whether a target's SSH port lets anybody in who does not come through us.

Exit status 0: closed, as far as that shows from this machine; 1: a way is open, or another host answers; 2: could not be checked.
What it cannot see is said each time: keys of other people in `authorized_keys`, and the way from the terminals' network.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from gateway.cli.ending import Status, ending, leave
from gateway.cli.entering import entered
from gateway.cli.options import Asking, json_option, person_options, settings_option
from gateway.cli.printing import say, say_json, table
from gateway.relay.ssh.probing import Outcome, Probed
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Protocol, Target
from gateway.wiring.office_probes import probed
from gateway.wiring.office_targets import target_named

_OUTCOMES: Final = {
    Outcome.OPEN: "開いている / OPEN",
    Outcome.ANOTHER_HOST: "別のホスト鍵 / another host key",
    Outcome.UNCLEAR: "確認できない部分がある / could not be wholly checked",
    Outcome.UNREACHABLE: "到達できない / unreachable",
    Outcome.CLOSED: "閉じている / closed",
}
_LIMITS: Final = (
    "この機械から見た結果です。端末のネットワークから接続先に届かないことと、接続先の authorized_keys に他人の鍵がないことは、\n"
    "ここからは確かめられません（端末では ssh -o PreferredAuthentications=none、接続先では sshd -T で確認してください）。\n"
    "As seen from this machine. That no terminal's network reaches the target, and that nobody's keys stand in its\n"
    "authorized_keys, cannot be seen from here: look from a terminal (ssh -o PreferredAuthentications=none), and at the target\n"
    "(sshd -T)."
)


@click.command("probe", help="直接の入口がないか調べる / Try whether a way around Sekisho is open.")
@click.argument("names", nargs=-1, required=False)
@click.option("--all", "every", is_flag=True, help="すべての SSH の接続先 / every SSH target that is in use")
@settings_option
@json_option
@person_options
@ending
def command(*, names: Sequence[str], every: bool, settings_file: Path | None, as_json: bool, asking: Asking) -> None:
    """Try one target after another, in the name of an administrator."""
    if every is bool(names):
        raise click.UsageError("NAME... か --all / either NAME... or --all")
    with entered(settings_file, asking) as office:
        if every:
            targets = [
                each
                for each in office.lists.targets()
                if each.protocol is Protocol.SSH and each.standing is Standing.ACTIVE
            ]
        else:
            targets = [target_named(office, name) for name in names]
        found = [(target, probed(office, target)) for target in targets]
    _tell(found, as_json)
    worst = {each.outcome for _, each in found}
    if worst & {Outcome.OPEN, Outcome.ANOTHER_HOST}:
        leave(Status.NOT_SO)
    if worst - {Outcome.CLOSED} or not found:
        leave(Status.NOT_CHECKED)


def _tell(found: Sequence[tuple[Target, Probed]], as_json: bool) -> None:
    if as_json:
        say_json({"targets": [_plain(target, each) for target, each in found]})
        return
    table(
        ("接続先", "結果", "アカウント", "示された方式", "開いている入口", "ホスト鍵"),
        (
            (
                target.name,
                _OUTCOMES[each.outcome],
                " ".join(one.account for one in each.tried),
                " ".join(sorted({method for one in each.tried for method in one.offered})),
                " ".join(sorted({way for one in each.tried for way in one.ways})),
                each.fingerprint or "",
            )
            for target, each in found
        ),
    )
    say(_LIMITS)


def _plain(target: Target, each: Probed) -> dict[str, Any]:
    return {
        "target": target.name,
        "address": target.address,
        "port": target.port,
        "outcome": each.outcome.value,
        "fingerprint": each.fingerprint,
        "accounts": [
            {"account": one.account, "offered": list(one.offered), "ways": list(one.ways), "unclear": one.unclear}
            for one in each.tried
        ],
    }
