"""What the demo asks of the office: who exists, what there is to reach, and the approved orders of the day.

Everything goes through the small `Office` below, so that the demo's people, keys and orders are made by the very walks a real
office uses (sealed, journalled, four eyes). It is safe to repeat: what the memory ticked is left alone, and orders are asked
for anew at each start because none lives longer than eight hours (R-23).
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Protocol as Port

from deploy.callcentre.canaries import values_of
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import Customer
from deploy.demo_stack import terminal_certificate
from deploy.demo_stack.cast import EMPLOYER_OWN, EMPLOYER_VENDOR, REQUESTER, SECOND_ADMINISTRATOR, Member
from deploy.demo_stack.memory import Memory
from gateway.crypto import openssh
from gateway.vocabulary.identity import Language, Person, Role, Standing
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Protocol, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Mode, OrderedTarget

ORDER_HOURS = 8
PURPOSE = "failure"
_MAILED = (
    "tanaka",
    "yamada",
    "kobayashi",
)  # not the requester of all orders: the sink would fill with what was decided
_CANARY_NOTE = "顧客ファイルと customers 表（デモ）"
_FEW_CLIENTS = tuple(client.code for client in CLIENTS[:2])  # whom the order for statements alone names
_CONTRACT_DAYS = 365
_EMPLOYERS = ((EMPLOYER_OWN, "processor"), (EMPLOYER_VENDOR, "sub-processor"), (CLIENTS[0].name, "client"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What proves a person: public keys as OpenSSH blobs, a password or none, the code secret in base 32."""

    keys: tuple[bytes, ...]
    password: Secret | None
    totp_secret: Secret


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderWish:
    """A work order to ask for. `engineer` is a user name, `engineer_id` the same person's id."""

    engineer: str
    engineer_id: str
    targets: tuple[OrderedTarget, ...]
    clients: tuple[str, ...]
    purpose: str
    personal_data: bool
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    reason: str

    @property
    def approvals_needed(self) -> int:
        return 2 if self.personal_data or self.mode is Mode.SHELL else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTarget:
    """A target to register, with the secret to vault where the gateway logs in with one."""

    target: Target
    secret: Secret | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCanary:
    """A canary person that is registered, and the row that it is."""

    id: str
    customer: Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledOrder:
    """An order that stands approved."""

    id: str
    wish: OrderWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A client's written consent to the sub-processor's work, as it is registered."""

    client: str
    employer: str
    memorandum: str
    dated: date
    scope: str
    valid_from: date
    valid_until: date
    document: str
    sha256: bytes


class Office(Port):
    """What provisioning needs of the real office. Each call takes effect, journalled, before it returns; a refusal raises.

    Adding what is there already, under the same id, is no fault.
    """

    def add_employer(self, id: str, name: str, kind: str) -> None:  # noqa: A002  # the column's name
        """A new employer."""

    def add_client(self, code: str, name: str) -> None:
        """A new client company."""

    def add_consent(self, paper: Paper) -> None:
        """A client's written consent to sub-outsourcing (R-28)."""

    def add_person(self, person: Person, credentials: Credentials) -> None:
        """A new person with keys and credentials; `person.employer` is the employer's id. The first is an administrator."""

    def add_terminal(self, terminal: Terminal) -> None:
        """A new maintenance terminal."""

    def certify_terminal(self, before: Terminal, after: Terminal) -> None:
        """A registered terminal shows a certificate from now on."""

    def add_target(self, target: Target, secret: Secret | None) -> None:
        """A new target, and its vaulted secret."""

    def add_canary(self, canary: str, client: str, values: Sequence[str], note: str) -> None:
        """A canary person of the client, registered by a supervisor; `values` are lines of what=value."""

    def ask_order(self, wish: OrderWish) -> str:
        """Ask in the duty supervisor's name; the order's id."""

    def approve_order(self, order: str, supervisor: str) -> None:
        """Approve in the name of the supervisor with this user name."""


