"""What the log-in walk says to people: what was refused, what to do next, whom to ask. `en` is pure ASCII.

Before everything is proved a text depends on what was *done* on the connection, never on who was named: an outsider learns
from none of them whether a person exists, is suspended, or which of two answers was wrong.
"""

from typing import Final

from gateway.vocabulary.outcome import Text

_ADMINISTRATOR: Final = Text(
    ja="お問い合わせ先: アカウント管理者。",
    en="Whom to ask: your account administrator.",
)
_SUPERVISOR: Final = Text(
    ja="お問い合わせ先: 管理監督者。",
    en="Whom to ask: your supervisor.",
)


def _said(ja: str, en: str, ask: Text) -> Text:
    return Text(ja=f"{ja}{ask.ja}", en=f"{en} {ask.en}")


OPENING: Final = _said(
    "関所（中継サーバ）です。操作はすべて記録されます。登録済み端末の鍵、本人の鍵またはパスワード、ワンタイムコードを確認します。"
    "未承認の端末、他人の鍵、失効した鍵では接続できません。端末や鍵は事前に登録してください。",
    "Sekisho gateway. Everything is recorded. It checks a registered terminal's key, your own key or password, and a "
    "one-time code. Unregistered terminals, other people's keys and withdrawn keys are refused. Have yours registered first.",
    _ADMINISTRATOR,
)

BAD_NAME: Final = _said(
    "この利用者名の書き方では接続できません。「利用者名」または「利用者名+接続先」または「利用者名+接続先+接続先アカウント」を"
    "半角小文字で指定してください。",
    "This log-in name cannot be used. Give USER, USER+TARGET or USER+TARGET+ACCOUNT in lower-case ASCII.",
    _ADMINISTRATOR,
)

UNAPPROVED_TERMINAL: Final = _said(
    "未承認の端末です。端末の鍵を確認できないため、本人確認に進めません。登録済みの保守端末から、端末の鍵を指定して接続し直してください。",
    "This terminal is not approved: no registered terminal's key was proved, so nothing about you is asked. Connect from a "
    "registered maintenance terminal and offer its key.",
    _ADMINISTRATOR,
)

UNAPPROVED_CERTIFICATE: Final = _said(
    "未承認の端末です。登録済みの端末証明書を確認できないため、本人確認に進めません。登録済みの保守端末から、端末の証明書と秘密鍵"
    "（psql では sslcert と sslkey）を指定して接続し直してください。",
    "This terminal is not approved: no registered terminal's certificate was shown, so nothing about you is asked. Connect from "
    "a registered maintenance terminal and give its certificate and key (sslcert and sslkey in psql).",
    _ADMINISTRATOR,
)

CERTIFICATE_NOT_VALID: Final = _said(
    "この端末の証明書は有効期間外です。端末の時計を確かめ、新しい証明書を登録してから接続し直してください。",
    "This terminal's certificate is outside its validity. Check the terminal's clock, have a new certificate registered, then "
    "connect again.",
    _ADMINISTRATOR,
)

KEY_NOT_ACCEPTED: Final = _said(
    "この鍵では先に進めません。登録済みの端末の鍵と、利用者名の本人の鍵を1つずつ指定して接続し直してください。",
    "This key does not lead on. Offer one key of a registered terminal and one key of the person named.",
    _ADMINISTRATOR,
)

BAD_SIGNATURE: Final = _said(
    "鍵の署名を確認できませんでした。秘密鍵が公開鍵と一組かを確かめ、接続し直してください。",
    "The key's signature did not verify. Check that the private key belongs to the public key, and connect again.",
    _ADMINISTRATOR,
)

NOT_TOUCHED: Final = _said(
    "セキュリティキーに触れずに作られた署名は受け付けません。キーに触れて接続し直してください"
    "（no-touch-required の鍵は使えません）。",
    "A security key's signature without a touch is not accepted. Connect again and touch the key (keys made with "
    "no-touch-required cannot be used).",
    _ADMINISTRATOR,
)

NOT_VERIFIED: Final = _said(
    "セキュリティキーの PIN または生体認証が必要です。verify-required を指定して作成した鍵を登録し、"
    "PIN を入力して接続し直してください。",
    "The security key must ask for its PIN or a biometric. Register a key made with verify-required, and connect again.",
    _ADMINISTRATOR,
)

COUNTER_DECREASED: Final = _said(
    "このセキュリティキーの署名回数が前回より減っています。複製された疑いがあるため受け付けず、通報しました。すぐに連絡してください。",
    "This security key has signed with a lower count than before, so there may be a copy of it. It is not accepted, and "
    "this was reported. Report it yourself at once.",
    _ADMINISTRATOR,
)

TERMINAL_COPIED: Final = _said(
    "この端末の鍵が別のアドレスでも使用中です。鍵が複製された疑いがあるため、端末を停止し、通報しました。すぐに連絡してください。",
    "This terminal's key is in use from another address as well, so it may have been copied. The terminal cannot be used any "
    "more, and this was reported. Report it yourself at once.",
    _ADMINISTRATOR,
)

