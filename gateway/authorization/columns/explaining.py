"""What the catalogue and the budgets say about a target, in lines of both languages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.authorization.budgets import Budgets
from gateway.authorization.columns.catalogue import ColumnFile, Columns
from gateway.vocabulary.caps import Caps
from gateway.vocabulary.column import Kind
from gateway.vocabulary.outcome import Text
from gateway.vocabulary.target import Importance

KIND_NAMES: Final[Mapping[Kind, Text]] = MappingProxyType(
    {
        Kind.HARMLESS: Text(ja="個人データでない", en="harmless"),
        Kind.NAME: Text(ja="氏名", en="name"),
        Kind.KANA: Text(ja="氏名（カナ）", en="reading of a name"),
        Kind.PHONE: Text(ja="電話番号", en="telephone"),
        Kind.MAIL: Text(ja="メールアドレス", en="e-mail"),
        Kind.ADDRESS: Text(ja="住所", en="address"),
        Kind.BIRTH: Text(ja="生年月日", en="date of birth"),
        Kind.CARD: Text(ja="カード番号（表示しない）", en="payment card, never shown"),
        Kind.LINE: Text(ja="回線ID", en="line id"),
        Kind.FREE_TEXT: Text(ja="自由記述", en="free text"),
        Kind.PERSONAL: Text(ja="その他の個人データ", en="other personal data"),
    }
)


def explain_columns(columns: Columns, target: str) -> tuple[Text, ...]:
    """What is classified of the databases on that target; where nothing is, that every column is masked."""
    files = columns.of_target(target)
    if not files:
        return (
            Text(
                ja="列の分類: なし。すべての列を個人データとして扱い、伏せ字にします（分類するには policies/columns/ に書く）",
                en="Columns: none classified. Every column is personal and masked; classify them in policies/columns/",
            ),
        )
    return tuple(_file(each) for each in files)


def explain_budget(budgets: Budgets, purpose: str, target_class: Importance | None) -> tuple[Text, ...]:
    """What an order of the purpose may show of a target of that class."""
    caps = budgets.caps(purpose, target_class)
    return (
        _caps(Text(ja="閲覧上限（委託元ごと）", en="Disclosure budget, per client"), caps.per_client),
        _caps(Text(ja="閲覧上限（全委託元）", en="Disclosure budget, all clients"), caps.in_all),
    )


def explain_shell_budget(budgets: Budgets, purpose: str, target_class: Importance | None) -> Text:
    """What a shell or a listed command of such an order may show, whosever data it is."""
    caps = budgets.shell.caps(purpose, target_class)
    return Text(
        ja=f"閲覧上限（シェルと許可コマンド、推定）: {caps.people} 人/{caps.minutes}分、{caps.session} 人/セッション、"
        f"{caps.day} 人/日、{caps.days_30} 人/30日、{caps.days_365} 人/365日。読めない文字 {caps.opaque} 単位/{caps.minutes}分、"
        f"{caps.opaque_day} 単位/日、表示 {caps.volume} バイト/セッション",
        en=f"Disclosure budget, shells and listed commands (estimates): {caps.people} people in {caps.minutes} minutes, "
        f"{caps.session} a session, {caps.day} a day, {caps.days_30} in 30 days, {caps.days_365} in 365 days; unreadable text "
        f"{caps.opaque} units in {caps.minutes} minutes, {caps.opaque_day} a day; {caps.volume} bytes a session",
    )


def clear_columns(file: ColumnFile) -> tuple[str, ...]:
    """`schema.relation.column` of everything that passes in clear."""
    return tuple(
        f"{relation.place}.{column.name}"
        for relation in file.catalogue.relations.values()
        for column in relation.columns.values()
        if column.is_harmless
    )


def _file(file: ColumnFile) -> Text:
    relations = file.catalogue.relations.values()
    clear = clear_columns(file)
    masked = sum(len(each.columns) for each in relations) - len(clear)
    shown = ", ".join(clear) or "-"
    claims = sum(len(each.claims) for each in relations)
    return Text(
        ja=f"列の分類: データベース {file.database}（policies/{file.file}。分類 {file.classified_by}、確認 {file.confirmed_by}、"
        f"{file.confirmed_on}）。伏せ字 {masked} 列、理由を付けて開いた所 {claims} か所、"
        f"そのまま表示する列: {shown}。ほかはすべて伏せ字",
        en=f"Columns: database {file.database} (policies/{file.file}; classified by {file.classified_by}, confirmed by "
        f"{file.confirmed_by}, {file.confirmed_on}). Masked: {masked}; opened for a stated reason: {claims}; shown in clear: "
        f"{shown}. Everything else is masked".encode("ascii", "backslashreplace").decode(),
    )


def _caps(title: Text, caps: Caps) -> Text:
    return Text(
        ja=f"{title.ja}: 開示 {caps.session} 人/セッション、{caps.day} 人/日、{caps.days_30} 人/30日、"
        f"{caps.days_365} 人/365日、伏せ字の行 {caps.rows_day} 行/日",
        en=f"{title.en}: people revealed {caps.session} a session, {caps.day} a day, {caps.days_30} in 30 days, "
        f"{caps.days_365} in 365 days; masked rows {caps.rows_day} a day",
    )