def register(
    office: Office, memory: Memory, cast: Sequence[Member], targets: Sequence[PlacedTarget], now: datetime
) -> None:
    """Bring the office's register up to the cast and the targets: the administrator first, the second one last (R-22)."""
    employer_of = {}
    for place, (name, kind) in enumerate(_EMPLOYERS):
        key = f"employer:{place}"
        employer_of[name] = memory.identifier(key, "E", now)
        _once(memory, key, partial(office.add_employer, employer_of[name], name, kind))
    second = [member for member in cast if member.username == SECOND_ADMINISTRATOR]
    others = [member for member in cast if member not in second]

    def enter(member: Member) -> None:
        person = _person(member, person_id(memory, member.username, now), employer_of, now)
        _once(memory, f"person:{member.username}", partial(office.add_person, person, _credentials(member)))

    for member in sorted(others, key=lambda member: member.role is not Role.ADMINISTRATOR):
        enter(member)
    for member in cast:
        _enter_terminal(office, memory, member, employer_of, now)
    for client in CLIENTS:
        _once(memory, f"client:{client.code}", partial(office.add_client, client.code, client.name))
        paper = _paper(client.code, employer_of[EMPLOYER_VENDOR], now)
        _once(memory, f"consent:{client.code}", partial(office.add_consent, paper))
    for placed in targets:
        _once(memory, target_key(placed.target.name), partial(office.add_target, placed.target, placed.secret))
    for member in second:
        enter(member)


def register_canaries(
    office: Office, memory: Memory, canaries: Sequence[Customer], now: datetime
) -> list[PlacedCanary]:
    """Each one's values, under its own id; whose rows they are the manifest tells whoever wants to see the alarm."""
    placed = []
    for customer in canaries:
        key = f"canary:{customer.customer_id}"
        canary = memory.identifier(key, "CN", now)
        _once(memory, key, partial(office.add_canary, canary, customer.client_code, values_of(customer), _CANARY_NOTE))
        placed.append(PlacedCanary(id=canary, customer=customer))
    return placed


def _enter_terminal(
    office: Office, memory: Memory, member: Member, employer_of: Mapping[str, str], now: datetime
) -> None:
    """The member's terminal; one that an older demo registered is given its certificate."""
    key, certified = f"terminal:{member.username}", f"certificate:{member.username}"
    terminal = _terminal(member, memory.identifier(key, "T", now), employer_of)
    if memory.has(key):
        _once(memory, certified, partial(office.certify_terminal, replace(terminal, certificate=None), terminal))
        return
    _once(memory, key, partial(office.add_terminal, terminal))
    memory.tick(certified)


def person_id(memory: Memory, username: str, now: datetime) -> str:
    """The id of the person with this user name."""
    return memory.identifier(f"person:{username}", "P", now)


def target_key(name: str) -> str:
    """The memory's key of a target."""
    return f"target:{name}"


def _paper(client: str, employer: str, now: datetime) -> Paper:
    """The consent of one client, of paper that exists in the demo only; in force for the demo's year."""
    document = f"SAMPLE-{client}"
    return Paper(
        client=client,
        employer=employer,
        memorandum="見本覚書 第3版",
        dated=_in_days(now, -30),
        scope="コールセンターシステムの保守運用（見本）",
        valid_from=_in_days(now, -30),
        valid_until=_in_days(now, _CONTRACT_DAYS),
        document=document,
        sha256=hashlib.sha256(document.encode()).digest(),
    )


def _once(memory: Memory, key: str, add: Callable[[], None]) -> None:
    if not memory.has(key):
        add()
        memory.tick(key)