NOT_THIS_WAY: Final = _said(
    "この認証方式は今は使えません。登録済み端末の鍵、本人の鍵またはパスワード、ワンタイムコードを使って接続してください。",
    "This way of logging in is not open now. Use a registered terminal's key, then your own key or password, then a "
    "one-time code.",
    _ADMINISTRATOR,
)

WRONG_CODE: Final = _said(
    "ワンタイムコードが確認できませんでした。表示中の6桁の数字を入力し直してください。繰り返し間違えると一時的にロックされます。",
    "The one-time code was not accepted. Enter the six digits shown now. Repeated mistakes lock the account for a while.",
    _ADMINISTRATOR,
)

WRONG_PASSWORD_OR_CODE: Final = _said(
    "パスワードまたはワンタイムコードが確認できませんでした。両方を入力し直してください。繰り返し間違えると一時的にロックされます。",
    "The password or the one-time code was not accepted. Enter both again. Repeated mistakes lock the account for a while.",
    _ADMINISTRATOR,
)

ANSWER_TOO_LONG: Final = _said(
    "入力が長すぎるか、文字として読めません。もう一度入力してください。",
    "The answer is too long or is not text. Enter it again.",
    _ADMINISTRATOR,
)

TOO_MANY: Final = _said(
    "この接続での試行回数の上限に達したため、切断します。接続し直してください。多数の鍵を持つ場合は、使う鍵だけを指定してください。",
    "Too many attempts on this connection; it is closed. Connect again. If your agent holds many keys, offer only the ones "
    "needed (IdentitiesOnly).",
    _ADMINISTRATOR,
)

UNASKED: Final = _said(
    "求めていない応答を受け取ったため、切断します。通常のクライアントで接続し直してください。",
    "An answer came that nobody asked for; the connection is closed. Connect again with an ordinary client.",
    _ADMINISTRATOR,
)

SUSPENDED: Final = _said(
    "本人確認はできましたが、このアカウントは停止中のため接続できません。停止の解除を依頼してください。",
    "You are recognised, but this account is suspended, so you cannot connect. Ask to have the suspension lifted.",
    _ADMINISTRATOR,
)

REVOKED: Final = _said(
    "本人確認はできましたが、このアカウントは廃止されているため接続できません。必要な場合は新しい登録を依頼してください。",
    "You are recognised, but this account has been revoked, so you cannot connect. If you still need one, ask to be registered.",
    _ADMINISTRATOR,
)

CONTRACT_ENDED: Final = _said(
    "本人確認はできましたが、契約期間が終了しているため接続できません。契約を更新した場合は、終了日の更新を依頼してください。",
    "You are recognised, but your contract has ended, so you cannot connect. If it was renewed, ask for a new end date.",
    _ADMINISTRATOR,
)

NOT_ENGINEER: Final = _said(
    "本人確認はできましたが、保守担当者の役割がないため接続できません。保守作業を担当する場合は、役割の付与を依頼してください。",
    "You are recognised, but you do not hold the engineer's role, so you cannot connect. If you do maintenance work, ask for it.",
    _ADMINISTRATOR,
)

KEY_WITHDRAWN: Final = _said(
    "ログイン中に端末または鍵の登録が停止されたため、接続できません。登録の状態を確認してから接続し直してください。",
    "A terminal or key was withdrawn while you were logging in, so you cannot connect. Have its registration checked, then "
    "connect again.",
    _ADMINISTRATOR,
)

FAULT: Final = _said(
    "中継サーバ側の障害のため、ログインを中止しました（記録できない操作は行いません）。しばらくしてから接続し直してください。",
    "The gateway has a fault and stopped this log-in (nothing happens that cannot be recorded). Connect again a little later.",
    _SUPERVISOR,
)


def used_code(seconds: int) -> Text:
    """The code was right but has been used; `seconds` until the next one."""
    return _said(
        f"このワンタイムコードは使用済みです（1つのコードは1回だけ有効）。{seconds}秒後に表示される次のコードを入力してください。"
        "自分で使った覚えがない場合は、すぐに連絡してください。",
        f"This one-time code has already been used (each is good once). Enter the next code, shown in {seconds} s. "
        "If you did not use it yourself, report it at once.",
        _ADMINISTRATOR,
    )


def locked(seconds: int) -> Text:
    """Too many wrong passwords or codes; `seconds` until the lock ends."""
    minutes, rest = divmod(max(seconds, 0), 60)
    return _said(
        f"間違いが続いたため、ロックされています。あと{minutes}分{rest}秒待ってから接続し直してください。"
        "自分で間違えた覚えがない場合は、すぐに連絡してください。",
        f"Locked after repeated mistakes. Wait {minutes} min {rest} s, then connect again. "
        "If the mistakes were not yours, report it at once.",
        _ADMINISTRATOR,
    )
