"""Every wording of an alarm: what happened, what to do next, whom to ask. Japanese, and plain ASCII English beside it.

Braces name fields of the entry (wording.py). No brace may name what could hold personal data: no path, no reason typed by a
person, no output.
"""

from typing import Final

from gateway.vocabulary.outcome import Text

# -- what happened

REPEATED: Final = Text(
    ja="利用者 {person} が {minutes} 分以内に {refusals} 回以上拒否されました。"
    "最後の拒否: {last}（{asked}）、端末 {terminal}、接続先 {target}。",
    en="User {person} was refused {refusals} times or more within {minutes} minutes. "
    "Last: {last} ({asked}), terminal {terminal}, target {target}.",
)
TWO_TERMINALS: Final = Text(
    ja="利用者 {person} が端末 {held_by_terminal} で使用中に、"
    "別の端末 {terminal} からも接続しようとして拒否されました。接続先 {target}。",
    en="User {person}, at work on terminal {held_by_terminal}, was refused on another terminal {terminal}. Target {target}.",
)
UPLOAD: Final = Text(
    ja="利用者 {person} が {target} へ送ろうとしたファイルを拒否しました。"
    "理由 {why}、検出人数 {people}、{size_bytes} バイト。",
    en="A file that user {person} tried to send to {target} was refused: {why}, people found {people}, {size_bytes} bytes.",
)
LOCKED: Final = Text(
    ja="認証の失敗が続いたため、利用者 {person} を {seconds} 秒間ロックしました。接続元 {address}。",
    en="User {person} is locked for {seconds} seconds after repeated failures. From {address}.",
)
OFFICE_LOCKED: Final = Text(
    ja="管理コマンドで、ロック中の利用者 {person} としてログインしようとして拒否されました。サーバ上の利用者 {os_user}。",
    en="At the command line somebody was refused as user {person}, who is locked. Operating-system user {os_user}.",
)
UNAPPROVED: Final = Text(
    ja="未承認端末からの接続を拒否しました（{fault}）。接続元 {address}、名乗った利用者名 {person}。",
    en="A connection from an unapproved terminal was refused ({fault}). From {address}, user name given {person}.",
)
PASSKEY_COUNTER: Final = Text(
    ja="利用者 {username} のパスキーの使用回数が戻りました（前回 {remembered}、今回 {seen}）。"
    "複製されたおそれがあるため、本人確認を拒否しました。",
    en="A passkey of user {username} counted backwards (last {remembered}, now {seen}). It may have been copied; it was refused.",
)
RECOVERY_USED: Final = Text(
    ja="利用者 {username} がリカバリーコードで本人確認しました（残り {left} 個）。認証アプリの端末を失くした可能性があります。",
    en="User {username} came in by a recovery code ({left} left). The device with the codes may be lost.",
)
REMOVE_PASSKEY: Final = Text(
    ja="本人に連絡し、そのパスキーを削除して作り直してもらってください。連絡が取れなければ、アカウントを停止してください。",
    en="Reach the person and have the passkey removed and made anew. If you cannot, suspend the account.",
)
COUNTER: Final = Text(
    ja="セキュリティキー {fingerprint}（持ち主 {owner}）の使用回数が {remembered} から {seen} に戻りました。"
    "接続元 {address}。鍵が複製された疑いがあります。",
    en="The counter of security key {fingerprint} (owner {owner}) went back from {remembered} to {seen}. From {address}. "
    "The key may have been cloned.",
)
COPIED: Final = Text(
    ja="端末 {terminal} の鍵が二つの接続元から同時に使われました（{address}、"
    "{other_address}）。鍵が複製された疑いがあり、端末を停止しました。",
    en="The key of terminal {terminal} was used from two addresses ({address}, {other_address}). It may have been copied; "
    "the terminal is suspended.",
)
FLOOD: Final = Text(
    ja="接続が多すぎるか対応できないため、{address} からの {count} 件を受け付けませんでした（{why}）。",
    en="{count} connections from {address} were not served ({why}).",
)
NOT_RECORDED: Final = Text(
    ja="録画できないため、利用者 {person} のセッション {session}（接続先 {target}）を終了しました。",
    en="Session {session} of user {person} on {target} was ended because it could not be recorded.",
)
INTERRUPTED: Final = Text(
    ja="録画 {recording}（セッション {session}、利用者 {person}、接続先 {target}）は途中で終わっています。",
    en="Recording {recording} of session {session} (user {person}, target {target}) was interrupted.",
)
UNRECOVERED: Final = Text(
    ja="録画 {recording}（セッション {session}、利用者 {person}、"
    "接続先 {target}）を復旧できません。失われたか、改変された疑いがあります。",
    en="Recording {recording} of session {session} (user {person}, target {target}) cannot be recovered. "
    "It is lost or was changed.",
)
DOES_NOT_HOLD: Final = Text(
    ja="録画 {recording} の検証が一致しませんでした（{findings}）。",
    en="Recording {recording} does not verify ({findings}).",
)
VIOLATION: Final = Text(
    ja="内部の手順に反する要求がありました（{kind}、{role}、"
    "接続 {connection}、{address}、利用者 {person}）。その接続は閉じました。",
    en="A process asked for what no honest process asks ({kind}, {role}, connection {connection}, {address}, user {person}). "
    "Its connection was closed.",
)
ROTATION: Final = Text(
    ja="接続先 {target} の預かったパスワードの更新に失敗しました（{reason}、試行 {tries} 回）。接続先は停止されています。",
    en="The vaulted password of target {target} could not be changed ({reason}, tries {tries}). The target is suspended.",
)
CLOCK: Final = Text(
    ja="サーバの時計が {drift_milliseconds} ミリ秒ずれました。すべてのセッションを終了し、新しいセッションを止めています。",
    en="The server's clock moved by {drift_milliseconds} ms. All sessions were ended and none opens.",
)
UNSYNCHRONISED: Final = Text(
    ja="サーバの時計が同期されていません。新しいセッションを止めています。",
    en="Nothing disciplines the server's clock. No session opens.",
)
UNREADABLE: Final = Text(
    ja="監査記録の {seq} 番が読めません。改変された疑いがあります。",
    en="Entry {seq} of the journal cannot be read. It may have been changed.",
)

