from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

import msgspec
import pytest

from gateway.disclosure.keeping import Door
from gateway.registrar import changes
from gateway.vocabulary.identity import Employer, Language, Role, Standing
from gateway.vocabulary.party import Client, Consent
from gateway.vocabulary.target import LoginWay
from gateway.work_orders.order import Act, Mode, OrderedTarget, WorkOrder, moved
from gateway.work_orders.order import Standing as OrderStanding
from tests.gateway.registrar.scene import TARGET, TERMINAL, changed, person

ORDER = WorkOrder(
    id="WO-20261122-7F3K9QW2ZD",
    person_id="P-1",
    requested_by="P-1",
    targets=(OrderedTarget(name="a", accounts=("b",)),),
    clients=("C-1",),
    purpose="failure",
    personal_data=True,
    mode=Mode.SHELL,
    starts_at=datetime(2026, 11, 22, 1, 2, 3, 456789, tzinfo=UTC),
    ends_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    reason="調査",
    standing=OrderStanding.ASKED,
    approvals=(),
    requested_at=datetime(2026, 11, 22, tzinfo=UTC),
    version=1,
)
CONSENT = Consent(
    id="K-20261122-7F3K9QW2ZD",
    client="C-01",
    employer="E-2",
    memorandum="覚書第3版",
    dated=date(2026, 3, 20),
    scope="保守運用",
    valid_from=date(2026, 4, 1),
    valid_until=date(2099, 3, 31),
    document="文書庫 12-3",
    sha256=bytes(32),
    registered_by="P-1",
    registered_at=datetime(2026, 11, 22, tzinfo=UTC),
)
KEY = changes.NewKey(fingerprint="SHA256:x", blob=b"\0\xff", comment="c")
ALL: list[Any] = [
    changes.BudgetReleased(person="P-1", door=Door.DATABASE, reason="調査"),
    changes.BudgetRaised(person="P-1", door=Door.DATABASE, people=20, rows=0, reason="調査"),
    changes.CanaryAdded(
        id="CN-20261122-0000000000",
        client="C-01",
        note="",
        values=(changes.CanaryValue(kind="phone", digest=bytes(32)),),
    ),
    changes.HoldPlaced(
        id="H-20261122-0000000001", client="C-01", since=date(2013, 7, 1), until=date(2023, 2, 28), reason="照会",
        reference="PPC 2026-11",
    ),
    changes.HoldLifted(hold="H-20261122-0000000001", reason="終結"),
    changes.ContractEnded(client="C-01", reason="契約満了"),
    changes.CanaryRemoved(id="CN-20261122-0000000000", reason="調査"),
    changes.SessionFrozen(session="S-1", reason="調査"),
    changes.PersonAdded(**person("sato", frozenset({Role.ENGINEER})), password_sealed=b"p", totp_sealed=None, keys=(KEY,)),
    changes.PersonChanged(id="P-1", expected_version=3, **changed(standing=Standing.SUSPENDED)),
    changes.KeyAdded(person="P-1", key=KEY),
    changes.KeyRevoked(fingerprint="SHA256:x"),
    changes.AuthorityAdded(name="ca", blob=b"\0\xff", fingerprint="SHA256:x"),
    changes.AuthorityRevoked(name="ca"),
    changes.CertificateRevoked(authority="ca", mark=changes.Mark.SERIAL, value="18446744073709551615"),
    changes.TerminalAdded(terminal=TERMINAL, fingerprint="SHA256:x"),
    changes.TerminalChanged(before=TERMINAL, after=replace(TERMINAL, site="Osaka")),
    changes.TargetAdded(target=TARGET),
    changes.TargetChanged(before=TARGET, after=replace(TARGET, port=23)),
    changes.TargetSecretSet(target="a", kind=LoginWay.VAULTED_KEY, sealed=b"s"),
    changes.RotationWanted(target="a"),
    changes.LockLifted(person="P-1"),
    changes.EnrolmentIssued(person="P-1", digest=b"sealed" + bytes(26)),
    changes.Enrolled(
        person="P-1", digest=bytes(32), password_sealed=b"sealed", totp_sealed=b"sealed", recovery=(bytes(32),) * 10
    ),
    changes.PasswordChanged(person="P-1", password_sealed=b"sealed"),
    changes.CodeSecretChanged(person="P-1", totp_sealed=b"sealed"),
    changes.RecoveryCodesRenewed(person="P-1", recovery=(bytes(32),) * 10),
    changes.PasskeyAdded(person="P-1", credential_id=b"SATO", sealed=b"sealed", sign_count=0, name="SATO"),
    changes.PasskeyRemoved(person="P-1", credential_id=b"SATO"),
    changes.LanguageChanged(person="P-1", language=Language.ENGLISH),
    changes.ChangeAsked(
        proposal="CH-20261122-7F3K9QW2ZD",
        asked=changes.PersonChanged(id="P-1", expected_version=3, **changed(), totp_sealed=b"s"),
    ),
    changes.ChangeConfirmed(proposal="CH-20261122-7F3K9QW2ZD"),
    changes.ChangeWithdrawn(proposal="CH-20261122-7F3K9QW2ZD"),
    changes.EmployerAdded(id="E-1", name="x", kind="itaku"),
    changes.EmployerChanged(
        before=Employer(id="E-1", name="x", kind="itaku"), after=Employer(id="E-1", name="y", kind="itaku")
    ),
    changes.ClientAdded(id="C-1", name="x"),
    changes.ClientChanged(before=Client(id="C-1", name="x"), after=Client(id="C-1", name="y", contact="受付")),
    changes.ConsentAdded(consent=CONSENT),
    changes.ConsentEnded(consent=CONSENT.id, by="P-1", reason="契約終了"),
    changes.OrderAsked(order=ORDER),
    changes.OrderMoved(order=moved(ORDER, Act.RETURN), expected_version=1),
    changes.PlayPermitted(play="V-1", recording="R-1", person="P-1", web="W-1"),
    changes.PlayTaken(play="V-1", recording="R-1", person="P-1", web="W-1"),
]  # fmt: skip


@pytest.mark.parametrize("change", ALL, ids=lambda change: type(change).__name__)
def test_a_change_arrives_as_it_was_sent(change: Any) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(change), type=changes.AnyChange) == change


def test_every_change_is_tried_here() -> None:
    assert {type(change) for change in ALL} == set(get_args(changes.AnyChange))


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "ClientAdded", "id": "C-1", "name": "x", "colour": "red"},
        {"change": "ClientAdded", "id": "C-1"},
        {"change": "ClientAdded", "id": 1, "name": "x"},
        {"change": "JournalErased"},
        {"id": "C-1", "name": "x"},
    ],
)
def test_a_key_too_many_too_few_or_of_another_type_is_no_change(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(wrong), type=changes.AnyChange)


def test_an_order_that_breaks_its_own_rules_does_not_decode() -> None:
    bad = msgspec.to_builtins(changes.OrderAsked(order=ORDER))
    bad["order"]["ends_at"] = bad["order"]["starts_at"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(msgspec.msgpack.encode(bad), type=changes.AnyChange)


def test_sealed_values_are_what_they_are_called() -> None:
    names = {field for change in ALL for field in change.__struct_fields__}
    assert not names & {"name_plain", "password", "totp", "secret"}
