"""What a session says to the person in it: why, what to do next, whom to ask. `en` is pure ASCII."""

from collections.abc import Sequence

from gateway.vocabulary.outcome import Text

NAMES_SHOWN_MAX = 20


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMES_SHOWN_MAX]) if names else "-"


def no_target(username: str, targets: Sequence[str]) -> Text:
    """No target was named at the door."""
    example = f"{username}+{targets[0] if targets else 'TARGET'}"
    return Text(
        ja=f"接続先が指定されていません。「{example}」のように接続先名を付けて接続し直してください。"
        f"作業申請にある接続先: {_list(targets)}",
        en=f"No target was named. Connect again with the target's name in the user name, such as {example}. "
        f"Targets in your work orders: {_list(targets)}",
    )


def unknown_target(targets: Sequence[str]) -> Text:
    """A target nobody registered, or none of this person's."""
    return Text(
        ja=f"その名前の接続先はありません。接続先名を確かめてください。作業申請にある接続先: {_list(targets)}。"
        "登録についてはアカウント管理者に連絡してください。",
        en=f"There is no target of that name. Check the name. Targets in your work orders: {_list(targets)}. "
        "Ask your account administrator about registering one.",
    )


def ends_soon(seconds: int) -> Text:
    """The window ends in `seconds`; said in minutes, and in seconds when less than two remain."""
    short = seconds < 120
    left_ja = f"{seconds}秒" if short else f"{round(seconds / 60)}分"
    left_en = f"{seconds} s" if short else f"{round(seconds / 60)} minutes"
    return Text(
        ja=f"作業時間は残り{left_ja}です。時間になると自動的に切断されます。延長は管理監督者に作業申請をしてください。",
        en=f"{left_en} of the work window remain; then the session is cut. File a new work order for more.",
    )


WINDOW_OVER = Text(
    ja="作業時間が終了したため切断しました。続きが必要な場合は作業申請をしてください。",
    en="The work window is over and the session was cut. File a work order if more is needed.",
)
NOT_RECORDED = Text(
    ja="操作を記録できなくなったため切断しました。管理者に連絡してください。記録できない間は接続できません。",
    en="The session was cut because it can no longer be recorded. Tell the administrator; nobody can connect until it can.",
)
GATEWAY_FAULT = Text(
    ja="ゲートウェイの障害のため切断しました。管理者に連絡し、復旧後に接続し直してください。",
    en="The session was cut by a fault of the gateway. Tell the administrator, and connect again once it is mended.",
)
TARGET_GONE = Text(
    ja="接続先との通信が切れました。接続先の状態を確かめ、接続し直してください。",
    en="The connection to the target broke. Check the target and connect again.",
)
PEER_FAULT = Text(
    ja="端末側の通信が規約に反したため切断しました。SSHクライアントを更新し、続く場合は管理者に連絡してください。",
    en="The session was cut because the client broke the protocol. Update the SSH client; if it goes on, tell the administrator.",
)
UNREAD = Text(
    ja="端末が長時間にわたり画面の出力を受け取らなかったため切断しました。続ける場合は接続し直してください。",
    en="The session was cut because the terminal took no output for a long time. Connect again to go on.",
)
REGISTRAR_GONE = Text(
    ja="監査記録に書き込めなくなったため切断しました。管理者に連絡してください。",
    en="The session was cut because the audit journal cannot be written. Tell the administrator.",
)
DRAINED = Text(
    ja="ゲートウェイを停止するため切断しました。再開後に接続し直してください。",
    en="The session was cut because the gateway is being stopped. Connect again once it is back.",
)
NOT_BY_SSH = Text(
    ja="この接続先はSSHでは接続できません。データベースのクライアントで接続してください。方法は管理者に確認してください。",
    en="This target is not reached by SSH. Use a database client; ask your administrator how.",
)
POLICY_CHANGED = Text(
    ja="ポリシーが変わったため、この接続では新しいセッションを始められません。接続し直してください。",
    en="The policy has changed; this connection can begin no further session. Connect again.",
)
