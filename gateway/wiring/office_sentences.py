"""What the journal's kinds say in a person's words: THE table, and the words for the values of a change. Pure.

Braces name fields of the entry; one that it does not have is a dash, `{field:?}` then nothing. A kind that is not here is
shown by its name.
"""

import string
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from gateway.vocabulary.outcome import Text

VALUE_LETTERS_MAX: Final = 300
NOTHING: Final = "-"
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


SENTENCES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "order.asked": _t("作業を申請しました。理由: {reason}", "Asked for the work. Reason: {reason}"),
        "order.approved": _t(
            "承認しました（{approvals}/{approvals_needed}）。{reason:?}",
            "Approved ({approvals} of {approvals_needed}). {reason:?}",
        ),
        "order.returned": _t("差し戻しました。理由: {reason}", "Sent back. Reason: {reason}"),
        "order.rejected": _t("却下しました。理由: {reason}", "Rejected. Reason: {reason}"),
        "order.withdrawn": _t("取り下げました。理由: {reason}", "Withdrew. Reason: {reason}"),
        "order.refused": _t(
            "作業申請の操作（{act}）は許可されませんでした（{rules}）。", "{act} was refused ({rules})."
        ),
        "access.refused": _t(
            "接続先 {target} への接続は許可されませんでした（{rules}）。", "Access to {target} was refused ({rules})."
        ),
        "access.permitted": _t("接続先 {target}（{account}）への接続を許可しました。", "Access to {account}@{target}."),
        "session.opened": _t(
            "セッション {session} を開始しました（{account}@{target}、接続元 {address}）。",
            "Opened session {session} ({account}@{target}, from {address}).",
        ),
        "session.started": _t("接続先 {target} に接続しました。", "Connected to {target}."),
        "session.warned": _t(
            "終了まで残り {remaining_seconds} 秒と知らせました。", "Told that {remaining_seconds} s are left."
        ),
        "session.ended": _t("セッション {session} が終了しました（{reason}）。", "Session {session} ended ({reason})."),
        "session.refused": _t("セッションは開始されませんでした（{rules}）。", "No session was opened ({rules})."),
        "session.cut": _t(
            "セッション {session} を切断しました。理由: {reason}", "Cut session {session}. Reason: {reason}"
        ),
        "session.killed": _t(
            "終了しないセッション {session} を強制終了しました。", "Killed session {session}, which did not end."
        ),
        "session.broken": _t(
            "セッション {session} のプロセスが途絶えたため、終了しました。",
            "Session {session} broke off and was ended.",
        ),
        "recording.closed": _t(
            "操作記録 {recording} を封印しました（{how}）。", "Closed recording {recording} ({how})."
        ),
        "recording.unrecovered": _t(
            "操作記録 {recording} を復旧できません。", "Recording {recording} cannot be recovered."
        ),
        "recording.viewed": _t(
            "操作記録 {recording} を閲覧しました（{how}）。目的: {purpose}",
            "Viewed recording {recording} ({how}). Purpose: {purpose}",
        ),
        "recording.exported": _t(
            "操作記録 {recording} を書き出しました。目的: {purpose}",
            "Exported recording {recording}. Purpose: {purpose}",
        ),
        "recording.verified": _t("操作記録 {recording} を検証しました。", "Verified recording {recording}."),
        "journal.verified": _t(
            "監査ログ {entries} 件を検証しました（{outcome}）。", "Verified {entries} journal entries ({outcome})."
        ),
        "journal.exported": _t(
            "監査ログ {size} 件を書き出しました。目的: {purpose}", "Exported {size} journal entries. Purpose: {purpose}"
        ),
        "office.entered": _t("管理コマンドで本人確認しました。", "Signed in at the command line."),
        "office.signed_in": _t("管理画面にサインインしました。", "Signed in to the office."),
        "office.signed_out": _t("管理画面からサインアウトしました。", "Signed out of the office."),
        "office.proved_again": _t("もう一度、本人確認しました。", "Proved a factor once more."),
        "office.seen_elsewhere": _t(
            "サインイン中の接続元が {before} から {address} に変わりました。",
            "The session came from {address} after {before}.",
        ),
        "recovery.used": _t(
            "リカバリーコードを使いました（残り {left}）。", "A recovery code was used; {left} are left."
        ),
        "passkey.counter_decreased": _t(
            "パスキーの使用回数が戻りました。複製の疑いがあります。", "A passkey's counter went back; it may be cloned."
        ),
        "target.keys_fetched": _t(
            "{address}:{port} のホスト鍵を取得しました。", "Fetched the host keys of {address}:{port}."
        ),
        "office.declined": _t(
            "{username} としての本人確認に失敗しました。", "Somebody failed to sign in as {username}."
        ),
        "office.refused": _t(
            "権限のない操作（{permission}）を拒否しました。", "Refused: {permission} is not permitted."
        ),
        "login.started": _t("{username} としてログインを始めました。", "Began to log in as {username}."),
        "login.factor_proved": _t("{factor} を確認しました。", "Proved {factor}."),
        "login.abandoned": _t("ログインの途中で接続が切れました。", "The connection ended within the log-in."),
        "login.cut_off": _t("ログインを打ち切りました（{reason}）。", "The log-in was cut off ({reason})."),
        "login.key_declined": _t("鍵を受け付けませんでした（{fault}）。", "A key was declined ({fault})."),
        "login.completed": _t("ログインしました（接続元 {address}）。", "Logged in from {address}."),
        "login.failed": _t(
            "ログインの認証に失敗しました（{fault}、接続元 {address}）。", "Failed to log in ({fault}, from {address})."
        ),
        "login.locked": _t(
            "失敗が続いたためロックしました（{seconds} 秒）。", "Locked for {seconds} s after failures."
        ),
        "login.refused": _t("ログインを拒否しました（{reason}）。", "The log-in was refused ({reason})."),
        "login.terminal_unapproved": _t(
            "未承認端末からの接続を拒否しました（{fault}、接続元 {address}）。",
            "Refused an unapproved terminal ({fault}, from {address}).",
        ),
        "login.key_counter_decreased": _t(
            "セキュリティキー {fingerprint} の複製が疑われます。", "Security key {fingerprint} may have been cloned."
        ),
        "lease.refused": _t(
            "別の端末で使用中のため、接続を拒否しました。", "Refused: at work on another terminal already."
        ),
        "terminal.key_copied": _t(
            "端末の鍵が二つの接続元で使われたため、端末を停止しました。",
            "The terminal's key was in use from two addresses; it is suspended.",
        ),
        "refusal.repeated": _t(
            "{minutes} 分以内に {refusals} 回拒否されました。", "Refused {refusals} times within {minutes} minutes."
        ),
        "upload.done": _t("ファイル {path} を受け入れました。", "Took the file {path}."),
        "upload.refused": _t("ファイル {path} を拒否しました（{why}）。", "Refused the file {path} ({why})."),
        "upload.interrupted": _t("ファイル {path} の受信が中断しました。", "The file {path} never came to its end."),
        "upload.moved": _t("{path} を {to} に変更しました。", "Renamed {path} to {to}."),
        "upload.removed": _t("ファイル {path} を削除しました。", "Removed the file {path}."),
        "upload.folder_made": _t("フォルダ {path} を作成しました。", "Made the folder {path}."),
        "channel.refused": _t("許可されていない要求（{request}）を拒否しました。", "Refused a request: {request}."),
        "menu.chosen": _t("メニューで {target} を選びました。", "Chose {target} in the menu."),
        "menu.left": _t("メニューを終了しました。", "Left the menu."),
        "key.used": _t("鍵を使用しました（{use}）。", "A key was used ({use})."),
        "host_key.changed": _t("ホスト鍵を変更しました（{step}）。", "Host key: {step}."),
        "rotation.asked": _t(
            "パスワードの変更が必要になりました（{reason}）。", "The password is to change ({reason})."
        ),
        "rotation.prepared": _t("新しいパスワードを用意しました。", "A new password is prepared."),
        "rotation.done": _t("パスワードを変更しました。", "The password was changed."),
        "rotation.failed": _t(
            "パスワードを変更できず、接続先を停止しました（{reason}）。",
            "The password was not changed; the target is suspended ({reason}).",
        ),
        "clock.jumped": _t("サーバの時計が跳びました。", "The server's clock leapt."),
        "clock.unsynchronised": _t("サーバの時計が同期されていません。", "The server's clock is not disciplined."),
        "clock.steady": _t("サーバの時計が安定しました。", "The server's clock is steady again."),
        "connection.refused": _t("接続を受け付けませんでした（{why}）。", "Connections were not served ({why})."),
        "connection.failed": _t("接続が途中で終わりました（{why}）。", "Connections failed ({why})."),
        "connection.closed": _t("接続を終了しました。", "The connection ended."),
        "gateway.started": _t("関所を開始しました。", "The gateway opened."),
        "gateway.stopped": _t("関所を停止しました。", "The gateway closed."),
        "registrar.started": _t("記録プロセスを開始しました。", "The registrar opened."),
        "registrar.stopped": _t("記録プロセスを停止しました。", "The registrar closed."),
        "registrar.violation": _t("内部の手順に反する要求がありました。", "A process broke the rules."),
        "keeper.violation": _t("内部の手順に反する要求がありました。", "A process broke the rules."),
        "policy.loaded": _t("ポリシーを読み込みました。", "A policy came into force."),
        "policy.refused": _t("ポリシーに誤りがあり、前のものを使い続けます。", "A policy was not fit to be used."),
        "settings.reloaded": _t("設定を読み直しました。", "Settings were read again."),
        "settings.refused": _t("設定に誤りがあり、前のものを使い続けます。", "Settings were not fit to be used."),
        "witness.mailed": _t("立会人にチェックポイントを送りました。", "The checkpoint was mailed to witnesses."),
        "alarm.mailed": _t("警報 {alarms} 件をメールで知らせました。", "{alarms} alarms were mailed."),
        "notice.mailed": _t(
            "作業申請についてメールで知らせました（{recipients} 名）。",
            "{recipients} people were told of the order by mail.",
        ),
        "notice.unsent": _t(
            "作業申請 {work_order} についてのメールは送られませんでした（{why}）。",
            "Nobody was told of order {work_order} by mail ({why}).",
        ),
        "alarm.unsent": _t("警報をメールで送れません。", "Alarms cannot be mailed."),
    }
)

