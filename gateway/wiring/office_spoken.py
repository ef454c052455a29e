"""The journal's own words as a sentence says them to a person: by kind and field, for one word means several things. Pure.

What stands here is every value of a field with a closed list; a value that a client chose is shown as it is.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, get_args, get_type_hints

from gateway.audit.event import KINDS
from gateway.detection.spoken import spoken
from gateway.detection.wording import ALL_CLIENTS
from gateway.disclosure.canaries import SUBJECT
from gateway.guards.detect import Kind
from gateway.keeper.renewal_events import Step
from gateway.vocabulary.outcome import Text
from gateway.wiring.office_spoken_refusals import COMMAND, PERMISSIONS, SORT, STATEMENT
from gateway.wiring.office_words import WORDS


def _t(ja: str, en: str) -> Text:
    return Text(ja=ja, en=en)


_VALUES: Final[Mapping[Kind, Text]] = {
    Kind.NAME: _t("氏名", "name"),
    Kind.KANA: _t("フリガナ", "reading of the name"),
    Kind.PHONE: _t("電話番号", "telephone"),
    Kind.MAIL: _t("メールアドレス", "mail address"),
    Kind.ADDRESS: _t("住所", "address"),
    Kind.POSTAL: _t("郵便番号", "postal code"),
    Kind.BIRTH: _t("生年月日", "date of birth"),
    Kind.CARD: _t("カード番号", "card number"),
    Kind.LINE_ID: _t("回線ID", "line number"),
    Kind.MY_NUMBER: _t("マイナンバー", "My Number"),
    Kind.BANK: _t("口座番号", "bank account"),
    Kind.SUBSCRIBER_IP: _t("IPアドレス", "IP address"),
}
CLIENTS_NAMED: Final = 3
_NO_CLIENT: Final = {"": _t("不明", "unknown")}
_TERMINAL_FAULTS: Final = {
    "no-key": _t("端末の鍵なし", "no terminal's key"),
    "unregistered": _t("未登録の鍵", "a key that is not registered"),
    "not-signed": _t("秘密鍵の証明なし", "a key that was never proved"),
}
_BY_KIND: Final[Mapping[tuple[str, str], Mapping[str, Text]]] = MappingProxyType(
    {
        ("office.refused", "permission"): {each.value: text for each, text in PERMISSIONS.items()},
        ("key.renewed", "step"): {
            Step.AT_ONCE.value: _t("すぐに切替", "at once"),
            Step.PREPARED.value: _t("準備", "prepared"),
            Step.SWITCHED.value: _t("切替", "switched"),
            Step.RETIRED.value: _t("旧鍵の廃止", "the former one retired"),
        },
        ("command.refused", "why"): COMMAND,
        ("statement.refused", "why"): STATEMENT,
        ("statement.run", "what"): SORT,
        ("statement.ran", "what"): SORT,
        ("disclosure.canary", "value"): {kind.value: text for kind, text in _VALUES.items()},
        ("disclosure.shown", "client"): _NO_CLIENT,
        ("disclosure.foreign_client", "client"): _NO_CLIENT,
        ("inquiry.made", "client"): _NO_CLIENT,
        ("disclosure.shown", "at_most"): {
            "true": _t("これ以下", "at most so many"),
            "false": _t("確定", "exact"),
        },
        ("key.used", "use"): {"canary": _t("カナリアの登録", "a canary person's registration")},
        ("command.ended", "cut"): {
            "cancelled": _t("本人の取り消し", "cancelled"),
            "time": _t("時間の上限", "too long"),
            "bytes": _t("出力量の上限", "too much output"),
            "failed": _t("障害", "a fault"),
        },
        ("statement.ended", "cut"): {
            "budget": _t("閲覧上限", "the disclosure budget"),
            "foreign": _t("申請にない委託元の行", "rows of a client the order does not name"),
            "rows": _t("行数の上限", "too many rows"),
            "cancelled": _t("本人の取り消し", "cancelled"),
            "changed": _t("表の構造の変更", "a change of the tables"),
            "skipped": _t("前の文の失敗", "a failure before it"),
            "left": _t("続きの取得なし", "not fetched to its end"),
            "session": _t("セッションの終了", "the session's end"),
        },
        ("catalogue.told", "failed"): {
            "unreachable": _t("到達できない", "unreachable"),
            "other-host": _t("登録と異なる証明書", "another certificate"),
            "refused": _t("接続先が拒否", "refused by the target"),
            "nonsense": _t("応答が正しくない", "no sensible answer"),
            "ours": _t("関所の障害", "a fault of the gateway"),
        },
        ("command.looked_up", "sought"): {
            "path": _t("パス", "a path"),
            "names": _t("名前の一覧", "names"),
        },
        ("host_key.changed", "step"): {
            "prepared": _t("準備", "prepared"),
            "switched": _t("切り替え", "switched"),
            "retired": _t("廃止", "retired"),
        },
        ("login.cut_off", "reason"): {
            "too-many-queries": _t("問い合わせが多すぎる", "too many queries"),
            "too-many-failures": _t("失敗が多すぎる", "too many failures"),
            "too-many-connections": _t("1 回のログインでの接続が多すぎる", "too many connections of one log-in"),
            "unasked-answer": _t("尋ねていない回答", "an answer without a question"),
        },
        ("login.failed", "fault"): {
            "wrong": _t("内容の誤り", "wrong"),
            "used": _t("使用済みのコード", "a used code"),
            "locked": _t("ロック中", "locked"),
            "unknown": _t("該当する利用者なし", "nobody of that name"),
            "not-a-code": _t("コードの形ではない", "not a code"),
            "unreadable": _t("読み取れない内容", "unreadable"),
            "bad-signature": _t("署名の不一致", "a signature that does not hold"),
            "key-not-accepted": _t("受け付けていない鍵", "a key that was not accepted"),
            "terminal-not-proved": _t("端末が未確認", "no terminal was proved"),
        },
        ("login.key_declined", "fault"): {
            "unregistered": _t("未登録の鍵", "not registered"),
            "terminal-suspended": _t("端末が停止中", "the terminal is suspended"),
            "terminal-revoked": _t("端末が廃止済み", "the terminal is revoked"),
            "other-person": _t("別の利用者の鍵", "another person's key"),
            "not-wanted-now": _t("この段階では不要な鍵", "not wanted at this step"),
            "not-touched": _t("キーに触れていない", "not touched"),
            "not-verified": _t("キーで本人確認していない", "no verification on the key"),
            "counter-decreased": _t("使用回数の逆戻り", "its counter went back"),
            "copied": _t("複製の疑い", "it may have been copied"),
            "certificate-malformed": _t("証明書の形式が不正", "a malformed certificate"),
            "certificate-unsigned": _t("証明書の署名が不正", "a certificate whose signature does not hold"),
            "certificate-not-a-users": _t("利用者用でない証明書", "no user's certificate"),
            "certificate-option": _t("証明書に認められない制限", "an option of the certificate"),
            "certificate-authority": _t("登録されていない認証局", "an authority that is not registered"),
            "certificate-not-yet": _t("証明書の有効期間の前", "a certificate that is not good yet"),
            "certificate-expired": _t("証明書の期限切れ", "an expired certificate"),
            "certificate-principal": _t("証明書の利用者名が違う", "a certificate for another user"),
            "certificate-address": _t("証明書の認める接続元ではない", "a certificate for another address"),
            "certificate-revoked": _t("失効した証明書", "a revoked certificate"),
            "certificate-key": _t("証明書の鍵の種類が不正", "a kind of key that is not accepted"),
        },
        ("login.refused", "reason"): {
            "bad-name": _t("利用者名の形式が不正", "a malformed user name"),
            "contract-ended": _t("契約終了", "the contract has ended"),
            "not-engineer": _t("保守担当者ではない", "not an engineer"),
            "key-withdrawn": _t("鍵が失効", "the key was withdrawn"),
        },
        ("login.terminal_unapproved", "fault"): _TERMINAL_FAULTS,
        ("inquiry.made", "about"): {
            "client": _t("委託元から", "about a client"),
            "subject": _t("番号から", "about people by number"),
        },
        ("recording.closed", "how"): {"late": _t("後から封印", "sealed later")},
        ("rotation.asked", "reason"): {
            "used": _t("使用後", "after use"),
            "leaver": _t("担当者の離任", "somebody left"),
        },
        ("session.left", "how"): {
            "said": _t("本人の操作", "said so"),
            "lost": _t("画面の応答なし", "the page was gone"),
            "over": _t("セッションの終了", "the session ended"),
        },
        ("session.ended", "reason"): {"refused": _t("接続の拒否", "refused")},
        ("upload.refused", "why"): {
            "too-large": _t("大きすぎる", "too large"),
            "session-full": _t("セッションの上限", "the session's limit"),
            "out-of-order": _t("順番どおりでない書き込み", "written out of order"),
            "target-failed": _t("接続先の障害", "the target failed"),
        },
    }
)


_OURS: Final = frozenset(
    {"about", "act", "outcome", "permission", "request", "what", "why"}
)  # texts, and never a person's


_ABSENT: Final[Mapping[tuple[str, str], Text]] = MappingProxyType(
    {("disclosure.near", "client"): ALL_CLIENTS, ("disclosure.frozen", "client"): ALL_CLIENTS}
)
"""What it means that an entry says nothing there."""


def said_of(kind: str, field: str, value: object) -> Text | None:
    """The words for `value` in this field of an entry of `kind`; None where it has none, and for what somebody typed."""
    if value is None:
        return _ABSENT.get((kind, field))
    if (kind, field) == ("disclosure.estimated", "clients") and isinstance(value, list | tuple):
        return _some(value)
    if isinstance(value, bool):
        value = str(value).lower()
    if not isinstance(value, str):
        return None
    if found := _BY_KIND.get((kind, field), {}).get(value):
        return found
    if (kind, field) == ("disclosure.canary", "value") and value.startswith(f"{SUBJECT}:"):
        return _t("データベースの番号", "number in the database")
    if field not in _OURS and not _is_listed(kind, field):
        return None
    return WORDS.get(value) or spoken(field, value)


def _some(clients: Sequence[object]) -> Text:
    """Codes; of many the first three, for an order may name everybody."""
    named, more = [str(each) for each in clients], len(clients) - CLIENTS_NAMED
    if more <= 1:
        return Text(ja="、".join(named), en=", ".join(named))
    first = named[:CLIENTS_NAMED]
    return Text(ja=f"{'、'.join(first)} ほか {more} 社", en=f"{', '.join(first)} and {more} more")


@cache
def _is_listed(kind: str, field: str) -> bool:
    """Whether this field's type is a closed list of words."""
    hint = get_type_hints(KINDS[kind]).get(field) if kind in KINDS else None
    return any(isinstance(each, type) and issubclass(each, StrEnum) for each in (hint, *get_args(hint)))
