"""What a session says to the person in it: why, what to do next, whom to ask. `en` is pure ASCII."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from gateway.guards.verdict import UNCOUNTED, Why
from gateway.vocabulary.outcome import Text

NAMES_SHOWN_MAX = 20
ALARMED_PAUSES: Final = 3  # from the third pause of a session on the supervisors are told (detection/alert.py)


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


def awaits_watcher(session: str, seconds: int) -> Text:
    """A free shell that opens nothing before somebody watches, for `seconds` at most."""
    return Text(
        ja=f"この自由シェルには管理監督者の立会いが必要です。管理監督者に、画面での「立ち会う」か"
        f"「sekisho session watch {session}」を依頼してください。"
        f"立会いが始まるまで何も表示・入力できません（最長 {seconds} 秒待ちます）。",
        en=f"This free shell must be watched. Ask a supervisor to stand by in the office, or for: sekisho session watch "
        f"{session}. Nothing is shown or typed before that (it waits {seconds} s at most).",
    )


def watcher_gone(seconds: int) -> Text:
    """Nobody watches any more; the session waits `seconds`."""
    return Text(
        ja=f"立会いが途切れたため、表示と入力を止めました。{seconds}秒以内に再開されなければ切断します。管理監督者に連絡してください。",
        en=f"Nobody watches any more: nothing is shown or typed. The session is cut in {seconds} s unless a supervisor "
        "watches again; call one.",
    )


_RAN_OUT: Mapping[Why, Text] = MappingProxyType(
    {
        Why.PEOPLE: Text(ja="表示した人数が上限に達しました", en="the number of people shown has reached its limit"),
        Why.OPAQUE: Text(ja="人が読めない文字列が上限に達しました", en="too much text that nobody can read was shown"),
        Why.HASHES: Text(ja="ハッシュ値のような文字列が上限に達しました", en="too many hash-like words were shown"),
        Why.BARE_NUMBERS: Text(ja="数字だけの行が上限に達しました", en="too many lines of bare numbers were shown"),
        Why.NOVEL: Text(
            ja="文章でもログでもない文字列が多く表示されました", en="much text was shown that is neither prose nor log"
        ),
        Why.VOLUME: Text(
            ja="表示量がセッションの上限に達しました", en="this session has shown as much as one session may"
        ),
        Why.SWEEP: Text(ja="表を端から順に読み進める操作が続きました", en="a table was being read from end to end"),
        Why.TRANSFER: Text(
            ja="画面の中でファイル転送が始まりました", en="a file transfer began inside the terminal's stream"
        ),
        Why.SUPERVISOR: Text(ja="管理監督者が凍結しました", en="a supervisor froze it"),
        Why.ELSEWHERE: Text(
            ja="ご自身の別のセッションで閲覧が凍結されています", en="you are frozen by another session of yours"
        ),
    }
)


def frozen(why: Why, used: int, limit: int, by: str | None, session: str) -> Text:
    """Nothing goes any more until a supervisor says so: why, who was told, what to do."""
    numbers, numbers_en = _numbers(why, used, limit)
    who = f"（{by}）" if by else ""
    who_en = f" ({by})" if by else ""
    told_ja = "" if why is Why.SUPERVISOR else "管理監督者に警報を送りました。"
    told_en = "" if why is Why.SUPERVISOR else "The supervisors have been alerted. "
    by_whom = _let_go_on(why)
    return Text(
        ja=f"凍結しました [{session}]: {_RAN_OUT[why].ja}{numbers}{who}。表示を止め、入力（Ctrl-C を含む）は"
        f"捨てています。{told_ja}{by_whom.ja}15 分以内に再開されなければ切断します。",
        en=f"Frozen [{session}]: {_RAN_OUT[why].en}{numbers_en}{who_en}. Nothing is shown and what you type is thrown away, "
        f"Ctrl-C included. {told_en}{by_whom.en} it is cut in 15 minutes otherwise.",
    )


def _numbers(why: Why, used: int, limit: int) -> tuple[str, str]:
    """In Japanese and English; of people it says that those too many were not shown."""
    if not limit:
        return "", ""
    if why is Why.PEOPLE and used > limit:
        return f"（次の表示で {used}／{limit}）", f" (the next lines would make it {used} of {limit})"
    return f"（{used}／{limit}）", f" ({used} of {limit})"


def _let_go_on(why: Why) -> Text:
    """How many supervisors it takes."""
    if why in UNCOUNTED:
        return Text(ja="再開には管理監督者 2 名が必要です。", en="Two supervisors can resume;")
    if why is Why.ELSEWHERE:  # it takes as many as the other session says
        return Text(ja="再開は管理監督者が行います。", en="Supervisors can resume;")
    return Text(
        ja="再開は管理監督者 1 名、上限の追加は 2 名が行います。", en="One supervisor can resume, two can extend;"
    )


def paused(why: Why, so_far: int) -> Text:
    """It waits for a key."""
    alarmed = so_far >= ALARMED_PAUSES
    more_ja = (
        "管理監督者に警報を送りました。" if alarmed else f"{ALARMED_PAUSES} 回目からは管理監督者に警報を送ります。"
    )
    more_en = (
        "The supervisors have been alerted." if alarmed else f"From number {ALARMED_PAUSES} on supervisors are alerted."
    )
    return Text(
        ja=f"一時停止（{so_far} 回目）: {_RAN_OUT[why].ja}。何かキーを押すと続きます（そのキーは送られません）。{more_ja}",
        en=f"Paused (number {so_far}): {_RAN_OUT[why].en}. Press any key to go on; that key is not sent. {more_en}",
    )


def little_left(used: int, cap: int) -> Text:
    """Most of the people that may be shown have been."""
    return Text(
        ja=f"閲覧件数が {used}／{cap} になりました。上限に達すると画面は凍結され、再開には管理監督者が必要です。",
        en=f"{used} of {cap} people have been shown. At the limit the screen freezes until a supervisor lets it go on.",
    )


def counted(used: int, cap: int) -> Text:
    """For a prompt or a window's title."""
    return Text(ja=f"閲覧件数 {used}／{cap}", en=f"people shown {used}/{cap}")


