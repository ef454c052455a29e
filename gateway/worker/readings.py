"""Reading the schemas of databases that administrators ask for: one after another, in a thread of its own.

It happens here because whoever holds a log-in of the gateway's to a database could read rows past the gate: no process that
speaks to a person has it. One question is asked, of pg_catalog alone, in a session that cannot write; then the line is closed.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gateway.authorization.columns.reading import SCHEMA_QUERY, NotRead, Reading, Told, told
from gateway.ipc.messages import CallRefused
from gateway.relay.postgres.target import pins
from gateway.relay.postgres.target.ports import DatabaseLogin
from gateway.relay.postgres.target.reaching import reached
from gateway.relay.postgres.target.words import NOT_AS_IT_SHOULD
from gateway.relay.reaching import AnotherHost, Unreachable
from gateway.vocabulary.outcome import Fault, GatewayFault, TargetError, Text
from gateway.worker.ports import Schemas
from gateway.worker.rounds import Pace, rounds

log = logging.getLogger(__name__)
PACE: Final = Pace(first=0.5, good=0.5, failed=5.0)
QUESTION_SECONDS: Final = 30
_ANSWERS: Final = 2  # of the settings, and of the schema
_WHY: Final[Mapping[type[TargetError], NotRead]] = MappingProxyType(
    {Unreachable: NotRead.UNREACHABLE, AnotherHost: NotRead.OTHER_HOST}
)
_OURS: Final = Text(
    ja="ゲートウェイ内部の障害で列情報を取得できませんでした。管理者に連絡してください。",
    en="A fault inside the gateway kept the schema from being read. Tell the administrator.",
)


def read_schema(reading: Reading, login: DatabaseLogin) -> Told:
    """What the target tells of its schema. Raises TargetError with words, and what the login raises."""
    wanted = pins.settings(QUESTION_SECONDS)
    found = reached(reading.target, reading.account, login, database=reading.database, settings=wanted)
    talk = found.talk
    try:
        pins.require_utf8(found.let_in.settings)
        answers = talk.ask(f"{pins.question(wanted)};\n{SCHEMA_QUERY}", QUESTION_SECONDS)
        if len(answers) != _ANSWERS:
            raise TargetError(f"postgres, target: {len(answers)} answers to two questions", NOT_AS_IT_SHOULD)
        pins.require_taken(wanted, answers[0])
        return told(answers[1])
    except ValueError as nonsense:
        raise TargetError(f"postgres, target: {nonsense}", NOT_AS_IT_SHOULD) from nonsense
    finally:
        talk.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """`run` until `wait` says that it is over. `login_of` is the keeper's log-in for one reading."""

    register: Schemas
    login_of: Callable[[Reading], DatabaseLogin]
    read: Callable[[Reading, DatabaseLogin], Told] = read_schema

    def run(self, wait: Callable[[float], bool]) -> None:
        """`wait(seconds)` sleeps and returns True when the worker is to stop."""
        rounds(self.look, PACE, wait)

    def look(self) -> bool:
        """Read what is wanted now. False if our own side did not answer as it should."""
        try:
            wanted = self.register.work()
        except (GatewayFault, CallRefused) as failure:
            log.error("it is not known which schemas are wanted: %s", failure)  # noqa: TRY400  # expected, and said
            return False
        done = [self._one(reading) for reading in wanted]
        return all(done)

    def _one(self, reading: Reading) -> bool:
        try:
            self._answer(reading)
        except (GatewayFault, CallRefused) as failure:  # nobody waits for it any more, or nobody can be told
            log.error("the schema of %s could not be told: %s", reading.target.name, failure)  # noqa: TRY400
            return isinstance(failure, CallRefused)
        return True

    def _answer(self, reading: Reading) -> None:
        try:
            found = self.read(reading, self.login_of(reading))
        except (Fault, CallRefused) as failure:
            log.warning("the schema of %s on %s was not read: %s", reading.database, reading.target.name, failure)
            self.register.failed(reading.id, _why(failure), failure.text or _OURS)
        else:
            self.register.answered(reading.id, found)


def _why(failure: Fault | CallRefused) -> NotRead:
    if not isinstance(failure, TargetError):
        return NotRead.OURS
    if failure.text is NOT_AS_IT_SHOULD:
        return NotRead.NONSENSE
    return _WHY.get(type(failure), NotRead.REFUSED)
