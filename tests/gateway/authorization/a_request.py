"""A request that the shipped policy permits, to be changed one fact at a time."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gateway.authorization.loader import load
from gateway.authorization.policy import Policy
from gateway.authorization.request import Capability, Factor, Request
from gateway.vocabulary.clock import JST
from gateway.vocabulary.identity import Engagement, Language, Person, Role, Standing
from gateway.vocabulary.party import Chain, Client, Consent
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Approval, Mode, OrderedTarget, WorkOrder
from gateway.work_orders.order import Standing as OrderStanding

SHIPPED = Path(__file__).parents[3] / "policies"
NOW = datetime(2026, 11, 22, 10, 5, tzinfo=JST)
FREE = FreeOfPersonalData(declared_by="P-30", until=date(2026, 12, 31))


@cache
def the_policy() -> Policy:
    return load(SHIPPED)


def a_person(**other: Any) -> Person:
    return replace(
        Person(
            id="P-1",
            username="sato",
            name="佐藤 一",
            kana="サトウ ハジメ",
            number="E-1",
            employer="EM-1",
            engagement=Engagement.DISPATCHED,
            agency="AG-1",
            contract_end=date(2027, 3, 31),
            roles=frozenset({Role.ENGINEER}),
            language=Language.JAPANESE,
            standing=Standing.ACTIVE,
        ),
        **other,
    )


def a_supervisor(number: int = 1, **other: Any) -> Person:
    return a_person(
        **{"id": f"P-1{number}", "username": f"kato{number}", "roles": frozenset({Role.SUPERVISOR}), **other}
    )


def a_consent(client: str = "C-01", **other: Any) -> Consent:
    return replace(
        Consent(
            id="K-20260401-0000000001",
            client=client,
            employer="EM-1",
            memorandum="覚書第3版",
            dated=date(2023, 12, 20),
            scope="保守運用",
            valid_from=date(2024, 1, 1),
            valid_until=date(2027, 3, 31),
            document="文書庫 12-3",
            sha256=bytes(32),
            registered_by="P-30",
            registered_at=datetime(2026, 4, 1, 9, tzinfo=JST),
        ),
        **other,
    )


def a_chain(**other: Any) -> Chain:
    """Sato's employer, a sub-processor, with the consents of C-01 and C-02."""
    return replace(
        Chain(
            employer="EM-1",
            name="ひがし保守",
            kind="sub-processor",
            operator="みなと運用",
            consents=(a_consent("C-01"), a_consent("C-02")),
            clients=(
                Client(id="C-01", name="ほしみ通販"),
                Client(id="C-02", name="みどり市"),
                Client(id="C-69", name="かわ町"),
            ),
        ),
        **other,
    )


def a_terminal(**other: Any) -> Terminal:
    terminal = Terminal(
        id="TM-1", name="保守端末1", site="東京", owner="EM-1", public_key=b"blob", standing=Standing.ACTIVE
    )
    return replace(terminal, **other)


def a_target(**other: Any) -> Target:
    return replace(
        Target(
            id="TG-1",
            name="callcenter-app",
            protocol=Protocol.SSH,
            address="127.0.0.1",
            port=22,
            host_keys=(b"key",),
            accounts=("maint", "postgres"),
            login=LoginWay.CERTIFICATE,
            clients=("C-01", "C-02"),
            encoding=Encoding.UTF_8,
            free=None,
            standing=Standing.ACTIVE,
        ),
        **other,
    )


def target_for(capability: Capability, **other: Any) -> Target:
    """What that capability is asked of."""
    protocol = Protocol.POSTGRESQL if capability is Capability.QUERY else Protocol.SSH
    return a_target(protocol=protocol, **other)


def an_order(**other: Any) -> WorkOrder:
    return replace(
        WorkOrder(
            id="WO-20261122-0000000001",
            person_id="P-1",
            requested_by="P-1",
            targets=(OrderedTarget(name="callcenter-app", accounts=("maint",)),),
            clients=("C-01",),
            purpose="failure",
            personal_data=True,
            mode=Mode.SHELL,
            starts_at=datetime(2026, 11, 22, 9, tzinfo=JST),
            ends_at=datetime(2026, 11, 22, 17, tzinfo=JST),
            reason="ディスク故障の調査",
            standing=OrderStanding.APPROVED,
            approvals=(Approval(approver_id="P-11", at=NOW), Approval(approver_id="P-12", at=NOW)),
            requested_at=datetime(2026, 11, 21, 15, tzinfo=JST),
            version=3,
        ),
        **other,
    )


def a_request(**other: Any) -> Request:
    return replace(
        Request(
            person=a_person(),
            chain=a_chain(),
            terminal=a_terminal(),
            target=a_target(),
            account="maint",
            capability=Capability.SHELL,
            order=an_order(),
            factors=frozenset({Factor.TERMINAL_KEY, Factor.PERSON_KEY, Factor.CODE}),
            proved_at=NOW - timedelta(minutes=5),
            now=NOW,
        ),
        **other,
    )
