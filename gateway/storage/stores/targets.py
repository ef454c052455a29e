"""Targets and their vaulted secrets."""

from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from gateway.storage.cells import Cells, json_text, read_json, texts_of
from gateway.storage.statements import changed, insert_new, one, put, there_is
from gateway.storage.tables import TARGET, TARGET_SECRET
from gateway.vocabulary.identity import Standing
from gateway.vocabulary.target import Encoding, FreeOfPersonalData, Importance, LoginWay, Protocol, RiskEntry, Target


class Targets:
    """The table `target`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> Target | None:
        """The target of this name, whatever its standing."""
        row = one(self._connection, select(TARGET).where(TARGET.c.name == name))
        return None if row is None else row_to_target(row)

    def add(self, target: Target) -> bool:
        """Insert; False where id or name is taken."""
        return insert_new(self._connection, TARGET, target_to_row(target))

    def change(self, target: Target) -> bool:
        """Set everything but id and name; False where there is no target of this id and name."""
        same = (TARGET.c.id == target.id) & (TARGET.c.name == target.name)
        values = {name: value for name, value in target_to_row(target).items() if name not in ("id", "name")}
        return changed(self._connection, update(TARGET).where(same).values(**values))

    def put_secret(self, target: str, kind: str, sealed: bytes) -> bool:
        """Insert or replace the vaulted secret of a target; False where the target is unknown."""
        if not there_is(self._connection, TARGET.c.id == target):
            return False
        put(self._connection, TARGET_SECRET, {"target_id": target, "kind": kind, "sealed": sealed, "pending": None})
        return True


class TargetSecrets:
    """The table `target_secret`, by the target's name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> bytes | None:
        """The sealed secret of the way in which the target of this name is logged in to; None where there is none."""
        fitting = (TARGET_SECRET.c.target_id == TARGET.c.id) & (TARGET_SECRET.c.kind == TARGET.c.login)
        row = one(self._connection, select(TARGET_SECRET).where(fitting & (TARGET.c.name == name)))
        return None if row is None else Cells(TARGET_SECRET, row).blob("sealed")

    def pending(self, name: str) -> bytes | None:
        """The sealed password a rotation is about to set on the target of this name, or has set; None while none is begun."""
        password = TARGET_SECRET.c.kind == LoginWay.VAULTED_PASSWORD.value
        chosen = select(TARGET_SECRET).join(TARGET).where(password & (TARGET.c.name == name))
        row = one(self._connection, chosen)
        return None if row is None or row["pending"] is None else Cells(TARGET_SECRET, row).blob("pending")


def target_to_row(value: Target) -> dict[str, Any]:
    """The columns of `target`."""
    return {
        "id": value.id,
        "name": value.name,
        "protocol": value.protocol.value,
        "address": value.address,
        "port": value.port,
        "host_keys": json_text([key.hex() for key in value.host_keys]),
        "accounts": json_text(list(value.accounts)),
        "login": value.login.value,
        "clients": json_text(list(value.clients)),
        "encoding": value.encoding.value,
        "free_declared_by": value.free.declared_by if value.free else None,
        "free_until": value.free.until.isoformat() if value.free else None,
        "standing": value.standing.value,
        "drop_folder": value.drop_folder,
        "management": value.management,
        **_risk_row(value.risk),
    }


def row_to_target(row: RowMapping) -> Target:
    """One row of `target`."""
    cells = Cells(TARGET, row)
    return Target(
        id=cells.text("id"),
        name=cells.text("name"),
        protocol=cells.word("protocol", Protocol),
        address=cells.text("address"),
        port=cells.number("port"),
        host_keys=cells.read("host_keys", _blobs),
        accounts=cells.texts("accounts"),
        login=cells.word("login", LoginWay),
        clients=cells.texts("clients"),
        encoding=cells.word("encoding", Encoding),
        free=_free(cells),
        standing=cells.word("standing", Standing),
        drop_folder=cells.maybe_text("drop_folder"),
        management=cells.maybe_text("management"),
        risk=_risk(cells),
    )


def row_to_host_keys(row: RowMapping) -> tuple[bytes, ...]:
    """What a row of `target` is known by, from that one column."""
    return Cells(TARGET, row).read("host_keys", _blobs)


def _free(cells: Cells) -> FreeOfPersonalData | None:
    until = cells.maybe_day("free_until")
    return None if until is None else FreeOfPersonalData(declared_by=cells.text("free_declared_by"), until=until)


def _risk_row(risk: RiskEntry | None) -> dict[str, Any]:
    return {
        "risk_owner": None if risk is None else risk.owner,
        "risk_importance": None if risk is None else risk.importance.value,
        "risk_people": None if risk is None else risk.people,
        "risk": None if risk is None else risk.risk,
        "risk_measure": None if risk is None else risk.measure,
        "risk_review_on": None if risk is None else risk.review_on.isoformat(),
    }


def _risk(cells: Cells) -> RiskEntry | None:
    review_on = cells.maybe_day("risk_review_on")
    if review_on is None:
        return None
    return RiskEntry(
        owner=cells.text("risk_owner"),
        importance=cells.word("risk_importance", Importance),
        people=cells.number("risk_people"),
        risk=cells.text("risk"),
        measure=cells.text("risk_measure"),
        review_on=review_on,
    )


def _blobs(text: str) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(item) for item in texts_of(read_json(text)))
