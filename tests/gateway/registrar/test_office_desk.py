from dataclasses import replace
from datetime import UTC, datetime

import pytest

from gateway.authentication.ledger import Factor
from gateway.authentication.ports import Verdict
from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.registrar.office_events import JournalExported, OfficeDeclined
from gateway.work_orders import events as told
from gateway.work_orders.order import Act, Approval, Standing, moved, with_approval
from tests.gateway.registrar.scene import Scene, opened, whoami


def test_R13_entering_the_office_is_journalled_with_person_and_operating_system_user(scene: Scene) -> None:
    scene.start().office("admin")
    (entered,) = scene.events("office.entered")
    assert (entered.person, entered.by_username, entered.os_user) == ("P-admin", "admin", whoami())


def test_a_change_and_who_made_it_are_one_commit(scene: Scene) -> None:
    office = scene.start().office("admin")
    office.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])
    (said,) = scene.events("office.committed")
    assert (said.change, said.subject, said.by, said.by_username, said.os_user) == (
        "ClientAdded", "C-42", "P-admin", "admin", whoami(),
    )  # fmt: skip
    assert said.facts == {"id": "C-42", "name": "A Sha", "kana": "", "contact": ""}
    with pytest.raises(CallRefused, match=r"office\.exists"):
        office.commit(changes.ClientAdded(id="C-42", name="A Sha"), [])
    assert len(scene.events("office.committed")) == 1


def test_R26_an_order_is_asked_approved_by_two_and_opens_the_door(scene: Scene) -> None:
    scene.start()
    order = scene.order("P-sato")
    scene.office("sato").commit(changes.OrderAsked(order=order), [told.asked(order)])
    for approver in ("yamada", "kato"):
        before = scene.stored_order(order.id)
        after, _ = with_approval(before, Approval(approver_id=f"P-{approver}", at=datetime.now(UTC)))
        scene.office(approver).commit(
            changes.OrderMoved(order=after, expected_version=before.version),
            [told.approved(after, f"P-{approver}", "fine")],
        )
    assert scene.stored_order(order.id).standing is Standing.APPROVED
    assert [event.standing for event in scene.events("order.approved")] == [Standing.ASKED, Standing.APPROVED]
    session, opening = scene.session("C-1").bound(), scene.opening(order=order.id)
    assert session.registrar.open(opening, [opened(opening)]) is None


@pytest.mark.parametrize(
    ("by", "act"),
    [
        ("sato", Act.WITHDRAW),
        ("yamada", Act.WITHDRAW),
        ("yamada", Act.RETURN),
        ("yamada", Act.REJECT),
    ],
)
def test_an_order_is_closed_by_whom_it_may(scene: Scene, by: str, act: Act) -> None:
    scene.start()
    order = scene.order("P-sato")
    scene.office("sato").commit(changes.OrderAsked(order=order), [told.asked(order)])
    after = moved(order, act)
    scene.office(by).commit(
        changes.OrderMoved(order=after, expected_version=1), [told.ended(order, act, f"P-{by}", "because")]
    )
    assert scene.stored_order(order.id) == after


@pytest.mark.parametrize(("by", "act"), [("suzuki", Act.WITHDRAW), ("sato", Act.RETURN), ("sato", Act.REJECT)])
def test_an_order_is_not_closed_by_others(scene: Scene, by: str, act: Act) -> None:
    scene.start()
    order = scene.order("P-sato")
    scene.office("sato").commit(changes.OrderAsked(order=order), [told.asked(order)])
    event = told.ended(order, act, f"P-{by}", "because")
    with pytest.raises(CallRefused, match=r"role\.missing"):
        scene.office(by).commit(changes.OrderMoved(order=moved(order, act), expected_version=1), [event])
    assert scene.stored_order(order.id) == order


def test_what_the_office_tells_of_itself(scene: Scene) -> None:
    scene.start().office().append(
        [OfficeDeclined(username="sato", os_user=whoami(), factor=Factor.PASSWORD, verdict=Verdict.WRONG)]
    )
    exported = JournalExported(person="P-kansa", by_username="kansa", os_user=whoami(), size=7, purpose="audit")
    scene.office("kansa").append([exported])
    assert scene.events("journal.exported") == [exported]
    assert scene.events("office.declined")[0].username == "sato"


def test_what_runs_is_listed_for_all_nodes(scene: Scene) -> None:
    session = scene.start().session("C-1").bound()
    opening = scene.opening()
    session.registrar.open(opening, [opened(opening)])
    (live,) = scene.office().live()
    assert (live.id, live.connection, live.node, live.peer_address) == (opening.id, "C-1", "node-1", "192.0.2.7")
    assert live == replace(live, state=live.state)


def test_the_head_of_an_empty_and_of_a_growing_journal(scene: Scene) -> None:
    worker = scene.start().worker()
    first = worker.head()
    assert first.seq == len(scene.entries()) - 1
    assert first.hash == scene.entries()[-1].hash
    scene.office("admin")
    assert worker.head().seq == first.seq + 1
