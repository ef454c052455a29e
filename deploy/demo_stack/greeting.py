"""What the demo prints: where everything is and what to type, in Japanese and English."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from deploy.callcentre.accounts import HOMES, is_root
from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.call_centre import APP, BUILD, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.provision import ORDER_HOURS, FiledOrder
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.ssh_config import GATEWAY
from gateway.vocabulary.clock import JST

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

_HOMES = """\
    接続先の利用者のホームはこの機械に一つで、--state を変えても、終了しても残ります: {homes}
    the targets' accounts have one home a machine, whatever --state; they are kept when the demo ends: {homes}"""


def _isolation(sekisho: Sekisho | None) -> list[str]:
    if not is_root():
        return [_NOT_ISOLATED]
    return [_HALF_ISOLATED if sekisho is not None and not sekisho.separates else _ISOLATED, _REMOVE]


def greeting(centre: CallCentre, sekisho: Sekisho | None, cast: Sequence[Member], orders: Sequence[FiledOrder]) -> str:
    """The whole text, ending in how to stop."""
    parts = ["", "関所のデモが動いています。 / The Sekisho demo is running."]
    if sekisho is not None:
        sato = next(member for member in cast if member.username == "sato")
        parts += _logins(sekisho, sato)
        parts += _browser(sekisho, cast)
        parts += _office(sekisho, orders)
    parts += _places(centre)
    parts += ["", *_isolation(sekisho)]
    parts += ["", "終了は Ctrl-C です。 / Ctrl-C ends everything.", ""]
    return "\n".join(parts)


def _logins(sekisho: Sekisho, sato: Member) -> list[str]:
    layout = sekisho.layout
    keys = f"-i {_q(sato.terminal_key)} -i {_q(sato.ssh_key)} -o IdentitiesOnly=yes"
    # OpenSSH learns no next host key where UserKnownHostsFile is set, unless it is told to
    known = f"-o UserKnownHostsFile={_q(layout.known_hosts)} -o UpdateHostKeys=yes"
    file = _q(layout.ssh_config)
    return [
        "",
        "■ 保守担当者 佐藤として入る / Log in as the engineer sato (terminal key, person key, then a one-time code):",
        f"    ssh -F {file} {APP}",
        f"    ssh -F {file} {BUILD} uname -a",
        "  接続先のメニュー / a menu of what is open now:",
        f"    ssh -F {file} {GATEWAY}",
        f"  ファイルを送る（{BUILD} だけ） / send a file, to {BUILD} only:",
        f"    scp -F {file} /etc/os-release {BUILD}:",
        "  設定ファイルを使わない形 / the same without the file, the target in the user name:",
        f"    ssh -p {sekisho.ssh_port} {keys} {known} sato+{APP}@{LOOPBACK}",
        "  ワンタイムコード（一度だけ有効） / the one-time code, good once:",
        f"    {_code(layout)} sato",
        "",
        "■ 鈴木 suzuki はコマンドのみ、田中 tanaka は build-host のみ / suzuki: listed commands only; tanaka: build-host only",
        f"    鍵 / keys: {layout.people}/NAME/id_terminal, id_person",
    ]


def _code(layout: Layout) -> str:
    return f"{_q(_DEMO)} --state {_q(layout.base)} code"


def _q(path: Path | str) -> str:
    """As a shell takes it."""
    return shlex.quote(str(path))


def _browser(sekisho: Sekisho, cast: Sequence[Member]) -> list[str]:
    shown = [member for member in cast if member.username in ("sato", "yamada", "ito", "mori")]
    return [
        "",
        f"■ 事務局（ブラウザ） / the office in a browser:  {sekisho.office_url}",
        f"    信頼させる証明書 / trust this certificate first: {sekisho.office_authority}",
        *(f"    {member.username:<10} {member.role:<14} {member.password}" for member in shown),
        f"    認証コード / code: {_code(sekisho.layout)} NAME",
    ]


def _office(sekisho: Sekisho, orders: Sequence[FiledOrder]) -> list[str]:
    until = f"{orders[0].wish.ends_at.astimezone(JST):%m-%d %H:%M} JST" if orders else "-"
    return [
        "",
        f"■ 承認済みの作業申請は {until} まで / the approved orders end at {until} ({ORDER_HOURS} h); start again for new ones",
        "■ 記録（別の端末に貼り付け） / records; paste these into another terminal:",
        f"    export SEKISHO_SETTINGS={_q(sekisho.layout.settings)} PATH={_q(sekisho.cli.parent)}:$PATH",
        "    sekisho session list",
        "    sekisho recording list",
        f"    sekisho audit verify --witness {_q(sekisho.layout.witness)}",
    ]


def _places(centre: CallCentre) -> list[str]:
    direct = [f"{host.name} {LOOPBACK}:{host.port}" for host in (centre.app, centre.build_host, centre.database)]
    return [
        "",
        "■ 場所 / places:",
        f"    接続先（直接は入れません） / targets (no way in but the gateway): {', '.join(direct)}",
        f"    録画（暗号化） / recordings, encrypted: {centre.layout.gateway / 'recordings'}",
        f"    アラームメール / alarm mails: {centre.layout.mail}",
        f"    ログ / logs: {centre.layout.logs}",
        *([_HOMES.format(homes=HOMES)] if is_root() else []),
    ]
