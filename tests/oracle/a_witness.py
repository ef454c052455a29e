"""Asks the same of twin databases, through the gate and directly, and compares every byte that came.

Through the gate the answers must be the same, to the byte: rows, their order and number, names, types, tags, errors, notices
and plans. A difference is an answer to a question about a person, however it was asked. No piece of a personal value is in them.
"""

import re
import traceback
from dataclasses import dataclass, field

import psycopg

from gateway.relay.postgres.wire.rows import RowDescription
from tests.gateway.guards.statements.a_database import Door, is_personal
from tests.gateway.relay.postgres.a_session import AGate, Answer
from tests.oracle.a_question import Question

OUT_OF_TIME = "57014"
_OWN_NUMBER = re.compile(rb"pg_toast_\d+")  # an OID, which grows with all that was ever created there


@dataclass
class Tally:
    """What became of the questions; `leaky` would have told something without the gate."""

    asked: int = 0
    ran: int = 0
    failed: int = 0
    refused: int = 0
    leaky: int = 0
    codes: dict[str, int] = field(default_factory=dict)


class Witness:
    """Over databases alike to the last OID, each with a gate before it."""

    def __init__(self, doors: list[Door], gates: list[AGate]) -> None:
        self._doors, self._gates = doors, gates
        self.tally = Tally()

    def ask(self, question: Question) -> None:
        """Fails if the gate lets anything through that depends on, or holds, something personal."""
        answers = [gate.through(question.sql, *question.values) for gate in self._gates]
        first = answers[0]
        for answer in answers:
            assert not is_told(answer), f"personal values in the answer to {question}"
        if any(answer.sqlstate == OUT_OF_TIME for answer in answers):
            return  # a product of everything with everything, on a machine with other work
        self._require_running()
        for answer in answers:
            assert answer.received == first.received, f"{question} tells the databases apart"
        self._count(first)
        if first.error is None and not question.sql.lower().startswith(("explain", "show")):
            self._plan(question)

    def _plan(self, question: Question) -> None:
        """The same plan at the same cost: as near as a test comes to the same time."""
        plans = [gate.through(f"explain {question.sql}", *question.values) for gate in self._gates]
        if any(plan.sqlstate == OUT_OF_TIME for plan in plans):
            return
        self._require_running()
        assert len({plan.received for plan in plans}) == 1, f"{question} is planned by what is personal: {plans}"

    def _require_running(self) -> None:
        """A gate that failed told something about itself, not about anybody."""
        failures = [ran.failure for gate in self._gates for ran in gate.sessions if ran.failure is not None]
        assert not failures, "\n".join("".join(traceback.format_exception(failure)) for failure in failures)

    def _count(self, answer: Answer) -> None:
        self.tally.asked += 1
        if answer.error is None:
            self.tally.ran += 1
        elif answer.sqlstate in ("42501", "0A000", "42601", "54001"):
            self.tally.refused += 1
        else:
            self.tally.failed += 1
        self.tally.codes[str(answer.sqlstate)] = self.tally.codes.get(str(answer.sqlstate), 0) + 1

    def leaks_directly(self, question: Question) -> bool:
        """True if the databases themselves would have told something personal: by a value, or by any difference."""
        told = [_directly(door, question) for door in self._doors]
        return len(set(told)) > 1 or any(is_personal(each.encode()) for each in told)


def _directly(door: Door, question: Question) -> str:
    sql = question.sql.replace("$1", "%s") if question.values else question.sql
    connection = door.connection
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL statement_timeout = '300ms'")
            cursor = connection.execute(sql.encode(), question.values or None)
            return str(cursor.fetchall()) if cursor.description else str(cursor.statusmessage)
    except psycopg.Error as error:
        return str(error)


def is_told(answer: Answer) -> bool:
    """True if a piece of a personal value stands in any message, but for the numbers of descriptions and of the server's own."""
    texts = [_OWN_NUMBER.sub(b"", value) for row in answer.rows for value in row if value is not None]
    texts += [str(message).encode() for message in answer.messages if not isinstance(message, RowDescription)]
    texts += [name.encode() for name in answer.columns]
    return any(is_personal(each) for each in texts)
