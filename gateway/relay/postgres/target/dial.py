"""Reaching the target of a permit: a session of a role that cannot write, its settings pinned and looked at, its tables known."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.authorization.decision import Permit
from gateway.guards.statements.snapshot import Row
from gateway.relay.postgres.stream import Stream
from gateway.relay.postgres.target import pins, snapshot, words
from gateway.relay.postgres.target.cancelling import Cancel
from gateway.relay.postgres.target.deadline import LOGIN_SECONDS, Deadline
from gateway.relay.postgres.target.faults import worded
from gateway.relay.postgres.target.ports import DatabaseLogin
from gateway.relay.postgres.target.reaching import Reached, reached
from gateway.relay.postgres.wire import settings_told
from gateway.relay.postgres.wire.status import ParameterStatus
from gateway.vocabulary.outcome import TargetError

SNAPSHOT_SECONDS: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A session on the target, idle, READ ONLY by default. `parameters` are what the person may be told of it.

    `cancel()` asks the target to end what is running, from any thread, and returns at once. `snapshot_rows` are for
    `guards.statements.Snapshot`.
    """

    stream: Stream
    parameters: Mapping[str, str]
    cancel: Cancel
    snapshot_rows: tuple[Row, ...]


def dial(permit: Permit, login: DatabaseLogin, *, database: str, statement_seconds: int) -> Connected:
    """A session on the permit's target. Raises TargetError with words, and what the login raises (CallRefused, GatewayFault)."""
    wanted = pins.settings(statement_seconds)
    found = reached(permit.target, permit.account, login, database=database, settings=wanted)
    try:
        _require_small(found)
        pins.require_utf8(found.let_in.settings)
        taken, tables = _answers(found, wanted)
        pins.require_taken(wanted, taken)
        with worded():
            stream = found.talk.handed_over(Deadline(LOGIN_SECONDS))
        return Connected(
            stream=stream,
            parameters=_told(found.let_in.settings),
            cancel=Cancel(permit.target, found.let_in.key),
            snapshot_rows=snapshot.rows_of(tables),
        )
    except BaseException:
        found.talk.close()
        raise


def _require_small(found: Reached) -> None:
    """Raises TargetError for a superuser: the target itself has to refuse what the gate for statements might let through."""
    if found.let_in.settings.get("is_superuser") != "off":
        raise TargetError("postgres, target: a superuser", words.SUPERUSER)


def _answers(
    found: Reached, wanted: Mapping[str, str]
) -> tuple[list[tuple[str | None, ...]], list[tuple[str | None, ...]]]:
    """Settings and tables, in one round trip."""
    answers = found.talk.ask(f"{pins.question(wanted)};\n{snapshot.QUESTION}", SNAPSHOT_SECONDS)
    if len(answers) != 2:  # two statements
        raise TargetError(f"postgres, target: {len(answers)} answers to two questions", words.NOT_AS_IT_SHOULD)
    return answers[0], answers[1]


def _told(settings: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType(
        {
            name: value
            for name, value in settings.items()
            if settings_told.passes(ParameterStatus(name=name, value=value))
        }
    )
