"""The errors a person gets: our words with a SQLSTATE, and what is left of a target's error, which is its SQLSTATE.

A target's text may quote rows ("invalid input syntax for type integer: <a phone number>"), so nothing of it is passed on: not the
message, detail, hint, position, nor names of tables and constraints. What stands for it is chosen by the code alone.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from gateway.relay.postgres.wire import notices, sqlstates
from gateway.relay.postgres.wire.notices import ErrorResponse
from gateway.vocabulary.outcome import Text


class Severity(StrEnum):
    """ERROR: the request failed. FATAL: the connection ends with it."""

    ERROR = "ERROR"
    FATAL = "FATAL"


def error(sqlstate: str, words: Text, severity: Severity = Severity.ERROR, hint: Text | None = None) -> ErrorResponse:
    """An error of our own: both languages in the message, since clients show no other field always.

    `hint` says what to do.

    Raises ValueError for a code that is none of PostgreSQL's: drivers choose their exceptions by it.
    """
    if sqlstate not in sqlstates.LISTED:
        raise ValueError(f"{sqlstate!r} is no SQLSTATE of PostgreSQL")
    fields = {
        notices.SEVERITY: severity.value,
        notices.PLAIN_SEVERITY: severity.value,
        notices.CODE: sqlstate,
        notices.MESSAGE: words.both(),
    }
    if hint is not None:
        fields[notices.HINT] = hint.both()
    return ErrorResponse(fields=fields)


def reduced(told: ErrorResponse) -> ErrorResponse:
    """What a person gets of a target's error. A code that PostgreSQL does not have becomes XX000."""
    sqlstate = told.sqlstate if told.sqlstate in sqlstates.LISTED else sqlstates.INTERNAL_ERROR
    return error(sqlstate, words_for(sqlstate), Severity.FATAL if told.is_last else Severity.ERROR)


def words_for(sqlstate: str) -> Text:
    """Our words for a code: its own, else its class's, else those for any."""
    words = _BY_CODE.get(sqlstate) or _BY_CLASS.get(sqlstate[:2]) or _ANY
    return Text(
        ja=f"{words.ja}（対象データベースの詳細は表示しません。SQLSTATE {sqlstate}）",
        en=f"{words.en} (The target's own words are not shown. SQLSTATE {sqlstate})",
    )


_ANY: Final = Text(
    ja="対象データベースがエラーを返しました。対象機器の管理者に連絡してください。",
    en="The target database reported an error. Ask whoever runs it.",
)
_BY_CODE: Final[Mapping[str, Text]] = {
    "25006": Text(ja="読み取り専用のため、変更はできません。", en="Nothing can be changed: this access only reads."),
    "25P02": Text(
        ja="トランザクションは失敗しています。終了してから、もう一度実行してください。",
        en="The transaction has failed. End it, then try again.",
    ),
    "25P03": Text(
        ja="操作がないままトランザクションが続いたため、接続を終了しました。接続し直してください。",
        en="The connection was ended: a transaction stayed idle for too long. Connect again.",
    ),
    "26000": Text(ja="その名前の準備済みの文はありません。", en="There is no prepared statement of that name."),
    "34000": Text(ja="その名前のカーソルはありません。", en="There is no cursor of that name."),
    "42501": Text(
        ja="対象データベースがこの操作を許可していません。必要なら管理監督者に申請してください。",
        en="The target database does not permit this. If you need it, ask your supervisor.",
    ),
    "42601": Text(ja="文の構文に誤りがあります。", en="The statement has a syntax error."),
    "42702": Text(
        ja="列名があいまいです。表名を付けてください。", en="A column name is ambiguous: name its table too."
    ),
    "42703": Text(ja="指定した列は存在しません。", en="A column that was named does not exist."),
    "42883": Text(
        ja="指定した関数または演算子は、その型では存在しません。",
        en="A function or operator that was named does not exist for those types.",
    ),
    "42P01": Text(ja="指定した表は存在しません。", en="A table that was named does not exist."),
    "42P05": Text(
        ja="その名前の準備済みの文がすでにあります。", en="There is a prepared statement of that name already."
    ),
    "53300": Text(
        ja="対象データベースの接続数が上限です。しばらくしてから接続し直してください。",
        en="The target database has no connection left. Try again later.",
    ),
    "55P03": Text(
        ja="ロックを取得できませんでした。しばらくしてから再実行してください。",
        en="A lock was not free. Try again later.",
    ),
    "57014": Text(
        ja="取り消し、または制限時間のため、文を中止しました。",
        en="The statement was cancelled, or took longer than it may.",
    ),
    "57P01": Text(
        ja="対象データベースが接続を終了しました。しばらくしてから接続し直してください。",
        en="The target database ended the connection. Connect again later.",
    ),
    "57P03": Text(
        ja="対象データベースはまだ接続を受け付けていません。しばらくしてから接続し直してください。",
        en="The target database takes no connections yet. Try again later.",
    ),
}
_BY_CLASS: Final[Mapping[str, Text]] = {
    "08": Text(
        ja="対象データベースとの通信に失敗しました。接続し直してください。",
        en="Talking to the target database failed. Connect again.",
    ),
    "0A": Text(ja="対象データベースがこの機能に対応していません。", en="The target database does not support this."),
    "22": Text(
        ja="値が型または範囲に合いません（変換、桁あふれ、0 での除算など）。",
        en="A value does not fit its type or range (a conversion, an overflow, a division by zero).",
    ),
    "23": Text(ja="制約に反する値です。", en="A constraint was violated."),
    "25": Text(
        ja="現在のトランザクションの状態では実行できません。", en="This cannot be run in the transaction as it is."
    ),
    "28": Text(
        ja="対象データベースがゲートウェイのログインを拒否しました。管理者に連絡してください。",
        en="The target database refused the gateway's log-in. Tell the administrator.",
    ),
    "3D": Text(ja="指定したデータベースは存在しません。", en="The database that was named does not exist."),
    "3F": Text(ja="指定したスキーマは存在しません。", en="The schema that was named does not exist."),
    "40": Text(
        ja="同時に実行された処理と競合したため、取り消されました。もう一度実行してください。",
        en="The transaction was undone because of others at the same time. Try again.",
    ),
    "42": Text(
        ja="文が正しくないか、対象データベースが許可していません。",
        en="The statement is not right, or the target database does not permit it.",
    ),
    "53": Text(
        ja="対象データベースの資源が不足しています。対象機器の管理者に連絡してください。",
        en="The target database is short of resources. Ask whoever runs it.",
    ),
    "54": Text(ja="文が複雑すぎるか、長すぎます。", en="The statement is too complex or too long."),
    "55": Text(
        ja="対象のオブジェクトが使用できない状態です。", en="Something that was named is not in a state to be used."
    ),
    "57": Text(
        ja="対象データベースの運用者の操作により中止されました。", en="Whoever runs the target database stopped this."
    ),
}
