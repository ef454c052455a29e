"""The English beside a Japanese heading of a list, and the Japanese beside a plain word in its cells.

Two tables, so that one thing has one name in every verb. A heading or a word that is not here is shown as it was given.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_HEADINGS: Final = {
    "種類": "kind", "作成": "made", "作成者": "made by", "保存の最終日": "kept until", "消去の証拠": "proof of its end",
    "ポリシー": "policy",
    "番号": "id", "状態": "state", "名前": "name", "名称": "name", "種別": "kind", "方式": "kind", "利用者": "user",
    "利用者名": "user name", "役割": "roles", "所属": "employer", "雇用": "engagement", "派遣元": "agency",
    "契約終了": "contract end", "言語": "language", "ロック": "lock", "氏名": "name", "フリガナ": "reading",
    "社員番号": "person number", "鍵": "key", "メモ": "comment", "登録": "added", "失効": "revoked", "設置場所": "site",
    "管理": "kept by", "アドレス": "address", "ホスト鍵": "host keys", "アカウント": "account", "ログイン方法": "log-in",
    "委託元": "clients", "文字コード": "encoding", "個人データ": "personal data", "アップロード先": "drop folder",
    "管理アカウント": "management", "パスワード更新": "password change", "作業者": "engineer", "申請者": "asked by",
    "接続先": "target", "作業目的": "purpose", "開始": "from", "終了": "until", "理由": "reason", "申請日時": "asked at",
    "承認": "approvals", "人数の上限": "people at most", "端末": "terminal", "接続元": "address",
    "権限": "access", "作業申請": "order", "期限": "until",
    "伏せ字の行（今日）": "masked rows today", "開示（今日）": "in clear today", "開示（30日）": "30 days",
    "開示（365日）": "365 days", "伏せ字の行": "masked", "以下の行": "at most", "開示": "in clear", "開示した人数": "people",
    "拒否した行": "withheld", "利用者数": "users", "目的": "purpose", "表": "table", "期間": "days",
    "サーバー証明書の SHA-256": "server certificate", "主体者": "subject", "有効期間": "valid",
    "時間": "lasted", "終了理由": "ended by", "録画": "recording", "ノード": "node", "セッション": "session",
    "最後の記録": "last kept", "バイト": "bytes", "連番": "seq", "日時": "at", "重要度": "severity", "通知": "mailed",
    "内容": "content", "指紋": "fingerprint", "公開鍵": "public key", "失効させた証明書": "revoked certificates",
    "秒": "s", "作業方式": "mode", "前後": "context", "リスク管理": "risk register", "窓口": "contact", "カナ": "reading",
    "端末区分": "set apart for", "証明書": "certificate", "研修受講日": "trained on", "誓約書": "oath on",
    "通知用メール": "mail for notices", "契約番号": "contract number",
    "結果": "outcome", "示された方式": "offered", "開いている入口": "open ways",
    "推定人数": "estimated people", "照会した人数": "asked about", "表示のあった人数": "of them shown",
    "記録のない人": "on no record", "一致": "overlap", "最初": "first", "最後": "last", "表示した人数": "people in it",
    "何番目の人": "who, by place", "番号の分からない行": "rows of nobody known", "番号を記録する前の行": "rows before look-ups",
    "人数（今日）": "people today", "人数（30日）": "people, 30 days", "人数（365日）": "people, 365 days",
    "閲覧件数": "people shown", "立会い": "stood by",
    "プロセス": "process", "ロール": "role", "余分な権限": "too much", "足りない権限": "missing",
    "案件": "case",
    "失うと": "lost", "盗まれると": "stolen", "更新方法": "renewed by",
    "最終ハッシュ": "final hash", "SHA-256": "of the file",
    "違い": "differs", "列": "column", "扱い": "kind", "分類時の型": "type classified", "今の型": "type now",
}  # fmt: skip
_WORDS: Final = {
    "active": "有効", "suspended": "停止中", "revoked": "廃止", "own": "直接雇用", "dispatched": "派遣", "ja": "日本語",
    "en": "英語", "shell": "シェル", "commands": "許可コマンド", "exec": "コマンド実行", "upload": "アップロード",
    "opening": "開始中", "running": "実行中", "ended": "終了", "broken": "途絶", "certificate": "証明書",
    "vaulted-key": "預かった鍵", "vaulted-password": "預かったパスワード", "processor": "委託先",
    "sub-processor": "再委託先", "client": "委託元", "left": "退出", "cut": "切断", "window-over": "時間終了",
    "transfer": "転送の検知", "unwatched": "立会いなし", "frozen": "凍結のまま時間切れ",
    "not-recorded": "録画不可", "no-space": "空き容量なし", "recording-full": "録画が上限",
    "drained": "関所の停止", "target-fault": "接続先の障害", "peer-fault": "端末側の異常",
    "client-lost": "端末の切断", "unread": "端末が受信しない", "gateway-fault": "関所の障害",
    "registrar-gone": "記録プロセスの停止", "backup": "システムバックアップ", "security": "セキュリティ対応",
    "failure": "故障対応", "engineer": "保守担当者", "supervisor": "管理監督者", "administrator": "アカウント管理者",
    "auditor": "監査者", "ordinary": "保守端末", "dedicated": "書き出し専用端末", "outbound": "外部送信用端末",
}  # fmt: skip
HEADINGS: Final[Mapping[str, str]] = MappingProxyType(_HEADINGS)
WORDS: Final[Mapping[str, str]] = MappingProxyType(_WORDS)
WITH_DATA: Final = "あり/yes"
WITHOUT_DATA: Final = "なし/no"


def heading(japanese: str) -> str:
    """`状態/state`."""
    english = HEADINGS.get(japanese)
    return japanese if english is None else f"{japanese}/{english}"


def word(value: str) -> str:
    """`有効/active` for a plain word of the register; another value as it is."""
    japanese = WORDS.get(value)
    return value if japanese is None else f"{japanese}/{value}"
