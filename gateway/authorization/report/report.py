"""The whole report: where what may leave, who of the office sees what, and what nothing here stops."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gateway.authorization.coherence.circumstances import Circumstances, Twist
from gateway.authorization.coherence.table import MODES, Table
from gateway.authorization.coherence.twists import only
from gateway.authorization.columns.explaining import explain_budget, explain_columns, explain_shell_budget
from gateway.authorization.columns.report_lines import open_for_a_reason, unclassified
from gateway.authorization.policy import Policy
from gateway.authorization.report.places import Place, kinds, registered
from gateway.authorization.request import Capability
from gateway.authorization.roles import Permission
from gateway.vocabulary.identity import Role
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Target

# What an office permission lets a person see of others' work, or take out.
_SEES = {
    Permission.SESSION_WATCH: Text(
        ja="実行中の画面を見る（視聴は監査記録に残る）", en="watch running pictures; journalled"
    ),
    Permission.RECORDING_REPLAY: Text(
        ja="録画の再生・検索・書き出し（目的を述べ、監査記録に残る）。書き出した録画の量の上限なし",
        en="replay, search and export recordings, with a purpose, journalled; exports are unbounded",
    ),
    Permission.INQUIRY_MAKE: Text(
        ja="照会：誰に何件表示したか、指定した人を誰が見たかを調べる（目的を述べ、監査記録に残る。番号は保存しない）",
        en="inquiries: who was shown how much, and who saw given people, with a purpose, journalled; no number is kept",
    ),
    Permission.JOURNAL_EXPORT: Text(
        ja="監査記録の書き出し（接続先のデータは含まない）", en="export the journal; it holds no data of targets"
    ),
}
NOT_STOPPED = (
    Text(
        ja="画面の撮影や、保守端末側での画面・文字の保存は、中継では止められません。",
        en="Photographs of a screen, and what a terminal keeps of its own picture, are not stopped here.",
    ),
    Text(
        ja="シェルと許可コマンドの画面では、個人データを推定で見分けます。見分けられない書き方のものは、量の上限まで表示されます"
        "（データベースでは列ごとに確実に伏せ字にし、数えます）。",
        en="In a shell's or a listed command's picture personal data are recognised by estimate: what is written so that nothing "
        "recognises it is shown, up to the budget of unreadable text. In databases masking and counting are exact.",
    ),
    Text(
        ja="個人データを扱わない接続先からの標準出力は、登録どおり個人データがないことを前提としています。",
        en="What streams out of targets free of personal data is trusted to be so because somebody registered it.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """A role of the office: whether it may work on targets at all, and what it sees or takes out beside that."""

    role: Role
    name: Text
    connects: bool
    sees: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`approvers` are the roles that may approve; `hours` the longest window of an order."""

    digest: str
    memorandum: Text
    hours: int
    approvers: tuple[Text, ...]
    places: tuple[Place, ...]
    roles: tuple[RoleLine, ...]
    disclosure: tuple[Text, ...]
    not_stopped: tuple[Text, ...] = NOT_STOPPED


def report_of(policy: Policy, targets: Sequence[Target] | None, today: date) -> Report:
    """The report on these targets as they stand `today`; on the two kinds of target where None."""
    table = Table(policy)
    places = kinds(table) if targets is None else tuple(registered(table, each, today) for each in targets)
    return Report(
        digest=policy.digest,
        memorandum=policy.purposes.versions[-1].contract,
        hours=policy.limits.window_hours,
        approvers=tuple(policy.roles.names[each] for each in policy.roles.holders(Permission.ORDER_JUDGE)),
        places=places,
        roles=tuple(_role(table, role) for role in Role if role is not Role.DEMO_OPERATOR),
        disclosure=_disclosure(policy, targets or ()),
    )


def _disclosure(policy: Policy, targets: Sequence[Target]) -> tuple[Text, ...]:
    """What the catalogue opens in which databases and why, what nobody classified, and the budget of each purpose."""
    named = sorted({target for each in policy.columns.files.values() for target in each.targets})
    columns = tuple(
        Text(ja=f"{target}: {line.ja}", en=f"{target}: {line.en}")
        for target in named
        for line in explain_columns(policy.columns, target)
    )
    budgets = tuple(
        Text(ja=f"{name.ja}: {line.ja}", en=f"{name.en}: {line.en}")
        for purpose, name in policy.purposes.names.items()
        for line in (
            *explain_budget(policy.budgets, purpose, None),
            explain_shell_budget(policy.budgets, purpose, None),
        )
    )
    return (*columns, *open_for_a_reason(policy.columns), *unclassified(policy.columns, targets), *budgets)


def _role(table: Table, role: Role) -> RoleLine:
    may = table.policy.roles.may[role]
    return RoleLine(
        role=role,
        name=table.policy.roles.names[role],
        connects=_connects(table, only(role)),
        sees=tuple(text for permission, text in _SEES.items() if permission in may),
    )


def _connects(table: Table, twist: Twist) -> bool:
    return any(
        table.ask(Circumstances(capability=each, personal=personal, mode=mode), twist).opened
        for each in Capability
        for personal in (True, False)
        for mode in MODES
    )
