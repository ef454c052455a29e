"""The table of verbs. Nothing of a verb is imported before it is asked for, so that help and completion are immediate."""

import sys
from typing import Final, NoReturn

import click

from gateway.cli.lazy import LazyGroup, Verb

VERBS: Final = {
    "init": Verb("gateway.cli.init:init", "鍵・設定・データベースを用意する / Prepare keys, settings and database."),
    "serve": Verb("gateway.cli.serve:serve", "サービスを実行する / Run the service."),
    "replay": Verb("gateway.cli.replay:replay", "録画を再生する / Play a recording on this terminal."),
}
GROUPS: Final = {
    "person": (
        "利用者 / People.",
        {
            "add": Verb("gateway.cli.person.add:add", "登録する / Register a person."),
            "list": Verb("gateway.cli.person.list:list_", "一覧 / List the accounts."),
            "show": Verb("gateway.cli.person.show:show", "詳細 / Show one account."),
            "suspend": Verb("gateway.cli.person.suspend:suspend", "停止する / Suspend an account."),
            "resume": Verb("gateway.cli.person.resume:resume", "再開する / Lift a suspension."),
        },
    ),
    "key": (
        "本人の鍵 / People's keys.",
        {
            "add": Verb("gateway.cli.key.add:add", "登録する / Register a further key."),
            "revoke": Verb("gateway.cli.key.revoke:revoke", "失効させる / Revoke a key for good."),
        },
    ),
    "terminal": (
        "保守端末 / Maintenance terminals.",
        {
            "add": Verb("gateway.cli.terminal.add:add", "登録する / Register a terminal."),
            "list": Verb("gateway.cli.terminal.list:list_", "一覧 / List the terminals."),
            "revoke": Verb("gateway.cli.terminal.revoke:revoke", "廃止する / Revoke a terminal for good."),
        },
    ),
    "target": (
        "接続先 / Targets.",
        {
            "add": Verb("gateway.cli.target.add:add", "登録する / Register a target."),
            "list": Verb("gateway.cli.target.list:list_", "一覧 / List the targets."),
            "show": Verb("gateway.cli.target.show:show", "詳細 / Show one target."),
            "suspend": Verb("gateway.cli.target.suspend:suspend", "停止する / Take a target out of service."),
        },
    ),
    "employer": (
        "委託先・再委託先 / Employers of people.",
        {
            "add": Verb("gateway.cli.employer.add:add", "登録する / Register an employer."),
            "list": Verb("gateway.cli.employer.list:list_", "一覧 / List the employers."),
        },
    ),
    "client": (
        "委託元 / Client companies.",
        {
            "add": Verb("gateway.cli.client.add:add", "登録する / Register a client company."),
            "list": Verb("gateway.cli.client.list:list_", "一覧 / List the client companies."),
        },
    ),
    "order": (
        "作業申請 / Work orders.",
        {
            "request": Verb("gateway.cli.order.request:request", "申請する / Ask for a work order."),
            "list": Verb("gateway.cli.order.list:list_", "一覧 / List the orders."),
            "show": Verb("gateway.cli.order.show:show", "詳細 / Show one order."),
            "approve": Verb("gateway.cli.order.approve:approve", "承認する / Approve an order."),
            "return": Verb("gateway.cli.order.send_back:send_back", "差し戻す / Send an order back."),
            "reject": Verb("gateway.cli.order.reject:reject", "却下する / Reject an order."),
            "withdraw": Verb("gateway.cli.order.withdraw:withdraw", "取り下げる / Withdraw an order."),
        },
    ),
    "session": (
        "セッション / Sessions.",
        {
            "list": Verb("gateway.cli.session.list:list_", "一覧 / List the sessions."),
            "show": Verb("gateway.cli.session.show:show", "詳細 / Show one session."),
            "watch": Verb("gateway.cli.session.watch:watch", "実行中の画面を見る / Watch a running session."),
            "end": Verb("gateway.cli.session.end:end", "切断する / Cut a running session."),
        },
    ),
    "recording": (
        "録画 / Recordings.",
        {
            "list": Verb("gateway.cli.recording.list:list_", "一覧 / List the recordings."),
            "verify": Verb("gateway.cli.recording.verify:verify", "検証する / Verify recordings."),
            "export": Verb("gateway.cli.recording.export:export", "書き出す / Export a recording as asciicast."),
        },
    ),
    "audit": (
        "監査ログ / The audit journal.",
        {
            "verify": Verb("gateway.cli.audit.verify:verify", "検証する / Verify the journal or an export."),
            "proof": Verb("gateway.cli.audit.proof:proof", "1 件の記録を証明する / Prove one entry."),
            "export": Verb("gateway.cli.audit.export:export", "書き出す / Export the journal."),
            "show": Verb("gateway.cli.audit.show:show", "表示する / Show entries."),
        },
    ),
    "policy": (
        "ポリシー / Policy.",
        {
            "check": Verb("gateway.cli.policy.check:check", "読み込んで確認する / Load it and run its cases."),
            "explain": Verb("gateway.cli.policy.explain:explain", "判定の理由を示す / Say why a request is decided so."),
        },
    ),
}


def command() -> click.Group:
    """The whole command line."""
    groups = {name: LazyGroup(name, help_text, verbs) for name, (help_text, verbs) in GROUPS.items()}
    top = "関所 Sekisho: 特権アクセスの中継と記録 / privileged access, relayed and recorded."
    return LazyGroup("sekisho", top, VERBS, groups)


def main() -> NoReturn:
    """Run what argv says; the exit status is the answer."""
    sys.exit(command().main(standalone_mode=True))
