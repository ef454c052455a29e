"""What the journal's kinds say in a person's words: THE table. Pure.

Braces name fields of the entry (`office_filling`). A kind that is not here is shown by its name.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text
from gateway.wiring.office_sentences_database import DATABASE
from gateway.wiring.office_sentences_retention import RETENTION
from gateway.wiring.office_sentences_store import STORE


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
        "order.lapsed": _t(
            "作業時間が終わり、期限切れになりました（それまで: {was}）。",
            "The window is over; it has lapsed (was: {was}).",
        ),
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
        "session.recording_nearly_full": _t(
            "録画が上限に近いことを本人に知らせました。", "Told that the recording is nearly as large as one may be."
        ),
        "session.warned": _t(
            "終了まで残り {remaining_seconds} 秒と知らせました。", "Told that {remaining_seconds} s are left."
        ),
        "session.unwatched": _t(
            "立会いがないため、セッション {session} の表示と入力を止めています（{seconds} 秒まで）。",
            "Nobody watches session {session}: nothing is shown or typed (for {seconds} s).",
        ),
        "session.paused": _t(
            "セッション {session} を一時停止しました（{so_far} 回目、{why}）。",
            "Paused session {session} (number {so_far}, {why}).",
        ),
        "session.went_on": _t(
            "本人がキーを押し、{milliseconds:s} 秒後にセッション {session} が続きました。",
            "The person pressed a key and session {session} went on after {milliseconds:s} s.",
        ),
        "session.frozen": _t(
            "セッション {session} の表示と入力を凍結しました（{why}）。15 分以内に再開されなければ終了します。",
            "Froze session {session}: nothing is shown or typed ({why}). It ends in 15 minutes unless resumed.",
        ),
        "session.resumed": _t(
            "凍結したセッション {session} が {milliseconds:s} 秒後に再開しました（捨てた入力 {discarded} バイト）。",
            "Session {session} went on after {milliseconds:s} s of being frozen ({discarded} typed bytes were thrown away).",
        ),
        "session.freeze_ordered": _t(
            "セッション {session} の利用者の表示を凍結しました（{supervisor}）。理由: {reason}",
            "Froze the person of session {session} ({supervisor}). Reason: {reason}",
        ),
        "session.watched": _t("セッション {session} の立会いが始まりました。", "Session {session} is being watched."),
        "session.attended": _t("セッション {session} に立ち会い始めました。", "Stands by session {session}."),
        "session.left": _t(
            "セッション {session} の立会いを終えました（{how}、{seconds} 秒間）。",
            "Stands by session {session} no more ({how}, after {seconds} s).",
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
        "guard.withheld": _t(
            "画面制御などを遮断しました（{what}、{side}、{size_bytes} バイト、{count} 件）。",
            "Withheld: {what} ({side}, {size_bytes} bytes, {count} times).",
        ),
        "guard.noticed": _t(
            "入力を検知しました（{what}、{size_bytes} バイト、{count} 件）。",
            "Noticed: {what} ({size_bytes} bytes, {count} times).",
        ),
        "guard.summed": _t(
            "端末に送らなかった制御（{what}）: {count} 件、{size_bytes} バイト。",
            "Not passed to the terminal ({what}): {count} times, {size_bytes} bytes.",
        ),
        "guard.tripped": _t(
            "画面内のファイル転送の開始を検知し、止めました（{what}、{side}）。",
            "A file transfer began inside the stream and was stopped ({what}, {side}).",
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
            "{address}:{port} のホスト鍵またはサーバー証明書を取得しました。",
            "Fetched the host keys or the server certificate of {address}:{port}.",
        ),
        "target.probed": _t(
            "接続先 {target} に関所を通らない入口がないか調べました（結果: {outcome}、開いている入口: {ways}）。",
            "Tried whether target {target} can be entered around Sekisho ({outcome}; open ways: {ways}).",
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
        "command.looked_up": _t(
            "接続先でパス {path} を確認しました（{sought}）。", "Looked up the path {path} on the target ({sought})."
        ),
        "command.run": _t(
            "コマンド {command} を実行しました（番号 {number}、対象 {path}）: {vector}",
            "Ran the command {command} (number {number}, on {path}): {vector}",
        ),
        "command.ended": _t(
            "コマンド（番号 {number}）が終了しました（結果 {status}、{shown_bytes} バイト、中断 {cut}、不実行 {refused}）。",
            "The command (number {number}) ended (status {status}, {shown_bytes} bytes shown, cut: {cut}, not run: {refused}).",
        ),
        "command.refused": _t("コマンドを実行しませんでした（{why}）: {line}", "Did not run a command ({why}): {line}"),
        "config.changed": _t(
            "設定ファイル {path} を変更します（追加 {lines_added} 行、削除 {lines_removed} 行）。理由: {reason}",
            "Changes the configuration file {path} ({lines_added} lines added, {lines_removed} removed). Reason: {reason}",
        ),
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
        "clock.behind": _t(
            "サーバの時計が、監査ログの最後の時刻より {behind_seconds} 秒前です。以降の時刻は前の記録より早くなります。",
            "The server's clock stands {behind_seconds} s before the journal's newest entry; what follows is stamped earlier.",
        ),
        "clock.accepted": _t(
            "設定により、監査ログの {newest} までの時刻は誤りとして、{behind_seconds} 秒前の時計を正しいものとしました。",
            "By the settings the journal's times up to {newest} are wrong; the clock, {behind_seconds} s earlier, is right.",
        ),
        "clock.unsynchronised": _t("サーバの時計が同期されていません。", "The server's clock is not disciplined."),
        "clock.steady": _t("サーバの時計が安定しました。", "The server's clock is steady again."),
        "space.short": _t(
            "空き容量が足りないため、新しいセッションを止めました（{place}）。",
            "No new session for want of room ({place}).",
        ),
        "space.full": _t("ディスクの空きがなくなりました（{place}）。", "The disk is full ({place})."),
        "space.enough": _t("ディスクの空きが戻りました（{place}）。", "There is room on the disk again ({place})."),
        "space.ends_soon": _t(
            "ディスクはおよそ {hours} 時間で一杯になります（{place}）。",
            "The disk is full in about {hours} hours ({place}).",
        ),
        "space.ballast_released": _t("予備のファイルを手放しました（{place}）。", "The ballast was let go ({place})."),
        "space.ballast_made": _t("予備のファイルを用意しました（{place}）。", "The ballast lies there ({place})."),
        "connection.refused": _t("接続を受け付けませんでした（{why}）。", "Connections were not served ({why})."),
        "connection.failed": _t("接続が途中で終わりました（{why}）。", "Connections failed ({why})."),
        "connection.closed": _t("接続を終了しました。", "The connection ended."),
        "gateway.started": _t("関所を開始しました。", "The gateway opened."),
        "gateway.stopped": _t("関所を停止しました。", "The gateway closed."),
        "node.exported": _t(
            "別のノードのための鍵などを封をして書き出しました（{bundle}、{os_user}）。",
            "Wrote what a further node needs, sealed ({bundle}, {os_user}).",
        ),
        "node.lost": _t(
            "ノード {node} が停止したため、そのセッション {sessions_broken} 件を終了しました。",
            "Node {node} was gone; {sessions_broken} of its sessions were ended.",
        ),
        "node.policies_differ": _t(
            "ノードによってポリシーが異なります（{nodes}）。", "The nodes decide by different policies ({nodes})."
        ),
        "registrar.started": _t("記録プロセスを開始しました。", "The registrar opened."),
        "registrar.stopped": _t("記録プロセスを停止しました。", "The registrar closed."),
        "registrar.violation": _t("内部の手順に反する要求がありました。", "A process broke the rules."),
        "keeper.violation": _t("内部の手順に反する要求がありました。", "A process broke the rules."),
        "policy.loaded": _t("ポリシーを読み込みました。", "A policy came into force."),
        "policy.refused": _t("ポリシーに誤りがあり、前のものを使い続けます。", "A policy was not fit to be used."),
        "settings.reloaded": _t("設定を読み直しました。", "Settings were read again."),
        "settings.refused": _t("設定に誤りがあり、前のものを使い続けます。", "Settings were not fit to be used."),
        "backup.begun": _t(
            "バックアップ {backup} を開始しました（OS ユーザー {os_user}）。",
            "Backup {backup} was begun by OS user {os_user}.",
        ),
        "backup.made": _t(
            "バックアップ {backup} が完成し、読み返して確かめました"
            "（監査ログ {entries} 件、録画 {recordings} 件、欠落 {missing} 件）。",
            "Backup {backup} is whole and was read back ({entries} entries, {recordings} recordings, {missing} missing).",
        ),
        "backup.restored": _t(
            "バックアップ {backup}（{made_at} 作成、監査ログ {entries} 件）から復元しました。この後の記録は、その続きです。",
            "Restored from backup {backup} of {made_at} with {entries} entries; what follows continues it.",
        ),
        "custody.recovered": _t(
            "失われた主鍵を、二人の保管者の分割鍵から戻しました（OS ユーザー {os_user}）。",
            "OS user {os_user} put the lost master key back from two custodians' shares.",
        ),
        "custody.split": _t(
            "主鍵を {custodians} 名の保管者に分けました（OS ユーザー {os_user}）。",
            "OS user {os_user} split the master key for {custodians} custodians.",
        ),
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
        **DATABASE,
        **RETENTION,
        **STORE,
    }
)