# -- what to do next: a verb stands here only with what it needs, and only where whoever the mail goes to (supervisors) may do it

LOOK_AT_PERSON: Final = Text(
    ja="「sekisho session list --running」で実行中か確認し、必要なら「sekisho session end セッション --reason 理由"
    " --as 自分の利用者名」で切断してください。アカウントの停止はアカウント管理者に依頼し、本人に事情を聞いてください。",
    en="See with `sekisho session list --running` whether it goes on; where needed cut it: "
    "`sekisho session end SESSION --reason WHY --as YOU`. Have an account administrator suspend the account. "
    "Then ask the person.",
)
ASK_WHO_IT_WAS: Final = Text(
    ja="登録された電話番号で本人に確認してください。本人でなければ、アカウント管理者にアカウントの停止を依頼してください。",
    en="Ask the person by the registered telephone number. If it was somebody else, have an account administrator suspend "
    "the account.",
)
LOOK_AT_ADDRESS: Final = Text(
    ja="接続元に心当たりがあるか確認してください。続くときはネットワークの担当者に遮断を依頼してください。",
    en="Find out whose address it is. If it goes on, have the network closed to it.",
)
REVOKE_KEY: Final = Text(
    ja="アカウント管理者に鍵の失効を依頼し、本人からキーを回収してください。",
    en="Have an account administrator revoke the key, and take the security key back.",
)
REVOKE_TERMINAL: Final = Text(
    ja="端末を回収して調べ、アカウント管理者に廃止と新しい鍵での登録し直しを依頼してください。"
    "アドレスが変わっただけなら、停止の解除を依頼してください。",
    en="Take the terminal in and examine it; have an account administrator revoke it and register it with a new key. "
    "If it merely changed its address, have it put back into use.",
)
LOOK_AT_DISK: Final = Text(
    ja="録画を保存するディスクの空き容量と権限、鍵の保管プロセスの確認を運用担当者に依頼してください。",
    en="Have the disk of the recordings (space, rights) and the keeper process checked.",
)
VERIFY_RECORDING: Final = Text(
    ja="「sekisho recording verify --all」で確認し、同じ時刻の障害（停電、強制終了）と照合してください。",
    en="Run `sekisho recording verify --all`, and compare with what failed at that time (power, a killed process).",
)
KEEP_IT: Final = Text(
    ja="状態ディレクトリの複製を運用担当者に依頼し、「sekisho audit verify --witness 立会人の控え」で照合してください。",
    en="Have the state directory copied as it is, then run `sekisho audit verify --witness FOLDER` against a witness's folder.",
)
STOP_IT: Final = Text(
    ja="「sekisho audit show --kind keeper」「sekisho audit show --kind registrar」でその接続の記録を確認してください。"
    "続くときは sekisho を停止してサーバを調べるよう、運用担当者に依頼してください。",
    en="Look at that connection with `sekisho audit show --kind keeper` and `--kind registrar`. If it goes on, have "
    "the service stopped and the server examined.",
)
ROTATE_BY_HAND: Final = Text(
    ja="接続先の状態を確認し、アカウント管理者にパスワードの更新のやり直しと接続先の再開を依頼してください。",
    en="Look at the target; have an account administrator change its password again and put it back into service.",
)
LOOK_AT_CLOCK: Final = Text(
    ja="サーバの時刻同期（NTP）の確認を依頼してください。時計が安定すると、新しいセッションは自動的に再開します。",
    en="Have the server's time synchronisation (NTP) checked. Sessions open again by themselves once the clock is steady.",
)

# -- whom to ask

ASK_ADMINISTRATOR: Final = Text(ja="アカウント管理者", en="an account administrator")
ASK_NETWORK: Final = Text(ja="ネットワークの担当者", en="whoever runs the network")
ASK_OPERATIONS: Final = Text(ja="関所の運用担当者", en="whoever operates Sekisho")
ASK_AUDITOR: Final = Text(ja="監査者", en="the auditor")
