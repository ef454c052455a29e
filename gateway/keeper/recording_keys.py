"""Signatures for recordings, what their data keys are closed with, and the way back to them.

Data keys are wrapped to a pair of one day and one set of clients (recording/content_key), whose private half lies in the
database, sealed under a key made from the recording key; it is read again for each opening, so that destroyed is destroyed.

A connection may head a recording of its own person once a session, and seal once what it headed itself; every statement is
parsed, and signed only if it says the truth as far as the keeper knows it: whose, which file, when.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from gateway.crypto import digest, signing, wrapping
from gateway.crypto.aead import AeadRow, SealBroken
from gateway.crypto.derived import derived
from gateway.ipc.server import Refuse, Violation
from gateway.keeper import ports as world
from gateway.keeper import words
from gateway.keeper.asking import Desk
from gateway.keeper.custody import Custody
from gateway.keeper.diary import Diary
from gateway.keeper.events import KeyUse, KeyUsed
from gateway.keeper.requests import RecordingKey, RecordingOpen, RecordingSeal, RecordingSign, WrapTo
from gateway.keeper.sealing import require_role
from gateway.keeper.standing import Standing
from gateway.recording import header, seal
from gateway.recording.content_key import LASTING, NAME_BYTES, ContentKey, began_on, read_slot, set_of
from gateway.recording.header import SignedHeader
from gateway.recording.ports import HEADER_TAG, SEAL_TAG, key_context
from gateway.recording.seal import Seal, SealState
from gateway.vocabulary.clock import Clock
from gateway.vocabulary.identifiers import IDENTIFIER
from gateway.vocabulary.identity import Role
from gateway.vocabulary.secret import Secret

CLOCKS_APART: Final = timedelta(minutes=5)
IDS_MAX: Final = 20_000
NEW_PAIRS_MAX: Final = 256  # of one connection: nobody works for so many sets of clients in a day
_USE: Final = "sekisho recording pairs v1"


@dataclass(eq=False, slots=True)
class Headed:
    """What one connection has headed: recordings that run, by id, and every recording and session id it has used up.

    `keyed`: for whose data it was given a pair, by recording; `pairs` it had made anew.
    """

    running: dict[str, SignedHeader] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    keyed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pairs: int = 0

    def covers(self, session: str, order: str, target: str, account: str) -> bool:
        """True if a running recording of just this was headed."""
        return any(
            (one.header.session, one.header.order, one.header.target, one.header.account)
            == (session, order, target, account)
            for one in self.running.values()
        )


class RecordingKeys:
    """Signs statements and opens data keys."""

    def __init__(self, custody: Custody, kept: world.RecordingKeys, database: Desk, diary: Diary, clock: Clock) -> None:
        self._diary, self._kept, self._database = diary, kept, database
        wraps = (custody.keys.recording_wrap, *custody.former("recording_wrap"))
        self._pairs = AeadRow(derived(wraps[0], _USE), [derived(each, _USE) for each in wraps[1:]])
        self._seed = custody.keys.recording_seal
        self._lasting = wraps
        self._clock = clock
        self._taken: set[str] = set()  # recording and session ids headed on connections that are open now
        self._running: set[str] = set()  # recordings of those, not sealed yet

    async def key(self, standing: Standing, asked: RecordingKey) -> WrapTo:
        """What to close a recording that begins now with. Raises Violation."""
        mine, clients = standing.memory(Headed), set_of(asked.clients)
        if not IDENTIFIER.fullmatch(asked.recording) or len(mine.keyed) >= IDS_MAX:
            raise Violation("no recording, or too many on one connection")
        now = self._clock.now()
        day = began_on(asked.recording)
        if day not in {(now - CLOCKS_APART).date(), (now + CLOCKS_APART).date()}:
            raise Violation("a recording of another day")
        mine.keyed[asked.recording] = clients
        if mine.pairs >= NEW_PAIRS_MAX:
            raise Violation("too many sets of clients on one connection")
        fresh = self._new_pair(f"{day:%Y%m%d}", clients, now)
        found = await self._database.ask(self._kept.in_use, fresh)
        mine.pairs += found.name == fresh.name
        return WrapTo(name=found.name, public=found.public)

    def _new_pair(self, day: str, clients: tuple[str, ...], now: datetime) -> ContentKey:
        """One that is kept only where the day and set have none yet: to make it costs less than to ask twice."""
        pair, name = wrapping.new_pair(), secrets.token_bytes(NAME_BYTES)
        sealed = self._pairs.seal(pair.private.reveal(), _place(name, day, clients))
        return ContentKey(name=name, day=day, clients=clients, public=pair.public, sealed=sealed, made_at=now)

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
        name, wrapped = read_slot(asked.wrapped)
        privates = self._lasting if name == LASTING else (await self._private_half(name),)
        try:
            key = _unwrapped(privates, wrapped, key_context(asked.recording, asked.segment))
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

    async def _private_half(self, name: bytes) -> Secret:
        """Read anew each time: what the registrar has destroyed opens nothing more, in no process. Raises Refuse."""
        found = await self._database.ask(self._kept.get, name)
        if found is None:
            raise Refuse("recording.broken", words.SEAL_BROKEN)
        if found.sealed is None:
            text = words.CONTENT_NOT_RESTORED if found.destroyed_at is None else words.CONTENT_DESTROYED
            raise Refuse("recording.destroyed", text)
        try:
            return Secret(self._pairs.open(found.sealed, _place(name, found.day, found.clients)))
        except SealBroken:
            raise Refuse("recording.broken", words.SEAL_BROKEN) from None

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
        if mine.keyed.get(facts.recording, set_of(facts.clients)) != set_of(facts.clients):
            raise Violation("a header about other clients than its key was given for")
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


def _unwrapped(privates: Sequence[Secret], wrapped: bytes, context: bytes) -> Secret:
    """With the first that opens it. Raises SealBroken."""
    for private in privates[:-1]:
        with suppress(SealBroken):
            return wrapping.unwrap(private, wrapped, context)
    return wrapping.unwrap(privates[-1], wrapped, context)


def _place(name: bytes, day: str, clients: tuple[str, ...]) -> bytes:
    """A pair belongs to its day and clients: a row whose facts were exchanged opens nothing."""
    about = digest.sha256("\0".join((day, *clients)).encode("utf-8"))
    return b"sekisho recording pair\0" + name + about


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
