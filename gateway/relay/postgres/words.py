"""What a session at a database says to the person in it: why, and what to do. `en` is ASCII."""

from typing import Final

from gateway.relay.postgres.ports import Denied
from gateway.relay.postgres.wire import sqlstates
from gateway.vocabulary.outcome import Text

ONLY_UTF8: Final = Denied(
    sqlstate=sqlstates.NOT_SUPPORTED,
    why="encoding",
    text=Text(
        ja="クライアントの文字コードは UTF8 だけ使えます（SJIS や EUC_JP は使えません）。",
        en="The only client encoding here is UTF8 (not SJIS, EUC_JP or another).",
    ),
    hint=Text(
        ja="PGCLIENTENCODING=UTF8 を設定し、端末の文字コードも UTF-8 にしてください（Windows では chcp 65001）。",
        en="Set PGCLIENTENCODING=UTF8 and a terminal of UTF-8 (on Windows: chcp 65001).",
    ),
)
STRUCTURE_CHANGED: Final = Text(
    ja="対象データベースの表の構造が変わったため、結果を表示しません。もう一度実行してください。",
    en="The structure of the target's tables has changed: nothing of this is shown. Run it again.",
)
CHANGED_HINT: Final = Text(
    ja="繰り返す場合は、列の台帳が古い可能性があります。管理者に連絡してください。",
    en="If it happens again the catalogue of columns may be out of date. Tell the administrator.",
)
IDLE: Final = Text(
    ja="操作がないまま時間が過ぎたため、接続を終了しました。接続し直してください。",
    en="The connection was ended: nothing was asked for too long. Connect again.",
)
SILENT_TARGET: Final = Text(
    ja="対象データベースが制限時間を過ぎても応答しないため、接続を終了しました。しばらくしてから接続し直してください。",
    en="The target database did not answer within its time: the connection was ended. Connect again later.",
)


TOO_MUCH_BOUND: Final = Text(
    ja="実行していないパラメーターが多すぎます。先に実行するか、ポータルを閉じてください。",
    en="Too many parameters are bound and not executed. Execute or close portals first.",
)


def too_many_rows(most: int) -> Text:
    """The statement would show more rows than one may."""
    return Text(
        ja=f"1 文で表示できるのは {most} 行までです。残りは表示せず、文を中止しました。",
        en=f"One statement shows at most {most} rows: the rest is not shown, and the statement was cancelled.",
    )


def fewer_rows(most: int) -> Text:
    """What to do about it."""
    return Text(
        ja=f"条件で絞り込むか、LIMIT {most} を付けてください。", en=f"Narrow the statement down, or add LIMIT {most}."
    )
