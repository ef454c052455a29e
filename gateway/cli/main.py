"""The table of verbs. Nothing of a verb is imported before it is asked for, so that help and completion are immediate."""

import sys
from typing import Final, NoReturn

import click

from gateway.cli.lazy import LazyGroup, Verb

VERBS: Final = {
    "init": Verb("init", "鍵・設定・データベースを用意する / Prepare keys, settings and database."),
    "serve": Verb("serve", "サービスを実行する / Run the service."),
    "backup": Verb("backup", "バックアップを作る（暗号化・検証済み） / Make a backup, sealed and read back."),
    "restore": Verb("restore", "バックアップから復元する（保管者 2 名） / Restore a backup, with two custodians."),
    "replay": Verb("replay", "録画を再生する / Play a recording on this terminal."),
}
GROUPS: Final = {
    "person": (
        "利用者 / People.",
        {
            "add": Verb("person.add", "登録する / Register a person."),
            "list": Verb("person.list", "一覧 / List the accounts."),
            "show": Verb("person.show", "詳細 / Show one account."),
            "change": Verb("person.change", "変更する / Change an account."),
            "password": Verb("person.password", "パスワードを再設定する / Reset a password."),
            "code": Verb("person.code", "ワンタイムコードを再発行する / Reissue the one-time codes."),
            "link": Verb("person.link", "登録用リンクを発行する / Issue a one-time link to enrol by."),
            "reset": Verb("person.reset", "認証手段をリセットする / Reset a person's factors."),
            "suspend": Verb("person.suspend", "停止する / Suspend an account."),
            "resume": Verb("person.resume", "再開する / Lift a suspension."),
            "revoke": Verb("person.revoke", "廃止する / Revoke a leaver's account for good."),
            "unlock": Verb("person.unlock", "ロックを解除する / Lift a lock-out."),
        },
    ),
    "key": (
        "本人の鍵と、関所自身の鍵 / People's keys, and the gateway's own.",
        {
            "list": Verb("key.list", "関所自身の鍵の一覧 / The gateway's own keys, and what their loss means."),
            "rotate": Verb(
                "key.rotate", "関所自身の鍵を更新する（保管者 2 名） / Renew one of the gateway's own keys."
            ),
            "add": Verb("key.add", "登録する / Register a further key."),
            "revoke": Verb("key.revoke", "失効させる / Revoke a key for good."),
        },
    ),
    "ca": (
        "利用者証明書の認証局 / Authorities of user certificates.",
        {
            "add": Verb("ca.add", "登録する / Register an authority."),
            "list": Verb("ca.list", "一覧 / List the authorities."),
            "revoke": Verb("ca.revoke", "失効させる / Revoke an authority for good."),
            "revoke-certificate": Verb("ca.revoke_certificate", "証明書を失効させる / Revoke a certificate."),
        },
    ),
    "terminal": (
        "保守端末 / Maintenance terminals.",
        {
            "add": Verb("terminal.add", "登録する / Register a terminal."),
            "list": Verb("terminal.list", "一覧 / List the terminals."),
            "show": Verb("terminal.show", "詳細 / Show one terminal."),
            "change": Verb("terminal.change", "変更する / Change a terminal."),
            "suspend": Verb("terminal.suspend", "停止する / Suspend a terminal."),
            "resume": Verb("terminal.resume", "再開する / Put a terminal back into use."),
            "revoke": Verb("terminal.revoke", "廃止する / Revoke a terminal for good."),
        },
    ),
    "target": (
        "接続先 / Targets.",
        {
            "add": Verb("target.add", "登録する / Register a target."),
            "list": Verb("target.list", "一覧 / List the targets."),
            "show": Verb("target.show", "詳細 / Show one target."),
            "change": Verb("target.change", "変更する / Change a target."),
            "host-key": Verb("target.host_key", "ホスト鍵を取得・申請する / Fetch host keys, ask that they be pinned."),
            "probe": Verb("target.probe", "直接の入口がないか調べる / Try whether a way around Sekisho is open."),
            "certificate": Verb(
                "target.certificate",
                "サーバー証明書を取得・申請する / Fetch a server certificate, ask that it be pinned.",
            ),
            "database-ca": Verb(
                "target.database_ca", "ssl_ca_file に置く認証局の証明書 / The authority for a database's ssl_ca_file."
            ),
            "role-sql": Verb(
                "target.role_sql",
                "読み取り専用ロールの SQL と pg_hba.conf の行 / SQL of a read-only role, pg_hba.conf lines.",
            ),
            "catalogue": Verb(
                "target.catalogue", "列の分類案を作り、いまの分類と比べる / Propose a file of columns, and compare."
            ),
            "secret": Verb("target.secret", "認証情報を入れ替える / Vault another password or key."),
            "rotate": Verb("target.rotate", "パスワードを更新する / Have the vaulted password changed."),
            "suspend": Verb("target.suspend", "停止する / Take a target out of service."),
            "resume": Verb("target.resume", "再開する / Put a target back into service."),
        },
    ),
    "custody": (
        "主鍵の分割保管 / The master key in two custodians' hands.",
        {
            "split": Verb("custody.split", "保管者に分ける / Split the master key for custodians."),
            "check": Verb("custody.check", "分割鍵を確かめる / Check two custodians' shares."),
            "recover": Verb("custody.recover", "失われた主鍵を戻す（保管者 2 名） / Put a lost master key back."),
        },
    ),
    "database": (
        "関所自身のデータベース / Sekisho's own database.",
        {"roles": Verb("database.roles", "プロセスごとの権限を確かめる / Check the processes' rights.")},
    ),
    "node": (
        "複数のノード（PostgreSQL） / Several nodes on one PostgreSQL database.",
        {
            "list": Verb("node.list", "一覧 / List the nodes that run."),
            "export": Verb("node.export", "新しいノードのために書き出す / Write what a further node needs."),
            "join": Verb("node.join", "このノードを加える（保管者 2 名） / Put a further node in place."),
            "renew": Verb("node.renew", "変更された鍵を受け取る（保管者 2 名） / Take over keys that were changed."),
        },
    ),
    "host-key": (
        "SSH ホスト鍵 / SSH host keys.",
        {
            "list": Verb("host_key.list", "一覧 / List the host keys."),
            "prepare": Verb("host_key.prepare", "次の鍵を作成する / Make the next key."),
            "switch": Verb("host_key.switch", "次の鍵に切り替える / Use the next key."),
            "retire": Verb("host_key.retire", "使っていない鍵を破棄する / Destroy a key not in use."),
            "ca": Verb("host_key.ca", "ssh -J 用の認証局の行 / The authority line for ssh -J."),
        },
    ),
    "change": (
        "二人で行う変更 / Changes that two administrators make.",
        {
            "list": Verb("change.list", "一覧 / List what waits to be confirmed."),
            "show": Verb("change.show", "詳細 / Show one."),
            "confirm": Verb("change.confirm", "確認する / Confirm what another administrator asked for."),
            "withdraw": Verb("change.withdraw", "取り下げる / Withdraw one."),
        },
    ),
    "employer": (
        "委託先・再委託先 / Employers of people.",
        {
            "add": Verb("employer.add", "登録する / Register an employer."),
            "change": Verb("employer.change", "変更する / Change an employer."),
            "list": Verb("employer.list", "一覧 / List the employers."),
        },
    ),
    "client": (
        "委託元 / Client companies.",
        {
            "add": Verb("client.add", "登録する / Register a client company."),
            "list": Verb("client.list", "一覧 / List the client companies."),
            "show": Verb("client.show", "詳細 / Show one client company."),
            "change": Verb("client.change", "変更する / Change a client company."),
            "end": Verb("client.end", "契約終了を申請する（2 名） / Ask that a contract be ended for good."),
            "certificate": Verb("client.certificate", "消去証明書 / The certificate of what was destroyed."),
        },
    ),
    "consent": (
        "再委託の承諾 / Written consents to sub-outsourcing.",
        {
            "add": Verb("consent.add", "登録する / Register a written consent."),
            "list": Verb("consent.list", "再委託承諾台帳 / List the consents."),
            "end": Verb("consent.end", "終了する / End a consent for good."),
        },
    ),
    "order": (
        "作業申請 / Work orders.",
        {
            "request": Verb("order.request", "申請する / Ask for a work order."),
            "list": Verb("order.list", "一覧 / List the orders."),
            "show": Verb("order.show", "詳細 / Show one order."),
            "approve": Verb("order.approve", "承認する / Approve an order."),
            "return": Verb("order.send_back", "差し戻す / Send an order back."),
            "reject": Verb("order.reject", "却下する / Reject an order."),
            "withdraw": Verb("order.withdraw", "取り下げる / Withdraw an order."),
        },
    ),
    "session": (
        "セッション / Sessions.",
        {
            "list": Verb("session.list", "一覧 / List the sessions."),
            "show": Verb("session.show", "詳細 / Show one session."),
            "watch": Verb("session.watch", "実行中の画面を見る / Watch a running session."),
            "freeze": Verb("session.freeze", "表示と入力を凍結する / Freeze a running session."),
            "resume": Verb("session.resume", "凍結を解除して再開する / Let a frozen session go on."),
            "extend": Verb(
                "session.extend", "閲覧上限を追加する（2 名） / Add to the cap; another supervisor confirms."
            ),
            "end": Verb("session.end", "切断する / Cut a running session."),
        },
    ),
    "recording": (
        "録画 / Recordings.",
        {
            "list": Verb("recording.list", "一覧 / List the recordings."),
            "verify": Verb("recording.verify", "検証する / Verify recordings."),
            "export": Verb("recording.export", "書き出す / Export a recording as asciicast."),
        },
    ),
    "hold": (
        "証跡の保全（リーガルホールド） / Legal holds.",
        {
            "place": Verb("hold.place", "保全する / Place a hold."),
            "list": Verb("hold.list", "一覧・対象ファイル / List the holds, and files in their scope."),
            "lift": Verb("hold.lift", "解除を申請する（2 名） / Ask that a hold be lifted."),
        },
    ),
    "copy": (
        "写しの台帳 / The register of copies.",
        {"list": Verb("copy.list", "写しの一覧と消去の証拠 / List the copies, and what proves their end.")},
    ),
    "inquiry": (
        "表示の記録への照会（監査者） / Inquiries on the disclosure records.",
        {
            "client": Verb("inquiry.client", "委託元のデータを誰に表示したか / Who was shown a client's data."),
            "subject": Verb("inquiry.subject", "指定した番号の人を誰に表示したか / Who was shown given people."),
        },
    ),
    "budget": (
        "閲覧上限 / Disclosure budgets.",
        {
            "show": Verb("budget.show", "使用量と凍結を表示する / Show what was used, and who is frozen."),
            "release": Verb("budget.release", "凍結を解除する / Release a freeze."),
            "raise": Verb("budget.raise_", "当日だけ引き上げる / Raise a cap for the day, with another supervisor."),
            "index": Verb("budget.index", "委託元別の開示記録 / Who was shown how much of a client's data."),
        },
    ),
    "alarm": (
        "警報 / Alarms.",
        {"list": Verb("alarm.list", "一覧 / List the alarms.")},
    ),
    "audit": (
        "監査ログ / The audit journal.",
        {
            "verify": Verb("audit.verify", "検証する / Verify the journal or an export."),
            "proof": Verb("audit.proof", "1 件の記録を証明する / Prove one entry."),
            "export": Verb("audit.export", "書き出す / Export the journal."),
            "show": Verb("audit.show", "表示する / Show entries."),
        },
    ),
    "policy": (
        "ポリシー / Policy.",
        {
            "check": Verb("policy.check", "読み込んで確認する / Load it and run its cases."),
            "explain": Verb("policy.explain", "判定の理由を示す / Say why a request is decided so."),
            "report": Verb("policy.report", "何がどれだけ持ち出せるか / Say what can leave and how much at most."),
            "sudoers": Verb("policy.sudoers", "接続先の sudoers に要る行 / The sudoers lines a target needs."),
        },
    ),
}

CANARIES: Final = (
    "カナリア（実在しない人。表示されれば警報） / Canary persons.",
    {
        "add": Verb("canary.add", "登録する / Register a canary person."),
        "list": Verb("canary.list", "一覧 / List the canary persons."),
        "remove": Verb("canary.remove", "外す / Let a canary person go."),
    },
)
"""Below `sekisho client`."""


def command() -> click.Group:
    """The whole command line."""
    groups = {name: LazyGroup(name, help_text, verbs) for name, (help_text, verbs) in GROUPS.items()}
    groups["client"].add_command(LazyGroup("canary", *CANARIES))
    top = "関所 Sekisho: 特権アクセスの中継と記録 / privileged access, relayed and recorded."
    return LazyGroup("sekisho", top, VERBS, groups)


def main() -> NoReturn:
    """Run what argv says; the exit status is the answer."""
    command().main()
    sys.exit(0)
