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
TRIPPED: Final = Text(
    ja="利用者 {person} の {target} の画面内でファイル転送が始まったため、"
    "セッション {session} を止めました（{what}、{side}）。",
    en="A file transfer began inside the stream of user {person} on {target}; session {session} was stopped ({what}, {side}).",
)
UNWATCHED: Final = Text(
    ja="利用者 {person} の {target} の自由シェル（セッション {session}）は立会いを待って止まっています（{seconds} 秒まで）。",
    en="The free shell of user {person} on {target}, session {session}, stands still until somebody watches it ({seconds} s).",
)
PAUSED: Final = Text(
    ja="利用者 {person} の {target} のセッション {session} が {so_far} 回目の一時停止になりました（{why}）。"
    "文章でもログでもない出力が続いています。",
    en="Session {session} of user {person} on {target} was paused for the {so_far}. time ({why}): much of what it shows is "
    "neither prose nor log.",
)
LOCKED: Final = Text(
    ja="認証の失敗が続いたため、利用者 {person} を {seconds} 秒間ロックしました。接続元 {address}。",
    en="User {person} is locked for {seconds} seconds after repeated failures. From {address}.",
)
OFFICE_LOCKED: Final = Text(
    ja="ロック中の利用者 {person} としての本人確認を、管理画面または管理コマンドで拒否しました。"
    "接続元 {address}、サーバ上の利用者 {os_user}。",
    en="Somebody was refused as user {person}, who is locked, in the web office or at the command line. From {address}, "
    "operating-system user {os_user}.",
)
SEEN_ELSEWHERE: Final = Text(
    ja="利用者 {person} の管理画面のサインインが、途中で別の接続元から使われました（{before} から {address} へ）。"
    "移動中の携帯端末でなければ、サインインの情報が盗まれた疑いがあります。",
    en="A sign-in of user {person} to the web office went on from another address ({before}, then {address}). "
    "Unless it is a telephone on the move, it may have been stolen.",
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
NOT_SHIPPED: Final = Text(
    ja="録画 {recording} を保管先に保存できません（{why}）。この機器には残っています。",
    en="Recording {recording} is not in the store ({why}). It is still on this machine.",
)
STORE_LOST: Final = Text(
    ja="録画の保管先を {seconds} 秒使えません（待ち {waiting} 件）。録画はこの機器に残しています。",
    en="The recording store has taken nothing for {seconds} s ({waiting} recordings wait on this machine).",
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
NODE_LOST: Final = Text(
    ja="ノード {node} が停止しました。そのノードのセッション {sessions_broken} 件を終了し、ほかのノードが続けています。",
    en="Node {node} is gone. {sessions_broken} of its sessions were ended; the other nodes go on.",
)
POLICIES_DIFFER: Final = Text(
    ja="ノードによってポリシーが異なります（ノード名とポリシーの要約値: {nodes}）。"
    "一方で断られる操作が、もう一方で許可されることがあります。",
    en="The nodes decide by different policies (node and digest: {nodes}). What one refuses another may permit.",
)
CLOCK: Final = Text(
    ja="サーバの時計が {drift_milliseconds} ミリ秒ずれました。すべてのセッションを終了し、新しいセッションを止めています。",
    en="The server's clock moved by {drift_milliseconds} ms. All sessions were ended and none opens.",
)
CLOCK_BEHIND: Final = Text(
    ja="サーバの時計が、監査ログの最後の時刻より {behind_seconds} 秒前に戻っています。新しいセッションを止めています。",
    en="The server's clock stands {behind_seconds} s before the journal's newest entry. No session opens.",
)
UNSYNCHRONISED: Final = Text(
    ja="サーバの時計が同期されていません。新しいセッションを止めています。",
    en="Nothing disciplines the server's clock. No session opens.",
)
FULL: Final = Text(
    ja="ディスク（{place}）の空きがなくなりました（残り {free_bytes} バイト）。"
    "すべてのセッションを終了し、新しいセッションを止めています。",
    en="The disk of {place} is full ({free_bytes} bytes are left). All sessions were ended and none opens.",
)
SHORT: Final = Text(
    ja="ディスク（{place}）の空きが足りません（残り {free_bytes} バイト）。新しいセッションを止めています。",
    en="The disk of {place} is nearly full ({free_bytes} bytes are left). No new session opens.",
)
ENDS_SOON: Final = Text(
    ja="この増え方では、ディスク（{place}）はおよそ {hours} 時間で一杯になります。",
    en="At the present rate the disk of {place} is full in about {hours} hours.",
)
UNREADABLE: Final = Text(
    ja="監査記録の {seq} 番が読めません。改変された疑いがあります。",
    en="Entry {seq} of the journal cannot be read. It may have been changed.",
)
BUDGET: Final = Text(
    ja="利用者 {person} が閲覧上限（{span}、上限 {cap}、委託元 {client}）を超えて表示しようとしたため、何も表示せず凍結しました。"
    "接続先 {target}、セッション {session}。",
    en="User {person} asked for more than the disclosure budget allows ({span}, cap {cap}, client {client}). Nothing of it was "
    "shown and the person is frozen. Target {target}, session {session}.",
)
CANARY: Final = Text(
    ja="利用者 {person} に、委託元 {client} のカナリア {canary} の値が表示されました（伏せ字でも警報になります）。"
    "接続先 {target}、セッション {session}。",
    en="User {person} was shown a value of canary {canary} of client {client} (masked or not). Target {target}, session "
    "{session}.",
)
UNREAD: Final = Text(
    ja="利用者 {person} の画面に、{days} 日間で読めない文字が {units} 単位表示されました"
    "（符号化や言い換えによる持ち出しの疑い）。"
    "接続先 {target}、セッション {session}。",
    en="User {person} was shown {units} units of text that nobody reads within {days} days: data may be leaving in disguise. "
    "Target {target}, session {session}.",
)
FOREIGN: Final = Text(
    ja="利用者 {person} が作業申請にない委託元 {client} の行（{table}、{rows} 行）を表示しようとしたため、拒否しました。"
    "接続先 {target}、セッション {session}。",
    en="User {person} asked for rows of client {client}, which the work order does not name ({table}, {rows} rows). They were "
    "not shown. Target {target}, session {session}.",
)
FOREIGN_STATEMENT: Final = Text(
    ja="利用者 {person} が、作業申請にない委託元のデータだけを持つ表への文を実行しようとしたため、拒否しました。"
    "接続先 {target}、セッション {session}。",
    en="User {person} asked for a table that holds the data of a client which the work order does not name. It was refused. "
    "Target {target}, session {session}.",
)
ROWS_SWEPT: Final = Text(
    ja="利用者 {person} が {minutes} 分間に {table} を {rows} 行表示しました。表を端から読んでいるおそれがあります。"
    "セッション {session}。",
    en="User {person} was shown {rows} rows of {table} within {minutes} minutes; it may be read from end to end. "
    "Session {session}.",
)
STATEMENTS_SWEPT: Final = Text(
    ja="利用者 {person} が {minutes} 分間に異なる文を {statements} 件以上実行しました。接続先 {target}、セッション {session}。",
    en="User {person} asked {statements} different statements or more within {minutes} minutes. Target {target}, "
    "session {session}.",
)
KEYS_SWEPT: Final = Text(
    ja="利用者 {person} が {table} を番号順に {steps} 回続けて読み進めています（{minutes} 分間）。セッション {session}。",
    en="User {person} goes through {table} by its keys, {steps} answers one behind another within {minutes} minutes. "
    "Session {session}.",
)

DRIFT: Final = Text(
    ja="接続先 {target} のデータベース {database} に、分類されていない列があります（{relation_count} 表、{column_count} 列）: "
    "{relations}。",
    en="Database {database} on {target} has columns nobody classified ({relation_count} relations, {column_count} columns): "
    "{relations}.",
)
CERTIFICATE_ENDING: Final = Text(
    ja="接続先 {target} に登録したサーバー証明書の有効期限が近づいたか、切れています（{ends_on} まで、残り {days} 日）。"
    "データベース側で証明書が更新されると、新しい証明書を登録するまで接続できません。",
    en="The server certificate pinned for target {target} is about to end or has ended ({ends_on}, {days} days left). Once the "
    "database shows another, nobody reaches it until that one is registered.",
)
DIRECT_WAY: Final = Text(
    ja="接続先 {target} は、関所を通らないログインを受け付けるか、登録と異なるホスト鍵を示しました"
    "（結果: {outcome}、入口: {ways}）。",
    en="Target {target} takes log-ins that do not come through Sekisho, or shows another host key ({outcome}; ways: {ways}).",
)

# -- what to do next: a verb stands here only with what it needs, and only where whoever the mail goes to (supervisors) may do it

WATCH_SESSION: Final = Text(
    ja="「sekisho session watch セッション」または管理画面の「セッション」で画面を確認し、本人に事情を聞いてください。"
    "不審なら「sekisho session freeze セッション --reason 理由 --as 自分の利用者名」で凍結してください。録画も確認してください。",
    en="Look at the screen: `sekisho session watch SESSION`, or the page 'Sessions'. Ask the person. Freeze it where it looks "
    "wrong: `sekisho session freeze SESSION --reason WHY --as YOU`. See the recording too.",
)
LOOK_AT_BUDGET: Final = Text(
    ja="「sekisho budget show 利用者」または管理画面の「閲覧上限」で使用量を確認し、本人に事情を聞いてください。"
    "作業を続けさせる場合だけ、凍結を「sekisho budget release 利用者 --reason 理由 --as 自分の利用者名」で解除してください。"
    "必要なら「sekisho session end セッション --reason 理由 --as 自分の利用者名」で切断してください。",
    en="See what was used: `sekisho budget show USER`, or the page 'Disclosure budgets'. Ask the person. Release the freeze only "
    "if the work is to go on: `sekisho budget release USER --reason WHY --as YOU`. Where needed cut the session: "
    "`sekisho session end SESSION --reason WHY --as YOU`.",
)
LOOK_AT_FREEZE: Final = Text(
    ja="「sekisho session watch セッション」または管理画面の「セッション」で画面を確認し、本人に事情を聞いてください。"
    "作業を続けさせる場合だけ、「sekisho session resume セッション --reason 理由 --as 自分の利用者名」で再開するか、"
    "「sekisho session extend セッション --people 人数 --reason 理由 --as 自分の利用者名」で当日の上限の追加を申請してください"
    "（別の管理監督者が確認）。"
    "15 分以内に再開しなければシェルは切断されます。"
    "すぐに切断する場合は「sekisho session end セッション --reason 理由 --as 自分の利用者名」です。",
    en="Look at the screen: `sekisho session watch SESSION`, or the page 'Sessions'. Ask the person. Only if the work is to go "
    "on, resume it: `sekisho session resume SESSION --reason WHY --as YOU`; or ask for more today, which another supervisor "
    "confirms: `sekisho session extend SESSION --people N --reason WHY --as YOU`. A shell is cut in 15 minutes otherwise. To cut "
    "it now: `sekisho session end SESSION --reason WHY --as YOU`.",
)
WATCH_IT: Final = Text(
    ja="立ち会う場合は「sekisho session watch セッション --purpose 立会い --as 自分の利用者名」を実行してください。"
    "立ち会わない場合は、何もしなければ切断されます。",
    en="To watch it: `sekisho session watch SESSION --purpose WHY --as YOU`. Left alone, it is cut.",
)
LOOK_AT_SCREEN: Final = Text(
    ja="画面を確かめてください:「sekisho session watch セッション --purpose 確認 --as 自分の利用者名」。"
    "不審な場合は「sekisho session freeze セッション --reason 理由 --as 自分の利用者名」で凍結してください。",
    en="Look at the screen: `sekisho session watch SESSION --purpose WHY --as YOU`. If it looks wrong, freeze it: "
    "`sekisho session freeze SESSION --reason WHY --as YOU`.",
)
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
END_SIGN_IN: Final = Text(
    ja="登録された電話番号で本人に確認してください。心当たりがなければ、管理画面の「自分のアカウント」でサインインを終了し、"
    "パスワードを変更するよう本人に伝え、アカウント管理者にアカウントの停止を依頼してください。",
    en="Ask the person by the registered telephone number. If nobody knows of it, the person ends the sign-in on the page "
    "'Your account' and changes the password; have an account administrator suspend the account.",
)
LOOK_AT_STORE: Final = Text(
    ja="「sekisho recording verify 録画番号」で保管先の写しを確認し、だれが置いたものか保管先の記録を調べてください。"
    "この機器の写しは消さないでください。",
    en="Verify it (`sekisho recording verify RECORDING`), and find out from the store's own log who put there what stands "
    "under its name. Do not remove the copy on this machine.",
)
BRING_STORE_BACK: Final = Text(
    ja="保管先の稼働、認証情報の期限、通信を確認してください。戻れば自動で続きを保存します。",
    en="See whether the store runs, its credentials are still good and it can be reached. Copying goes on by itself.",
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
LOOK_AT_NODE: Final = Text(
    ja="そのノードの機器、ネットワーク、データベースへの接続の確認を依頼してください。起動し直せば、自動的に戻ります。",
    en="Have that node's machine, network and line to the database checked. Started again, it comes back by itself.",
)
BRING_OUT_POLICY: Final = Text(
    ja="すべてのノードに同じポリシーを配置し、「sekisho policy check」の要約値を見比べてから"
    "再読み込み（SIGHUP）するよう、依頼してください。",
    en="Have the same policy put on every node, the digests of `sekisho policy check` compared, and then read again (SIGHUP).",
)
MAKE_ROOM: Final = Text(
    ja="ディスクを大きくするか、関所のもの以外のファイルを移してください。録画・データベース・監査ログのファイルは消さないでください。"
    "空きができると、新しいセッションは自動的に再開します。",
    en="Enlarge the disk, or move away files that are not Sekisho's. Delete no recording, no database, no journal file. "
    "Sessions open again by themselves once there is room.",
)
HAVE_IT_CLASSIFIED: Final = Text(
    ja="分類されるまで、これらの列はすべて伏せ字です。アカウント管理者とデータベースの担当者に、列の分類を依頼してください"
    "（1 人が分類し、別の 1 人が確認します）。",
    en="All of these columns stay masked until they are classified. Have an account administrator and whoever runs the database "
    "classify them: one person classifies, another confirms.",
)
PIN_THE_NEXT: Final = Text(
    ja="データベースの担当者に更新の予定を確認し、アカウント管理者 2 名に、"
    "新しい証明書を古い証明書と並べて登録するよう依頼してください（1 名が申請し、別の 1 名が確認します）。",
    en="Ask whoever runs the database when it gets its next certificate. Have two account administrators register that one "
    "beside the old one: one asks, the other confirms.",
)
CLOSE_THE_WAY: Final = Text(
    ja="対象機器の管理者に、sshd が関所の証明書だけを受け付けるよう直すことを依頼し、"
    "アカウント管理者に、直った後にもう一度調べるよう依頼してください。直るまで、この接続先の記録は完全とはいえません。",
    en="Have whoever runs the target make its sshd take Sekisho's certificates alone, and have an account administrator try it "
    "again afterwards. Until then the records of this target may not be complete.",
)

# -- whom to ask

ASK_ENGINEER: Final = Text(ja="作業者本人", en="the engineer")
ASK_ADMINISTRATOR: Final = Text(ja="アカウント管理者", en="an account administrator")
ASK_NETWORK: Final = Text(ja="ネットワークの担当者", en="whoever runs the network")
ASK_OPERATIONS: Final = Text(ja="関所の運用担当者", en="whoever operates Sekisho")
ASK_AUDITOR: Final = Text(ja="監査者", en="the auditor")
