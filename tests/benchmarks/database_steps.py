"""What a statement and a row cost in the process of a session, step by step: `python -m tests.benchmarks.database_steps`.

Parse, decision, masking, recording, each alone; then one prepared point SELECT (Bind, Describe, Execute, Sync and their answers)
through a whole session whose two streams are in memory: no TLS, no socket, no server.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from gateway.audit.event import Event
from gateway.disclosure.counting import Row
from gateway.disclosure.verdict import Within
from gateway.guards.statements import Limits, judge, normalised
from gateway.guards.statements.tree import parsed
from gateway.relay.postgres.gate import StatementGate
from gateway.relay.postgres.recording import Record
from gateway.relay.postgres.rows import Shape
from gateway.relay.postgres.runs import About, Run
from gateway.relay.postgres.session import DatabaseSession
from gateway.relay.postgres.wire.frames import Frame
from gateway.relay.postgres.wire.pipeline import Sync
from gateway.relay.postgres.wire.portals import Bind, BindComplete, Execute
from gateway.relay.postgres.wire.rows import Field, RowDescription, data_row
from gateway.relay.postgres.wire.simple_query import CommandComplete, ReadyForQuery, Status
from gateway.relay.postgres.wire.statements import Describe, Parse, ParseComplete, Subject
from gateway.vocabulary.clock import SystemClock
from tests.gateway.guards.statements.a_catalogue import CATALOGUE
from tests.gateway.recording.scene import Room
from tests.gateway.relay.postgres.a_session import Ledger, a_ran

LIMITS: Final = Limits(group_size_min=5)
_COLUMNS: Final = ("customer_id", "client_code", "plan", "name", "phone", "address")
_READY: Final = ReadyForQuery(status=Status.IDLE).encoded()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sekisho-benchmark-") as name:
        show(Path(name))


def show(folder: Path) -> None:
    """All of it, printed."""
    sql = "select customer_id, plan, name, phone from customers where customer_id = 17"
    gate, statement = StatementGate(CATALOGUE, LIMITS, normalised), judge(sql, CATALOGUE, LIMITS)
    verdict = gate.judge(sql)
    names = ("customer_id", "plan", "name", "phone", "client_code", "customer_id")
    fields = tuple(Field(name=name, table=1, attribute=at + 1, type=25) for at, name in enumerate(names))
    origins = _Origins(names)
    shape = Shape(statement, RowDescription(fields=fields[: 4 + len(statement.hidden)]), origins)
    whole = data_row([b"C17", b"hikari", b"name 17", b"090-0000-0017", b"A01", b"C17"][: len(shape.description.fields)])
    frame = Frame(whole[0], whole)
    tape = Room(folder).start()
    record, run = Record(tape, SystemClock()), Run(1, About(sql, verdict), 0.0)
    seen = [shape.seen(frame)] * 100
    print("\none of each, microseconds")
    parse = _one("statement: parse", lambda: parsed(sql, LIMITS.statement_bytes_max))
    whole_verdict = _one("statement: parse and decide", lambda: judge(sql, CATALOGUE, LIMITS))
    print(f"  {'statement: decision alone':36} {whole_verdict - parse:8.1f}")
    _one("statement: without its literals", lambda: normalised(sql))
    _one("statement: known already", lambda: gate.judge(sql))
    _one("answer: verdict on each field", lambda: Shape(statement, shape.description, origins))
    _one("row: mask and whose it is", lambda: shape.seen(frame))
    _one("100 rows: record", lambda: record.rows(run, shape, [each.values for each in seen]), 200)
    tape.seal("left")
    _one("prepared point SELECT, whole session", _PointSelect(folder).ask, 5000)


class _Origins:
    def __init__(self, names: tuple[str, ...]) -> None:
        self._columns = [CATALOGUE.column("public", "customers", name) for name in names]

    def column(self, _relation: int, attribute: int) -> Any:
        return self._columns[attribute - 1]


class _Memory:
    """A stream that holds what was put in, and forgets what is written."""

    def __init__(self) -> None:
        self.come: list[bytes] = []
        self.unsent = 0

    def fileno(self) -> int:
        raise AssertionError("nobody waits for memory")

    def read(self) -> bytes:
        return self.come.pop(0) if self.come else b""

    def write(self, _data: bytes) -> None:
        return

    def flush(self) -> None:
        return

    def close(self) -> None:
        return


class _NoLedger(Ledger):
    def permit(self, _statement: int, _said: bytes) -> None:
        return None

    def show(self, _rows: Sequence[Row], _statement: int) -> Within:
        return Within()

    def done(self, _statement: int) -> None:
        return None


class _Target:
    """Logged in to, with one table."""

    def __init__(self) -> None:
        self.stream = _Memory()
        self.parameters: dict[str, str] = {}
        self.snapshot_rows = tuple((1, at + 1, "public", "customers", name) for at, name in enumerate(_COLUMNS))
        self.cancel = _NeverCancelled()


class _NeverCancelled:
    under_way = False

    def __call__(self) -> None:
        raise AssertionError("cancelled")


class _PointSelect:
    """A session in which one statement is prepared."""

    def __init__(self, folder: Path) -> None:
        sql = "select name, phone from customers where customer_id = $1"
        hidden = [each.column.name for each in judge(sql, CATALOGUE, LIMITS).hidden]
        names = ["name", "phone", *hidden]
        target = _Target()
        self._person, self._target = _Memory(), target.stream
        tape = Room(folder).start()
        ran = a_ran(self._person, target, judged_by=LIMITS, ledger=_NoLedger(), tape=tape, journal=_forget)
        self._session: DatabaseSession = ran.session
        self._session._greet()
        self._hear(b"", ParseComplete().encoded() + _READY)
        self._hear(Parse(statement="S", query=sql).encoded() + Sync().encoded(), ParseComplete().encoded() + _READY)
        values = {"name": "山田 太郎".encode(), "phone": b"090-1234-5678", "client_code": b"A01", "customer_id": b"17"}
        description = RowDescription(
            fields=tuple(Field(name=each, table=1, attribute=_COLUMNS.index(each) + 1, type=25) for each in names)
        )
        own = BindComplete().encoded() + CommandComplete(tag="SET").encoded()
        row = data_row([values[each] for each in names]) + CommandComplete(tag="SELECT 1").encoded()
        self._answer = own + BindComplete().encoded() + description.encoded() + row + _READY
        asked = (Bind(portal="", statement="S", values=(b"17",)), Describe(subject=Subject.PORTAL, name=""))
        self._question = b"".join(each.encoded() for each in (*asked, Execute(portal=""), Sync()))

    def ask(self) -> None:
        """Once."""
        self._hear(self._question, self._answer)

    def _hear(self, question: bytes, answer: bytes) -> None:
        if question:
            self._person.come.append(question)
            self._session._hear_person()
        self._target.come.append(answer)
        self._session._hear_target()


def _forget(_events: Sequence[Event]) -> None:
    """A journal nobody reads."""


def _one(name: str, work: Callable[[], object], turns: int = 2000) -> float:
    times = []
    for _ in range(turns):
        began = time.perf_counter_ns()
        work()
        times.append(time.perf_counter_ns() - began)
    middle = statistics.median(times) / 1000
    print(f"  {name:36} {middle:8.1f}")
    return middle


if __name__ == "__main__":
    main()
