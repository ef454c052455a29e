"""Notices over a real journal, keeper and registrar: from an order in the browser to a letter in the post."""

import pytest

from gateway.ipc.client import LastingCaller
from gateway.keeper import clients
from gateway.registrar.client import wired
from gateway.registrar.params import Append
from gateway.settings.reading import read
from gateway.storage.engine import open_engine
from gateway.vocabulary.outcome import GatewayFault
from gateway.wiring.database import address_of
from gateway.wiring.notices import OrdersNow, OrderTail
from gateway.wiring.places import places
from gateway.worker.letter import Letter
from gateway.worker.notices import NoticeWatch
from gateway.worker.ports import Delivery
from tests.gateway.cli.town import Town, an_order


class Post:
    def __init__(self) -> None:
        self.letters: list[tuple[tuple[str, ...], Letter]] = []

    def hand_in(self, recipients: object, letter: Letter, _number: str) -> Delivery:
        self.letters.append((tuple(recipients), letter))  # type: ignore[call-overload]
        return Delivery(taken=tuple(recipients), refused=(), later=())  # type: ignore[call-overload]


class Registrar:
    def __init__(self, line: LastingCaller) -> None:
        self.line = line

    def checkpoint(self) -> None:
        raise AssertionError

    def append(self, events: object) -> None:
        self.line.call("journal.append", Append(events=wired(events)), int)  # type: ignore[arg-type]


@pytest.fixture
def post(town: Town):
    """A watch over the town, which looks once at the end of the test's own doings."""
    settings = read(town.settings)
    at = places(settings)
    engine = open_engine(address_of(settings, "worker"))
    lines = [LastingCaller(at.door(process, "worker")) for process in ("keeper", "registrar")]
    made = Post()
    watch = NoticeWatch(
        clock=town.clock,
        registrar=Registrar(lines[1]),
        tail=OrderTail(engine),
        orders=OrdersNow(engine, settings.policies.directory),
        addressees=clients.Notices(lines[0]),
        post=made,
        otherwise=("desk@x.example",),
        public_url="https://office.example",
    )
    made.watch = watch  # type: ignore[attr-defined]
    yield made
    for line in lines:
        line.close()
    engine.dispose()


def test_R26_an_order_and_its_approval_reach_those_they_concern(town: Town, post: Post) -> None:
    for name in ("yamada", "sato"):
        town.as_json("ito", "person", "change", name, "--mail", f"{name}@x.example")
    wish = ("--template", "fault-data", "--reason", "照合")
    order = town.as_json("sato", "order", "request", *wish)["order"]["id"]
    post.watch.look()  # type: ignore[attr-defined]
    (letter,) = [(who, letter) for who, letter in post.letters if order in letter.subject]
    assert letter[0] == ("yamada@x.example",)  # kobayashi has no address, sato is the engineer
    assert "ほしみ通販（C01）" in letter[1].text
    assert "20 人以内" in letter[1].text
    post.letters.clear()
    for supervisor in ("yamada", "kobayashi"):
        town.as_json(supervisor, "order", "approve", order)
    post.watch.look()  # type: ignore[attr-defined]
    assert [who for who, letter in post.letters if order in letter.subject] == [("sato@x.example",)]
    told = [each for each in town.events("notice.mailed") if each["work_order"] == order]
    assert [each["about"] for each in told] == ["asked", "decided"]


def test_an_order_that_is_gone_or_a_policy_that_is_away(town: Town, tmp_path) -> None:
    engine = open_engine(address_of(read(town.settings), "worker"))
    try:
        assert OrdersNow(engine, tmp_path).news("WO-20260101-0000000000") is None
        with pytest.raises(GatewayFault):
            OrdersNow(engine, tmp_path).news(an_order(town))
    finally:
        engine.dispose()
