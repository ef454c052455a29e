from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text, update

from gateway.metrics.figures import Census
from gateway.sessions.session import RecordingSummary, State
from gateway.sessions.standing import Course, Standing
from gateway.storage.engine import reading, writing
from gateway.storage.queries.census import census
from gateway.storage.stores.recordings import Recordings
from gateway.storage.stores.sessions import Sessions
from gateway.storage.stores.standings import Standings
from gateway.storage.tables import BUDGET_FREEZE, CHECKPOINT, DISCLOSURE, JOURNAL, LOCKOUT, PROPOSAL, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from tests.gateway.storage.samples import HOUR, NOW, session

TODAY = date(2026, 11, 22)


def counted(engine, pin=None) -> Census:
    with reading(engine) as connection:
        return census(connection, NOW, TODAY, pin)


def test_an_empty_database_counts_nothing(database):
    found = counted(database)
    assert found.database_bytes > 0
    assert (found.entries, found.signed_entries, found.checkpoint_at, found.witness_mailed_at) == (0, 0, None, None)
    assert found.sessions == {"running": 0, "paused": 0, "frozen": 0}
    assert found.freezes == {"database": 0, "shell": 0}
    assert found.shown_today == {"masked": 0, "revealed": 0, "estimated": 0}
    assert (found.orders_waiting, found.proposals_waiting, found.accounts_locked) == (0, 0, 0)
    assert (found.recordings_open, found.recordings_unsealed) == (0, 0)


def entry(seq, kind, at=NOW):
    return {
        "seq": seq, "at": timestamp(at), "node": "node-1", "kind": kind, "body": b"{}", "prev": b"p" * 32, "hash": b"h" * 32,
    }  # fmt: skip


def test_the_journals_length_and_what_of_it_is_signed(database):
    with writing(database) as connection:
        kinds = ["registrar.started", "witness.mailed", "witness.mailed", "login.started"]
        connection.execute(insert(JOURNAL), [entry(seq, kind, NOW + seq * HOUR) for seq, kind in enumerate(kinds)])
        for size in (1, 3):
            connection.execute(
                insert(CHECKPOINT).values(size=size, root=b"r" * 32, note=b"n", at=timestamp(NOW + size * HOUR))
            )
    found = counted(database, 7.0)
    assert (found.entries, found.signed_entries) == (4, 3)
    assert found.checkpoint_at == (NOW + 3 * HOUR).timestamp()
    assert found.witness_mailed_at == (NOW + 2 * HOUR).timestamp()
    assert found.pin_ends_at == 7.0


def test_sessions_by_course_and_recordings_by_seal(office):
    with writing(office) as connection:
        sessions, recordings, standings = Sessions(connection), Recordings(connection), Standings(connection)
        for number in range(1, 7):
            id_ = f"S-{number}"
            assert sessions.add(session(id_, "sato"))
            assert recordings.opened(f"R-{id_}", session=id_, path=f"2026/{id_}", started_at=NOW)
        standings.put(Standing(session="S-2", course=Course.FROZEN, since=NOW))
        standings.put(Standing(session="S-3", course=Course.PAUSED, since=NOW))
        standings.put(Standing(session="S-4", course=Course.RUNNING))
        standings.put(Standing(session="S-5", course=Course.FROZEN, since=NOW))
        sessions.put_end("S-5", at=NOW, reason="killed", state=State.BROKEN)  # not sealed
        sessions.put_end("S-6", at=NOW, reason="closed", state=State.ENDED)
        summary = RecordingSummary(recording="R-S-6", chunks=1, stored_bytes=1, final_hash=b"h" * 32, last_at=NOW)
        assert recordings.closed(summary, how="sealed", at=NOW)
    found = counted(office)
    assert found.sessions == {"running": 2, "paused": 1, "frozen": 1}
    assert (found.recordings_open, found.recordings_unsealed) == (4, 1)


