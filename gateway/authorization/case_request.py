"""A request described by a table of facts, for cases and for `sekisho policy explain`. Nothing in it is a real person."""

from dataclasses import dataclass
from datetime import UTC, datetime

from gateway.authorization.request import Capability, Factor, Request
from gateway.authorization.strict_table import StrictTable
from gateway.vocabulary.identity import Engagement, Language, Person, Role, Standing
from gateway.vocabulary.party import Chain, Consent
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.vocabulary.terminal import Terminal


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTarget:
    """A target by name, with the accounts opened on it."""

    name: str
    accounts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOrder:
    """The facts of an order as a case states them (`request.OrderFacts`)."""

    id: str
    person_id: str
    targets: tuple[CaseTarget, ...]
    clients: tuple[str, ...]
    purpose: str
    personal_data: bool
    mode: str
    starts_at: datetime
    ends_at: datetime
    standing: str
    requested_at: datetime
    approvers: frozenset[str]
    approvals_needed: int


def request_of(top: StrictTable) -> Request:
    """The request a table of facts describes. Raises PolicyUnfit naming the key."""
    request = Request(
        person=_person(top.table("person")),
        chain=_chain(top.table("employer")),
        terminal=_terminal(top.table("terminal")),
        target=_target(top.table("target")),
        account=top.text("account"),
        capability=top.word("capability", Capability),
        order=_order(top.table("order")) if top.has("order") else None,
        factors=frozenset(top.words("factors", Factor)),
        proved_at=top.moment("proved_at"),
        now=top.moment("now"),
    )
    top.done()
    return request


def _person(table: StrictTable) -> Person:
    person = Person(
        id=table.text("id"),
        username=table.text("username"),
        name="例",
        kana="レイ",
        number="0",
        employer="例",
        engagement=Engagement.OWN,
        agency=None,
        contract_end=table.day("contract_end"),
        roles=frozenset(table.words("roles", Role)),
        language=Language.JAPANESE,
        standing=table.word("standing", Standing),
    )
    table.done()
    return person


def _chain(table: StrictTable) -> Chain:
    chain = Chain(
        employer="例",
        name="例",
        kind=table.text("kind"),
        consents=tuple(_consent(each) for each in table.tables("consents")),
    )
    table.done()
    return chain


def _consent(table: StrictTable) -> Consent:
    consent = Consent(
        id="例",
        client=table.text("client"),
        employer="例",
        memorandum="例",
        dated=table.day("from"),
        scope="例",
        valid_from=table.day("from"),
        valid_until=table.day("until"),
        document="例",
        sha256=bytes(32),
        registered_by="例",
        registered_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    table.done()
    return consent


def _terminal(table: StrictTable) -> Terminal:
    terminal = Terminal(
        id=table.text("id"), name="例", site="例", owner="例", public_key=b"", standing=table.word("standing", Standing)
    )
    table.done()
    return terminal


def _target(table: StrictTable) -> Target:
    free = FreeOfPersonalData(declared_by="例", until=table.day("free_until")) if table.has("free_until") else None
    target = Target(
        id="T",
        name=table.text("name"),
        protocol=Protocol.POSTGRESQL if table.has("database") and table.truth("database") else Protocol.SSH,
        address="127.0.0.1",
        port=22,
        host_keys=(),
        accounts=table.texts("accounts"),
        login=LoginWay.CERTIFICATE,
        clients=table.texts("clients"),
        encoding=Encoding.UTF_8,
        free=free,
        standing=table.word("standing", Standing),
        drop_folder=table.text("drop_folder") if table.has("drop_folder") else None,
    )
    table.done()
    return target


def _order(table: StrictTable) -> CaseOrder:
    order = CaseOrder(
        id=table.text("id"),
        person_id=table.text("person_id"),
        targets=tuple(_ordered(each) for each in table.tables("targets")),
        clients=table.texts("clients"),
        purpose=table.text("purpose"),
        personal_data=table.truth("personal_data"),
        mode=table.text("mode"),
        starts_at=table.moment("starts_at"),
        ends_at=table.moment("ends_at"),
        standing=table.text("standing"),
        requested_at=table.moment("requested_at"),
        approvers=frozenset(table.texts("approvers")),
        approvals_needed=table.whole("approvals_needed", 1, 9),
    )
    table.done()
    return order


def _ordered(table: StrictTable) -> CaseTarget:
    target = CaseTarget(name=table.text("name"), accounts=table.texts("accounts"))
    table.done()
    return target
