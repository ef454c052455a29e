"""Signatures for recordings, and the way back to their data keys.

A connection may head a recording of its own person once a session, and seal once what it headed itself; every statement is
parsed, and signed only if it says the truth as far as the keeper knows it: whose, which file, when.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from gateway.crypto import signing, wrapping
from gateway.crypto.aead import SealBroken
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import words
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.requests import RecordingOpen, RecordingSeal, RecordingSign
from gateway.keeper.sealing import require_role
from gateway.keeper.standing import Standing
from gateway.recording import header, seal
from gateway.recording.header import SignedHeader
from gateway.recording.ports import HEADER_TAG, SEAL_TAG, key_context
from gateway.recording.seal import Seal, SealState
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.identity import Role

CLOCKS_APART: Final = timedelta(minutes=5)
IDS_MAX: Final = 20_000


@dataclass(eq=False, slots=True)
class Headed:
    """What one connection has headed: recordings that run, by id, and every recording and session id it has used up."""

    running: dict[str, SignedHeader] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def covers(self, session: str, order: str, target: str, account: str) -> bool:
        """True if a running recording of just this was headed."""
        return any(
            (one.header.session, one.header.order, one.header.target, one.header.account)
            == (session, order, target, account)
            for one in self.running.values()
        )


class RecordingKeys:
    """Signs statements and opens data keys."""

    def __init__(self, custody: Custody, diary: Diary, clock: Clock) -> None:
        self._diary = diary
        self._seed = custody.keys.recording_seal
        self._private = custody.keys.recording_wrap
        self._clock = clock
        self._taken: set[str] = set()  # recording and session ids headed on connections that are open now
        self._running: set[str] = set()  # recordings of those, not sealed yet

    def sign(self, standing: Standing, asked: RecordingSign) -> bytes:
        """The signature of a header or closing seal. Raises Violation for any statement that is not this connection's."""
        if asked.kind == "header":
            self._head(standing, _header(asked.body))
            return self._signed(HEADER_TAG, asked.body)
        self._close(standing, _seal(asked.body))
        return self._signed(SEAL_TAG, asked.body)

    def seal_interrupted(self, _standing: Standing, asked: RecordingSeal) -> bytes:
        """The signature of a seal that says itself that the recording's own session did not make it. Raises Violation."""
        found = _seal(asked.body)
        if found.state is SealState.SEALED:
            raise Violation("an orderly end told by somebody else")
        if found.recording in self._running:
            raise Refuse("recording.running", words.STILL_RUNNING)
        self._require_now(found.sealed_at)
        return self._signed(SEAL_TAG, asked.body)

    async def open(self, standing: Standing, asked: RecordingOpen) -> bytes:
        """A data key: for auditors; for a supervisor while he watches a running session. Raises Refuse."""
        if asked.purpose == "watch":
            self._require_watchable(standing, asked.recording)
        else:
            require_role(standing, Role.AUDITOR)
        try:
            context = key_context(asked.recording, asked.segment)
            key = wrapping.unwrap(self._private, asked.wrapped, context)
        except (SealBroken, UnicodeEncodeError):
            raise Refuse("recording.broken", words.SEAL_BROKEN) from None
        await self._diary.used(
            KeyUsed(
                person=standing.person.person,
                use=KeyUse.RECORDING,
                connection=standing.connection,
                recording=asked.recording,
                purpose=asked.purpose,
            )
        )
        return key.reveal()

    def closed(self, standing: Standing) -> None:
        """The connection is gone: what it headed runs no more, and the registrar may seal it as interrupted."""
        mine = standing.memory(Headed)
        self._taken -= mine.taken
        self._running -= mine.running.keys()

    def _head(self, standing: Standing, found: SignedHeader) -> None:
        facts, bound, mine = found.header, standing.person, standing.memory(Headed)
        if (facts.person, facts.username) != (bound.person, bound.username):
            raise Violation("a header that names another person")
        ids = {facts.recording, facts.session}
        if not all(IDENTIFIER.fullmatch(one) for one in ids):
            raise Violation("an id of another form; it would stand in the target's log")
        if len(ids) < 2 or ids & self._taken:
            raise Violation("a second header for one session or recording")
        if len(mine.taken) >= IDS_MAX:
            raise Violation("too many recordings on one connection")
        self._require_now(facts.started_at)
        mine.taken |= ids
        self._taken |= ids
        mine.running[facts.recording] = found
        self._running.add(facts.recording)

    def _close(self, standing: Standing, found: Seal) -> None:
        mine = standing.memory(Headed)
        headed = mine.running.get(found.recording)
        if headed is None:
            raise Violation("a seal for a recording that this connection did not head, or has sealed")
        facts = headed.header
        if (found.session, found.person, found.file) != (facts.session, facts.person, headed.file):
            raise Violation("a seal that does not belong to its header")
        if found.state is not SealState.SEALED:
            raise Violation("a session seals in order or not at all")
        self._require_now(found.sealed_at)
        del mine.running[found.recording]
        self._running.discard(found.recording)

    def _require_watchable(self, standing: Standing, recording: str) -> None:
        if not standing.person.roles & {Role.SUPERVISOR, Role.AUDITOR, Role.DEMO_OPERATOR}:
            raise Refuse("keeper.role", words.NOT_FOR_THIS_ROLE)
        if recording not in self._running:
            raise Refuse("recording.not_running", words.NOT_RUNNING)

    def _require_now(self, claimed: datetime) -> None:
        if abs(claimed - self._clock.now()) > CLOCKS_APART:
            raise Violation("a statement of another time")

    def _signed(self, tag: str, body: bytes) -> bytes:
        return signing.sign(self._seed, signing.tagged(tag, body))


def _header(body: bytes) -> SignedHeader:
    try:
        return header.read(body)
    except ValueError:
        raise Violation("not a recording's header") from None


def _seal(body: bytes) -> Seal:
    try:
        return seal.read(body)
    except ValueError:
        raise Violation("not a recording's seal") from None
