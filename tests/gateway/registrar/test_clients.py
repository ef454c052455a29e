"""Clients and consents, applied: who says what, in which form, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from gateway.ipc.messages import CallRefused
from gateway.ipc.server import Violation
from gateway.registrar import changes
from gateway.registrar.clients import require_own
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.party import Client
from tests.gateway.registrar.scene import Scene
from tests.gateway.registrar.test_consents import a_consent, consented
from tests.gateway.registrar.test_order_moves import bound

BEFORE = Client(id="C-01", name="ほしみ通販")


@pytest.fixture
def vendor(scene: Scene) -> Scene:
    with scene.store.transaction() as transaction:
        assert transaction.office.add_employer(id="E-2", name="ひがし保守", kind="sub-processor")
    return scene.start()


def refused(scene: Scene, change: Any) -> str:
    with pytest.raises(CallRefused) as found:
        scene.office("admin").commit(change, [])
    return found.value.code


def test_a_client_changes_as_its_author_saw_it(scene: Scene) -> None:
    office = scene.start().office("admin")
    after = replace(BEFORE, name="ほしみ", kana="ホシミ", contact="情報システム部")
    office.commit(changes.ClientChanged(before=BEFORE, after=after), [])
    assert refused(scene, changes.ClientChanged(before=BEFORE, after=replace(BEFORE, name="x"))) == "stale"
    (said,) = scene.events("office.committed")
    assert said.subject == "C-01"
    assert said.facts["changed"]["name"] == {"before": "ほしみ通販", "after": "ほしみ"}


def test_a_consent_is_of_a_registered_client_for_a_sub_processor(vendor: Scene) -> None:
    consented(vendor)
    assert refused(vendor, changes.ConsentAdded(consent=a_consent(client="C-99"))) == "office.absent"
    assert refused(vendor, changes.ConsentAdded(consent=a_consent(employer="E-9"))) == "office.absent"
    assert refused(vendor, changes.ConsentAdded(consent=a_consent(employer="E-1"))) == "consent.not-needed"


def test_a_consent_ends_once(vendor: Scene) -> None:
    consent = consented(vendor)
    ending = changes.ConsentEnded(consent=consent.id, by="P-admin", reason="契約終了")
    vendor.office("admin").commit(ending, [])
    assert refused(vendor, ending) == "stale"
    assert refused(vendor, changes.ConsentEnded(consent="K-none", by="P-admin", reason="x")) == "office.absent"


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": b""},
        {"sha256": bytes(31)},
        {"memorandum": ""},
        {"memorandum": "a\nb"},
        {"scope": "\x1b[31m"},
        {"document": "\u202e" + "x"},
        {"document": "x" * 201},
        {"valid_until": date(2019, 1, 1)},
        {"id": "K"},
        {"ended_at": datetime(2026, 1, 1, tzinfo=UTC), "ended_by": "P-admin"},
        {"registered_by": "P-kato"},
        {"registered_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)
def test_R79_only_a_whole_paper_in_ones_own_name_counts(vendor: Scene, wrong: dict[str, Any]) -> None:
    with pytest.raises((GatewayFault, CallRefused)):  # a violation closes the connection
        vendor.office("admin").commit(changes.ConsentAdded(consent=a_consent(**wrong)), [])
    with vendor.store.reading() as transaction:
        assert transaction.facts.chain("E-2").consents == ()


def test_in_whose_name_and_when() -> None:
    now = datetime.now(UTC)
    me = bound("P-admin")
    require_own(changes.ConsentAdded(consent=a_consent()), me, now)
    require_own(changes.ConsentEnded(consent="K", by="P-admin", reason="x"), me, now)
    for other in (
        changes.ConsentAdded(consent=a_consent(registered_by="P-kato")),
        changes.ConsentAdded(consent=a_consent(registered_at=now - timedelta(minutes=6))),
        changes.ConsentEnded(consent="K", by="P-kato", reason="x"),
    ):
        with pytest.raises(Violation):
            require_own(other, me, now)


@pytest.mark.parametrize("username", ["sato", "yamada", "kansa"])
def test_R22_only_administrators_register(vendor: Scene, username: str) -> None:
    change = changes.ConsentAdded(consent=a_consent(registered_by=f"P-{username}"))
    with pytest.raises(CallRefused, match=r"role\.missing"):
        vendor.office(username).commit(change, [])
