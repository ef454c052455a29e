"""Refusals in words: what was seen, and what to write instead, in both languages. English is ASCII (`Text`)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from gateway.guards.statements.shapes import Refused, Why
from gateway.vocabulary.outcome import Text

_NAME_LETTERS_MAX: Final = 63
_CLIENTS_MAX: Final = 5

_SAYS: Final[Mapping[Why, tuple[str, str, str, str]]] = {
    Why.SYNTAX: (
        "SQL として読めません。",
        "This cannot be read as SQL.",
        "PostgreSQL の構文で SELECT 文を 1 つ書いてください。",
        "Write one SELECT in PostgreSQL's syntax.",
    ),
    Why.LONG: (
        "文が長すぎます（{ja} バイトまで）。",
        "The statement is too long (at most {en} bytes).",
        "条件を分けて、短い文にしてください。",
        "Split it into shorter statements.",
    ),
    Why.DEEP: (
        "文の入れ子が深すぎます。",
        "The statement is nested too deeply.",
        "長い || や + の連なり、UNION ALL の連なりは分けてください。",
        "Split long chains of ||, + or UNION ALL.",
    ),
    Why.SEVERAL: (
        "一度に実行できるのは 1 文だけです。",
        "Only one statement at a time.",
        "1 文ずつ送ってください。",
        "Send the statements one by one.",
    ),
    Why.STATEMENT: (
        "この種類の文は使えません: {ja}",
        "This sort of statement is not permitted: {en}",
        "使えるのは SELECT、TABLE、SHOW、EXPLAIN（ANALYZE なし）、BEGIN、COMMIT、ROLLBACK、SAVEPOINT です。",
        "Permitted: SELECT, TABLE, SHOW, EXPLAIN without ANALYZE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT.",
    ),
    Why.SETTING: (
        "この設定は見られないか、変えられません: {ja}",
        "This setting cannot be shown or changed: {en}",
        "表の名前にはスキーマを付けてください。設定は関所が固定しています。",
        "Write the schema before a table's name; the gateway keeps the settings fixed.",
    ),
    Why.CLAUSE: (
        "この書き方は使えません: {ja}",
        "This cannot be used here: {en}",
        "列と表を名前で書いた SELECT にしてください。",
        "Write a plain SELECT that names its columns and tables.",
    ),
    Why.RELATION: (
        "サーバー内部のこの表は読めません: {ja}",
        "This relation of the server's own cannot be read: {en}",
        "構造は psql の \\d や information_schema.columns で見てください。データの表はスキーマを付けて書いてください。",
        "See the structure with psql's \\d or information_schema.columns; write tables of data with their schema.",
    ),
    Why.FUNCTION: (
        "この関数は使えません: {ja}",
        "This function is not permitted: {en}",
        "count sum avg min max や、日付・文字列の標準の関数を使ってください。",
        "Use count, sum, avg, min, max or one of the listed functions on dates and text.",
    ),
    Why.OPERATOR: (
        "この演算子は使えません: {ja}",
        "This operator is not permitted: {en}",
        "= <> < > LIKE など標準の演算子を使ってください。",
        "Use one of the ordinary operators, as = <> < > LIKE.",
    ),
    Why.TYPE: (
        "この型への変換は使えません: {ja}",
        "A cast to this type is not permitted: {en}",
        "text integer numeric date timestamp などに変換してください。",
        "Cast to text, integer, numeric, date, timestamp or another listed type.",
    ),
    Why.NAME: (
        "どの列か確かめられません: {ja}",
        "It is not certain which column this is: {en}",
        "「表の別名.列名」と書いてください。番号や * ではなく名前で書いてください。",
        "Write it as alias.column, by name and not by number or *.",
    ),
    Why.PERSONAL: (
        "個人データの列は、そのまま出力するほかには使えません: {ja}",
        "A personal column may only be put out as it is: {en}",
        "SELECT の直後に列名だけを書くと、伏せて表示します。条件・並べ替え・計算には個人データでない列を使ってください。",
        "Name the column bare after SELECT and it is shown masked. Use other columns in conditions, sorting and expressions.",
    ),
    Why.UNCLASSIFIED: (
        "列の台帳にない列は、そのまま出力するほかには使えません: {ja}",
        "A column that nobody classified may only be put out as it is: {en}",
        "SELECT の直後に列名だけを書くと、伏せて表示します。台帳への登録は管理者に依頼してください（sekisho target catalogue）。",
        "Name it bare after SELECT and it is shown masked. Ask the administrator to classify it (sekisho target catalogue).",
    ),
    Why.WHOLE_ROW: (
        "行全体は使えません: {ja}",
        "A whole row cannot be used: {en}",
        "列を 1 つずつ書くか、「別名.*」と書いてください。",
        "Name the columns one by one, or write alias.* in the output.",
    ),
    Why.CLIENT: (
        "作業申請にない委託元の表です: {ja}",
        "This relation belongs to a client that the work order does not name: {en}",
        "その委託元を含む作業申請を出してください。",
        "File a work order that names that client.",
    ),
    Why.GROUP: (
        "何人分の集計か確かめられません: {ja}",
        "It is not certain how many people stand behind this aggregate: {en}",
        "表を直接集計するか、副問い合わせにも人を表す列（顧客番号など）を出してください。",
        "Aggregate the table itself, or let the subquery put out the column that says who a row is about.",
    ),
}


def refused(why: Why, about: str) -> Refused:
    """The refusal; `about` is a name or a word of SQL, made harmless and bounded here."""
    ja, en, nearest_ja, nearest_en = _SAYS[why]
    seen = "".join(each if each.isprintable() else "?" for each in about[:_NAME_LETTERS_MAX]) or "-"
    ascii_only = seen.encode("ascii", "replace").decode("ascii")
    return Refused(
        why=why,
        text=Text(ja=ja.replace("{ja}", seen), en=en.replace("{en}", ascii_only)),
        nearest=Text(ja=nearest_ja, en=nearest_en),
    )


def left_out(group_size_min: int) -> Text:
    """What the gateway added to an aggregate."""
    return Text(
        ja=f"{group_size_min} 人に満たない集計の行は表示しません。",
        en=f"Rows that count fewer than {group_size_min} people are left out.",
    )


def only_of(clients: AbstractSet[str]) -> Text:
    """Whose rows an aggregate, a condition or a UNION was left with."""
    codes = ", ".join(sorted(clients)[:_CLIENTS_MAX]) + (", ..." if len(clients) > _CLIENTS_MAX else "")
    ascii_only = codes.encode("ascii", "replace").decode("ascii")
    return Text(
        ja=f"集計や副問い合わせでは、作業申請の委託元（{codes or 'なし'}）の行だけを読みます。",
        en=f"Aggregates and subqueries read rows of the order's clients only ({ascii_only or 'none'}).",
    )


def swallowed(name: str) -> Text:
    """A setting that clients send at log-in and that changes nothing."""
    return Text(ja=f"{name}: 関所が決めた値のままです。", en=f"{name}: stays as the gateway has set it.")