CHANGES: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "PersonAdded": _t("アカウントを登録", "registered the account"),
        "PersonChanged": _t("アカウントを変更", "changed the account"),
        "KeyAdded": _t("鍵を追加", "added a key"),
        "KeyRevoked": _t("鍵を失効", "revoked a key"),
        "AuthorityAdded": _t("認証局を登録", "registered the authority"),
        "AuthorityRevoked": _t("認証局を失効", "revoked the authority"),
        "CertificateRevoked": _t("証明書を失効", "revoked a certificate"),
        "TerminalAdded": _t("端末を登録", "registered the terminal"),
        "TerminalChanged": _t("端末を変更", "changed the terminal"),
        "TargetAdded": _t("接続先を登録", "registered the target"),
        "TargetChanged": _t("接続先を変更", "changed the target"),
        "TargetSecretSet": _t("接続先の秘密情報を設定", "set the target's secret"),
        "RotationWanted": _t("パスワードの変更を指示", "asked for a new password"),
        "LockLifted": _t("ロックを解除", "lifted the lock"),
        "EmployerAdded": _t("委託先を登録", "registered the employer"),
        "EmployerChanged": _t("委託先を変更", "changed the employer"),
        "ClientAdded": _t("委託元を登録", "registered the client"),
        "ClientChanged": _t("委託元を変更", "changed the client"),
        "ConsentAdded": _t("再委託の承諾を登録", "registered a consent to sub-outsourcing"),
        "ConsentEnded": _t("再委託の承諾を終了", "ended a consent to sub-outsourcing"),
        "EnrolmentIssued": _t("登録用リンクを発行", "issued an enrolment link"),
        "Enrolled": _t("認証要素を登録", "set the factors"),
        "PasskeyAdded": _t("パスキーを追加", "added a passkey"),
        "PasskeyRemoved": _t("パスキーを削除", "removed a passkey"),
        "RecoveryCodesRenewed": _t("リカバリーコードを作り直し", "renewed the recovery codes"),
        "FactorsReset": _t("認証要素をリセット", "reset the factors"),
        "CodeSecretChanged": _t("ワンタイムコードを再登録", "registered a new code device"),
        "LanguageChanged": _t("表示言語を変更", "changed the language"),
        "PasswordChanged": _t("パスワードを変更", "changed the password"),
        "OrderAsked": _t("作業を申請", "asked for the work"),
        "OrderMoved": _t("作業申請の状態を変更", "moved the order on"),
        "PlayPermitted": _t("操作記録の再生を開始", "began to view a recording"),
        "PlayTaken": _t("操作記録の再生データを受領", "took the frames of a recording"),
    }
)

