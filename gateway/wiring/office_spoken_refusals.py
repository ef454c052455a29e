"""Words for what was refused to whom: permissions, commands, statements; a part of `office_spoken`. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.authorization.roles import Permission
from gateway.vocabulary.outcome import Text


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


PERMISSIONS: Final[Mapping[Permission, Text]] = MappingProxyType(
    {
        Permission.ORDER_ASK: _t("作業の申請", "asking for work"),
        Permission.ORDER_JUDGE: _t("作業申請の承認・差し戻し・却下", "judging work orders"),
        Permission.ORDER_WITHDRAW: _t("作業申請の取り下げ", "withdrawing work orders"),
        Permission.ORDER_READ: _t("作業申請の閲覧", "reading work orders"),
        Permission.SESSION_READ: _t("セッションの閲覧", "reading sessions"),
        Permission.SESSION_WATCH: _t("立会い", "watching sessions"),
        Permission.SESSION_END: _t("セッションの切断", "cutting sessions"),
        Permission.BUDGET_READ: _t("閲覧上限の閲覧", "reading disclosure budgets"),
        Permission.INQUIRY_MAKE: _t("照会", "inquiries"),
        Permission.HOLD_KEEP: _t("保全（リーガルホールド）", "legal holds"),
        Permission.BUDGET_JUDGE: _t("凍結の解除と閲覧上限の引き上げ", "releasing freezes and raising budgets"),
        Permission.RECORDING_READ: _t("操作記録の一覧", "listing recordings"),
        Permission.RECORDING_VERIFY: _t("操作記録の検証", "verifying recordings"),
        Permission.RECORDING_REPLAY: _t("操作記録の再生", "replaying recordings"),
        Permission.JOURNAL_READ: _t("監査ログの閲覧", "reading the journal"),
        Permission.JOURNAL_VERIFY: _t("監査ログの検証", "verifying the journal"),
        Permission.JOURNAL_EXPORT: _t("監査ログの書き出し", "exporting the journal"),
        Permission.POLICY_READ: _t("ポリシーの閲覧", "reading policies"),
        Permission.PEOPLE_MANAGE: _t("利用者の管理", "managing people"),
        Permission.TERMINALS_MANAGE: _t("端末の管理", "managing terminals"),
        Permission.TARGETS_MANAGE: _t("接続先の管理", "managing targets"),
    }
)

COMMAND: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "empty": _t("空の行", "an empty line"),
        "long": _t("長すぎる", "too long"),
        "letter": _t("使えない文字", "a letter that may not be used"),
        "syntax": _t("シェルの構文", "a shell's syntax"),
        "unlisted": _t("許可されていないコマンド", "not a listed command"),
        "elsewhere": _t("別の作業目的のコマンド", "listed for another purpose"),
        "option": _t("許可されていないオプション", "not a listed option"),
        "surplus": _t("余分な値", "more values than it takes"),
        "missing": _t("値の不足", "a value is missing"),
        "value": _t("値の誤り", "a value that does not fit"),
        "outside": _t("許可されたフォルダーの外", "outside the folders that are open"),
        "not-there": _t("存在しない", "not there"),
        "another-kind": _t("種類の違うファイル", "another kind of file"),
        "not-permitted": _t("接続先の権限がない", "not permitted on the target"),
        "changed": _t("確認の後に変わったファイル", "a file that changed after it was looked at"),
        "name": _t("使えないファイル名", "a file name that may not be used"),
        "encoding": _t("文字コードの違い", "another encoding"),
        "privileged-path": _t("特権コマンドでは開けないパス", "a path that a privileged command may not open"),
        "not-run": _t("接続先で実行できない", "it could not be run on the target"),
        "no-edit": _t("編集できないファイル", "a file that may not be edited"),
        "no-text": _t("文章でないファイル", "a file that is no text"),
        "too-large": _t("大きすぎる", "too large"),
        "unchanged": _t("変更なし", "nothing changed"),
        "not-written": _t("書き込めない", "it could not be written"),
        "owner": _t("所有者の違い", "another owner"),
        "not-whole": _t("全体を読めない", "it could not be read whole"),
    }
)

STATEMENT: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "syntax": _t("構文の誤り", "its syntax"),
        "long": _t("長すぎる", "too long"),
        "deep": _t("入れ子が深すぎる", "nested too deep"),
        "several": _t("複数の文", "several statements in one"),
        "statement": _t("許可されていない文", "not a permitted statement"),
        "setting": _t("設定の変更", "a change of a setting"),
        "clause": _t("許可されていない句", "a clause that is not permitted"),
        "relation": _t("許可されていない表", "a relation that is not permitted"),
        "function": _t("許可されていない関数", "a function that is not permitted"),
        "operator": _t("許可されていない演算子", "an operator that is not permitted"),
        "type": _t("許可されていない型", "a type that is not permitted"),
        "name": _t("確定できない列名", "a name that cannot be told for certain"),
        "personal": _t("個人データの列の使い方", "the use of a personal column"),
        "unclassified": _t("分類されていない列の使い方", "the use of a column that nobody classified"),
        "whole-row": _t("行全体の参照", "a whole row"),
        "client": _t("申請にない委託元", "a client the order does not name"),
        "group": _t("人数を確かめられない集計", "an aggregate of nobody knows how many people"),
        "budget": _t("閲覧上限", "the disclosure budget"),
        "frozen": _t("凍結中", "the person is frozen"),
        "foreign": _t("申請にない委託元の行", "rows of a client the order does not name"),
        "rows": _t("行数の上限", "too many rows"),
        "changed": _t("表の構造の変更", "a change of the tables"),
        "encoding": _t("文字コードの違い", "another encoding"),
    }
)

SORT: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "empty": _t("空の文", "an empty statement"),
        "select": _t("SELECT", "SELECT"),
        "catalogue": _t("構造の参照", "a look at the structure"),
        "show": _t("SHOW", "SHOW"),
        "explain": _t("EXPLAIN", "EXPLAIN"),
        "set": _t("SET", "SET"),
        "begin": _t("BEGIN", "BEGIN"),
        "commit": _t("COMMIT", "COMMIT"),
        "rollback": _t("ROLLBACK", "ROLLBACK"),
        "savepoint": _t("SAVEPOINT", "SAVEPOINT"),
        "release": _t("RELEASE SAVEPOINT", "RELEASE SAVEPOINT"),
        "rollback-to": _t("ROLLBACK TO SAVEPOINT", "ROLLBACK TO SAVEPOINT"),
    }
)
