"""The mails about a work order: one to those who may approve it, one to whoever asked once it is decided. Pure.

They say who, which clients, how many people at most, until when, and where to go on. User names and companies stand in them,
names of people do not: the page behind the link shows those. What somebody typed is one harmless line and never in a header.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from gateway.authorization.wording import standing_name
from gateway.vocabulary.clock import JST
from gateway.vocabulary.outcome import Text
from gateway.work_orders.order import Mode, Standing, WorkOrder
from gateway.worker.letter import Letter

LETTERS_MAX: Final = 300
_UNSEEN: Final = ("Zl", "Zp")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderNews:
    """An order as it stands now, with user names for ids, the names of its clients, and its purpose in words."""

    order: WorkOrder
    engineer: str
    requester: str
    clients: tuple[str, ...]
    purpose: Text


def waiting_letter(news: OrderNews, public_url: str) -> Letter:
    """To those who may approve: everything that is needed to decide, and the page where it is done."""
    order = news.order
    lacking = order.approvals_needed - len(order.approvers)
    head = Text(
        ja=f"作業申請 {order.id} が承認を待っています（あと {lacking} 名）。",
        en=f"The work order {order.id} is waiting for approval ({lacking} more).",
    )
    return _letter(f"承認待ち / approval wanted: {order.id}", head, news, f"{public_url}/approvals/{order.id}")


def decided_letter(news: OrderNews, reason: str | None, public_url: str) -> Letter:
    """To whoever asked and whoever is to work: what became of it, and why."""
    order, name = news.order, standing_name(news.order.standing)
    next_step = _NEXT.get(order.standing, Text(ja="", en=""))
    head = Text(
        ja=f"作業申請 {order.id} は「{name.ja}」になりました。{next_step.ja}",
        en=f"The work order {order.id} is now {name.en}. {next_step.en}",
    )
    if reason:
        head = Text(ja=f"{head.ja}\n理由: {line(reason)}", en=f"{head.en}\nWhy: {line(reason)}")
    return _letter(f"{name.ja} / {name.en}: {order.id}", head, news, f"{public_url}/orders/{order.id}")


def line(text: str) -> str:
    """`text` in one harmless line of at most LETTERS_MAX letters: no control character, direction mark or line break."""
    plain = "".join("?" if _is_unseen(letter) else letter for letter in text[: LETTERS_MAX + 1])
    return plain if len(plain) <= LETTERS_MAX else plain[: LETTERS_MAX - 1] + "~"


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] == "C" or category in _UNSEEN


_NEXT: Final = {
    Standing.APPROVED: Text(
        ja="作業時間になったら接続できます。", en="Connect once its window has begun."
    ),
    Standing.RETURNED: Text(
        ja="内容を直して、新しく申請してください。", en="Correct it and ask anew."
    ),
    Standing.REJECTED: Text(
        ja="不明な点は、却下した管理監督者に確認してください。", en="Ask the supervisor who rejected it if anything is unclear."
    ),
    Standing.WITHDRAWN: Text(
        ja="この申請での作業はできません。必要であれば新しく申請してください。",
        en="It opens nothing any more. Ask for a new one if it is needed.",
    ),
}  # fmt: skip


def _letter(subject: str, head: Text, news: OrderNews, link: str) -> Letter:
    body = "\n".join((head.ja, "", *_facts(news), "", _GO.ja, link, "", head.en, _GO.en, link, ""))
    return Letter(subject=f"[関所 Sekisho] {subject}", text=body)


_GO: Final = Text(ja="確認はこちら（スマートフォンでも開けます）:", en="Look at it here (also on a phone):")


def _facts(news: OrderNews) -> list[str]:
    order = news.order
    begins, ends = (f"{moment.astimezone(JST):%Y-%m-%d %H:%M}" for moment in (order.starts_at, order.ends_at))
    where = "、".join(f"{each.name}/{','.join(each.accounts)}" for each in order.targets)
    who = (
        news.engineer if news.requester == news.engineer else f"{news.engineer}（申請者 / asked by: {news.requester}）"
    )
    facts = (
        ("作業者 / engineer", who),
        ("接続先 / targets", where),
        ("委託元 / clients", "、".join(news.clients) or "-"),
        ("個人データ / personal data", _people(order)),
        ("方式 / access", "自由シェル / free shell" if order.mode is Mode.SHELL else "許可コマンド / listed commands"),
        ("作業目的 / purpose", f"{news.purpose.ja} / {news.purpose.en}"),
        ("作業時間 / window", f"{begins} - {ends} JST"),
        ("理由 / reason", order.reason),
    )
    return [f"  {label}: {line(value)}" for label, value in facts]


def _people(order: WorkOrder) -> str:
    if not order.personal_data:
        return "扱わない / none"
    most = (
        "人数の指定なし / number not given" if order.subjects is None else f"{order.subjects} 人以内 / people at most"
    )
    return f"閲覧する / will be seen: {most}"
