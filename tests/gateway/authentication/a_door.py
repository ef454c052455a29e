"""A small world around the walk: dictionaries behind its ports, and a keeper that counts by the real lock-out rule."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from gateway.audit.event import Event, decode, encode
from gateway.authentication import lockout
from gateway.authentication.login import Login, start
from gateway.authentication.ports import (
    CertificateFacts,
    Checked,
    Door,
    Granted,
    KeyKind,
    KeyOwner,
    LoginFacts,
    Noted,
    Ports,
    SecurityKeyDemand,
    Verdict,
)
from gateway.authentication.progress import Failed, Over, Prompt
from gateway.vocabulary.identity import Language, Role, Standing
from gateway.vocabulary.outcome import GatewayFault
from gateway.vocabulary.secret import Secret

NOON = datetime(2026, 11, 22, 3, 0, 5, tzinfo=UTC)  # 12:00:05 JST
STEP_SECONDS = 30

TERMINAL_KEY = b"ssh-ed25519 terminal 7"
OTHER_TERMINAL_KEY = b"ssh-ed25519 terminal 8"
LOST_TERMINAL_KEY = b"ssh-ed25519 terminal lost"
SATO_KEY = b"ssh-ed25519 sato"
SUZUKI_KEY = b"ssh-ed25519 suzuki"
NOBODYS_KEY = b"ssh-ed25519 private computer"
PASSWORD = "ひみつ correct horse"


class AClock:
    def __init__(self) -> None:
        self.at = NOON
        self.ticks = 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.ticks

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.ticks += seconds


class ADirectory:
    def __init__(self) -> None:
        self.people: dict[str, LoginFacts] = {}
        self.keys: dict[bytes, KeyOwner] = {}
        self.withdrawn: set[bytes] = set()
        self.authorities: dict[bytes, str] = {}
        self.revoked: set[tuple[bytes, int | str]] = set()  # by authority and serial or key id
        self.certified: dict[bytes, KeyOwner] = {}
        self.asked = 0

    def terminal_certified(self, certificate: bytes) -> KeyOwner | None:
        self.asked += 1
        return self.certified.get(certificate)

    def login(self, username: str) -> LoginFacts | None:
        self.asked += 1
        return self.people.get(username)

    def key_owner(self, blob: bytes) -> KeyOwner | None:
        self.asked += 1
        return self.keys.get(blob)

    def certificate(self, *, authority: bytes, serial: int, key_id: str, key: bytes) -> CertificateFacts:
        self.asked += 1
        return CertificateFacts(
            authority=self.authorities.get(authority),
            revoked=bool({(authority, serial), (authority, key_id)} & self.revoked),
            holder=self.keys.get(key),
            withdrawn=key in self.withdrawn,
        )


class AKeeper:
    """Judges as the keeper does; each judgement takes its own time, as in life."""

    def __init__(self, clock: AClock, directory: ADirectory) -> None:
        self._clock, self._directory = clock, directory
        self.used: set[tuple[str, int]] = set()
        self.attempts: dict[str, lockout.Attempts] = {}
        self.calls: list[str] = []
        self.grants: dict[tuple[str, str, str, bytes, str], Granted] = {}

    def take(self, username: str, terminal: str, target: str, password: Secret, code: str) -> Granted | None:
        self.calls.append("take")
        return self.grants.get((username, terminal, target, password.reveal(), code))

    def step(self) -> int:
        return int(self._clock.now().timestamp()) // STEP_SECONDS

    def code_at(self, username: str, step: int) -> str:
        return f"{zlib.crc32(f'{username} {step}'.encode()) % 1_000_000:06d}"

    def code_now(self, username: str) -> str:
        return self.code_at(username, self.step())

    def password(self, username: str, terminal: str, password: Secret) -> Checked:
        self.calls.append("password")
        self._clock.passes(0.12)
        right = username in self._directory.people and password == Secret(PASSWORD.encode())
        return self._locked(username) or (Checked(verdict=Verdict.RIGHT) if right else self._wrong(username))

    def code(self, username: str, terminal: str, code: str) -> Checked:
        self.calls.append("code")
        step = self.step()
        self._clock.passes(0.004)
        locked = self._locked(username)
        if locked is not None:
            return locked
        if username not in self._directory.people or code != self.code_at(username, step):
            return self._wrong(username)
        if (username, step) in self.used:
            now = self._clock.now().timestamp()
            return Checked(verdict=Verdict.USED, seconds=STEP_SECONDS - int(now) % STEP_SECONDS)
        self.used.add((username, step))
        self.attempts[username] = lockout.after_success()
        facts = self._directory.people[username]
        fit = facts.standing is Standing.ACTIVE and Role.ENGINEER in facts.roles
        return Checked(verdict=Verdict.RIGHT, assertion=f"assertion of {username}".encode() if fit else None)

    def _counted(self, username: str) -> lockout.Attempts:
        return self.attempts.get(username, lockout.NO_FAILURES)

    def _locked(self, username: str) -> Checked | None:
        seconds = lockout.seconds_locked(self._counted(username), self._clock.now())
        return Checked(verdict=Verdict.LOCKED, seconds=seconds) if seconds else None

    def _wrong(self, username: str) -> Checked:
        known = username in self._directory.people
        self.attempts[username] = lockout.after_failure(self._counted(username), self._clock.now())
        self._clock.passes(0.003 if known else 0.0)
        return self._locked(username) or Checked(verdict=Verdict.WRONG if known else Verdict.UNKNOWN)


class ADiary:
    """Keeps what the journal would read back, and notices what happened in between."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.commits: list[tuple[str, ...]] = []
        self.bound: tuple[bytes, str] | None = None
        self.fails_at: int | None = None
        self.counted: dict[bytes, int | None] = {}
        self.noted = Noted.WRITTEN

    def append(self, events: Sequence[Event]) -> None:
        assert events, "an empty commit"
        self._count(tuple(event.kind for event in events))
        for event in events:
            assert (event.person is None) == (self.bound is None), "a person before bind, or none after it"
            self.events.append(decode(event.kind, encode(event)))

    def key_proved(self, blob: bytes, counter: int | None, event: Event) -> Noted:
        if self.noted is Noted.WRITTEN:
            self.append([event])
            self.counted[blob] = counter
        return self.noted

    def certificate_proved(self, certificate: bytes, event: Event) -> Noted:
        if self.noted is Noted.WRITTEN:
            self.append([event])
        return self.noted

    def bind(self, assertion: bytes, terminal: str) -> None:
        assert self.bound is None
        self._count(("bind",))
        self.bound = (assertion, terminal)

    def _count(self, commit: tuple[str, ...]) -> None:
        if self.fails_at == len(self.commits):
            raise GatewayFault("the disk is full")
        self.commits.append(commit)

    @property
    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def last(self) -> Event:
        return self.events[-1]