def freeze(id_, person, door, released=None):
    return {
        "id": id_, "person_id": f"P-{person}", "door": door, "session_id": "S-1", "statement": 0, "since": timestamp(NOW),
        "exceeded": "[]", "released_at": released, "released_by": None if released is None else "P-sato",
        "reason": None if released is None else "x",
    }  # fmt: skip


def test_people_frozen_are_counted_once_a_door(office):
    with writing(office) as connection:
        assert Sessions(connection).add(session("S-1", "sato"))
        rows = [
            freeze("F-1", "sato", "shell"), freeze("F-2", "sato", "shell"), freeze("F-3", "kato", "shell"),
            freeze("F-4", "sato", "database", timestamp(NOW)),
        ]  # fmt: skip
        connection.execute(insert(BUDGET_FREEZE), rows)
    assert counted(office).freezes == {"database": 0, "shell": 2}


def disclosed(day, relation, masked, revealed, estimated):
    return {
        "client": "C-01", "day": day, "person_id": "P-sato", "session_id": "S-1", "relation": relation, "employer_id": "EMP-1",
        "masked": masked, "revealed": revealed, "at_most": masked, "withheld": 0, "estimated": estimated,
    }  # fmt: skip


def test_what_was_shown_today_and_not_yesterday(office):
    with writing(office) as connection:
        assert Sessions(connection).add(session("S-1", "sato"))
        rows = [
            disclosed("2026-11-21", "customers", 500, 500, 500), disclosed("2026-11-22", "customers", 7, 1, 0),
            disclosed("2026-11-22", "(shell)", 0, 0, 4),
        ]  # fmt: skip
        connection.execute(insert(DISCLOSURE), rows)
    assert counted(office).shown_today == {"masked": 7, "revealed": 1, "estimated": 4}


def test_what_waits_for_somebody(office):
    def proposal(id_, standing, until):
        return {
            "id": id_, "change": "x", "subject": "x", "facts": "{}", "body": b"", "asked_by": "P-sato",
            "asked_by_username": "sato", "asked_at": timestamp(NOW), "expires_at": timestamp(until), "standing": standing,
        }  # fmt: skip

    with writing(office) as connection:
        connection.execute(update(WORK_ORDER).values(standing="asked"))
        rows = [
            proposal("A", "open", NOW + HOUR), proposal("B", "open", NOW - HOUR), proposal("C", "confirmed", NOW + HOUR),
        ]  # fmt: skip
        connection.execute(insert(PROPOSAL), rows)
        locks = [("P-sato", NOW + timedelta(minutes=1)), ("P-kato", NOW - timedelta(minutes=1))]
        for person, until in locks:
            connection.execute(insert(LOCKOUT).values(person_id=person, failures=10, locked_until=timestamp(until)))
        orders = connection.execute(text("SELECT count(*) FROM work_order")).scalar_one()
    found = counted(office)
    assert (found.orders_waiting, found.proposals_waiting, found.accounts_locked) == (orders, 1, 1)


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_no_count_reads_ten_years(database):
    """Every question finds its rows by an index, or asks a table that stays small."""
    small = {"lockout", "proposal"}
    with reading(database) as connection:
        seen = []
        real = connection.execute

        def watched(statement, *more, **named):
            seen.append(str(statement.compile(connection, compile_kwargs={"literal_binds": True})))
            return real(statement, *more, **named)

        connection.execute = watched
        connection.scalar = lambda statement: watched(statement).scalar()
        census(connection, NOW, TODAY, None)
        plans = [
            row[3] for question in seen for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}").all()
        ]
    scans = [plan for plan in plans if plan.startswith("SCAN")]
    assert plans
    assert [
        plan
        for plan in scans
        if plan.split()[1] not in small and "INDEX" not in plan and plan.split()[1] not in {"journal", "checkpoint"}
    ] == []
    last_ones = [plan for plan in scans if plan.split()[1] in {"journal", "checkpoint"}]
    assert len(last_ones) <= 2  # backwards from the end, one row
