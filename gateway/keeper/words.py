"""What the keeper's refusals say to people: what was refused, and what to do next."""

from typing import Final

from gateway.vocabulary.outcome import Text

ORDER_NOT_VALID: Final = Text(
    ja="作業申請が承認されていないか、作業時間外です。申請の状態を管理監督者に確認してください。",
    en="The work order is not approved, or this is outside its window. Ask a supervisor about the order.",
)
TARGET_NOT_AVAILABLE: Final = Text(
    ja="この接続先は現在利用できません。管理者に連絡してください。",
    en="This target is not available now. Contact the administrator.",
)
CATALOGUE_BUSY: Final = Text(
    ja="ほかの列情報の取得が終わるまで、少し待ってからやり直してください。",
    en="Other schemas are being read. Try again in a moment.",
)
PERSON_NOT_ACTIVE: Final = Text(
    ja="このアカウントは現在利用できません。管理者に連絡してください。",
    en="This account may not be used now. Contact the administrator.",
)
NO_TARGET_SECRET: Final = Text(
    ja="この接続先の認証情報が登録されていません。管理者が `sekisho target` で登録してください。",
    en="No credential is stored for this target. The administrator registers one with `sekisho target`.",
)
NO_DATABASE_AUTHORITY: Final = Text(
    ja="データベースのクライアント証明書を発行する認証局がありません。管理者が `sekisho init` を再実行してください。",
    en="There is no authority for database client certificates yet. The administrator runs `sekisho init` again.",
)
NOT_FOR_THIS_ROLE: Final = Text(
    ja="この操作に必要な役割がありません。担当の役割を持つ人に依頼してください。",
    en="Your role does not permit this. Ask somebody who holds the role.",
)
NO_INQUIRY: Final = Text(
    ja="この照会はないか、時間が過ぎました。もう一度照会してください。",
    en="There is no such inquiry, or its time is over. Begin it again.",
)
SEAL_BROKEN: Final = Text(
    ja="保存された値が変更されているか、別の場所のものです。監査者に連絡してください。",
    en="A stored value was changed or belongs elsewhere. Tell the auditor.",
)
BAD_TOTP_SECRET: Final = Text(
    ja="ワンタイムコードの秘密鍵は、128 ビット以上の Base32 でなければなりません。",
    en="The secret of one-time codes must be base32 of at least 128 bits.",
)
BAD_TARGET_SECRET: Final = Text(
    ja="接続先の秘密鍵を読み取れません。パスフレーズなしの Ed25519、ECDSA、または 2048 ビット以上の RSA 鍵を登録してください。",
    en="The target's key cannot be read. Register an Ed25519, ECDSA or RSA (2048 bits or more) key without passphrase.",
)
BAD_TARGET_PASSWORD: Final = Text(
    ja="接続先のパスワードを読み取れません。改行を含まない UTF-8 の文字列を登録してください。",
    en="The target's password cannot be read. Register UTF-8 text without line breaks.",
)
NOT_VAULTED: Final = Text(
    ja="証明書で接続する接続先には、保管する認証情報はありません。",
    en="A target reached with a certificate has no credential to store.",
)
NOT_AN_EXTENSION: Final = Text(
    ja="監査ログのチェックポイントが、前回署名したものの続きではありません。監査者に連絡してください。",
    en="The journal's checkpoint does not continue the one signed last. Tell the auditor.",
)
NOT_A_DEMO: Final = Text(
    ja="これはデモ環境ではありません。自分のアカウントで `--as` を使ってください。",
    en="This is not a demo. Use your own account with `--as`.",
)
NOT_RUNNING: Final = Text(
    ja="この録画のセッションは進行中ではありません。再生は監査者に依頼してください。",
    en="The session of this recording is not running. Ask an auditor to replay it.",
)
CONTENT_DESTROYED: Final = Text(
    ja="この録画の内容の鍵は消去されています（保存期間の満了または委託契約の終了）。だれにも再生できません。"
    "監査ログの「recording.retired」で経緯を確認してください。",
    en="The key to this recording's content was destroyed: its time was over, or the client's contract. Nobody can play it. "
    "The journal says so under recording.retired.",
)
CONTENT_NOT_RESTORED: Final = Text(
    ja="この録画の内容の鍵がありません。バックアップのフォルダの「recording-keys.sealed」がないまま復元されています。"
    "そのファイルを添えて復元し直してください。",
    en="The key to this recording's content is missing: it was restored without the file recording-keys.sealed of the folder "
    "of backups. Restore again with that file in place.",
)
STILL_RUNNING: Final = Text(
    ja="この録画のセッションはまだ進行中です。終了後にもう一度お試しください。",
    en="The session of this recording is still running. Try again when it has ended.",
)
HOST_KEY_NEXT_EXISTS: Final = Text(
    ja="次のホスト鍵は用意済みです。「sekisho host-key list」で確認し、switch で切り替えるか retire で破棄してください。",
    en="The next host key is prepared already. See `sekisho host-key list`, then switch to it or retire it.",
)
HOST_KEY_NO_NEXT: Final = Text(
    ja="次のホスト鍵がありません。先に「sekisho host-key prepare」を実行し、利用者の端末が新しい鍵を覚えるのを待ってください。",
    en="There is no next host key. Run `sekisho host-key prepare` first and give clients time to learn it.",
)
HOST_KEYS_TOO_MANY: Final = Text(
    ja="公表しているホスト鍵が多すぎます。使っていない古い鍵を「sekisho host-key retire」で破棄してください。",
    en="Too many host keys are announced. Retire a former one with `sekisho host-key retire`.",
)
HOST_KEY_CURRENT: Final = Text(
    ja="使用中のホスト鍵は破棄できません。先に prepare と switch で次の鍵に切り替えてください。",
    en="The host key in use cannot be retired. Prepare and switch to the next one first.",
)
HOST_KEY_ABSENT: Final = Text(
    ja="その指紋のホスト鍵はありません。「sekisho host-key list」で確認してください。",
    en="There is no host key of that fingerprint. Check with `sekisho host-key list`.",
)
ROTATION_BEGUN: Final = Text(
    ja="この接続先のパスワードの更新は、すでに始まっています。",
    en="The password of this target is being changed already.",
)
WEB_UNKNOWN: Final = Text(
    ja="サインインしていません。サインインしてください。",
    en="You are not signed in. Sign in.",
)
WEB_ENDED: Final = Text(
    ja="このサインインは終了しています。もう一度サインインしてください。自分で終了していない場合は、アカウント管理者に連絡してください。",
    en="This sign-in has been ended. Sign in again. If you did not end it yourself, tell your account administrator.",
)
WEB_OVER: Final = Text(
    ja="サインインから一定の時間が過ぎたため、終了しました。もう一度サインインしてください。",
    en="This sign-in has reached its longest time. Sign in again.",
)
WEB_IDLE: Final = Text(
    ja="しばらく操作がなかったため、サインインを終了しました。もう一度サインインしてください。",
    en="Nothing was done for a while, so you were signed out. Sign in again.",
)
WEB_FACTORS_CHANGED: Final = Text(
    ja="パスワードや認証コードなどが変更されたため、サインインを終了しました。もう一度サインインしてください。"
    "心当たりがない場合は、すぐにアカウント管理者に連絡してください。",
    en="Your password, code or passkey was changed, so this sign-in ended. Sign in again. "
    "If you did not expect this, tell your account administrator at once.",
)
LINK_REFUSED: Final = Text(
    ja="このリンクは使用できません。使用済み、期限切れ（発行から 24 時間）、または誤りです。"
    "アカウント管理者に新しいリンクの発行を依頼してください。",
    en="This link cannot be used: it was used, is older than 24 hours, or is mistyped. "
    "Ask your account administrator for a new one.",
)
NEW_SECRET_BROKEN: Final = Text(
    ja="この画面は古くなっています。ページを開き直し、表示された QR コードを読み取り直してください。",
    en="This page is out of date. Open it again and scan the QR code that is shown then.",
)
PASSKEY_REFUSED: Final = Text(
    ja="パスキーを確認できませんでした。ページを開き直し、画面ロックの解除（PIN・指紋・顔）を行う設定の端末でやり直してください。",
    en="The passkey could not be verified. Open the page again and use a device that asks for its PIN, fingerprint or face.",
)
PASSKEYS_OFF: Final = Text(
    ja="パスキーは利用できません（管理画面の公開アドレスが設定されていません）。パスワードとコードを使用してください。",
    en="Passkeys are not available: the office's public address is not set. Use your password and code.",
)
GRANT_FULL: Final = Text(
    ja="このログインで同時に開ける接続の上限に達しています。使っていない接続を閉じてから、やり直してください。",
    en="This log-in has as many connections open as one may. Close those you do not use, then try again.",
)
NO_DOOR_AUTHORITY: Final = Text(
    ja="データベース接続口の証明書を発行できません。管理者が設定 [postgres] を確かめ、`sekisho init` を再実行してください。",
    en="The database door has nothing to be certified by. The administrator looks at [postgres] and runs `sekisho init` again.",
)
