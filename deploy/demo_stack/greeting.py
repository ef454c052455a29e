"""What the demo prints: where everything is and what to type, in Japanese and English."""

from collections.abc import Sequence
from pathlib import Path

from deploy.callcentre.accounts import is_root
from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.call_centre import APP, BUILD, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.provision import ORDER_HOURS, FiledOrder
from deploy.demo_stack.sekisho import Sekisho

_DEMO = Path(__file__).resolve().parents[1] / "demo"

_REMOVE = """\
このデモが作ったシステム利用者は deploy/demo remove-users で消せます。
`deploy/demo remove-users` removes the system users that demos made."""

_ISOLATED = """\
関所の各プロセスと接続先は、それぞれ別のシステム利用者で動いています。
Each process of Sekisho and each target runs as a system user of its own."""

_HALF_ISOLATED = """\
この場所のプログラムは他の利用者から読めないため、関所のプロセスは隔離されていません（すべて root で動きます）。
Other users cannot read the program here: NOTHING OF SEKISHO IS ISOLATED, all its processes run as root."""

_NOT_ISOLATED = """\
一般利用者として起動したため、隔離はありません（すべて同じ利用者で動きます）。
Started as a plain user: NOTHING IS ISOLATED here, everything runs as the same user."""


def _isolation(sekisho: Sekisho | None) -> list[str]:
    if not is_root():
        return [_NOT_ISOLATED]
    return [_HALF_ISOLATED if sekisho is not None and not sekisho.separates else _ISOLATED, _REMOVE]


def greeting(centre: CallCentre, sekisho: Sekisho | None, cast: Sequence[Member], orders: Sequence[FiledOrder]) -> str:
    """The whole text, ending in how to stop."""
    parts = ["", "関所のデモが動いています。 / The Sekisho demo is running."]
    if sekisho is not None:
        sato = next(member for member in cast if member.username == "sato")
        parts += _logins(sekisho, sato, centre.layout.known_hosts)
        parts += _office(sekisho, orders)
    parts += _places(centre)
    parts += ["", *_isolation(sekisho)]
    parts += ["", "終了は Ctrl-C です。 / Ctrl-C ends everything.", ""]
    return "\n".join(parts)


def _logins(sekisho: Sekisho, sato: Member, known_hosts: Path) -> list[str]:
    keys = f"-i {sato.terminal_key} -i {sato.ssh_key} -o IdentitiesOnly=yes"
    ssh = f"ssh -p {sekisho.ssh_port} {keys} -o UserKnownHostsFile={known_hosts}"
    code = f"{_DEMO} --state {sekisho.layout.base} code"
    return [
        "",
        "■ 保守担当者 佐藤として入る / Log in as the engineer sato (terminal key, person key, then a one-time code):",
        f"    {ssh} sato+{APP}@{LOOPBACK}",
        f"    {ssh} sato+{BUILD}@{LOOPBACK} uname -a",
        "  ワンタイムコード（一度だけ有効） / the one-time code:",
        f"    {code} sato",
        "",
        "■ 鈴木 suzuki はコマンドのみ、田中 tanaka は build-host のみ / suzuki: listed commands only; tanaka: build-host only",
        f"    鍵 / keys: {sekisho.layout.people}/NAME/id_terminal, id_person",
    ]


def _office(sekisho: Sekisho, orders: Sequence[FiledOrder]) -> list[str]:
    until = orders[0].wish.ends_at.astimezone().strftime("%H:%M") if orders else "-"
    return [
        "",
        f"■ 承認済みの作業申請は {until} まで / the approved orders end at {until} ({ORDER_HOURS} h); start again for new ones",
        "■ 記録 / records:",
        f"    export SEKISHO_SETTINGS={sekisho.layout.settings}",
        f"    {sekisho.cli} session list",
        f"    {sekisho.cli} recording list",
        f"    {sekisho.cli} audit verify --witness {sekisho.layout.witness}",
    ]


def _places(centre: CallCentre) -> list[str]:
    direct = [f"{host.name} {LOOPBACK}:{host.port}" for host in (centre.app, centre.build_host, centre.database)]
    return [
        "",
        "■ 場所 / places:",
        f"    接続先（直接は入れません） / targets (no way in but the gateway): {', '.join(direct)}",
        f"    アラームメール / alarm mails: {centre.layout.mail}",
        f"    ログ / logs: {centre.layout.logs}",
    ]
