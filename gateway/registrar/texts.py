"""Every wording the registrar gives to people: Japanese first, ASCII English beside."""

from typing import Final

from gateway.vocabulary.outcome import Text

BIND_FIRST: Final = Text(
    ja="先に本人確認（パスワードとワンタイムコード）が必要です。",
    en="Prove who you are first (password and one-time code).",
)
ASSERTION_REFUSED: Final = Text(
    ja="本人確認の証明が無効か期限切れです。もう一度ログインしてください。",
    en="The proof of your log-in is invalid or has expired. Log in again.",
)
TERMINAL_REFUSED: Final = Text(
    ja="この保守端末は使用できません。管理者に連絡してください。",
    en="This maintenance terminal may not be used. Tell the administrator.",
)
ORDER_REFUSED: Final = Text(
    ja="この対象とアカウントに有効な作業申請がありません。承認と作業時間を確認してください。",
    en="No work order of yours opens this target and account now. Check its approval and its hours.",
)
ALREADY_THERE: Final = Text(ja="同じ番号がすでに登録されています。", en="This identifier exists already.")
NOT_THERE: Final = Text(ja="対象が見つかりません。", en="There is no such entry.")
STALE: Final = Text(
    ja="その間に他の人が変更しました。読み直してからやり直してください。",
    en="Somebody changed this meanwhile. Read it again, then try again.",
)
NOT_YOURS: Final = Text(
    ja="この操作の権限がありません。担当の役割を持つ人に依頼してください。",
    en="Your roles do not permit this. Ask somebody who holds the role.",
)
NOT_ALONE: Final = Text(
    ja="自分の申請や、すでに承認した申請は承認できません。別の管理監督者に依頼してください。",
    en="Nobody approves an order of his own, or twice. Ask another supervisor.",
)
NOT_LIVE: Final = Text(
    ja="このセッションはこのノードで実行中ではありません。", en="This session does not run on this node."
)
CLOCK_BAD: Final = Text(
    ja="サーバの時計が信頼できないため、新しいセッションを開始できません。管理者に連絡してください。",
    en="The server's clock cannot be trusted, so no session may start. Tell the administrator.",
)
ENDING_CLOCK: Final = Text(
    ja="サーバの時計に異常があるため、セッションを終了します。管理者に連絡してください。",
    en="The server's clock is wrong, so this session ends. Tell the administrator.",
)
ENDING_RIGHT: Final = Text(
    ja="作業時間の終了、作業申請の取り下げ、または登録の変更により、セッションを終了します。",
    en="Your work order is over or withdrawn, or a registration has changed, so this session ends.",
)
ENDING_JOURNAL: Final = Text(
    ja="監査ログに記録できないため、セッションを終了します。管理者に連絡してください。",
    en="The audit journal cannot be written, so this session ends. Tell the administrator.",
)
ENDING_SERVICE: Final = Text(
    ja="サービスの停止のため、セッションを終了します。", en="The service is stopping, so this session ends."
)
UNSIGNED: Final = Text(
    ja="監査証跡の署名が現在できません。管理者に連絡してください。",
    en="The journal cannot be signed at the moment. Tell the administrator.",
)


def lease_held(terminal: str) -> Text:
    """Refusal for a person who is at work on another terminal; `terminal` is its registered name."""
    return Text(
        ja=f"別の保守端末（{terminal}）でセッションを使用中です。先に終了してください。",
        en="A session of yours is open on another maintenance terminal"
        + (f" ({terminal}). End it first." if terminal.isascii() else ". End it first."),
    )


def ending_cut(by: str) -> Text:
    """What the person reads when a supervisor cuts the session."""
    return Text(ja=f"管理監督者（{by}）がセッションを切断しました。", en=f"A supervisor ({by}) has cut this session.")