STEPS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "": _t("{did}しました: {subject}", "{did}: {subject}"),
        "ChangeAsked": _t(
            "{did}する申請をしました（二人目の確認待ち）: {subject}", "Asked: {did}; waits for a second person: {subject}"
        ),
        "ChangeConfirmed": _t("{did}しました（二人目として確認）: {subject}", "{did}, as the second person: {subject}"),
        "ChangeWithdrawn": _t("{did}する申請を取り下げました: {subject}", "Withdrew the request: {did}: {subject}"),
    }
)  # fmt: skip

LABELS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "standing": _t("状態", "standing"),
        "roles": _t("役割", "roles"),
        "employer": _t("所属", "employer"),
        "engagement": _t("雇用区分", "engagement"),
        "agency": _t("派遣元", "agency"),
        "contract_end": _t("契約終了日", "contract end"),
        "language": _t("表示言語", "language"),
        "name": _t("名称", "name"),
        "site": _t("設置場所", "site"),
        "site_class": _t("端末区分", "class of site"),
        "owner": _t("管理者", "owner"),
        "key": _t("鍵", "key"),
        "certificate": _t("証明書", "certificate"),
        "protocol": _t("接続方式", "protocol"),
        "address": _t("アドレス", "address"),
        "port": _t("ポート", "port"),
        "host_keys": _t("ホスト鍵", "host keys"),
        "accounts": _t("接続先アカウント", "accounts"),
        "login": _t("ログイン方法", "log-in way"),
        "clients": _t("委託元", "clients"),
        "encoding": _t("文字コード", "encoding"),
        "free_declared_by": _t("個人データなしの宣言者", "declared free by"),
        "free_until": _t("個人データなしの期限", "declared free until"),
        "drop_folder": _t("受け渡しフォルダ", "drop folder"),
        "management": _t("管理用アカウント", "management account"),
        "trained_on": _t("研修の受講日", "trained on"),
        "oath_on": _t("誓約書の日付", "oath on"),
        "kind": _t("区分", "kind"),
        "risk_owner": _t("リスクの責任者", "risk owner"),
        "risk_importance": _t("重要度", "importance"),
        "risk_people": _t("個人データの人数", "people concerned"),
        "risk": _t("リスク", "risk"),
        "risk_measure": _t("対策", "measure"),
        "risk_review_on": _t("次の見直し日", "next review"),
        "contact": _t("連絡先", "contact"),
        "reason": _t("理由", "reason"),
        "real_name": _t("氏名", "real name"),
        "kana": _t("フリガナ", "reading"),
        "mail": _t("通知用メール", "mail for notices"),
        "contract": _t("契約番号", "contract number"),
        "credentials": _t("本人確認の手段", "factors"),
        "contract_start": _t("契約開始日", "contract start"),
    }
)

WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "active": _t("有効", "active"),
        "asked": _t("申請中", "asked"),
        "approved": _t("承認済み", "approved"),
        "returned": _t("差し戻し", "returned"),
        "rejected": _t("却下", "rejected"),
        "withdrawn": _t("取り下げ", "withdrawn"),
        "lapsed": _t("期限切れ", "lapsed"),
        "suspended": _t("停止中", "suspended"),
        "revoked": _t("廃止", "revoked"),
        "own": _t("自社", "own staff"),
        "dispatched": _t("派遣", "dispatched"),
        "personal": _t("（個人情報のため表示しません）", "(personal, not shown)"),
        "processor": _t("委託先", "processor"),
        "sub-processor": _t("再委託先", "sub-processor"),
        "ordinary": _t("保守端末", "maintenance terminal"),
        "dedicated": _t("書き出し専用端末", "dedicated terminal"),
        "outbound": _t("外部送信用端末", "outbound-transfer terminal"),
        "ja": _t("日本語", "Japanese"),
        "certificate": _t("証明書", "certificate"),
        "password": _t("パスワード", "password"),
        "totp": _t("認証アプリ", "authenticator"),
        "passkey": _t("パスキー", "passkey"),
        "vaulted-key": _t("保管鍵", "vaulted key"),
        "vaulted-password": _t("保管パスワード", "vaulted password"),
        "left": _t("退出", "left"),
        "cut": _t("切断", "cut"),
        "window-over": _t("時間終了", "window over"),
        "not-recorded": _t("録画不可", "not recorded"),
        "drained": _t("関所の停止", "gateway stopped"),
        "target-fault": _t("接続先の障害", "target's fault"),
        "peer-fault": _t("端末側の異常", "terminal's fault"),
        "client-lost": _t("端末の切断", "terminal lost"),
        "unread": _t("端末が受信しない", "terminal reads nothing"),
        "gateway-fault": _t("関所の障害", "gateway's fault"),
        "registrar-gone": _t("記録プロセスの停止", "registrar gone"),
        "sealed": _t("正常終了", "in order"),
        "interrupted": _t("途中終了", "interrupted"),
        "holds": _t("一致", "holds"),
        "does-not-hold": _t("不一致", "does not hold"),
        "could-not-be-checked": _t("確認できず", "could not be checked"),
        "replay": _t("再生", "replay"),
        "export": _t("書き出し", "export"),
        "watch": _t("立会い", "watch"),
        "recording": _t("操作記録の再生", "a recording's data key"),
        "rotation-password": _t("パスワード変更", "a password's change"),
        "rotation-certificate": _t("パスワード変更の証明書", "a certificate for a password's change"),
    }
)


def plain(value: object) -> str:
    """`value` in one line that no screen obeys: control and direction marks are spelled, what is long is cut."""
    text = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return spelled(text[: VALUE_LETTERS_MAX - 1] + "…" if len(text) > VALUE_LETTERS_MAX else text)


def spelled(text: str) -> str:
    """`text` with every control, format and direction letter spelled out: U+202E becomes six plain ones."""
    return "".join(_spelled(letter) if unicodedata.category(letter) in _HIDDEN else letter for letter in text)


def filled(sentence: str, data: Mapping[str, Any]) -> str:
    """`sentence` with each {field} replaced; nothing inside a value is read as a field again."""
    parts = string.Formatter().parse(sentence)
    return "".join(
        said + ("" if field is None else _field(data.get(field), spec)) for said, field, spec, _ in parts
    ).strip()


def _field(value: object, spec: str | None) -> str:
    if value is None:
        return "" if spec == "?" else NOTHING
    return plain(value)


def _spelled(letter: str) -> str:
    return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
