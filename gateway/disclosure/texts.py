"""What a person is told about the budget: why nothing is shown any more, how little is left, whom to ask. Never whose data."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from gateway.disclosure.budget import Left
from gateway.disclosure.raising import NotRaised
from gateway.disclosure.shown import UNKNOWN_CLIENT
from gateway.disclosure.spans import Exceeded, Span
from gateway.vocabulary.outcome import Text

_SPANS: Final[Mapping[Span, Text]] = MappingProxyType(
    {
        Span.SESSION: Text(ja="1 セッションの人数", en="people in one session"),
        Span.DAY: Text(ja="1 日（日本時間）の人数", en="people in one day (Japan time)"),
        Span.DAYS_30: Text(ja="30 日間の人数", en="people in 30 days"),
        Span.DAYS_365: Text(ja="365 日間の人数", en="people in 365 days"),
        Span.ROWS_DAY: Text(
            ja="1 日（日本時間）に表示できる伏せ字の行数", en="masked rows shown in one day (Japan time)"
        ),
        Span.PEOPLE_WINDOW: Text(ja="数分間に表示できる人数", en="people shown within minutes"),
        Span.OPAQUE_WINDOW: Text(ja="数分間に表示できる、読めない文字の量", en="unreadable text within minutes"),
        Span.OPAQUE_DAY: Text(
            ja="1 日（日本時間）に表示できる、読めない文字の量", en="unreadable text in one day (Japan time)"
        ),
        Span.HASHES_WINDOW: Text(ja="数分間に表示できるハッシュ値の量", en="hash-like text within minutes"),
        Span.HASHES_DAY: Text(
            ja="1 日（日本時間）に表示できるハッシュ値の量", en="hash-like text in one day (Japan time)"
        ),
        Span.NUMBERS_WINDOW: Text(ja="数分間に表示できる、数字だけの行数", en="lines of bare numbers within minutes"),
        Span.NUMBERS_DAY: Text(
            ja="1 日（日本時間）に表示できる、数字だけの行数", en="lines of bare numbers in one day (Japan time)"
        ),
        Span.NOVEL_SESSION: Text(
            ja="1 セッションに表示できる、解読できない文章の量", en="undecipherable text in one session"
        ),
        Span.NOVEL_DAY: Text(
            ja="1 日（日本時間）に表示できる、解読できない文章の量", en="undecipherable text in one day (Japan time)"
        ),
        Span.VOLUME: Text(ja="1 セッションに表示できるバイト数", en="bytes shown in one session"),
        Span.TRANSFER: Text(ja="ファイル転送の開始", en="the start of a file transfer"),
        Span.SUPERVISOR: Text(ja="管理監督者による凍結", en="frozen by a supervisor"),
    }
)
FROZEN: Final = Text(
    ja="この入口での表示は凍結されています。解除は管理監督者に依頼してください。",
    en="Nothing is shown at this door: it is frozen for you. Ask a supervisor to release it.",
)
NOT_RAISED: Final[Mapping[NotRaised, Text]] = MappingProxyType(
    {
        NotRaised.ONE_SUPERVISOR: Text(
            ja="閲覧上限は、別々の管理監督者 2 名で引き上げます。", en="A cap is raised by two different supervisors."
        ),
        NotRaised.NOT_A_SUPERVISOR: Text(
            ja="管理監督者でない人は閲覧上限を引き上げられません。管理監督者 2 名に依頼してください。",
            en="Only supervisors raise a cap. Ask two of them.",
        ),
        NotRaised.OWN: Text(
            ja="自分の閲覧上限は引き上げられません。ほかの管理監督者 2 名に依頼してください。",
            en="Nobody raises their own cap. Ask two other supervisors.",
        ),
        NotRaised.NOTHING: Text(ja="追加する人数か行数を指定してください。", en="Say how many people or rows to add."),
        NotRaised.TOO_MUCH: Text(
            ja="追加できるのは 1 セッション分までです。それより多い作業は、新しい作業申請に分けてください。",
            en="At most one session's worth can be added. Split larger work into new work orders.",
        ),
        NotRaised.AGAIN: Text(
            ja="引き上げは 1 人につき 1 日 1 回までです。続きは翌日に行ってください。",
            en="A cap is raised once a day for one person. Go on tomorrow.",
        ),
    }
)


def over(exceeded: tuple[Exceeded, ...]) -> Text:
    """Why nothing is shown, for the person in front of it. The first cap stands for all of them."""
    if not exceeded:
        return FROZEN
    first = exceeded[0]
    span, whose = _SPANS[first.span], _whose(first.client)
    return Text(
        ja=f"閲覧上限に達したため、結果を表示せず、この入口での表示を止めました（{span.ja}: 上限 {first.cap}、{whose.ja}）。"
        "つなぎ直しても続きません。続けるには管理監督者に連絡してください。引き上げには管理監督者 2 名の承認が必要です。",
        en=f"Disclosure budget used up: nothing of this answer is shown, and nothing more at this door ({span.en}: cap "
        f"{first.cap}, {whose.en}). Connecting again does not help. Ask a supervisor to go on; two supervisors can raise the "
        "cap once.",
    )


def reached(exceeded: Exceeded) -> Text:
    """One cap in the way, for a supervisor: which, how much was asked for, of whose data."""
    span, whose = _SPANS[exceeded.span], _whose(exceeded.client)
    if not (exceeded.cap or exceeded.used):
        return span  # nothing that is counted
    return Text(
        ja=f"{span.ja}（{whose.ja}）: 上限 {exceeded.cap} に対し {exceeded.used}",
        en=f"{span.en} ({whose.en}): {exceeded.used}, cap {exceeded.cap}",
    )


def foreign(clients: tuple[str, ...]) -> Text:
    """Rows of a client that the order does not name. Codes only: they stand in the rows anyway."""
    named = ", ".join(clients)
    return Text(
        ja=f"作業申請にない委託元（{named}）の行が含まれるため、表示しませんでした。監査ログに残り、管理監督者に通知されます。"
        "必要な場合は、その委託元を含む作業申請を出してください。対象の委託元だけに絞った条件なら表示できます。",
        en=f"Nothing is shown: there are rows of a client that your work order does not name ({named}). It is journalled and the "
        "supervisors are told. Ask for a work order that names the client, or select the clients of yours only.",
    )


def little_left(left: Left) -> Text:
    """The warning from the share of a cap on that the policy says."""
    return Text(
        ja=f"閲覧上限が近づいています。残り: 開示 {left.people} 人、伏せ字 {left.rows} 行。",
        en=f"The disclosure budget is nearly used up. Left: {left.people} people revealed, {left.rows} masked rows.",
    )


def _whose(client: str | None) -> Text:
    if client is None:
        return Text(ja="全委託元の合計", en="all clients together")
    if client == UNKNOWN_CLIENT:
        return Text(ja="委託元不明の行", en="rows of no known client")
    return Text(ja=f"委託元 {client}", en=f"client {client}")
