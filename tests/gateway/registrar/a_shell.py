"""A person in a shell of a scene: what the session process would say, with the keeper's digests stood in for."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from gateway.disclosure.keeping import Door
from gateway.disclosure.shell_asking import ShellTakeAnswer
from gateway.guards.detect import Kind
from gateway.guards.metering import ShellMeter
from gateway.guards.observing import Together
from gateway.guards.verdict import Verdict
from gateway.registrar import changes
from gateway.relay.shell_counting import ShellCounter
from gateway.sessions.session import SessionOpening
from gateway.vocabulary.caps import ShellCaps
from gateway.vocabulary.identifiers import new_identifier
from tests.gateway.registrar.scene import Scene, Session, ended, opened, summary


class Keeper:
    """Digests under a key of each client's."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bytes]] = []

    def digest(self, items: Sequence[tuple[str, bytes]]) -> list[bytes]:
        self.asked += items
        return [digest_of(client, message) for client, message in items]


def digest_of(client: str, message: bytes) -> bytes:
    return hashlib.blake2b(message, key=f"key of {client}".encode(), digest_size=32).digest()


class Shell:
    """One open session of a shell."""

    def __init__(
        self, scene: Scene, connection: str, username: str = "sato", terminal: str = "T-1", **changed: Any
    ) -> None:
        self.scene = scene
        self.session: Session = scene.session(connection).bound(username, terminal)
        self.opening: SessionOpening = scene.opening(username, terminal, **changed)
        assert self.session.registrar.open(self.opening, [opened(self.opening)]) is None
        self.session.registrar.started(self.opening.id, [])
        self.keeper = Keeper()
        self.meter = ShellMeter(self.caps, secrets.token_bytes(32))
        self.counter = ShellCounter(
            session=self.opening.id,
            clients=("C-01",),
            warn_percent=80,
            meter=self.meter,
            register=self.session.registrar,
            digests=self.keeper,
        )

    @property
    def caps(self) -> ShellCaps:
        return self.scene.policy_budgets.shell.default

    def show(self, *people: int, at: float = 0.0) -> Verdict:
        """A table of these people, a row each: number and name of the street."""
        for number in people:
            self.meter.saw(Kind.PHONE, phone(number), True, Together.BESIDE)
            self.meter.saw(Kind.ADDRESS, f"東京都千代田区{number}".encode(), True, Together.BESIDE)
        return self.counter.judge(at)

    def read(self, text: str, at: float = 0.0) -> Verdict:
        self.meter.read(text)
        return self.counter.judge(at)

    def take(self, *people: int, **more: Any) -> ShellTakeAnswer:
        """As `counter` asks, in one's own words."""
        said = [[("C-01", digest_of("C-01", phone(number)))] for number in people]
        return self.session.registrar.take_shell(self.opening.id, people=said, **more)

    def end(self) -> None:
        self.counter.close()
        self.session.registrar.end(self.opening.id, "left", summary(self.opening.recording), [ended(self.opening)])


def release_by_two(scene: Scene, person: str = "P-sato") -> str:
    """Two supervisors let a person go on who was frozen for what nobody could count; the proposal's id."""
    proposal = asked_release(scene, "yamada", person)
    scene.office("kato").commit(changes.ChangeConfirmed(proposal=proposal), [])
    return proposal


def asked_release(scene: Scene, by: str, person: str = "P-sato", freeze: str | None = None) -> str:
    """`by` asks for the release of the freeze that stands, or of another; the proposal's id."""
    if freeze is None:
        with scene.store.reading() as transaction:
            standing = transaction.disclosures.frozen(person, Door.SHELL)
        assert standing is not None
        freeze = standing.id
    proposal = new_identifier("CH", scene.clock.now())
    asked = changes.BudgetReleased(person=person, door=Door.SHELL, reason="記録を見た", freeze=freeze)
    scene.office(by).commit(changes.ChangeAsked(proposal=proposal, asked=asked), [])
    return proposal


def phone(number: int) -> bytes:
    return f"0901234{number:04}".encode()
