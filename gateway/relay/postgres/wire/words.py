"""The sentences of what this protocol's state refuses by itself."""

from typing import Final

from gateway.vocabulary.outcome import Text

FUNCTION_CALL: Final = Text(
    ja="関数の直接呼び出し（FunctionCall）は使えません。SELECT 文で実行してください。",
    en="Function calls outside a statement (FunctionCall) are refused. Use a SELECT statement.",
)
REPLICATION: Final = Text(
    ja="レプリケーション接続は使えません。通常の接続で接続し直してください。",
    en="Replication connections are refused. Connect without replication.",
)
OLD_PROTOCOL: Final = Text(
    ja="この接続プロトコルには対応していません。プロトコル 3.0 のクライアントを使ってください。",
    en="This protocol is not spoken here. Use a client of protocol 3.0.",
)
NO_SUCH_STATEMENT: Final = Text(
    ja="その名前の文は、この接続では準備されていません。Parse から実行してください。",
    en="No statement of that name was prepared on this connection. Begin with Parse.",
)
NO_SUCH_PORTAL: Final = Text(
    ja="その名前のポータルは、この接続では作られていません。Bind から実行してください。",
    en="No portal of that name was made on this connection. Begin with Bind.",
)
TOO_MANY_NAMES: Final = Text(
    ja="準備済みの文またはポータルが多すぎます。不要なものを閉じてください。",
    en="Too many prepared statements or portals. Close those that are not needed.",
)
