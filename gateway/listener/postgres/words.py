"""What the database door says before a session runs: what was refused, what to do next, whom to ask. `en` is pure ASCII."""

from collections.abc import Sequence
from typing import Final

from gateway.vocabulary.outcome import Text

NOT_DIRECT: Final = Text(
    ja="この接続方法は受け付けません。sslnegotiation=postgres にするか、ALPN「postgresql」を使うクライアントにしてください。"
    "お問い合わせ先: アカウント管理者。",
    en='This way of beginning TLS is not accepted. Use sslnegotiation=postgres, or a client that offers ALPN "postgresql". Whom '
    "to ask: your account administrator.",
)
PROTOCOL_BROKEN: Final = Text(
    ja="クライアントの通信が規約どおりではないため、切断しました。通常の PostgreSQL クライアントで接続し直してください。",
    en="The client broke the protocol; the connection was ended. Connect again with an ordinary PostgreSQL client.",
)
TOO_LATE: Final = Text(
    ja="ログインが時間内に終わりませんでした。接続し直してください。",
    en="The log-in did not finish in time. Connect again.",
)
_SHOWN_MAX: Final = 10


def which_database(databases: Sequence[str]) -> Text:
    """No database was named, and it is not certain which one is meant."""
    known = ", ".join(databases[:_SHOWN_MAX]) if databases else "-"
    return Text(
        ja=f"データベース名を指定してください（psql では -d）。列の台帳にあるデータベース: {known}。"
        "分からないときは管理監督者に確認してください。",
        en=f"Name the database (-d in psql). Databases in the catalogue of columns: {known}. If you do not know, ask your "
        "supervisor.",
    )


BAD_DATABASE: Final = Text(
    ja="このデータベース名は使えません。63 バイト以内の、制御文字を含まない名前を指定してください。",
    en="This database name cannot be used. Give one of at most 63 bytes without control characters.",
)
