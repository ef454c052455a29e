"""What the demo asks of the office: right people and orders, nothing twice, nobody alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.callcentre.canaries import canaries
from deploy.callcentre.clients import CLIENTS
from deploy.callcentre.customers import Customer, customers, write_csv
from deploy.demo_stack.cast import EMPLOYER_VENDOR, REQUESTER, WITH_PASSWORD, Member, gather
from deploy.demo_stack.memory import Memory
from deploy.demo_stack.provision import (
    Credentials,
    FiledOrder,
    OrderWish,
    Paper,
    PlacedCanary,
    PlacedTarget,
    file_orders,
    register,
    register_canaries,
)
from gateway.crypto import terminal_certificate
from gateway.vocabulary.identity import Person, Role, Standing
from gateway.vocabulary.secret import Secret
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.vocabulary.terminal import Terminal
from gateway.work_orders.order import Mode

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class Ledger:
    """An office of dictionaries; a second registration of one name raises."""

    employers: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    people: dict[str, tuple[Person, Credentials]] = field(default_factory=dict)
    terminals: dict[str, Terminal] = field(default_factory=dict)
    targets: dict[str, tuple[Target, Secret | None]] = field(default_factory=dict)
    orders: dict[str, OrderWish] = field(default_factory=dict)
    approvals: list[tuple[str, str]] = field(default_factory=list)
    consents: list[tuple[str, str]] = field(default_factory=list)
    canaries: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def add_employer(self, id: str, name: str, kind: str) -> None:  # noqa: A002
        assert name not in self.employers.values()
        assert kind in ("processor", "sub-processor", "client")
        self.employers[id] = name

    def add_client(self, code: str, name: str) -> None:
        assert code not in self.clients
        self.clients[code] = name

    def add_consent(self, paper: Paper) -> None:
        assert paper.client in self.clients
        assert paper.employer in self.employers
        assert paper.valid_from < paper.valid_until
        self.consents.append((paper.client, paper.employer))

    def add_person(self, person: Person, credentials: Credentials) -> None:
        assert person.username not in self.people
        assert person.employer in self.employers
        assert self.people or person.roles == {Role.ADMINISTRATOR}, "the first person is an administrator"
        self.people[person.username] = (person, credentials)

    def add_terminal(self, terminal: Terminal) -> None:
        assert terminal.name not in self.terminals
        self.terminals[terminal.name] = terminal

    def certify_terminal(self, before: Terminal, after: Terminal) -> None:
        assert self.terminals[after.name] == before
        self.terminals[after.name] = after

    def add_target(self, target: Target, secret: Secret | None) -> None:
        assert target.name not in self.targets
        self.targets[target.name] = (target, secret)

    def add_canary(self, canary: str, client: str, values: Sequence[str], note: str) -> None:
        assert client in self.clients
        assert canary not in self.canaries
        assert not any(value.partition("=")[2] in note for value in values)
        self.canaries[canary] = client, tuple(values)

    def ask_order(self, wish: OrderWish) -> str:
        assert self.people[wish.engineer][0].id == wish.engineer_id
        order = f"WO-{len(self.orders) + 1}"
        self.orders[order] = wish
        return order

    def approve_order(self, order: str, supervisor: str) -> None:
        assert Role.SUPERVISOR in self.people[supervisor][0].roles
        self.approvals.append((order, supervisor))


def _target(name: str, protocol: Protocol, *, free: bool) -> Target:
    return Target(
        id=f"H-{name}",
        name=name,
        protocol=protocol,
        address="127.0.0.1",
        port=22,
        host_keys=(),
        accounts=("account",),
        login=LoginWay.CERTIFICATE,
        clients=() if free else ("C02", "C03", "C01"),
        encoding=Encoding.UTF_8,
        free=FreeOfPersonalData(declared_by="yamada", until=NOW.date() + timedelta(days=9)) if free else None,
        standing=Standing.ACTIVE,
    )


TARGETS = [
    _target("callcenter-app", Protocol.SSH, free=False),
    _target("callcenter-db", Protocol.POSTGRESQL, free=False),
    _target("build-host", Protocol.SSH, free=True),
]


PLACED = [PlacedTarget(target=target, secret=None) for target in TARGETS]


@pytest.fixture
def cast(tmp_path: Path) -> tuple[Member, ...]:
    return gather(tmp_path, 2)


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "registered.txt")


@pytest.fixture
def office(cast: tuple[Member, ...], memory: Memory) -> Ledger:
    ledger = Ledger()
    register(ledger, memory, cast, PLACED, NOW)
    return ledger


def _of(filed: list[FiledOrder], engineer: str) -> list[tuple[list[str], Mode, bool]]:
    return [
        ([target.name for target in order.wish.targets], order.wish.mode, order.wish.personal_data)
        for order in filed
        if order.wish.engineer == engineer
    ]


def test_every_person_has_an_account_keys_and_an_end(office: Ledger, cast: tuple[Member, ...]) -> None:
    assert set(office.people) == {member.username for member in cast}
    keys = [key for _, credentials in office.people.values() for key in credentials.keys]
    terminals = [terminal.public_key for terminal in office.terminals.values()]
    assert len({*keys, *terminals}) == 2 * len(cast)
    assert all(person.contract_end > NOW.date() for person, _ in office.people.values())
    assert all(credentials.totp_secret for _, credentials in office.people.values())


def test_the_second_time_nothing_is_registered_again(
    office: Ledger, memory: Memory, cast: tuple[Member, ...], tmp_path: Path
) -> None:
    register(office, memory, cast, PLACED, NOW)
    register(office, Memory(tmp_path / "registered.txt"), cast, PLACED, NOW)
    assert len(office.clients) == len(CLIENTS)


def test_an_interrupted_registration_goes_on_with_the_same_identifiers(
    cast: tuple[Member, ...], tmp_path: Path
) -> None:
    class Interrupted(Ledger):
        def add_terminal(self, terminal: Terminal) -> None:
            if len(self.terminals) == 3:
                raise KeyboardInterrupt
            super().add_terminal(terminal)

    first = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        register(first, Memory(tmp_path / "registered.txt"), cast, PLACED, NOW)
    second = Ledger(employers=dict(first.employers), people=dict(first.people), terminals=dict(first.terminals))
    register(second, Memory(tmp_path / "registered.txt"), cast, PLACED, NOW)
    assert set(second.people) == {member.username for member in cast}
    assert len(second.terminals) == len(cast)
    assert {terminal.owner for terminal in second.terminals.values()} <= set(first.employers)


def test_R23_orders_of_the_day(office: Ledger, memory: Memory, cast: tuple[Member, ...]) -> None:
    filed = file_orders(office, memory, cast, TARGETS, NOW)
    build = (["build-host"], Mode.COMMANDS, False)
    shell = (["callcenter-app", "callcenter-db"], Mode.SHELL, True)
    assert _of(filed, "sato") == [shell, build]
    commands, statements = (([name], Mode.COMMANDS, False) for name in ("callcenter-app", "callcenter-db"))
    assert _of(filed, "suzuki") == [commands, statements, build]
    assert _of(filed, "tanaka") == [build]
    assert _of(filed, "e001") == [shell, build]
    assert {order.wish.engineer for order in filed} == {"sato", "suzuki", "tanaka", "e001", "e002"}
    assert all(order.wish.ends_at - order.wish.starts_at == timedelta(hours=8) for order in filed)
    assert filed[0].wish.clients == ("C01", "C02", "C03")


def test_R25_one_order_names_few_clients_so_that_the_others_rows_are_refused(
    office: Ledger, memory: Memory, cast: tuple[Member, ...]
) -> None:
    filed = file_orders(office, memory, cast, TARGETS, NOW)
    statements = [order.wish for order in filed if order.wish.engineer == "suzuki"][1]
    assert [target.name for target in statements.targets] == ["callcenter-db"]
    assert statements.clients == (CLIENTS[0].code, CLIENTS[1].code) == ("C01", "C02")


def test_R64_canaries_of_two_clients_are_registered_once(office: Ledger, memory: Memory, tmp_path: Path) -> None:
    write_csv(tmp_path / "customers.csv", customers(15_200))
    found = canaries(tmp_path / "customers.csv")
    placed = register_canaries(office, memory, found, NOW)
    assert [each.customer for each in placed] == list(found)
    assert register_canaries(office, Memory(tmp_path / "registered.txt"), found, NOW) == placed
    assert [client for client, _ in office.canaries.values()] == [CLIENTS[0].code, CLIENTS[1].code]
    for one in found:
        assert not any(one.name in value for value in office.canaries[_id_of(placed, one)][1]), "others have that name"


def _id_of(placed: list[PlacedCanary], customer: Customer) -> str:
    return next(each.id for each in placed if each.customer == customer)


def test_R26_two_different_supervisors_where_two_are_needed(
    office: Ledger, memory: Memory, cast: tuple[Member, ...]
) -> None:
    for order in file_orders(office, memory, tuple(reversed(cast)), TARGETS, NOW):
        approvers = [supervisor for approved, supervisor in office.approvals if approved == order.id]
        assert len(set(approvers)) == len(approvers) == (2 if order.wish.mode is Mode.SHELL else 1)
        assert not {order.wish.engineer, REQUESTER} & set(approvers)


def test_the_cast_keeps_duties_apart(cast: tuple[Member, ...]) -> None:
    roles = [member.role for member in cast if not member.username.startswith("e0")]
    assert sorted(roles) == [*["administrator"] * 2, "auditor", "client", *["engineer"] * 3, *["supervisor"] * 3]


def test_passwords_go_to_the_first_of_the_further_engineers(tmp_path: Path) -> None:
    everybody = gather(tmp_path, WITH_PASSWORD + 5)
    without = [f"e{n:03d}" for n in range(WITH_PASSWORD + 1, WITH_PASSWORD + 6)]
    assert [member.username for member in everybody if not member.password] == without
    assert gather(tmp_path, WITH_PASSWORD + 5) == everybody
    assert gather(tmp_path, 0) == everybody


def test_nothing_of_the_cast_is_readable_by_others(tmp_path: Path) -> None:
    (member, *_) = gather(tmp_path, 0)
    for secret in (tmp_path / "cast.json", Path(member.ssh_key), Path(member.terminal_key), member.terminal_cert_key):
        assert secret.stat().st_mode & 0o077 == 0


def test_R18_every_terminal_shows_a_certificate_of_its_own(office: Ledger, cast: tuple[Member, ...]) -> None:
    shown = [terminal.certificate for terminal in office.terminals.values()]
    assert len(set(shown)) == len(cast)
    for member in cast:
        read = terminal_certificate.from_der(office.terminals[member.terminal_name].certificate or b"")
        assert read.subject == read.issuer == f"CN={member.terminal_name}"
        assert read.key == "ECDSA secp256r1"
        assert read.is_valid(datetime.now(UTC) + timedelta(days=360))


def test_a_state_from_before_certificates_gets_them(
    office: Ledger, memory: Memory, cast: tuple[Member, ...], tmp_path: Path
) -> None:
    for member in cast:
        member.terminal_cert.unlink()
        memory.tick(f"terminal:{member.username}")
    office.terminals = {name: replace(one, certificate=None) for name, one in office.terminals.items()}
    old = (tmp_path / "registered.txt").read_text().splitlines(keepends=True)
    (tmp_path / "registered.txt").write_text("".join(line for line in old if not line.startswith("certificate:")))
    again = Memory(tmp_path / "registered.txt")
    for _ in range(2):
        register(office, again, gather(tmp_path, 2), PLACED, NOW)
    assert all(terminal.certificate for terminal in office.terminals.values())


def test_R28_every_client_has_consented_to_the_vendor_whose_engineers_work(tmp_path: Path) -> None:
    ledger, memory = Ledger(), Memory(tmp_path / "memory.json")
    register(ledger, memory, gather(tmp_path, 0), [], NOW)
    vendor = next(id_ for id_, name in ledger.employers.items() if name == EMPLOYER_VENDOR)
    assert sorted(ledger.consents) == sorted((client.code, vendor) for client in CLIENTS)
