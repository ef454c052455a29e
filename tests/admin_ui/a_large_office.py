"""Ten years of a large operator in one database: 2,000 people, 500 targets, 100,000 orders, 10,000 recordings.

Rows are written into the tables directly, in the form the stores write them: what is measured is how they are read.
"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table, insert, select

from gateway.ipc.client import LastingCaller
from gateway.keeper import clients
from gateway.settings.reading import read
from gateway.storage import tables
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.fields import seal_person
from gateway.vocabulary.clock import timestamp
from gateway.wiring.places import places
from tests.gateway.cli.town import Town

PEOPLE: Final = 2_000
TARGETS: Final = 500
ORDERS: Final = 100_000
RECORDINGS: Final = 10_000
FAMILY: Final = (
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("髙橋", "タカハシ"),
    ("渡邉", "ワタナベ"),
    ("齋藤", "サイトウ"),
    ("山﨑", "ヤマザキ"),
)
GIVEN: Final = (("陽一", "ヨウイチ"), ("美咲", "ミサキ"), ("蓮", "レン"), ("恵子", "ケイコ"), ("学", "マナブ"))
STEP: Final = timedelta(minutes=50)
BATCH: Final = 2_000


def grow(town: Town) -> None:
    """Fill a settled town that has one order and one recording of sato's."""
    settings = read(town.settings)
    engine = open_engine(settings.database)
    line = LastingCaller(places(settings).door("keeper", "office"))
    try:
        fields = clients.Fields(line)

        def one(table: Table, *wanted: Any) -> dict[str, Any]:
            with reading(engine) as connection:
                return dict(connection.execute(select(table).where(*wanted).limit(1)).mappings().one())

        def add(table: Table, rows: list[dict[str, Any]]) -> None:
            for at in range(0, len(rows), BATCH):  # the town's registrar writes as well and must not wait for long
                with writing(engine) as connection:
                    connection.execute(insert(table), rows[at : at + BATCH])

        sato = one(tables.PERSON, tables.PERSON.c.username == "sato")
        people = [_person(sato, number, fields) for number in range(PEOPLE)]
        add(tables.PERSON, people)
        like = one(tables.TARGET)
        add(tables.TARGET, [_target(like, number) for number in range(TARGETS)])
        order, session, recording = one(tables.WORK_ORDER), one(tables.SESSION), one(tables.RECORDING)
        orders = [_order(order, number, people) for number in range(ORDERS)]
        add(tables.WORK_ORDER, orders)
        found_by = [{"order_id": row["id"], "requested_at": row["requested_at"]} for row in orders]
        add(tables.ORDER_TARGET, [{**row, "target": f"host-{at % TARGETS:04d}"} for at, row in enumerate(found_by)])
        add(tables.ORDER_CLIENT, [{**row, "client": "C01"} for row in found_by])
        sessions = [_session(session, number, orders[number * 7]) for number in range(RECORDINGS)]
        add(tables.SESSION, sessions)
        add(tables.RECORDING, [_recording(recording, row) for row in sessions])
    finally:
        line.close()
        engine.dispose()


def _moment(number: int) -> datetime:
    return datetime(2026, 11, 1, tzinfo=UTC) - number * STEP


def _person(like: dict[str, Any], number: int, fields: clients.Fields) -> dict[str, Any]:
    family, given = FAMILY[number % len(FAMILY)], GIVEN[number // 7 % len(GIVEN)]
    ident = f"P-20200101-{number:06d}"
    sealed = seal_person(
        fields, person=ident, name=f"{family[0]} {given[0]}", kana=f"{family[1]} {given[1]}", number=f"N{number:06d}"
    )
    return {
        **like, "id": ident, "username": f"u{number:05d}", "name_sealed": sealed.name, "kana_sealed": sealed.kana,
        "number_sealed": sealed.number, "number_digest": sealed.number_digest, "mail_sealed": None,
    }  # fmt: skip


def _target(like: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        **like,
        "id": f"H-20200101-{number:06d}",
        "name": f"host-{number:04d}",
        "address": f"host-{number:04d}.example",
    }


def _order(like: dict[str, Any], number: int, people: list[dict[str, Any]]) -> dict[str, Any]:
    at = _moment(number)
    person = people[number % len(people)]["id"]
    ordered = [{"accounts": ["app"], "name": f"host-{number % TARGETS:04d}"}]
    target = json.dumps(ordered, separators=(",", ":"), sort_keys=True)
    return {
        **like, "id": f"WO-{at:%Y%m%d}-{number:06d}", "person_id": person, "requested_by": person,
        "targets": target if isinstance(like["targets"], str) else like["targets"], "starts_at": timestamp(at),
        "ends_at": timestamp(at + timedelta(hours=4)), "requested_at": timestamp(at), "standing": "approved",
    }  # fmt: skip


def _session(like: dict[str, Any], number: int, order: dict[str, Any]) -> dict[str, Any]:
    at = _moment(number)
    return {
        **like, "id": f"S-{at:%Y%m%d}-{number:06d}", "person_id": order["person_id"], "order_id": order["id"],
        "username": f"u{number:05d}", "started_at": timestamp(at), "ended_at": timestamp(at + STEP), "end_reason": "left",
        "state": "ended", "recording_id": f"R-{at:%Y%m%d}-{number:06d}", "target": f"host-{number % TARGETS:04d}",
    }  # fmt: skip


def _recording(like: dict[str, Any], session: dict[str, Any]) -> dict[str, Any]:
    ident = session["recording_id"]
    return {
        **like, "id": ident, "session_id": session["id"], "path": f"{ident[2:10]}/{ident}.rec",
        "started_at": session["started_at"], "state": "sealed", "final_hash": secrets.token_bytes(32), "chunks": 9,
        "stored_bytes": 12_345, "last_at": session["ended_at"], "sealed_at": session["ended_at"],
    }  # fmt: skip