@dataclass
class World:
    clock: AClock = field(default_factory=AClock)
    directory: ADirectory = field(default_factory=ADirectory)
    diary: ADiary = field(default_factory=ADiary)
    paused: list[float] = field(default_factory=list)
    demand: SecurityKeyDemand = SecurityKeyDemand.TOUCH

    def __post_init__(self) -> None:
        self.keeper = AKeeper(self.clock, self.directory)
        self.person("sato")
        self.person("suzuki")
        self.directory.keys = {
            TERMINAL_KEY: a_terminal("T-7"),
            OTHER_TERMINAL_KEY: a_terminal("T-8"),
            LOST_TERMINAL_KEY: a_terminal("T-9", Standing.SUSPENDED),
            SATO_KEY: KeyOwner(kind=KeyKind.PERSON, owner_id="P-sato", name="sato", standing=Standing.ACTIVE),
            SUZUKI_KEY: KeyOwner(kind=KeyKind.PERSON, owner_id="P-suzuki", name="suzuki", standing=Standing.ACTIVE),
        }

    def person(self, username: str, /, **changed: object) -> None:
        facts: dict[str, object] = {
            "person_id": f"P-{username}",
            "username": username,
            "roles": frozenset({Role.ENGINEER}),
            "language": Language.JAPANESE,
            "contract_end": date(2027, 3, 31),
            "standing": Standing.ACTIVE,
        }
        self.directory.people[username] = LoginFacts(**{**facts, **changed})  # type: ignore[arg-type]

    @property
    def ports(self) -> Ports:
        def pause(seconds: float) -> None:
            self.paused.append(seconds)
            self.clock.passes(seconds)

        return Ports(
            directory=self.directory,
            factors=self.keeper,
            diary=self.diary,
            clock=self.clock,
            security_keys=self.demand,
            pause=pause,
            grants=self.keeper,
        )

    def started(self, given: str) -> Login | Over:
        return start(given, door=Door.SSH, connection="C-1", address="192.0.2.7:50022", ports=self.ports)

    def login(self, given: str = "sato+callcenter-app") -> Login:
        walk = self.started(given)
        assert isinstance(walk, Login)
        return walk

    def next_code(self) -> None:
        self.clock.passes(STEP_SECONDS)


def a_terminal(name: str, standing: Standing = Standing.ACTIVE) -> KeyOwner:
    return KeyOwner(kind=KeyKind.TERMINAL, owner_id=name, name=f"terminal {name}", standing=standing)


def asked(login: Login) -> str:
    """The question now asked."""
    prompt = login.prompt()
    assert isinstance(prompt, Prompt), prompt
    return prompt.text


def words(outcome: object) -> str:
    """What the other side is told."""
    assert isinstance(outcome, Failed | Over), outcome
    return outcome.text.both()
