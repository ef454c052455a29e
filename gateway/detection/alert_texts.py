"""Every wording of an alarm: what happened, what to do next, whom to ask. Japanese, and plain ASCII English beside it.

Braces name fields of the entry (wording.py). No brace may name what could hold personal data: no path, no reason typed by a
person, no output.
"""

from typing import Final

from gateway.vocabulary.outcome import Text

# -- what happened

REPEATED: Final = Text(
    ja="利用者 {person} が {minutes} 分以内に {refusals} 回以上拒否されました。"
    "最後の拒否: {last} {asked}、端末 {terminal}、接続先 {target}。",
    en="User {person} was refused {refusals} times or more within {minutes} minutes. "
    "Last: {last} {asked}, terminal {terminal}, target {target}.",
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
    ja="接続先 {target} の秘密の交換に失敗しました（{reason}、試行 {tries} 回）。接続先は停止されています。",
    en="The secret of target {target} could not be changed ({reason}, tries {tries}). The target is suspended.",
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

# -- what to do next

LOOK_AT_PERSON: Final = Text(
    ja="「sekisho session list」で実行中か確認し、必要なら「sekisho session end」で切断、"
    "「sekisho person suspend」で停止して、本人に事情を聞いてください。",
    en="See with `sekisho session list` whether it goes on; cut it (`sekisho session end`) or suspend the account "
    "(`sekisho person suspend`) where needed; then ask the person.",
)
ASK_WHO_IT_WAS: Final = Text(
    ja="登録された電話番号で本人に確認してください。本人でなければ「sekisho person suspend」で停止してください。",
    en="Ask the person by the registered telephone number. If it was somebody else: `sekisho person suspend`.",
)
LOOK_AT_ADDRESS: Final = Text(
    ja="接続元に心当たりがあるか確認してください。続くときはネットワークの担当者に遮断を依頼してください。",
    en="Find out whose address it is. If it goes on, have the network closed to it.",
)
REVOKE_KEY: Final = Text(
    ja="「sekisho key revoke」で鍵を失効させ、本人からキーを回収してください。",
    en="Revoke the key (`sekisho key revoke`) and take the security key back.",
)
REVOKE_TERMINAL: Final = Text(
    ja="端末を回収して調べ、「sekisho terminal revoke」で廃止し、新しい鍵で登録し直してください。",
    en="Take the terminal in and examine it, revoke it (`sekisho terminal revoke`), register it with a new key.",
)
LOOK_AT_DISK: Final = Text(
    ja="録画を保存するディスクの空き容量と権限、鍵の保管プロセスを確認してください。",
    en="Check the disk of the recordings (space, rights) and the keeper process.",
)
VERIFY_RECORDING: Final = Text(
    ja="「sekisho recording verify」で確認し、同じ時刻の障害（停電、強制終了）と照合してください。",
    en="Run `sekisho recording verify`, and compare with what failed at that time (power, a killed process).",
)
KEEP_IT: Final = Text(
    ja="状態ディレクトリの複製を取り、「sekisho audit verify --witness」で立会人の控えと照合してください。",
    en="Copy the state directory as it is, then run `sekisho audit verify --witness` against a witness's folder.",
)
STOP_IT: Final = Text(
    ja="「sekisho audit show」でその接続の記録を確認してください。続くときは sekisho を停止し、サーバを調べてください。",
    en="Look at that connection with `sekisho audit show`. If it goes on, stop sekisho and examine the server.",
)
ROTATE_BY_HAND: Final = Text(
    ja="接続先の状態を確認し、秘密の交換をやり直してから、接続先を再開してください。",
    en="Look at the target, have its secret changed again, then put the target back into service.",
)
LOOK_AT_CLOCK: Final = Text(
    ja="サーバの時刻同期（NTP）を確認してください。時計が安定すると、新しいセッションは自動的に再開します。",
    en="Check the server's time synchronisation (NTP). Sessions open again by themselves once the clock is steady.",
)

# -- whom to ask

ASK_SUPERVISOR: Final = Text(ja="担当の管理監督者", en="the supervisor in charge")
ASK_OPERATIONS: Final = Text(ja="関所の運用担当者", en="whoever operates Sekisho")
ASK_AUDITOR: Final = Text(ja="監査者", en="the auditor")
