"""What there is to be seen in the demo, step by step: who types what, and what is seen then.

The manifest lists it, the greeting prints it. Each story names the requirements it shows, so that somebody new can try a rule
without reading the manuals first.
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.demo_stack.call_centre import APP, CallCentre
from deploy.demo_stack.cast import ENGINEER
from deploy.demo_stack.provision import PlacedCanary
from deploy.demo_stack.sekisho import Sekisho
from gateway.vocabulary.outcome import Text

_DEMO = Path(__file__).resolve().parents[1] / "demo"
_COLUMNS = "customer_id, client_code, name, phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """`types` are lines to type, each where `where` says; `ja` and `en` say what is then seen."""

    shows: tuple[str, ...]
    who: str
    where: Text
    types: tuple[str, ...]
    seen: Text


_SHELL = Text(ja=f"{APP} のシェル", en=f"in the shell of {APP}")
_PROMPT = Text(ja="許可コマンドの画面", en="at the gateway's own prompt")
_PSQL = Text(ja="psql", en="in psql")
_DESK = Text(ja="別の端末", en="in another terminal, after the export line")


def stories(centre: CallCentre, sekisho: Sekisho, canaries: Sequence[PlacedCanary]) -> list[Story]:
    """In the order in which they are walked best: each finds what the one before left."""
    file, log = _q(centre.customers_file), _q(centre.people_log)
    return [
        *_masked(file, log),
        *_canary(file, canaries[0].customer.customer_id),
        *_frozen(log, sekisho),
        *_database(),
        *_inquiries(sekisho),
    ]


def _masked(file: str, log: str) -> list[Story]:
    return [
        Story(
            shows=("R-05", "R-07"),
            who=ENGINEER,
            where=_SHELL,
            types=(f"head -4 {file}", f"tail -9 {log}"),
            seen=Text(
                ja="氏名・電話・メール・住所などは * で表示され、端末のタイトルが「閲覧件数 6／20」のように人数を示します。",
                en="Names, telephones, mail and addresses are stars; the window's title counts people: 閲覧件数 6／20.",
            ),
        ),
        Story(
            shows=("R-05", "R-07"),
            who="suzuki",
            where=_PROMPT,
            types=("tail reception.log lines=5",),
            seen=Text(
                ja="許可コマンドでも同じく伏せ字で、件数は入力行の上に表示されます。",
                en="Listed commands are masked the same way; the count stands above the prompt.",
            ),
        ),
    ]


def _frozen(log: str, sekisho: Sekisho) -> list[Story]:
    return [
        Story(
            shows=("R-06", "R-07"),
            who=ENGINEER,
            where=_SHELL,
            types=(f"cat {log}",),
            seen=Text(
                ja="16 人で知らせがあり、20 人で凍結します。Ctrl-C も効かず、15 分以内に管理監督者が再開しなければ切断されます。",
                en="You are told at 16 people, and it freezes at 20. Not even Ctrl-C helps; cut in 15 minutes unless resumed.",
            ),
        ),
        Story(
            shows=("R-06", "R-07"),
            who="yamada",
            where=_DESK,
            types=(
                f"{_demo(sekisho)} mail",
                "sekisho session list --running",
                'sekisho session resume SESSION --as yamada --reason "画面を確認した"',
            ),
            seen=Text(
                ja="アラームメールが届いています。再開しても 1 セッション 20 人の上限は変わらないため、次の人でまた凍結します。",
                en="The alarm mail has come. Resumed, it freezes again at the next person: a session's cap of 20 stays.",
            ),
        ),
        Story(
            shows=("R-06",),
            who="kobayashi, yamada",
            where=_DESK,
            types=(
                'sekisho session extend SESSION --people 10 --as kobayashi --reason "調査を続ける"',
                "sekisho change confirm CHANGE --as yamada",
            ),
            seen=Text(
                ja="上限の追加は 2 名です。申請した本人は確認できません。確認すると 10 人分続きます。",
                en="More people today takes two: whoever asked cannot confirm it. Confirmed, the shell goes on for 10 more.",
            ),
        ),
        Story(
            shows=("R-07", "R-47"),
            who="yamada",
            where=Text(ja="ブラウザ", en="in the browser"),
            types=(f"{sekisho.office_url}/sessions",),
            seen=Text(
                ja="セッションの画面で、人数を見て、「立ち会う」で表示を見ながら、凍結・再開・延長・切断ができます。",
                en="A session's page shows its people; stand by to see its screen, and freeze, resume, extend or cut it.",
            ),
        ),
    ]


def _canary(file: str, number: str) -> list[Story]:
    return [
        Story(
            shows=("R-07", "R-64"),
            who=ENGINEER,
            where=_SHELL,
            types=(f"grep '^{number},' {file}",),
            seen=Text(
                ja="カナリア（実在しない人）です。伏せ字でも管理監督者にメールが届きます（deploy/demo mail）。",
                en="That is a canary, a person who does not exist. Masked or not, supervisors get mail (deploy/demo mail).",
            ),
        ),
    ]


def _database() -> list[Story]:
    return [
        Story(
            shows=("R-05", "R-06", "R-25"),
            who=ENGINEER,
            where=_PSQL,
            types=(f"select {_COLUMNS} from customers where client_code = 'C01' order by customer_id limit 12;",),
            seen=Text(
                ja="伏せ字で表示され、行数は委託元ごとに数えられます。",
                en="Rows are masked, and counted for each client company.",
            ),
        ),
        Story(
            shows=("R-25",),
            who="suzuki",
            where=_PSQL,
            types=(
                f"select {_COLUMNS} from customers where client_code = 'C01' limit 3;",
                f"select {_COLUMNS} from customers where client_code = 'C03' limit 3;",
            ),
            seen=Text(
                ja="申請にない委託元 C03 の行は拒否され、管理監督者に知らされます。",
                en="Rows of C03, whom the order does not name, are refused, and supervisors are told.",
            ),
        ),
    ]


def _inquiries(sekisho: Sekisho) -> list[Story]:
    return [
        Story(
            shows=("R-47", "R-48"),
            who="mori",
            where=_DESK,
            types=(
                'sekisho inquiry client C01 --as mori --purpose "委託元からの照会"',
                f'sekisho inquiry subject C01 --file {_q(sekisho.layout.complaints)} --as mori --purpose "苦情 12 件の照会"',
            ),
            seen=Text(
                ja="C01 のデータをだれに何件表示したか、12 人のうち何人がどのセッションで表示されたかが分かります。"
                f"ブラウザでは {sekisho.office_url}/inquiries です。",
                en="Who was shown how much of C01's data, and which sessions showed how many of the twelve people. "
                f"In the browser: {sekisho.office_url}/inquiries.",
            ),
        ),
    ]


def _demo(sekisho: Sekisho) -> str:
    return f"{_q(_DEMO)} --state {_q(sekisho.layout.base)}"


def _q(path: Path | str) -> str:
    """As a shell takes it."""
    return shlex.quote(str(path))
