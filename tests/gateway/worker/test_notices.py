"""Notices of orders: a real SMTP server, and a journal that outlives the worker."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gateway.vocabulary.outcome import GatewayFault, Text
from gateway.work_orders.order import Standing, WorkOrder
from gateway.worker.events import NoticeMailed, NoticeUnsent
from gateway.worker.notice_letter import OrderNews
from gateway.worker.notice_parcel import TRIES_AFTER_FIRST_MAX
from gateway.worker.notices import LIFE, NoticeWatch
from gateway.worker.ports import Seen
from gateway.worker.post import MailServer
from tests.gateway.authorization.a_request import an_order
from tests.gateway.worker.a_mail_server import mail_server

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
SUPERVISORS = ["kobayashi@x.example", "mori@x.example"]
ASKED = an_order(standing=Standing.ASKED, approvals=(), subjects=20, starts_at=NOW, ends_at=NOW + timedelta(hours=8))


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


class World:
    """`OrderTail`, `OrdersNow`, `Addressees` and the registrar: what outlives a worker."""

    def __init__(self, port: int) -> None:
        self.port, self.clock = port, Clock()
        self.rows: list[Seen] = []
        self.orders: dict[str, WorkOrder] = {ASKED.id: ASKED}
        self.addresses_of = {"asked": SUPERVISORS, "decided": ["sato@x.example"]}
        self.asked: list[tuple[str, str]] = []
        self.away = False
        self.otherwise: tuple[str, ...] = ()
        self.watch = self.fresh()

    def fresh(self) -> NoticeWatch:
        """A worker that was started again."""
        post = MailServer(host="127.0.0.1", port=self.port, tls="none", sender="sekisho@gw.example")
        return NoticeWatch(
            clock=self.clock,
            registrar=self,
            tail=self,
            orders=self,
            addressees=self,
            post=post,
            otherwise=self.otherwise,
            public_url="https://office.example",
        )

    def happens(self, kind: str, at: datetime | None = None, **data: Any) -> None:
        facts = {"order": ASKED.id, "person": "P-1", "engineer": "P-1", "reason": "調査", **data}
        self.rows.append(Seen(seq=len(self.rows), at=at or self.clock.now(), kind=kind, data=facts))

    def stands(self, standing: Standing) -> None:
        self.orders[ASKED.id] = an_order(standing=standing, ends_at=ASKED.ends_at)

    def look(self, seconds: float = 1.0) -> float:
        self.clock.seconds += seconds
        return self.watch.look()

    # the ports

    def last_seq(self) -> int:
        return len(self.rows) - 1

    def last_before(self, moment: datetime) -> int:
        return max((row.seq for row in self.rows if row.at < moment), default=-1)

    def after(self, seq: int, kinds: Any, limit: int) -> list[Seen]:
        return [row for row in self.rows[seq + 1 :] if row.kind in kinds][:limit]

    def news(self, order: str) -> OrderNews | None:
        found = self.orders.get(order)
        purpose = Text(ja="故障対応", en="repair")
        return found and OrderNews(
            order=found, engineer="sato", requester="sato", clients=("みなと市（C-01）",), purpose=purpose
        )

    def addresses(self, order: str, about: str) -> list[str]:
        self.asked.append((order, about))
        return self.addresses_of[about]

    def checkpoint(self) -> None:
        raise AssertionError

    def append(self, events: Any) -> None:
        if self.away:
            raise GatewayFault("nobody listens")
        for event in events:
            data = {"entry": event.entry, "event": event}
            self.rows.append(Seen(seq=len(self.rows), at=self.clock.now(), kind=event.kind, data=data))

    def told(self, kind: str) -> list[Any]:
        return [(row.data or {})["event"] for row in self.rows if row.kind == kind]


@pytest.fixture
def server() -> Iterator[Any]:
    with mail_server() as made:
        yield made


@pytest.fixture
def world(server: Any) -> World:
    return World(server.port)


def test_R26_supervisors_hear_who_which_clients_how_many_until_when_and_where(world: World, server: Any) -> None:
    world.happens("order.asked")
    world.look()
    assert [recipient for recipient, _ in server.mails] == SUPERVISORS
    mail = server.mails[0][1]
    assert mail["Subject"] == f"[関所 Sekisho] 承認待ち / approval wanted: {ASKED.id}"
    text = mail.get_content()
    for said in ("sato", "みなと市（C-01）", "20 人以内", "2026-11-22 18:00 JST"):
        assert said in text, said
    assert f"https://office.example/approvals/{ASKED.id}" in text
    (mailed,) = world.told(NoticeMailed.kind)
    assert (mailed.entry, mailed.about, mailed.recipients, mailed.missed) == (0, "asked", 2, 0)


def test_each_is_told_once_also_by_a_worker_that_was_started_again(world: World, server: Any) -> None:
    world.happens("order.asked")
    world.look()
    world.look()
    world.watch = world.fresh()
    world.look()
    assert len(server.mails) == 2


def test_sent_and_not_journalled_goes_again_under_the_same_number(world: World, server: Any) -> None:
    world.happens("order.asked")
    world.away = True
    world.look()
    world.away = False
    world.watch = world.fresh()
    world.look()
    assert len({mail["Message-ID"] for _, mail in server.mails}) == 1
    assert len(world.told(NoticeMailed.kind)) == 1


def test_journalled_late_by_the_same_worker_it_is_not_sent_again(world: World, server: Any) -> None:
    world.happens("order.asked")
    world.away = True
    world.look()
    world.away = False
    world.look(60)
    assert len(server.mails) == 2
    assert len(world.told(NoticeMailed.kind)) == 1


@pytest.mark.parametrize(
    ("kind", "standing", "data"),
    [
        ("order.approved", Standing.APPROVED, {"standing": "approved"}),
        ("order.returned", Standing.RETURNED, {"person": "P-11"}),
        ("order.rejected", Standing.REJECTED, {"person": "P-11"}),
        ("order.withdrawn", Standing.WITHDRAWN, {"person": "P-11"}),
    ],
)
def test_whoever_asked_hears_what_became_of_it(
    world: World, server: Any, kind: str, standing: Standing, data: dict[str, str]
) -> None:
    world.stands(standing)
    world.happens(kind, **data)
    world.look()
    ((recipient, mail),) = server.mails
    assert recipient == "sato@x.example"
    assert world.asked == [(ASKED.id, "decided")]
    assert f"https://office.example/orders/{ASKED.id}" in mail.get_content()
    assert "理由: 調査" in mail.get_content()


@pytest.mark.parametrize(
    ("kind", "data"), [("order.approved", {"standing": "asked"}), ("order.withdrawn", {"person": "P-1"})]
)
def test_half_an_approval_and_ones_own_withdrawal_are_told_to_nobody(
    world: World, server: Any, kind: str, data: dict[str, str]
) -> None:
    world.happens(kind, **data)
    world.look()
    assert server.mails == []


def test_what_was_decided_meanwhile_waits_for_nobody(world: World, server: Any) -> None:
    server.stop()
    world.happens("order.asked")
    world.look()
    world.stands(Standing.WITHDRAWN)
    server.start()
    world.port = server.port
    world.look(60)
    assert server.mails == []
    assert world.told(NoticeUnsent.kind)[0].why == "of no use any more"


def test_a_mail_server_that_is_away_is_tried_again(world: World, server: Any) -> None:
    server.says = dict.fromkeys(SUPERVISORS, "451 later")
    world.happens("order.asked")
    world.look()
    assert server.mails == []
    server.says = {}
    world.look(2)
    assert len(server.mails) == 2


def test_one_bad_address_holds_up_nobody(world: World, server: Any) -> None:
    server.says = {SUPERVISORS[0]: "550 no such user"}
    world.happens("order.asked")
    world.look()
    assert [recipient for recipient, _ in server.mails] == SUPERVISORS[1:]
    assert world.told(NoticeMailed.kind)[0].missed == 1


def test_one_that_is_put_off_for_ever_is_given_up_once_somebody_has_it(world: World, server: Any) -> None:
    server.says = {SUPERVISORS[0]: "451 later"}
    world.happens("order.asked")
    for _ in range(TRIES_AFTER_FIRST_MAX + 2):
        world.look(400)
    assert len(server.mails) == 1
    assert world.told(NoticeMailed.kind)[0].missed == 1


def test_refused_by_everybody_is_said_and_given_up(world: World, server: Any) -> None:
    server.says = dict.fromkeys(SUPERVISORS, "550 no")
    world.happens("order.asked")
    world.look()
    world.look(400)
    (unsent,) = world.told(NoticeUnsent.kind)
    assert (unsent.entry, unsent.why) == (0, "refused by the mail server")


def test_nobody_with_an_address_means_the_list_of_the_settings(world: World, server: Any) -> None:
    world.addresses_of["asked"] = []
    world.otherwise = ("desk@x.example",)
    world.watch = world.fresh()
    world.happens("order.asked")
    world.look()
    assert [recipient for recipient, _ in server.mails] == ["desk@x.example"]


def test_nobody_at_all_is_said_once(world: World, server: Any) -> None:
    world.addresses_of["asked"] = []
    world.happens("order.asked")
    world.look()
    world.look()
    assert server.mails == []
    assert [each.why for each in world.told(NoticeUnsent.kind)] == ["nobody has a mail address"]


def test_what_lies_two_days_back_is_not_told_any_more(world: World, server: Any) -> None:
    world.happens("order.asked", at=NOW - LIFE - timedelta(seconds=1))
    world.watch = world.fresh()
    world.look()
    assert server.mails == []
    assert world.rows[1:] == []


def test_R26_nothing_that_was_typed_reaches_a_header_or_a_line_of_its_own(world: World, server: Any) -> None:
    world.stands(Standing.REJECTED)
    hostile = "no\r\nBcc: thief@x.example\n\nhttps://evil.example/\x1b[2J\u202e\u2028end"
    world.happens("order.rejected", person="P-11", reason=hostile)
    world.look()
    ((_, mail),) = server.mails
    assert mail["Bcc"] is None
    assert set(mail.keys()) & {"From", "To", "Subject"} == {"From", "To", "Subject"}
    text = mail.get_content()
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert not [line for line in text.splitlines() if line.startswith(("Bcc", "https://evil"))]
