"""R-28, R-79: without the written consent of every client it touches, a sub-processor's order is neither asked for, approved nor
opened, and what runs is cut when the consent ends."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gateway.ipc.messages import CallRefused
from gateway.registrar import changes
from gateway.vocabulary.identifiers import new_identifier
from gateway.vocabulary.party import Consent
from gateway.work_orders import events as told
from gateway.work_orders.order import Approval, with_approval
from tests.gateway.registrar.scene import TARGET, Scene, changed, eventually, opened


def a_consent(**other: Any) -> Consent:
    now = datetime.now(UTC)
    return replace(
        Consent(
            id=new_identifier("K", now),
            client="C-01",
            employer="E-2",
            memorandum="覚書第3版",
            dated=date(2026, 3, 20),
            scope="保守運用",
            valid_from=date(2020, 4, 1),
            valid_until=date(2099, 3, 31),
            document="文書庫 12-3",
            sha256=bytes(32),
            registered_by="P-admin",
            registered_at=now,
        ),
        **other,
    )


@pytest.fixture
def vendor(scene: Scene) -> Scene:
    """Sato works for a sub-processor; nobody has consented yet."""
    with scene.store.transaction() as transaction:
        assert transaction.office.add_employer(id="E-2", name="ひがし保守", kind="sub-processor")
        assert transaction.office.change_person("P-sato", 1, **changed(employer="E-2"))
    scene.start()
    return scene


def consented(scene: Scene, **other: Any) -> Consent:
    consent = a_consent(**other)
    scene.office("admin").commit(changes.ConsentAdded(consent=consent), [])
    return consent


def ended(scene: Scene, consent: Consent) -> None:
    scene.office("admin").commit(changes.ConsentEnded(consent=consent.id, by="P-admin", reason="契約終了"), [])


def ask(scene: Scene, **other: Any) -> Any:
    order = scene.order("P-sato", **other)
    scene.office("sato").commit(changes.OrderAsked(order=order), [told.asked(order)])
    return order


def approve(scene: Scene, order: str, approver: str) -> None:
    before = scene.stored_order(order)
    after, _ = with_approval(before, Approval(approver_id=f"P-{approver}", at=datetime.now(UTC)))
    event = told.approved(after, f"P-{approver}", "fine")
    scene.office(approver).commit(changes.OrderMoved(order=after, expected_version=before.version), [event])


def test_R28_an_order_without_the_clients_paper_is_not_written_and_the_client_is_named(vendor: Scene) -> None:
    with pytest.raises(CallRefused, match=r"consent\.missing") as refused:
        ask(vendor)
    assert "C-01 ほしみ通販（書面の承諾が未登録）" in refused.value.text.ja
    consented(vendor)
    ask(vendor)


def test_R28_an_order_that_names_nobody_needs_the_paper_of_whose_data_are_there(vendor: Scene) -> None:
    with pytest.raises(CallRefused, match=r"consent\.missing"):
        ask(vendor, clients=(), personal_data=False)


def test_R28_it_is_looked_at_again_at_each_approval(vendor: Scene) -> None:
    consent = consented(vendor)
    order = ask(vendor)
    approve(vendor, order.id, "yamada")
    ended(vendor, consent)
    with pytest.raises(CallRefused, match=r"consent\.missing") as refused:
        approve(vendor, order.id, "kato")
    assert "承諾が終了済み" in refused.value.text.ja
    consented(vendor)
    approve(vendor, order.id, "kato")


def test_R79_when_a_consent_ends_no_session_opens_and_what_runs_is_cut(vendor: Scene) -> None:
    consent = consented(vendor)
    session, opening = vendor.session("C-1").bound(), vendor.opening()
    assert session.registrar.open(opening, [opened(opening)]) is None
    ended(vendor, consent)
    eventually(lambda: "end" in session.heard.kinds())
    assert session.heard.news[0][1]["reason"] == "consent.missing"
    late = vendor.opening()
    with pytest.raises(CallRefused, match=r"consent\.missing"):
        session.registrar.open(late, [opened(late)])


def test_R28_the_facts_for_admission_hold_the_chain(vendor: Scene) -> None:
    consent = consented(vendor)
    chain = vendor.session("C-1").bound().registrar.admission(TARGET.name).chain
    assert (chain.employer, chain.name, chain.kind, chain.operator) == (
        "E-2",
        "ひがし保守",
        "sub-processor",
        "Hoshu K.K.",
    )
    assert [each.id for each in chain.consents] == [consent.id]
    assert vendor.session("C-2").bound("suzuki", "T-2").registrar.admission(TARGET.name).chain.consents == ()