WENT_ON = Text(ja="表示を続けます。", en="It goes on.")
RESUMED = Text(ja="管理監督者が再開しました。", en="A supervisor let the session go on.")
FROZEN_TOO_LONG = Text(
    ja="凍結から 15 分以内に再開されなかったため切断しました。管理監督者に連絡してください。"
    "解除されるまで、新しいセッションも凍結されたまま始まります。",
    en="The session was cut because nobody took up the freeze within 15 minutes. Call a supervisor; until it is released, new "
    "sessions begin frozen.",
)
WATCHED = Text(
    ja="管理監督者が立会いを始めました。画面は見られています。", en="A supervisor is watching this session now."
)
UNWATCHED = Text(
    ja="立会いの管理監督者がいないため切断しました。管理監督者の都合を確かめてから、接続し直してください。",
    en="The session was cut because no supervisor watched it. Arrange with a supervisor, then connect again.",
)
WINDOW_OVER = Text(
    ja="作業時間が終了したため切断しました。続きが必要な場合は作業申請をしてください。",
    en="The work window is over and the session was cut. File a work order if more is needed.",
)
TRANSFER_STARTED = Text(
    ja="画面の中でファイル転送が始まったため切断しました。転送されたものはありません。この操作は記録され、管理監督者に通知されます。"
    "ファイルの受け渡しが必要な場合は管理監督者に相談してください。",
    en="A file transfer began inside the terminal's stream, so the session was cut. Nothing was transferred. This is recorded "
    "and supervisors are told. Ask your supervisor for the approved way if a file must be moved.",
)


def recording_nearly_full(percent: int) -> Text:
    """The recording has used so much of what one may be large."""
    return Text(
        ja=f"このセッションの録画は上限の{percent}%に達しました。上限に達すると切断します。"
        "大量の出力は止め、続きは接続し直して行ってください。",
        en=f"This session's recording has reached {percent}% of its limit; at the limit the session is cut. "
        "Stop large outputs, and connect again for the rest of the work.",
    )


RECORDING_FULL = Text(
    ja="録画が1セッションの上限に達したため切断しました。ここまでの記録は残っています。接続し直すと続けられます。"
    "大量の出力が必要な作業は、管理者に相談してください。",
    en="The session was cut because its recording has reached the limit of one session. What was recorded is kept. Connect again "
    "to go on; ask the administrator about work that needs large outputs.",
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
NO_DATABASE = Text(
    ja="この接続先はデータベースではありません。ssh で接続するか、接続先名を確かめてください。",
    en="This target is no database. Connect with ssh, or check the target's name.",
)
POLICY_CHANGED = Text(
    ja="ポリシーが変わったため、この接続では新しいセッションを始められません。接続し直してください。",
    en="The policy has changed; this connection can begin no further session. Connect again.",
)
