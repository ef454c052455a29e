"""Lists over a million journal entries and ten thousand recordings: `python -m tests.benchmarks.records [--entries N] [--url U]`.

Prints the first and the best time of each list in milliseconds; less than 300 is asked for.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, insert

from gateway.audit.entry import NO_ENTRY, make
from gateway.audit.event import Event
from gateway.authorization.events import AccessPermitted
from gateway.authorization.request import Capability
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.registrar.events import OfficeCommitted
from gateway.sessions.ending import EndReason
from gateway.sessions.events import SessionEnded, SessionOpened, SessionStarted
from gateway.sessions.session import State
from gateway.storage.engine import open_engine, reading, writing
from gateway.storage.file import make_file
from gateway.storage.queries import journal, recordings, sessions
from gateway.storage.queries.journal import JournalFilter
from gateway.storage.queries.recordings import RecordingFilter
from gateway.storage.queries.sessions import SessionFilter, Shown
from gateway.storage.schema import migrate
from gateway.storage.stores.journal import entry_to_row
from gateway.storage.stores.sessions import session_to_row
from gateway.storage.tables import JOURNAL, ORDER_CLIENT, RECORDING, SESSION, WORK_ORDER
from gateway.vocabulary.clock import timestamp
from gateway.wiring.office_history import DAILY, KINDS
from tests.gateway.storage.samples import NOW, KeyedCipher, staffed
from tests.gateway.storage.samples import session as a_session

RECORDINGS: Final = 10_000
DAYS: Final = 200
LINES: Final = 50
BEGAN: Final = NOW - timedelta(days=DAYS)
WEEK: Final = {"since": BEGAN + timedelta(days=10), "until": BEGAN + timedelta(days=17)}
SEARCHES: Final[dict[str, dict[str, Any]]] = {
    "newest": {},
    "a kind": {"kind": "session.opened"},
    "a kind nobody wrote": {"kind": "login.locked"},
    "a person": {"person": "P-5"},
    "a busy person and a rare kind": {"person": "P-sato", "kind": "office.committed"},
    "a person and a target": {"person": "P-sato", "target": "db-5"},
    "a session": {"session": "S-100"},
    "a busy target and a kind nobody wrote": {"target": "callcenter-app", "kind": "login.locked"},
    "an old week": WEEK,
    "an old week, a kind": {**WEEK, "kind": "session.opened"},
    "an old week, a busy person": {**WEEK, "person": "P-sato"},
    "a terminal and a target": {"terminal": "T-1", "target": "callcenter-app"},
}
LISTS: Final[dict[str, dict[str, Any]]] = {
    "all": {},
    "the last page": {"offset": RECORDINGS - LINES},
    "a client": {"client": "C-02"},
    "a person": {"people": ("P-sato",)},
    "an employer and a purpose": {"employer": "EMP-1", "purpose": "backup"},
    "a client and a week": {
        "client": "C-02", "started_from": NOW - timedelta(days=20), "started_before": NOW - timedelta(days=13),
    },
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.records")
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--url", help="an empty database; a SQLite file is made otherwise")
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sekisho-records-") as folder:
        file = Path(folder) / "state" / "records.sqlite3"
        if wanted.url is None:
            make_file(file)
        engine = open_engine(wanted.url or f"sqlite:///{file}")
        migrate(engine)
        staffed(engine, KeyedCipher())
        _journal(engine, wanted.entries)
        _recordings(engine)
        _told(engine)
        engine.dispose()


def _told(engine: Engine) -> None:
    for name, asked in SEARCHES.items():
        wanted = JournalFilter(**asked, limit=LINES)
        _timed(engine, f"journal, {name}", lambda c, wanted=wanted: journal.entries(c, wanted))
    kinds = KINDS.keys() - DAILY
    for name, place in (("a busy person", ("person", "P-sato")), ("a busy target", ("target", "callcenter-app"))):
        places = [place, ("subject", place[1])]
        _timed(engine, f"history, {name}", lambda c, places=places: journal.entries_about(c, places, kinds, LINES))
    for name, asked in LISTS.items():
        page, whole = RecordingFilter(**{"limit": LINES, **asked}), RecordingFilter(**{**asked, "offset": 0})
        _timed(
            engine, f"recordings, {name}",
            lambda c, page=page, whole=whole: [recordings.recordings(c, page), recordings.recordings_counted(c, whole)],
        )  # fmt: skip
    over = SessionFilter(shown=Shown.OVER, limit=LINES)
    _timed(engine, "sessions that are over", lambda c: [sessions.sessions(c, over), sessions.sessions_counted(c, over)])
    running = SessionFilter(shown=Shown.RUNNING)
    _timed(engine, "sessions that run", lambda c: sessions.sessions(c, running))


def _timed(engine: Engine, name: str, ask: Callable[[Connection], object]) -> None:
    taken = []
    for _ in range(5):
        with reading(engine) as connection:
            since = time.perf_counter()
            ask(connection)
            taken.append((time.perf_counter() - since) * 1000)
    print(f"{name:55s} first {taken[0]:7.1f} ms   best {min(taken):7.1f} ms")


def _journal(engine: Engine, entries: int) -> None:
    """A journal as busy months leave it: a tenth of everything is one person's, a fifth one target's."""
    chance, made, prev, rows = random.Random(1), 0, NO_ENTRY, []
    with writing(engine) as connection:
        while made < entries:
            for event in _a_session(chance, made // 5):
                at = BEGAN + timedelta(days=DAYS) * made / entries
                entry = make(seq=made, at=at, node="n", prev=prev, event=event)
                made, prev = made + 1, entry.hash
                rows.append(entry_to_row(entry))
            if len(rows) >= 20_000 or made >= entries:
                connection.execute(insert(JOURNAL), rows)
                rows = []


def _a_session(chance: random.Random, number: int) -> Sequence[Event]:
    person = f"P-{chance.randrange(2000)}" if chance.random() < 0.9 else "P-sato"
    target = f"db-{chance.randrange(500)}" if chance.random() < 0.8 else "callcenter-app"
    names = {
        "person": person, "session": f"S-{number}", "terminal": f"T-{chance.randrange(300)}", "target": target,
        "order": f"WO-{chance.randrange(100_000)}",
    }  # fmt: skip
    events: list[Event] = [
        AccessPermitted(
            **names, account="a", capability=next(iter(Capability)), until=NOW, rules=("r",), obligations=(), policy="0"
        ),
        SessionOpened(
            **names,
            username="x",
            account="a",
            capability="shell",
            address="x",
            recording="R",
            until="",
            policy_digest="",
        ),
        SessionStarted(**names),
        KeyUsed(person=person, use=KeyUse.CERTIFICATE, connection="C"),
        SessionEnded(**names, reason=EndReason.LEFT, shown_bytes=1, typed_bytes=1),
    ]
    if number % 10 == 0:
        events.append(
            OfficeCommitted(
                person=person,
                change="PersonChanged",
                subject=person,
                facts={},
                by="P-ito",
                by_username="ito",
                os_user=None,
                uid=0,
            )
        )
    return events


def _recordings(engine: Engine) -> None:
    chance, orders, clients, worked, recorded = random.Random(2), [], [], [], []
    for number in range(RECORDINGS):
        at, client = NOW - timedelta(minutes=20 * number), "C-02" if number % 7 == 0 else "C-01"
        orders.append(
            {
                "id": f"WO-x{number}", "person_id": "P-sato", "requested_by": "P-sato", "clients": f'["{client}"]',
                "targets": '[{"accounts":["app"],"name":"callcenter-app"}]', "personal_data": True, "mode": "shell",
                "purpose": ("failure", "backup")[number % 2], "starts_at": timestamp(at), "reason": "r", "version": 1,
                "ends_at": timestamp(at + timedelta(hours=8)), "standing": "approved", "requested_at": timestamp(at),
            }
        )  # fmt: skip
        clients.append({"order_id": f"WO-x{number}", "client": client, "requested_at": timestamp(at)})
        session = a_session(
            f"S-x{number}", chance.choice(("sato", "kato", "ito")), order=f"WO-x{number}", started_at=at,
            target=chance.choice(("callcenter-app", "db-1")), state=State.ENDED,
        )  # fmt: skip
        worked.append(session_to_row(replace(session, ended_at=at, end_reason="left")))
        recorded.append(
            {
                "id": f"R-x{number}", "session_id": session.id, "path": f"x/{number}", "started_at": timestamp(at),
                "state": "sealed", "final_hash": b"h" * 32, "chunks": 1, "stored_bytes": 1, "last_at": timestamp(at),
                "sealed_at": timestamp(at),
            }
        )  # fmt: skip
    with writing(engine) as connection:
        for table, rows in ((WORK_ORDER, orders), (ORDER_CLIENT, clients), (SESSION, worked), (RECORDING, recorded)):
            connection.execute(insert(table), rows)


if __name__ == "__main__":
    main()