def file_orders(
    office: Office, memory: Memory, cast: Sequence[Member], targets: Sequence[Target], now: datetime
) -> list[FiledOrder]:
    """Ask for and approve the orders of the day; each engineer's, in the order of the cast. Nobody approves what he asked."""
    approvers = [member.username for member in cast if member.role is Role.SUPERVISOR and member.username != REQUESTER]
    filed = []
    for member in cast:
        if member.role is Role.ENGINEER:
            engineer_id = person_id(memory, member.username, now)
            for wish in _wishes(member, engineer_id, targets, now):
                order = office.ask_order(wish)
                for supervisor in approvers[: wish.approvals_needed]:
                    office.approve_order(order, supervisor)
                filed.append(FiledOrder(id=order, wish=wish))
    return filed


def _wishes(member: Member, engineer_id: str, targets: Sequence[Target], now: datetime) -> list[OrderWish]:
    """tanaka: the build host; suzuki: commands, and the database for two clients; others: a shell and it, with personal data."""
    guarded = [target for target in targets if target.holds_personal_data(now.date())]
    free = [target for target in targets if not target.holds_personal_data(now.date())]
    wishes = []
    if member.username == "suzuki":
        for protocol, reason in ((Protocol.SSH, "夜間バッチの異常終了"), (Protocol.POSTGRESQL, "検索結果の件数の違い")):
            named = [target for target in guarded if target.protocol == protocol]
            wish = _wish(member, engineer_id, named, Mode.COMMANDS, now, f"{reason}を調べる（デモ）")
            wishes.append(_of_few_clients(wish) if protocol is Protocol.POSTGRESQL else wish)
    elif member.username != "tanaka":
        wishes.append(_wish(member, engineer_id, guarded, Mode.SHELL, now, "顧客検索の障害を調べる（デモ）"))
    wishes.append(_wish(member, engineer_id, free, Mode.COMMANDS, now, "修正版を組み立てる（デモ）"))
    return [wish for wish in wishes if wish.targets]


def _wish(
    member: Member, engineer_id: str, targets: Sequence[Target], mode: Mode, now: datetime, reason: str
) -> OrderWish:
    return OrderWish(
        engineer=member.username,
        engineer_id=engineer_id,
        targets=tuple(OrderedTarget(name=target.name, accounts=target.accounts) for target in targets),
        clients=tuple(sorted({client for target in targets for client in target.clients})),
        purpose=PURPOSE,
        personal_data=mode is Mode.SHELL,
        mode=mode,
        starts_at=now,
        ends_at=now + timedelta(hours=ORDER_HOURS),
        reason=reason,
    )


def _of_few_clients(wish: OrderWish) -> OrderWish:
    """An order that leaves most clients out, so that their rows are seen to be refused (R-25)."""
    return replace(wish, clients=tuple(code for code in wish.clients if code in _FEW_CLIENTS))


def _person(member: Member, person_id: str, employer_of: Mapping[str, str], now: datetime) -> Person:
    return Person(
        id=person_id,
        username=member.username,
        name=member.name,
        kana=member.kana,
        number=member.number,
        employer=employer_of[member.employer],
        engagement=member.engagement,
        agency=member.agency,
        contract_end=_in_days(now, _CONTRACT_DAYS),
        roles=frozenset({member.role}),
        language=Language.JAPANESE,
        standing=Standing.ACTIVE,
        mail=f"{member.username}@example.jp" if member.username in _MAILED else None,
    )


def _credentials(member: Member) -> Credentials:
    return Credentials(
        keys=(openssh.blob_of(member.public_line(member.ssh_key)),),
        password=Secret(member.password.encode("ascii")) if member.password else None,
        totp_secret=Secret(member.totp_secret.encode("ascii")),
    )


def _terminal(member: Member, terminal_id: str, employer_of: Mapping[str, str]) -> Terminal:
    return Terminal(
        id=terminal_id,
        name=member.terminal_name,
        site="見本保守拠点",
        owner=employer_of[member.employer],
        public_key=openssh.blob_of(member.public_line(member.terminal_key)),
        standing=Standing.ACTIVE,
        certificate=terminal_certificate.der_of(member.terminal_cert),
    )


def _in_days(now: datetime, days: int) -> date:
    return (now + timedelta(days=days)).date()
