"""Whose addresses the keeper opens for a notice, and that it opens nothing else."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from gateway.keeper.asking import Desk
from gateway.keeper.notices import Notices
from gateway.keeper.requests import FieldsOpen, NoticeOf
from gateway.keeper.table import TABLE
from gateway.vocabulary.identity import Role, Standing
from gateway.work_orders.order import Approval, WorkOrder
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.authorization.a_request import an_order

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
ORDER = an_order(standing=OrderStanding.ASKED, approvals=(), person_id="P-1", requested_by="P-2")


@dataclass(frozen=True)
class Row:
    person: str
    roles: frozenset[Role]
    standing: Standing = Standing.ACTIVE
    contract_end: date = date(2027, 3, 31)

    @property
    def mail_sealed(self) -> bytes:
        return f"sealed {self.person}".encode()


class World:
    """Orders, people, and a seal that remembers what it opened."""

    def __init__(self, order: WorkOrder = ORDER) -> None:
        supervisor, engineer = frozenset({Role.SUPERVISOR}), frozenset({Role.ENGINEER})
        self.order = order
        self.people = [
            Row("P-1", engineer | supervisor),
            Row("P-2", supervisor),
            Row("P-3", engineer),
            Row("P-10", frozenset({Role.ADMINISTRATOR})),
            Row("P-11", supervisor),
            Row("P-12", supervisor),
            Row("P-13", supervisor, Standing.SUSPENDED),
            Row("P-14", supervisor, contract_end=date(2026, 11, 21)),
        ]
        self.opened: list[str] = []

    def get(self, order: str) -> WorkOrder | None:
        return self.order if order == self.order.id else None

    def any(self) -> bool:
        return True

    def addressees(self) -> list[Row]:
        return self.people

    def open(self, _peer: object, asked: FieldsOpen) -> list[str]:
        self.opened += [item.context for item in asked.items]
        return [item.sealed.decode().removeprefix("sealed ") + "@x.example" for item in asked.items]

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def addresses(self, about: str, order: str = ORDER.id) -> list[str]:
        desk = Desk("test", at_once=1, waiting_max=1)
        notices = Notices(self, self, self, desk, self)  # type: ignore[arg-type]
        try:
            asked = NoticeOf(order=order, about=about)  # type: ignore[arg-type]
            return asyncio.run(notices.addresses(None, asked))  # type: ignore[arg-type]
        finally:
            desk.close()


def test_R26_only_those_who_could_approve_hear_of_it() -> None:
    assert World().addresses("asked") == ["P-11@x.example", "P-12@x.example"]


def test_R26_whoever_has_approved_is_not_asked_again() -> None:
    approved = an_order(
        standing=OrderStanding.ASKED,
        person_id="P-1",
        requested_by="P-2",
        approvals=(Approval(approver_id="P-11", at=NOW),),
    )
    assert World(approved).addresses("asked") == ["P-12@x.example"]


def test_engineer_and_requester_hear_what_became_of_it() -> None:
    assert World().addresses("decided") == ["P-1@x.example", "P-2@x.example"]


def test_nothing_but_addresses_is_opened_and_of_nobody_else() -> None:
    world = World()
    world.addresses("decided")
    assert world.opened == ["person.mail:P-1", "person.mail:P-2"]


def test_an_order_that_is_not_there_concerns_nobody() -> None:
    world = World()
    assert world.addresses("asked", "WO-20261122-9999999999") == []
    assert world.opened == []


@pytest.mark.parametrize("row", [row for row in TABLE if row.name == "notice.addresses"])
def test_only_the_worker_asks(row: object) -> None:
    assert [str(door) for door in row.who] == ["worker"]  # type: ignore[attr-defined]
