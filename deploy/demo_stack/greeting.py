"""What the demo prints: where everything is and what to type, in Japanese and English."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from deploy.callcentre.accounts import HOMES, is_root
from deploy.callcentre.database_target import DATABASE
from deploy.callcentre.ports import LOOPBACK
from deploy.demo_stack.call_centre import APP, BUILD, DB, CallCentre
from deploy.demo_stack.cast import Member
from deploy.demo_stack.layout import Layout
from deploy.demo_stack.provision import ORDER_HOURS, FiledOrder
from deploy.demo_stack.sekisho import Sekisho
from deploy.demo_stack.ssh_config import GATEWAY
from deploy.demo_stack.stories import Story
from deploy.demo_stack.told import Told
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


def greeting(told: Told) -> str:
    """The whole text, ending in how to stop."""
    centre, sekisho, cast, orders = told.centre, told.sekisho, told.cast, told.orders
    parts = ["", "関所のデモが動いています。 / The Sekisho demo is running."]
    if sekisho is not None:
        by_name = {member.username: member for member in cast}
        parts += _logins(sekisho, by_name["sato"], by_name["suzuki"])
        parts += database_lines(sekisho, by_name["sato"], by_name["suzuki"])
        parts += _browser(sekisho, cast)
        parts += _office(sekisho, orders)
        parts += story_lines(told.stories)
    parts += _places(centre)
    parts += ["", *_isolation(sekisho)]
    parts += ["", "終了は Ctrl-C です。 / Ctrl-C ends everything.", ""]
    return "\n".join(parts)


def _keys(member: Member) -> str:
    return f"-i {_q(member.terminal_key)} -i {_q(member.ssh_key)} -o IdentitiesOnly=yes"


def _logins(sekisho: Sekisho, sato: Member, suzuki: Member) -> list[str]:
    layout = sekisho.layout
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
        f"    ssh -p {sekisho.ssh_port} {_keys(sato)} {known} sato+{APP}@{LOOPBACK}",
        "  ワンタイムコード（一度だけ有効） / the one-time code, good once:",
        f"    {_code(layout)} sato",
        "",
        "■ 鈴木 suzuki は許可コマンドだけ / suzuki: listed commands at the gateway's own prompt (help lists them):",
        f"    ssh -p {sekisho.ssh_port} {_keys(suzuki)} {known} suzuki+{APP}@{LOOPBACK}",
        f"    {_code(layout)} suzuki",
        "■ 田中 tanaka は build-host だけ / tanaka: build-host only",
        f"    鍵 / keys: {layout.people}/tanaka/id_terminal, id_person",
    ]


def database_lines(sekisho: Sekisho, sato: Member, suzuki: Member) -> list[str]:
    """How the engineer gets into the database: by hand, and with nothing to type."""
    return [
        "",
        f"■ データベース {DB} に入る / the database, with psql:",
        "  （パスワードの直後にワンタイムコードを続けて入力 / type the password and, right behind it, the one-time code）",
        f"    psql {_q(_address(sekisho, sato))}",
        f"    パスワード / password: {sato.password}   コード / code: {_code(sekisho.layout)} sato",
        "  何も入力しない形 / the same with nothing to type:",
        f'    PGPASSWORD="{sato.password}$({_code(sekisho.layout)} sato)" psql {_q(_address(sekisho, sato))}',
        "    callcenter=> \\d customers",
        "    callcenter=> select customer_id, client_code, name, phone from customers limit 5;",
        "    callcenter=> select client_code, count(*) from customers group by client_code;",
        "  鈴木は委託元 C01・C02 だけ / suzuki, whose order names the clients C01 and C02 only:",
        f'    PGPASSWORD="{suzuki.password}$({_code(sekisho.layout)} suzuki)" psql {_q(_address(sekisho, suzuki))}',
    ]


def _address(sekisho: Sekisho, member: Member) -> str:
    """What libpq is told: the server is verified, the terminal shows its certificate."""
    said = {
        "host": LOOPBACK,
        "port": sekisho.postgres_port,
        "dbname": DATABASE,
        "user": f"{member.username}+{DB}",
        "sslmode": "verify-full",
        "sslrootcert": sekisho.office_authority,
        "sslcert": member.terminal_cert,
        "sslkey": member.terminal_cert_key,
    }
    return " ".join(f"{name}={_libpq(str(value))}" for name, value in said.items())


def _libpq(value: str) -> str:
    """As libpq reads it back within a connection string."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'" if value != escaped or " " in value else value


def _code(layout: Layout) -> str:
    return f"{_q(_DEMO)} --state {_q(layout.base)} code"


def _q(path: Path | str) -> str:
    """As a shell takes it."""
    return shlex.quote(str(path))


def _browser(sekisho: Sekisho, cast: Sequence[Member]) -> list[str]:
    shown = [member for member in cast if member.username in ("sato", "yamada", "kobayashi", "ito", "mori")]
    return [
        "",
        f"■ 事務局（ブラウザ） / the office in a browser:  {sekisho.office_url}",
        f"    信頼させる証明書 / trust this certificate first: {sekisho.office_authority}",
        *(f"    {member.username:<10} {member.role:<14} {member.password}" for member in shown),
        f"    認証コード / code: {_code(sekisho.layout)} NAME",
    ]


def story_lines(stories: Sequence[Story]) -> list[str]:
    """What there is to be seen, step by step."""
    lines = ["", "■ 試してみる / what there is to see, step by step (SESSION, CHANGE: as the command before says):"]
    for number, story in enumerate(stories, start=1):
        lines += [
            f"  {number}. {story.who}: {story.where.ja} / {story.where.en}  [{' '.join(story.shows)}]",
            *(f"       {line}" for line in story.types),
            f"     {story.seen.ja}",
            f"     {story.seen.en}",
        ]
    return lines


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
        "  届いたメール / the mails that came:",
        f"    {_q(_DEMO)} --state {_q(sekisho.layout.base)} mail",
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
