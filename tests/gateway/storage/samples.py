"""One of everything, for the tests of this room. All of it invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, Engine

from gateway.audit.entry import NO_ENTRY, Entry
from gateway.audit.merkle import leaf_hash
from gateway.crypto import aead, digest
from gateway.sessions.session import Session, State
from gateway.storage.engine import writing
from gateway.storage.fields import FieldCipher, PlainField, SealedField, seal_person
from gateway.storage.office import Office
from gateway.vocabulary.clock import timestamp
from gateway.vocabulary.identity import Engagement, Language, Role, Standing
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, LoginWay, Protocol, Target
from gateway.work_orders.order import Approval, Mode, OrderedTarget, WorkOrder
from gateway.work_orders.order import Standing as OrderStanding

NOW = datetime(2026, 11, 22, 5, 6, 7, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)


class StillClock:
    """A clock that stands at NOW."""

    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


class KeyedCipher:
    """A FieldCipher with the keeper's own primitives, without the keeper."""

    def __init__(self) -> None:
        self._key, self._lookup = aead.new_key(), aead.new_key()

    def seal(self, fields: Sequence[PlainField]) -> list[bytes]:
        return [aead.seal(self._key, field.value.encode(), field.context.encode()) for field in fields]

    def open(self, fields: Sequence[SealedField]) -> list[str]:
        return [aead.open_sealed(self._key, field.sealed, field.context.encode()).decode() for field in fields]

    def digest(self, context: str, value: str) -> bytes:
        return digest.keyed(self._lookup, context.encode() + b"\0" + value.encode())


def add_person(
    connection: Connection,
    cipher: FieldCipher,
    username: str,
    *,
    name: str = "見本 花子",
    kana: str = "ミホン ハナコ",
    number: str | None = None,
    roles: frozenset[Role] = frozenset({Role.ENGINEER}),
    employer: str = "EMP-1",
) -> bool:
    """A person whose id is `P-<username>`, at an employer that is made where it is missing."""
    office = Office(connection)
    office.add_employer(id="EMP-1", name="見本保守株式会社", kind="contractor")
    id_ = f"P-{username}"
    sealed = seal_person(cipher, person=id_, name=name, kana=kana, number=number or f"N-{username}")
    return office.add_person(
        id=id_,
        username=username,
        name_sealed=sealed.name,
        kana_sealed=sealed.kana,
        number_sealed=sealed.number,
        number_digest=sealed.number_digest,
        employer=employer,
        engagement=Engagement.DISPATCHED,
        agency="見本派遣",
        contract_end=date(2027, 3, 31),
        roles=roles,
        language=Language.JAPANESE,
    )


def add_terminal(connection: Connection, name: str = "pc-01", blob: bytes | None = None) -> str:
    """A terminal whose id is `T-<name>`, with a key."""
    office = Office(connection)
    key = blob or b"terminal key of " + name.encode()
    assert office.add_terminal(id=f"T-{name}", name=name, site="大阪", owner="見本保守株式会社")
    assert office.add_key(
        fingerprint=digest.fingerprint(key), blob=key, kind="terminal", owner=f"T-{name}", comment="", at=NOW
    )
    return f"T-{name}"


def target(name: str = "callcenter-app", *, free: bool = False) -> Target:
    return Target(
        id=f"TG-{name}",
        name=name,
        protocol=Protocol.SSH,
        address="192.0.2.7",
        port=22,
        host_keys=(b"\x00host key", b"another"),
        accounts=("app", "postgres"),
        login=LoginWay.VAULTED_PASSWORD,
        clients=("C-01", "C-02"),
        encoding=Encoding.EUC_JP,
        free=FreeOfPersonalData(declared_by="P-chief", until=date(2026, 12, 31)) if free else None,
        standing=Standing.ACTIVE,
        drop_folder="incoming" if free else None,
        management=None if free else "gateadm",
    )


def order(id_: str = "WO-1", person: str = "P-sato", **changes: object) -> WorkOrder:
    values: dict[str, object] = {
        "id": id_,
        "person_id": person,
        "requested_by": person,
        "targets": (OrderedTarget(name="callcenter-app", accounts=("app", "postgres")),),
        "clients": ("C-01",),
        "purpose": "failure",
        "personal_data": True,
        "mode": Mode.SHELL,
        "starts_at": NOW,
        "ends_at": NOW + 8 * HOUR,
        "reason": "夜間の障害対応",
        "standing": OrderStanding.ASKED,
        "approvals": (),
        "requested_at": NOW - HOUR,
        "version": 1,
    }
    return WorkOrder(**(values | changes))  # type: ignore[arg-type]


def approval(person: str, minutes: int = 0) -> Approval:
    return Approval(approver_id=person, at=NOW + timedelta(minutes=minutes))


def session(id_: str = "S-1", person: str = "sato", **changes: object) -> Session:
    values: dict[str, object] = {
        "id": id_,
        "connection": "c-1",
        "person": f"P-{person}",
        "username": person,
        "terminal": "T-pc-01",
        "order": "WO-1",
        "target": "callcenter-app",
        "account": "app",
        "capability": "shell",
        "node": "node-1",
        "peer_address": "192.0.2.9",
        "started_at": NOW,
        "until": NOW + 8 * HOUR,
        "ended_at": None,
        "end_reason": None,
        "state": State.OPENING,
        "recording": f"R-{id_}",
    }
    return Session(**(values | changes))  # type: ignore[arg-type]


def entries(count: int, *, start: int = 0, prev: bytes = NO_ENTRY, body_bytes: int = 400) -> list[Entry]:
    """Rows of a journal as far as storage cares: chained, with bodies of a usual size."""
    made: list[Entry] = []
    for seq in range(start, start + count):
        made.append(_entry(seq, made[-1].hash if made else prev, body_bytes))
    return made


def _entry(seq: int, prev: bytes, body_bytes: int) -> Entry:
    body = f'{{"seq":{seq},"pad":"'.encode().ljust(body_bytes - 2, b"x") + b'"}'
    return Entry(
        seq=seq,
        at=timestamp(NOW),
        node="node-1",
        kind="session.opened",
        person="P-sato",
        session=f"S-{seq // 4}",
        terminal="T-pc-01",
        target="callcenter-app",
        order="WO-1",
        body=body,
        prev=prev,
        hash=leaf_hash(body),
    )


def staffed(database: Engine, cipher: FieldCipher) -> None:
    """Sato with terminal pc-01, target callcenter-app and the asked order WO-1; kato and ito, who may approve."""
    with writing(database) as connection:
        assert add_person(connection, cipher, "sato")
        for chief in ("kato", "ito"):
            assert add_person(connection, cipher, chief, roles=frozenset({Role.SUPERVISOR}))
        add_terminal(connection)
        office = Office(connection)
        assert office.add_target(target())
        assert office.add_order(order())
