"""What the journal's kinds about databases say in a person's words; a part of `office_sentences`. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.vocabulary.outcome import Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


DATABASE: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "disclosure.shown": _t(
            "委託元 {client} の {table} を表示しました（伏せ字 {rows} 行、開示 {people} 件、{at_most}）。",
            "Shown of client {client}, {table}: {rows} masked rows, {people} records in clear ({at_most}).",
        ),
        "disclosure.near": _t(
            "閲覧上限が近づきました（{span}: {used}/{cap}、委託元 {client}）。",
            "The disclosure budget is nearly used up ({span}: {used} of {cap}, client {client}).",
        ),
        "disclosure.frozen": _t(
            "閲覧上限を超えるため表示せず、凍結しました（{span}: {used}/{cap}、委託元 {client}）。",
            "Nothing was shown and the person is frozen: over the budget ({span}: {used} of {cap}, client {client}).",
        ),
        "disclosure.estimated": _t(
            "シェルの画面に {people} 人分の個人データを伏せ字で表示しました（推計、委託元 {clients}、{day}）。",
            "Further people shown masked by a shell: {people} (an estimate, clients {clients}, {day}).",
        ),
        "disclosure.canary": _t(
            "委託元 {client} のカナリア {canary} の値（{value}）が表示されました。",
            "A value ({value}) of canary {canary} of client {client} was shown.",
        ),
        "disclosure.unread": _t(
            "{days} 日間に、読めない文字を {units} 単位表示しました。",
            "{units} units of text that nobody reads, shown within {days} days.",
        ),
        "disclosure.foreign_client": _t(
            "作業申請にない委託元 {client} の行（{table}、{rows} 行）の表示を拒否しました。",
            "Refused {rows} rows of {table}: client {client} is not in the work order.",
        ),
        "inquiry.made": _t(
            "委託元 {client} の表示の記録を照会しました（{about}、{since} ～ {until}、番号 {numbers} 件）。目的: {purpose}",
            "Asked the disclosure records about client {client} ({about}, {since} to {until}, {numbers} numbers). "
            "Purpose: {purpose}",
        ),
        "disclosure.released": _t(
            "表示の凍結を解除しました。理由: {reason}", "Released the freeze of the disclosure budget. Reason: {reason}"
        ),
        "disclosure.raised": _t(
            "閲覧上限を当日だけ引き上げました（{people} 人、{rows} 行、管理監督者 {supervisors}）。理由: {reason}",
            "Raised the disclosure budget for the day by {people} people and {rows} rows ({supervisors}). Reason: {reason}",
        ),
        "sweep.rows": _t(
            "{minutes} 分間に {table} を {rows} 行表示しました。", "{rows} rows of {table} within {minutes} minutes."
        ),
        "sweep.statements": _t(
            "{minutes} 分間に異なる文を {statements} 件以上実行しました。",
            "{statements} different statements or more within {minutes} minutes.",
        ),
        "sweep.keys": _t(
            "{table} を番号順に読み進めています（{steps} 回、{minutes} 分間）。",
            "Goes through {table} by its keys: {steps} answers within {minutes} minutes.",
        ),
        "statement.run": _t(
            "データベースへ文を送りました（{what}、{relations}）: {text}",
            "Statement {number} ({what}, {relations}): {text}",
        ),
        "statement.ended": _t(
            "文 {number} が終わりました（{rows} 行表示、うち伏せ字 {masked} 行、{milliseconds} ミリ秒、状態: {sqlstate}、"
            "中断: {cut}）。",
            "Statement {number} ended: {rows} rows shown, {masked} of them masked, {milliseconds} ms (state: {sqlstate}, cut: "
            "{cut}).",
        ),
        "statement.ran": _t(
            "文 {number}～{through} のうち {times} 件が終わりました（{what}、{relations}、{rows} 行表示、うち伏せ字 {masked} 行、"
            "計 {milliseconds} ミリ秒）: {text}",
            "{times} statements of {number} to {through} ran ({what}, {relations}; {rows} rows shown, {masked} of them masked, "
            "{milliseconds} ms in all): {text}",
        ),
        "statement.refused": _t(
            "文を送らず拒否しました（{why}、{sqlstate}）: {text}",
            "Refused statement {number} ({why}, {sqlstate}): {text}",
        ),
        "grant.made": _t(
            "このログインでの追加の接続を認めました。", "Further connections of this log-in need no fresh code."
        ),
        "grant.taken": _t(
            "先のログインを引き継いで接続しました（{open} 本目）。",
            "A further connection went on by an earlier log-in ({open} are open).",
        ),
        "grant.forgotten": _t(
            "追加の接続の許可を {count} 件取り消しました。", "{count} log-ins carry no further connection any more."
        ),
        "catalogue.read": _t(
            "データベース {database} の列情報（名前・型）の取得を指示しました（{account}）。",
            "Had the schema of database {database} read: names and types ({account}).",
        ),
        "catalogue.told": _t(
            "データベース {database} の列情報の取得が終わりました（列の数: {columns}、できなかった理由: {failed}）。",
            "Reading the schema of database {database} has ended (columns: {columns}, why not: {failed}).",
        ),
        "target.certificate_ending": _t(
            "登録したサーバー証明書の有効期限は {ends_on} です（残り {days} 日、{print}）。",
            "The pinned server certificate ends on {ends_on} ({days} days left, {print}).",
        ),
        "catalogue.drift": _t(
            "データベース {database} に分類されていない列があります（{relation_count} 表、{column_count} 列: {relations}）。"
            "すべて伏せ字にします。",
            "Database {database} has columns nobody classified ({relation_count} relations, {column_count} columns: "
            "{relations}); all are masked.",
        ),
    }
)
