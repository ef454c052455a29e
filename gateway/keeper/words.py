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
PERSON_NOT_ACTIVE: Final = Text(
    ja="このアカウントは現在利用できません。管理者に連絡してください。",
    en="This account may not be used now. Contact the administrator.",
)
NO_TARGET_SECRET: Final = Text(
    ja="この接続先の認証情報が登録されていません。管理者が `sekisho target` で登録してください。",
    en="No credential is stored for this target. The administrator registers one with `sekisho target`.",
)
NOT_FOR_THIS_ROLE: Final = Text(
    ja="この操作に必要な役割がありません。担当の役割を持つ人に依頼してください。",
    en="Your role does not permit this. Ask somebody who holds the role.",
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
STILL_RUNNING: Final = Text(
    ja="この録画のセッションはまだ進行中です。終了後にもう一度お試しください。",
    en="The session of this recording is still running. Try again when it has ended.",
)
